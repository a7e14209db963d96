"""The fall of a place: one party loses it and another takes it.

ACLED: Battles, sub-event Non-state actor overtakes territory. UCDP: counted only where somebody is killed,
type_of_violence 1. PLOVER: ASSAULT, with RETREAT of the loser.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events import english
from events.claim import Claim
from events.values.control import Control
from events.values.said import Party
from events.values.scope import Scope


class DistrictFall(Claim):
    """A district, or a town or centre in it, falls from one party to another."""

    type: Literal["district_fall"] = "district_fall"
    table: ClassVar[str] = "district_falls"
    exclusive: ClassVar[tuple[str, ...]] = ("taken_by", "lost_by")
    example: ClassVar[str] = """\
type: district_fall
incident: musa-qala-takeover
occurred: {value: 2015-08-26, wording: Wednesday morning}
place: {name: Musa Qala, country: AF, admin1: Helmand}
scope: town
taken_by: Taliban
citation: {source: sputnik-2015-08-26, locator: para 4}
"""

    scope: Scope | None = Field(
        None, description="What fell: the district centre, the town, the whole district, or unstated."
    )
    taken_by: Party | None = Field(None, description="Who took it.")
    lost_by: Party | None = Field(None, description="Who held it before.")

    def core(self) -> str:
        start = f"fall of {english.whole(self.scope, self.place)}"
        lost = f"from {self.lost_by.value}" if self.lost_by else ""
        taken = f"to {self.taken_by.value}" if self.taken_by else ""
        return english.then(start, lost, taken, english.when(self.occurred))

    def control(self) -> Control:
        return Control("fall", self.scope, holder=self.taken_by, loser=self.lost_by)
