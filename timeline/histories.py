"""What became of an event follows from its amendments alone, each applied in turn or refused, by one pure function.

An event and its corrections stand one upon the other; the uppermost is in force. A retraction stands upon them and
leaves none in force. Undoing takes the uppermost away, and of a decision at last the decision itself. So whatever was
done can be taken back in the order in which it was done, and nothing is ever lost. A change of visibility moves
nothing; a redaction ends all of it, for good.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from events.amendment import Amendment
from events.base import Event
from events.claim import Claim
from events.decision import Decision
from events.ledger.claim_retracted import ClaimRetracted
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.event_redacted import EventRedacted
from events.ledger.undone import Undone
from events.ledger.visibility_changed import VisibilityChanged
from events.public import RESTRICTABLE


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
    #: Everything that was done to it, with the event first, in the order of the log.
    line: tuple[str, ...]
    retracted: bool = False
    redacted: bool = False
    #: Whether undoing takes away also the event itself, as it does with decisions; and whether that was done.
    revocable: bool = False
    revoked: bool = False

    @property
    def root(self) -> str:
        """The event as it was first recorded."""
        return self.standing[0]

    @property
    def in_force(self) -> str | None:
        """The version that counts: the event itself, or its last correction; None where there is none any more."""
        return None if self.retracted or self.redacted or self.revoked else self.standing[-1]

    @property
    def version(self) -> str:
        """The version that counts or, where it is retracted, would count."""
        return self.standing[-2 if self.retracted else -1]

    def after(self, id: str, amendment: type[Amendment]) -> History:
        """The history after an amendment of this type, whose ID is `id` and which was found applicable."""
        moved = replace(self, head=id, line=(*self.line, id))
        if issubclass(amendment, VisibilityChanged):
            return moved
        if issubclass(amendment, EventRedacted):
            return replace(moved, redacted=True)
        if issubclass(amendment, Undone) and len(self.standing) == 1:
            return replace(moved, revoked=True)
        if issubclass(amendment, Undone):
            return replace(moved, standing=self.standing[:-1], retracted=False)
        return replace(moved, standing=(*self.standing, id), retracted=issubclass(amendment, ClaimRetracted))


def began(id: str, event: type[Event] | None = None) -> History:
    """The history of an event, of type `event` if that is known, to which nothing was done."""
    return History((id,), id, (id,), revocable=event is not None and issubclass(event, Decision))


def amended(history: History, id: str, amendment: Amendment) -> History:
    """The history after `amendment`, whose ID is `id`, as far as IDs tell. Raises Inapplicable."""
    if history.redacted:
        raise Inapplicable(amendment.field, f"{history.root} was redacted.", "Nothing more can be done to it.")
    if isinstance(amendment, EventRedacted):
        _check_whole(history, amendment)
    elif isinstance(amendment, VisibilityChanged):
        _check_counts(history, amendment)
    else:
        _check_uppermost(history, amendment)
    if amendment.after != history.head:
        raise Inapplicable(
            "follows" if amendment.follows else amendment.field,
            f"The last that was done to {history.root} is {history.head}, not {amendment.after}.",
            f"If it still applies, write follows: {history.head}.",
        )
    return history.after(id, type(amendment))


def _check_whole(history: History, amendment: EventRedacted) -> None:
    """Raises Inapplicable where the redaction would leave something of the event."""
    if amendment.redacts != history.line:
        raise Inapplicable(
            amendment.field,
            f"A redaction is of an event with everything that was done to it, and {history.root} has "
            f"{', '.join(history.line)}.",
            f"Write redacts: [{', '.join(history.line)}].",
        )


def _check_counts(history: History, amendment: VisibilityChanged) -> None:
    """Raises Inapplicable where the change of visibility is not of the version that counts."""
    if amendment.amends != history.version:
        raise Inapplicable(
            amendment.field,
            f"{amendment.amends} is not what counts, but {history.version}.",
            f"Write {amendment.field}: {history.version}.",
        )


def _check_uppermost(history: History, amendment: Amendment) -> None:
    """Raises Inapplicable where a correction, a retraction or an undoing is not of the uppermost."""
    uppermost, field = history.standing[-1], amendment.field
    if history.revoked:
        raise Inapplicable(
            field,
            f"{history.root} was undone by {history.head}.",
            f"To decide it again, write follows: {history.head}.",
        )
    if isinstance(amendment, Undone) and len(history.standing) == 1 and not history.revocable:
        how = "in force as it was recorded" if amendment.amends == history.root else "undone already"
        raise Inapplicable(field, f"{amendment.amends} is {how}.", "There is nothing to undo.")
    if history.retracted and not isinstance(amendment, Undone):
        raise Inapplicable(
            field,
            f"{history.standing[-2]} was retracted by {uppermost}.",
            f"To bring it back: timeline undo {uppermost} --reason …",
        )
    if amendment.amends != uppermost:
        raise Inapplicable(field, *_passed(history, amendment))


def _passed(history: History, amendment: Amendment) -> tuple[str, str]:
    """Problem and remedy where the amendment names what is not in force, or not any more."""
    uppermost = history.standing[-1]
    if isinstance(amendment, Undone):
        if amendment.amends not in history.standing:
            return f"{amendment.amends} is undone already.", f"What counts is {history.in_force or 'nothing'}."
        return f"{uppermost} came after {amendment.amends}.", f"Undo that first: timeline undo {uppermost} --reason …"
    also = "" if history.head == uppermost else f" and follows: {history.head}"
    return (
        f"{amendment.amends} is not what counts, but {uppermost}.",
        f"If it still applies, write {amendment.field}: {uppermost}{also}.",
    )


#: What to do instead of retracting what is no claim, by its type.
_NO_CLAIM = {
    "incident_declared": "An incident has no claims of its own: retract those on it, or merge it into the one that is "
    "meant, timeline merge SLUG --into OTHER --reason …",
    "source_recorded": "Retract its claims, or correct what is recorded of it: timeline correct SOURCE FILE --reason …",
}


def check_fit(version: Event, amendment: Amendment) -> None:
    """Raises Inapplicable where the amendment is not for an event such as `version`, the one in force."""
    if isinstance(amendment, ClaimRetracted) and not isinstance(version, Claim):
        raise Inapplicable(
            "retracts",
            f"{amendment.retracts} is no claim but of type {version.type}.",
            f"Undo the decision: timeline undo {amendment.retracts} --reason …"
            if isinstance(version, Decision)
            else _NO_CLAIM.get(version.type, "Only claims can be retracted; correct the rest."),
        )
    if isinstance(amendment, VisibilityChanged) and not isinstance(version, RESTRICTABLE):
        raise Inapplicable(
            "changes",
            f"{amendment.changes} is of type {version.type}, which is always public.",
            "Only claims, sources and incidents can be restricted; redact anything else.",
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
