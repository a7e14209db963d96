"""What became of an event follows from its amendments alone, each applied in turn or refused, by one pure function.

An event and its corrections stand one upon the other; the uppermost is in force. A retraction stands upon them and
leaves none in force. Undoing takes the uppermost away. So whatever was done can be taken back in the order in which it
was done, and nothing is ever lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from events.amendment import Amendment
from events.base import Event
from events.claim import Claim
from events.ledger.claim_retracted import ClaimRetracted
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.undone import Undone


class Inapplicable(ValueError):
    """An amendment that cannot be applied: `field` is what is wrong in it, the text is the problem and its remedy."""

    def __init__(self, field: str, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.field, self.problem, self.remedy = field, problem, remedy


@dataclass(frozen=True, slots=True)
class History:
    """What was done to one event so far."""

    #: The event, its corrections, and perhaps at last a retraction; what was undone is not among them.
    standing: tuple[str, ...]
    #: The last thing that was done to it: the next amendment comes right after it.
    head: str
    retracted: bool = False

    @property
    def root(self) -> str:
        """The event as it was first recorded."""
        return self.standing[0]

    @property
    def in_force(self) -> str | None:
        """The version that counts: the event itself, or its last correction; None where it is retracted."""
        return None if self.retracted else self.standing[-1]


def began(id: str) -> History:
    """The history of an event to which nothing was done."""
    return History((id,), id)


def amended(history: History, id: str, amendment: Amendment) -> History:
    """The history after `amendment`, whose ID is `id`, as far as IDs tell. Raises Inapplicable."""
    uppermost, field = history.standing[-1], amendment.field
    if isinstance(amendment, Undone) and len(history.standing) == 1:
        raise Inapplicable(field, f"{amendment.amends} is in force as it was recorded.", "There is nothing to undo.")
    if history.retracted and not isinstance(amendment, Undone):
        raise Inapplicable(
            field,
            f"{history.standing[-2]} was retracted by {uppermost}.",
            f"To bring it back: timeline undo {uppermost}",
        )
    if amendment.amends != uppermost:
        raise Inapplicable(field, *_passed(history, amendment))
    if amendment.after != history.head:
        raise Inapplicable(
            "follows" if amendment.follows else field,
            f"The last that was done to {history.root} is {history.head}, not {amendment.after}.",
            f"If it still applies, write follows: {history.head}.",
        )
    if isinstance(amendment, Undone):
        return History(history.standing[:-1], id)
    return History((*history.standing, id), id, retracted=isinstance(amendment, ClaimRetracted))


def _passed(history: History, amendment: Amendment) -> tuple[str, str]:
    """Problem and remedy where the amendment names what is not in force, or not any more."""
    uppermost = history.standing[-1]
    if isinstance(amendment, Undone):
        if amendment.amends not in history.standing:
            return f"{amendment.amends} is undone already.", f"What counts is {history.in_force or 'nothing'}."
        return f"{uppermost} came after {amendment.amends}.", f"Undo that first: timeline undo {uppermost}"
    also = "" if history.head == uppermost else f" and follows: {history.head}"
    return (
        f"{amendment.amends} is not what counts, but {uppermost}.",
        f"If it still applies, write {amendment.field}: {uppermost}{also}.",
    )


def check_fit(version: Event, amendment: Amendment) -> None:
    """Raises Inapplicable where the amendment is not for an event such as `version`, the one in force."""
    if isinstance(amendment, ClaimRetracted) and not isinstance(version, Claim):
        raise Inapplicable(
            "retracts",
            f"{amendment.retracts} is no claim but of type {version.type}.",
            "Only claims can be retracted; correct anything else.",
        )
    if not isinstance(amendment, CodingCorrected):
        return
    new = amendment.replacement
    if isinstance(new, Amendment):
        raise Inapplicable("replacement", f"A {new.type} cannot take the place of an event.", "Write a whole event.")
    if isinstance(version, Claim) and isinstance(new, Claim):
        return
    if (version.type, version.slot_key) != (new.type, new.slot_key):
        kept = "a claim" if isinstance(version, Claim) else f"{version.type} with the same name"
        raise Inapplicable(
            "replacement", f"{amendment.corrects} is: {version.summary()}.", f"Replace it by {kept}, as a whole."
        )
