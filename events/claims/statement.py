"""A statement: something said that asserts no incident, and matters because it was said.

ACLED: none (its notes). UCDP: none. PLOVER: ACCUSE, REJECT, REQUEST and their like. Who says it is the origin of the
citation's chain. What a statement says to have happened is a claim of another type; a denial of such a claim is that
claim with the stance denies.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events.claim import Claim
from events.values.said import Party, Said
from events.values.text import Text

Kind = Literal["announcement", "denial", "claim_of_responsibility", "appeal", "assessment", "other"]


class Statement(Claim):
    """Something said that asserts no incident: an announcement, an appeal, an assessment."""

    type: Literal["statement"] = "statement"
    table: ClassVar[str] = "statements"
    happening: ClassVar[bool] = False
    told_apart_by: ClassVar[tuple[str, ...]] = ("content",)
    example: ClassVar[str] = """\
type: statement
incident: musa-qala-takeover
content: Reinforcements were asked for, and none came
citation: {source: sputnik-2015-08-26, locator: para 6, chain: [Governor Mohammad Sharif, Reuters, Sputnik News]}
"""

    content: Said[Text] = Field(description="What is said, in the coder's own words.")
    kind: Said[Kind] | None = Field(
        None, description="announcement, denial, claim_of_responsibility, appeal (a demand too), assessment or other."
    )
    addressee: Party | None = Field(None, description="To whom it is said.")

    def core(self) -> str:
        kind = self.kind.value.replace("_", " ") if self.kind and self.kind.value != "other" else "statement"
        to = f" to {self.addressee.value}" if self.addressee else ""
        return f"{kind}{to}{self.where_and_when()}: {self.content.value}"
