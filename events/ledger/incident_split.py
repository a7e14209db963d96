"""What was taken for one incident turns out to be two: some claims on it are claims on another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from events.base import Path
from events.decision import Decision
from events.ledger.incident_declared import incident_key
from events.values.claim_name import ClaimName
from events.values.text import Slug


class IncidentSplit(Decision):
    """Some claims on an incident are about another one, which is declared before."""

    type: Literal["incident_split"] = "incident_split"
    naming: ClassVar[tuple[str, ...]] = ("claims",)
    example: ClassVar[str] = """\
type: incident_split
incident: musa-qala-bombing
into: nawzad-takeover
claims: [HEL-0000-0011-54]
reason: the strikes were on two days in two districts
"""

    incident: Slug = Field(description="The incident that the claims were taken to be about.")
    into: Slug = Field(description="The incident that they are about.")
    claims: Annotated[tuple[ClaimName, ...], Field(min_length=1, max_length=1000)] = Field(
        description="These claims, by ID or by source and label; also their figures that are counted_in the incident."
    )

    @model_validator(mode="after")
    def _two(self) -> IncidentSplit:
        if self.incident == self.into:
            raise ValueError(f'"{self.into}" cannot be split from itself. Write the slug of another incident.')
        return self

    @property
    def matter(self) -> str:
        return f"{self.incident} {self.into}"

    @property
    def belongs_to(self) -> str | None:
        return self.incident

    def incidents(self) -> tuple[str, ...]:
        return (self.incident, self.into)

    def references(self) -> Iterator[tuple[Path, str]]:
        yield ("incident",), incident_key(self.incident)
        yield ("into",), incident_key(self.into)
        yield from super().references()

    def summary(self) -> str:
        count = len(self.claims)
        claims = "a claim" if count == 1 else f"{count} claims"
        return f"Splitting of {claims} from {self.incident} into {self.into}: {self.reason}"
