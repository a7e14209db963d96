"""An IED explosion: a bomb or mine that was laid, and that nobody dies to set off.

ACLED: Explosions/Remote violence, sub-event Remote explosive/landmine/IED. UCDP: type_of_violence 1, or 3 where
civilians are the target. PLOVER: ASSAULT, mode explosives.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events import english
from events.claim import Claim
from events.values.quantity import Quantity
from events.values.said import Party, Said
from events.values.text import Text


class IedExplosion(Claim):
    """A bomb or mine that was laid beforehand explodes: an improvised one, or one of a factory."""

    type: Literal["ied_explosion"] = "ied_explosion"
    table: ClassVar[str] = "ied_explosions"
    example: ClassVar[str] = """\
type: ied_explosion
occurred: 2015-08
place: {name: Musa Qala, country: AF, admin1: Helmand}
explosions: at least 2
affiliation: Taliban
target: police
weapon: roadside bomb
casualties: [{party: police, civilian_status: combatant, injured: several}]
note: Invented, to show the fields
citation: {source: sputnik-2015-08-26, locator: para 4}
"""

    explosions: Said[Quantity] | None = Field(None, description="How many explosions.")
    affiliation: Party | None = Field(None, description="The force that laid it, where the source says so.")
    target: Party | None = Field(None, description="Whom or what it was laid for.")
    weapon: Said[Text] | None = Field(None, description="With what: roadside bomb, car bomb, landmine.")

    def core(self) -> str:
        explosions = english.count(self.explosions, "IED explosion", "IED explosions")
        weapon = f" ({self.weapon.value})" if self.weapon else ""
        target = f" against {self.target.value}" if self.target else ""
        by = f" by {self.affiliation.value}" if self.affiliation else ""
        return f"{explosions}{weapon}{target}{by}" + self.where_and_when()
