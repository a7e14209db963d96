"""An assessment: somebody weighs the claims on an incident, says how well it is established, and by which of them.

The grades are Airwars' own (confirmed: a belligerent has accepted responsibility; fair: two or more credible sources;
weak: a single source; contested: competing claims; discounted: those killed were combatants, or others are most likely
responsible). A best figure exists here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from events import english
from events.base import Path
from events.decision import Decision
from events.ledger.incident_declared import incident_key
from events.values.claim_name import ClaimNames
from events.values.dates import Edtf
from events.values.estimate import Estimate
from events.values.text import Slug, Text


class IncidentAssessed(Decision):
    """An incident is graded by an assessor, with best figures, the reason, and the claims that it relies on."""

    type: Literal["incident_assessed"] = "incident_assessed"
    naming: ClassVar[tuple[str, ...]] = ("relies_on",)
    example: ClassVar[str] = """\
type: incident_assessed
incident: helmand-base-shooting
assessor: the desk
assessed: 2015-09-01
grade: confirmed
figures: [{party: NATO, civilian_status: combatant, outcome: killed, best: 2}]
relies_on: [HEL-0000-0017-36]
reason: the mission itself says so
"""

    incident: Slug = Field(description="The incident that is assessed.")
    assessor: Text = Field(description="Who assesses it: a person in a public role, a desk, an organisation.")
    assessed: Edtf = Field(description="The day of the assessment, in EDTF. A later one is an event of its own.")
    grade: Literal["confirmed", "fair", "weak", "contested", "discounted"] = Field(
        description="confirmed: a belligerent accepts responsibility; fair: two or more credible sources; weak: one "
        "source; contested: competing claims; discounted: those killed were combatants, or others are most likely "
        "responsible."
    )
    figures: Annotated[tuple[Estimate, ...], Field(max_length=100)] = Field(
        (), description="The assessor's best figures."
    )
    relies_on: ClaimNames = Field((), description="The claims that it relies on, by ID or by source and label.")

    @model_validator(mode="after")
    def _once(self) -> IncidentAssessed:
        groups = [figure.group for figure in self.figures]
        if twice := next((group for group in groups if groups.count(group) > 1), None):
            raise ValueError(f"{twice[0]} is given twice with {twice[3]}. Write one best figure.")
        return self

    @property
    def matter(self) -> str:
        return f"{self.incident} {self.assessed} {self.assessor}"

    @property
    def belongs_to(self) -> str | None:
        return self.incident

    def incidents(self) -> tuple[str, ...]:
        return (self.incident,)

    def references(self) -> Iterator[tuple[Path, str]]:
        yield ("incident",), incident_key(self.incident)
        yield from super().references()

    def summary(self) -> str:
        figures = "".join(f"; {figure}" for figure in self.figures)
        return english.line(
            f"Assessment of {self.incident} by {self.assessor}, {self.assessed}: {self.grade}{figures}. {self.reason}"
        )
