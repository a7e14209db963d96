"""Two incidents turn out to be one: all claims on the one are claims on the other, whose slug stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from events.base import Path
from events.decision import Decision
from events.ledger.incident_declared import incident_key
from events.values.text import Slug


class IncidentsMerged(Decision):
    """One incident is merged into another; its slug leads there from now on, and its claims keep it as written."""

    type: Literal["incidents_merged"] = "incidents_merged"
    example: ClassVar[str] = """\
type: incidents_merged
incident: nawzad-takeover
into: musa-qala-takeover
reason: the same attack, told by two sources under two names
"""

    incident: Slug = Field(description="The incident that is no incident of its own.")
    into: Slug = Field(description="The incident that it is.")

    @model_validator(mode="after")
    def _two(self) -> IncidentsMerged:
        if self.incident == self.into:
            raise ValueError(f'"{self.into}" cannot be merged into itself. Write the slug of another incident.')
        return self

    @property
    def matter(self) -> str:
        return self.incident

    @property
    def belongs_to(self) -> str | None:
        return self.into

    def incidents(self) -> tuple[str, ...]:
        return (self.into, self.incident)

    def references(self) -> Iterator[tuple[Path, str]]:
        yield ("incident",), incident_key(self.incident)
        yield ("into",), incident_key(self.into)

    def summary(self) -> str:
        return f"Merging of {self.incident} into {self.into}: {self.reason}"
