"""Any happening that has no type of its own yet: nothing that a source says is unsayable."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events.claim import Claim
from events.values.said import Said
from events.values.text import Text


class Other(Claim):
    """Something that no other type covers, described in the coder's own words."""

    type: Literal["other"] = "other"
    table: ClassVar[str] = "other_claims"
    told_apart_by: ClassVar[tuple[str, ...]] = ("description",)
    example: ClassVar[str] = """\
type: other
incident: musa-qala-takeover
description: Officials and their families leave for the provincial capital
occurred: 2015-08-26
citation: {source: sputnik-2015-08-26, locator: para 5}
"""

    description: Said[Text] = Field(description="What is said to have happened, in a few words of the coder's own.")

    def core(self) -> str:
        return self.description.value + self.where_and_when()
