"""An armed clash: two armed sides fight, and no place changes hands by it.

ACLED: Battles, sub-event Armed clash. UCDP: type_of_violence 1 where one side is a government, else 2. PLOVER: ASSAULT,
mode firearms or heavy-weapons. As in UCDP's side_a and side_b, and ACLED's actor1 and actor2, the order of the sides
says nothing of who began.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events.claim import Claim
from events.values.said import Party, Said
from events.values.text import Text


class ArmedClash(Claim):
    """Two armed sides fight one another."""

    type: Literal["armed_clash"] = "armed_clash"
    table: ClassVar[str] = "armed_clashes"
    example: ClassVar[str] = """\
type: armed_clash
incident: musa-qala-takeover
occurred: {value: 2015-08-26, wording: Wednesday morning, time_of_day: morning}
place: {name: Musa Qala, country: AF, admin1: Helmand}
side_a: Afghan security forces
side_b: Taliban
citation: {source: sputnik-2015-08-26, locator: para 4}
"""

    side_a: Party | None = Field(None, description="One side. The order of the sides says nothing.")
    side_b: Party | None = Field(None, description="The other side.")
    initiated_by: Party | None = Field(None, description="Who began it, where the source says so.")
    weapon: Said[Text] | None = Field(None, description="With what: small arms, mortars, rockets.")

    def core(self) -> str:
        sides = [side.value for side in (self.side_a, self.side_b) if side]
        between = f" {'between' if len(sides) > 1 else 'involving'} {' and '.join(sides)}" if sides else ""
        began = f" initiated by {self.initiated_by.value}" if self.initiated_by else ""
        weapon = f" with {self.weapon.value}" if self.weapon else ""
        return f"armed clash{between}{began}{weapon}" + self.where_and_when()
