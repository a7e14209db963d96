"""Two claims that are not independent: the one is derived from the other, or both carry the same text."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from events.decision import Decision
from events.values.chain import Evidence
from events.values.claim_name import ClaimName


class ClaimsLinked(Decision):
    """A claim is derived from another, or carries the same text as another, and so is no origin beside it."""

    type: Literal["claims_linked"] = "claims_linked"
    naming: ClassVar[tuple[str, ...]] = ("claims",)
    example: ClassVar[str] = """\
type: claims_linked
claims: [HEL-0000-0016-39, HEL-0000-0011-54]
relation: derived
evidence: inferred
reason: the same number, published later, with nobody named
"""

    claims: tuple[ClaimName, ClaimName] = Field(
        description="The two claims, by ID or by source and label; of a derived one, that one first."
    )
    relation: Literal["derived", "same_text"] = Field(
        description="derived: the first was made out of the second; same_text: both carry one text, such as an "
        "agency's."
    )
    evidence: Evidence = Field(description="stated: the source says so; inferred: the coder believes so.")

    @model_validator(mode="after")
    def _two(self) -> ClaimsLinked:
        if self.claims[0] == self.claims[1]:
            raise ValueError(f'"{self.claims[0]}" cannot be linked to itself. Write the name of another claim.')
        return self

    @property
    def matter(self) -> str:
        return " ".join(sorted(self.claims))

    def summary(self) -> str:
        one, other = self.claims
        how = "is derived from" if self.relation == "derived" else "carries the same text as"
        return f"{one} {how} {other} ({self.evidence}): {self.reason}"
