"""An attack on civilians: armed people harm those who do not fight, by whatever means has no type of its own.

ACLED: Violence against civilians, sub-event Attack. UCDP: type_of_violence 3, one-sided. PLOVER: ASSAULT, mode
targeted. Whether those attacked were civilians is often disputed: `civilian_status` in casualties keeps what each
source says.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events import english
from events.claim import Claim
from events.values.quantity import Quantity
from events.values.said import Party, Said
from events.values.text import Text


class AttackOnCivilians(Claim):
    """Armed people attack those who take no part in the fighting."""

    type: Literal["attack_on_civilians"] = "attack_on_civilians"
    table: ClassVar[str] = "attacks_on_civilians"
    example: ClassVar[str] = """\
type: attack_on_civilians
occurred: 2015-08
place: {name: Nawzad, country: AF, admin1: Helmand}
affiliation: Taliban
target: shopkeepers
weapon: knives
casualties: [{party: shopkeepers, civilian_status: civilian, killed: 2, injured: unknown}]
note: Invented, to show the fields
citation: {source: sputnik-2015-08-26, locator: para 10}
"""

    perpetrators: Said[Quantity] | None = Field(None, description="How many attacked.")
    affiliation: Party | None = Field(
        None, description="The force that they belonged to, where the source says that they did."
    )
    uniform: Said[Text] | None = Field(
        None, description="Whose uniform they wore; a uniform alone makes nobody a member."
    )
    target: Party | None = Field(None, description="Who was attacked: farmers, a wedding party, aid workers.")
    weapon: Said[Text] | None = Field(None, description="With what: knives, firearms, fire.")

    def core(self) -> str:
        target = f" ({self.target.value})" if self.target else ""
        by = english.by(self.perpetrators, self.affiliation, self.uniform)
        weapon = f" with {self.weapon.value}" if self.weapon else ""
        return f"attack on civilians{target}{by}{weapon}" + self.where_and_when()
