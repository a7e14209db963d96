"""An insider attack: members of a force, or men in its uniform, attack those whom they serve with.

ACLED: Battles, sub-event Armed clash; it has no type of its own for it. UCDP: type_of_violence 1, where the attackers
are of a side. PLOVER: ASSAULT, mode firearms. The field's word is also green-on-blue. Whether a shooting was one is
often disputed: `characterised_as` says who calls it so.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events import english
from events.claim import Claim
from events.values.quantity import Quantity
from events.values.said import Party, Said
from events.values.text import Text


class InsiderAttack(Claim):
    """Members of a force, or men in its uniform, attack those whom they serve with."""

    type: Literal["insider_attack"] = "insider_attack"
    table: ClassVar[str] = "insider_attacks"
    example: ClassVar[str] = """\
type: insider_attack
incident: helmand-base-shooting
occurred: {value: 2015-08-26, wording: early this morning}
place: {name: southern Helmand, country: AF, admin1: Helmand}
perpetrators: 2
uniform: {value: Afghan, wording: wearing Afghan National Defence and Security Forces uniforms}
target: NATO
casualties: [{party: NATO, civilian_status: combatant, killed: 2}]
characterised_as: {value: insider attack, by: coder}
citation: {source: sputnik-2015-08-26, locator: para 8, chain: [Resolute Support, Sputnik News]}
"""

    perpetrators: Said[Quantity] | None = Field(None, description="How many attacked.")
    affiliation: Party | None = Field(
        None, description="The force that the attackers belonged to, where the source says that they did."
    )
    uniform: Said[Text] | None = Field(
        None, description="Whose uniform they wore; a uniform alone makes nobody a member."
    )
    target: Party | None = Field(None, description="Who was attacked.")
    weapon: Said[Text] | None = Field(None, description="With what: firearms, grenade.")

    def core(self) -> str:
        target = f" on {self.target.value}" if self.target else ""
        by = english.by(self.perpetrators, self.affiliation, self.uniform)
        return f"attack{target}{by}" + self.where_and_when() + self.reading()
