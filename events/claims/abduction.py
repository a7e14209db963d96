"""An abduction: people are taken and held against their will.

ACLED: Violence against civilians, sub-event Abduction/forced disappearance. UCDP: none, unless they are killed.
PLOVER: ASSAULT, mode abduct. Fighters taken in battle are `captured` in the casualties of that claim.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events import english
from events.claim import Claim
from events.values.quantity import Quantity
from events.values.said import Party, Said
from events.values.text import Text


class Abduction(Claim):
    """People are taken and held against their will."""

    type: Literal["abduction"] = "abduction"
    table: ClassVar[str] = "abductions"
    example: ClassVar[str] = """\
type: abduction
occurred: 2015-08
place: {name: Nawzad, country: AF, admin1: Helmand}
abducted: at least 4
target: health workers
affiliation: Taliban
released: 1
note: Invented, to show the fields
citation: {source: sputnik-2015-08-26, locator: para 10}
"""

    abducted: Said[Quantity] | None = Field(None, description="How many were taken.")
    target: Party | None = Field(None, description="Who was taken: farmers, health workers.")
    perpetrators: Said[Quantity] | None = Field(None, description="How many took them.")
    affiliation: Party | None = Field(
        None, description="The force that they belonged to, where the source says that they did."
    )
    uniform: Said[Text] | None = Field(
        None, description="Whose uniform they wore; a uniform alone makes nobody a member."
    )
    demand: Said[Text] | None = Field(None, description="What is asked for their release.")
    released: Said[Quantity] | None = Field(None, description="How many have been let go since.")

    def core(self) -> str:
        people = self.target.value if self.target else "people"
        if self.abducted:
            people = english.count(self.abducted, self.target.value if self.target else "person", people)
        by = english.by(self.perpetrators, self.affiliation, self.uniform)
        released = f", {english.count(self.released, 'released', 'released')}" if self.released else ""
        demand = f" (demand: {self.demand.value})" if self.demand else ""
        return f"abduction of {people}{by}" + self.where_and_when() + released + demand
