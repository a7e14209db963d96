"""Shelling: artillery, mortars, rockets or missiles are fired from the ground or from a ship.

ACLED: Explosions/Remote violence, sub-event Shelling/artillery/missile attack. UCDP: type_of_violence 1, 2 or 3 by who
fires at whom. PLOVER: ASSAULT, mode heavy-weapons. Weapons from the air are an airstrike.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events import english
from events.claim import Claim
from events.values.quantity import Quantity
from events.values.said import Party, Said
from events.values.text import Text


class Shelling(Claim):
    """Artillery, mortars, rockets or missiles are fired at a place."""

    type: Literal["shelling"] = "shelling"
    table: ClassVar[str] = "shellings"
    exclusive: ClassVar[tuple[str, ...]] = ("operator",)
    example: ClassVar[str] = """\
type: shelling
incident: musa-qala-takeover
occurred: 2015-08-26
place: {name: Musa Qala, country: AF, admin1: Helmand}
operator: Taliban
rounds: about 12
target: district headquarters
weapon: mortars
note: Invented, to show the fields
citation: {source: sputnik-2015-08-26, locator: para 4}
"""

    operator: Party | None = Field(None, description="Who fired.")
    rounds: Said[Quantity] | None = Field(None, description="How many shells, rockets or missiles.")
    target: Party | None = Field(None, description="Who or what was fired at, as the source says.")
    weapon: Said[Text] | None = Field(None, description="With what: mortars, howitzers, rockets.")

    def core(self) -> str:
        target = f" of {self.target.value}" if self.target else ""
        operator = f" by {self.operator.value}" if self.operator else ""
        rounds = f" with {english.count(self.rounds, 'round', 'rounds')}" if self.rounds else ""
        weapon = f" ({self.weapon.value})" if self.weapon else ""
        return f"shelling{target}{operator}{rounds}{weapon}" + self.where_and_when()
