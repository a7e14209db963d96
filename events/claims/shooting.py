"""A shooting: somebody fires on somebody, whoever serves with whom.

ACLED: Battles, sub-event Armed clash, or Violence against civilians, sub-event Attack. UCDP: type_of_violence 1 or 2 by
who shot whom, 3 where civilians are the target. PLOVER: ASSAULT, mode firearms. The same incident may be told as an
insider_attack by one source and as a shooting by another: `characterised_as` says who calls it what.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events import english
from events.claim import Claim
from events.values.quantity import Quantity
from events.values.said import Party, Said
from events.values.text import Text


class Shooting(Claim):
    """Shots are fired at somebody, and nothing is said of who serves with whom."""

    type: Literal["shooting"] = "shooting"
    table: ClassVar[str] = "shootings"
    example: ClassVar[str] = """\
type: shooting
incident: helmand-base-shooting
place: {name: a military base in southern Helmand, country: AF, admin1: Helmand, where_prec: 4}
perpetrators: {value: 2, wording: two men}
uniform: {value: Afghan military, wording: dressed in Afghan military uniforms}
target: {value: NATO, wording: a vehicle}
casualties: [{party: {value: NATO, wording: NATO soldiers}, civilian_status: combatant, killed: 2}]
citation: {source: sputnik-2015-08-26, locator: para 7}
"""

    perpetrators: Said[Quantity] | None = Field(None, description="How many fired.")
    affiliation: Party | None = Field(
        None, description="The force that they belonged to, where the source says that they did."
    )
    uniform: Said[Text] | None = Field(
        None, description="Whose uniform they wore; a uniform alone makes nobody a member."
    )
    target: Party | None = Field(None, description="Who was shot at.")
    weapon: Said[Text] | None = Field(None, description="With what: rifles, a machine gun.")

    def core(self) -> str:
        start = f"shots fired at {self.target.value}" if self.target else "shooting"
        by = english.by(self.perpetrators, self.affiliation, self.uniform)
        weapon = f" with {self.weapon.value}" if self.weapon else ""
        return f"{start}{by}{weapon}" + self.where_and_when() + self.reading()
