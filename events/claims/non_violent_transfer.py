"""A transfer without violence: a party gives a place up or hands it over, and nobody fights for it.

ACLED: Strategic developments, sub-event Non-violent transfer of territory. UCDP: none, because nobody is killed.
PLOVER: RETREAT, mode withdraw.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events import english
from events.claim import Claim
from events.values.control import Control
from events.values.said import Party, Said
from events.values.scope import Scope

#: What a transfer is called by its manner; a withdrawal has a sentence of its own.
_NOUNS = {"handover": "handover", "agreement": "transfer by agreement", "unopposed": "unopposed transfer"}


class NonViolentTransfer(Claim):
    """A place passes from one party to another, or is left by one, without a fight."""

    type: Literal["non_violent_transfer"] = "non_violent_transfer"
    table: ClassVar[str] = "non_violent_transfers"
    exclusive: ClassVar[tuple[str, ...]] = ("transferred_by", "transferred_to")
    example: ClassVar[str] = """\
type: non_violent_transfer
occurred: {value: 2014-12, wording: last December}
place: {name: Afghanistan, country: AF, where_prec: 6}
manner: {value: withdrawal, wording: withdrawing}
transferred_by: {value: foreign forces, wording: most foreign security forces}
citation: {source: sputnik-2015-08-26, locator: para 9}
"""

    scope: Scope | None = Field(
        None, description="What passed: the district centre, the town, the whole district, or unstated."
    )
    manner: Said[Literal["withdrawal", "handover", "agreement", "unopposed"]] | None = Field(
        None,
        description="withdrawal: its holder left; handover: its holder gave it to the other; agreement: both agreed; "
        "unopposed: the other came and nobody resisted.",
    )
    transferred_by: Party | None = Field(None, description="Who gave it up.")
    transferred_to: Party | None = Field(None, description="Who has it now.")

    def core(self) -> str:
        what, when = english.whole(self.scope, self.place), english.when(self.occurred)
        if self.manner and self.manner.value == "withdrawal":
            leaver = f" of {self.transferred_by.value}" if self.transferred_by else ""
            heir = f"in favour of {self.transferred_to.value}" if self.transferred_to else ""
            return english.then(f"withdrawal{leaver} from {what}", heir, when)
        noun = _NOUNS[self.manner.value] if self.manner else "non-violent transfer"
        giver = f"from {self.transferred_by.value}" if self.transferred_by else ""
        taker = f"to {self.transferred_to.value}" if self.transferred_to else ""
        return english.then(f"{noun} of {what}", giver, taker, when)

    def control(self) -> Control:
        return Control("transfer", self.scope, holder=self.transferred_to, loser=self.transferred_by)
