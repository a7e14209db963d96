"""A suicide attack: at least one perpetrator sets off explosives and means to die by it.

ACLED: Explosions/Remote violence, sub-event Suicide bomb. UCDP: type_of_violence 1, or 3 where civilians are the
target. PLOVER: ASSAULT, mode suicide-attack.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events import english
from events.claim import Claim
from events.values.quantity import Quantity
from events.values.said import Party, Said
from events.values.text import Text


class SuicideAttack(Claim):
    """Perpetrators blow themselves up among those whom they attack."""

    type: Literal["suicide_attack"] = "suicide_attack"
    table: ClassVar[str] = "suicide_attacks"
    example: ClassVar[str] = """\
type: suicide_attack
occurred: 2015-08-25
place: {name: Lashkar Gah, country: AF, admin1: Helmand}
perpetrators: 1
affiliation: {value: Taliban, hedge: suspected}
target: police
weapon: car bomb
casualties: [{party: police, civilian_status: combatant, killed: at least 4}]
note: Invented, to show the fields
citation: {source: sputnik-2015-08-26, locator: para 4}
"""

    perpetrators: Said[Quantity] | None = Field(None, description="How many attacked.")
    affiliation: Party | None = Field(
        None, description="The force that they belonged to, where the source says that they did."
    )
    uniform: Said[Text] | None = Field(
        None, description="Whose uniform they wore; a uniform alone makes nobody a member."
    )
    target: Party | None = Field(None, description="Who or what was attacked.")
    weapon: Said[Text] | None = Field(None, description="With what: explosive vest, car bomb.")

    def core(self) -> str:
        target = f" on {self.target.value}" if self.target else ""
        by = english.by(self.perpetrators, self.affiliation, self.uniform)
        weapon = f" with {self.weapon.value}" if self.weapon else ""
        return f"suicide attack{target}{by}{weapon}" + self.where_and_when()
