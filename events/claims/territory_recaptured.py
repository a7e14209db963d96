"""A recapture: a place goes back to a party that had held it, or to its allies.

ACLED: Battles, sub-event Government regains territory where the government retakes it, else Non-state actor overtakes
territory. UCDP: counted only where somebody is killed, type_of_violence 1. PLOVER: ASSAULT, with RETREAT of the loser.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events import english
from events.claim import Claim
from events.values.control import Control
from events.values.said import Party
from events.values.scope import Scope


class TerritoryRecaptured(Claim):
    """A district, or a town or centre in it, is retaken by a party that had lost it, or by its allies."""

    type: Literal["territory_recaptured"] = "territory_recaptured"
    table: ClassVar[str] = "territory_recaptured"
    exclusive: ClassVar[tuple[str, ...]] = ("taken_by", "lost_by")
    example: ClassVar[str] = """\
type: territory_recaptured
occurred: {value: 2007, wording: in 2007}
place: {name: Musa Qala, country: AF, admin1: Helmand}
scope: {value: unstated, wording: the region}
taken_by: {value: NATO, wording: NATO and Afghan security forces}
citation: {source: sputnik-2015-08-26, locator: para 2}
"""

    scope: Scope | None = Field(
        None, description="What was retaken: the district centre, the town, the whole district, or unstated."
    )
    taken_by: Party | None = Field(None, description="Who retook it.")
    lost_by: Party | None = Field(None, description="Who held it until then.")

    def core(self) -> str:
        start = f"recapture of {english.whole(self.scope, self.place)}"
        lost = f"from {self.lost_by.value}" if self.lost_by else ""
        taken = f"by {self.taken_by.value}" if self.taken_by else ""
        return english.then(start, lost, taken, english.when(self.occurred))

    def control(self) -> Control:
        return Control("recapture", self.scope, holder=self.taken_by, loser=self.lost_by)
