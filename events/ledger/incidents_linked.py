"""How two incidents lie to each other; both stay incidents of their own.

The judgements are those of nomenklatura's resolver (positive is a merge, negative distinct, unsure) and, between
incidents that are not one, the relations that keep their figures from being added up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from events.base import Path
from events.decision import Decision, numbered
from events.ledger.incident_declared import incident_key
from events.values.text import Slug

Relation = Literal["part_of", "overlaps", "same_deaths", "coincides", "distinct", "unsure"]
#: How the first of two incidents lies to the second, in words.
RELATIONS: dict[Relation, str] = {
    "part_of": "is part of",
    "overlaps": "overlaps with",
    "same_deaths": "counts the same deaths as",
    "coincides": "coincides with",
    "distinct": "is distinct from",
    "unsure": "may be the same as",
}


class IncidentsLinked(Decision):
    """Two incidents are linked: one is part of the other, they overlap or coincide, are distinct, or may be one."""

    type: Literal["incidents_linked"] = "incidents_linked"
    example: ClassVar[str] = """\
type: incidents_linked
incidents: [musa-qala-bombing, musa-qala-takeover]
relation: distinct
reason: the strikes came four days before the fall
"""

    incidents_: tuple[Slug, Slug] = Field(
        alias="incidents", description="The two incidents, the part before the whole."
    )
    relation: Relation = Field(
        description="part_of: the first is part of the second; overlaps: they have a part in common; same_deaths: the "
        "same dead are counted in both; coincides: they happened together, and are not one; distinct: they have "
        "nothing in common; unsure: they may be one."
    )

    @model_validator(mode="after")
    def _two(self) -> IncidentsLinked:
        if self.incidents_[0] == self.incidents_[1]:
            raise ValueError(f'"{self.incidents_[0]}" cannot be linked to itself. Write the slug of another incident.')
        return self

    @property
    def matter(self) -> str:
        return " ".join(sorted(self.incidents_))

    @property
    def belongs_to(self) -> str | None:
        return self.incidents_[0]

    def incidents(self) -> tuple[str, ...]:
        return self.incidents_

    def references(self) -> Iterator[tuple[Path, str]]:
        for path, slug in numbered("incidents", self.incidents_):
            yield path, incident_key(slug)

    def summary(self) -> str:
        one, other = self.incidents_
        return f"{one} {RELATIONS[self.relation]} {other}: {self.reason}"
