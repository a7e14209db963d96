"""An airstrike: weapons released from the air by an aircraft, helicopter or drone.

ACLED: Explosions/Remote violence, sub-event Air/drone strike. UCDP: type_of_violence 1, or 3 where
civilians are the target. PLOVER: ASSAULT, mode aerial or drone.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events import english
from events.claim import Claim
from events.values.quantity import Quantity
from events.values.said import Party, Said


class Airstrike(Claim):
    """Weapons released from the air by an aircraft, helicopter or drone."""

    type: Literal["airstrike"] = "airstrike"
    table: ClassVar[str] = "airstrikes"
    exclusive: ClassVar[tuple[str, ...]] = ("operator",)
    example: ClassVar[str] = """\
type: airstrike
incident: musa-qala-bombing
occurred: {value: 2015-08-22, wording: Saturday}
place: {name: Musa Qala, country: AF, admin1: Helmand}
operator: US
strikes: 3
casualties: [{party: Taliban, killed: {value: 40, hedge: reportedly}}]
citation: {source: sputnik-2015-08-26, locator: para 3}
"""

    operator: Party | None = Field(None, description="Who carried the strikes out.")
    strikes: Said[Quantity] | None = Field(None, description="How many strikes.")
    platform: Said[Literal["aircraft", "helicopter", "drone"]] | None = Field(
        None, description="What they came from, where the source says: aircraft, helicopter or drone."
    )
    target: Party | None = Field(None, description="Who or what was struck at, as the source says.")
    supported: Party | None = Field(None, description="The force on the ground that the strikes supported.")

    def core(self) -> str:
        operator = f"{self.operator.value} " if self.operator else ""
        strikes = english.count(self.strikes, f"{operator}airstrike", f"{operator}airstrikes")
        return strikes + self.where_and_when()
