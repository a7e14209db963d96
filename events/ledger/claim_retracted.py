"""A claim is taken back by us: it stays readable and has no effect any more."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events.amendment import Amendment
from events.values.text import EventId


class ClaimRetracted(Amendment):
    """We take a claim back: the source does not say it, or it was entered twice."""

    type: Literal["claim_retracted"] = "claim_retracted"
    example: ClassVar[str] = """\
type: claim_retracted
retracts: HEL-0000-0011-54
reason: coded twice
"""

    field: ClassVar[str] = "retracts"

    retracts: EventId = Field(description="The claim, or its last correction.")

    def summary(self) -> str:
        return f"Retraction of {self.retracts}: {self.reason}"
