"""A replaced statement takes with it every value that rests on it, wherever it was carried, and no other.

A value rests on the statement where its claim carries it by the decision's own word; where its claim is derived from
such a one or carries its text; or where the same voice is its origin, in the same incident, with the same number or
words. What the new statement says again, or a later one in its place, and what the voice says again later, stays.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass

from timeline.reconcile.origins import Ties, texts

#: A field, and for casualties whose they are.
Field = tuple[str, Hashable, str | None]


@dataclass(frozen=True, slots=True)
class Stated:
    """One value of one claim. `claim` is the claim as it was first recorded, `event` the version that holds the value.

    `party` and `origin` are equal where they are the same, by whichever name, and so is `value` where it is a party;
    `origin` is None where nobody is named. `said` is when the voice said it, as known. `near`: the claim is on an
    incident of one that carries the statement.
    """

    event: str
    number: int
    claim: str
    property: str
    party: Hashable
    role: str | None
    value: Hashable
    count: int | None
    origin: Hashable
    said: str | None = None
    near: bool = True

    def field(self) -> Field:
        """What is stated: the field, and for casualties whose they are."""
        return (self.property, self.party, self.role)

    def told(self) -> Hashable:
        """The number without its bound, which a reprint may lose; the words where there is no number."""
        return self.value if self.count is None else self.count


@dataclass(frozen=True, slots=True)
class Replacement:
    """A statement that its issuer replaced: the claims that carry the old one and the new one.

    `fields` are the properties that changed, each with the party, or None for that of every party; none at all means
    those that both give, and all where there is no new statement. `later` are the claims that carry what
    replaced the new statement in its turn.
    """

    old: frozenset[str]
    new: frozenset[str]
    fields: tuple[tuple[str, Hashable], ...]
    said: str | None = None
    later: frozenset[str] = frozenset()


def superseded(replacement: Replacement, values: Collection[Stated], ties: Ties) -> set[Stated]:
    """Those of `values` that the replacement supersedes."""
    new = [value for value in values if value.claim in replacement.new]
    later = [value for value in values if value.claim in replacement.later]
    meant = {value for value in values if value.claim in replacement.old and _changed(value, replacement, new)}
    again = {(value.field(), value.told()) for value in (*new, *later)}
    at = replacement.said or min((value.said for value in new if value.said), default=None)
    text = texts(ties.same_text)
    waiting = [
        value
        for value in values
        if value.claim not in replacement.new | replacement.old
        and (value.field(), value.told()) not in again
        and not _later(value.said, at)
    ]
    # Of a statement that is withdrawn whole, a day or a place that others of the voice share tells nothing of them.
    whole = not replacement.fields and not replacement.new
    found = set(meant)
    reached = {
        value
        for value in waiting
        if any(_is_tied(value, old, ties, text) or _is_voiced(value, old, whole) for old in meant)
    }
    # What carries the text of a reprint carries the statement too, and so does what was made out of it.
    while reached:
        found |= reached
        waiting = [value for value in waiting if value not in reached]
        reached = {value for value in waiting if any(_is_tied(value, one, ties, text) for one in reached)}
    return found


def _changed(value: Stated, replacement: Replacement, new: Collection[Stated]) -> bool:
    """Whether a value of the old statement changed: one that the new statement has as well did not."""
    instead = [other.value for other in new if other.field() == value.field()]
    if value.value in instead:
        return False
    if replacement.fields:
        return any(value.property == name and party in (None, value.party) for name, party in replacement.fields)
    return bool(instead) or not replacement.new


def _is_tied(value: Stated, old: Stated, ties: Ties, text: dict[str, str]) -> bool:
    """Whether the claim of the value is derived from that of the old one, or has the same number in the same text."""
    if value.field() != old.field():
        return False
    if old.claim in ties.bases(value.claim):
        return True
    return value.told() == old.told() and old.claim in text and text[old.claim] == text.get(value.claim)


def _is_voiced(value: Stated, old: Stated, whole: bool) -> bool:
    """Whether the voice of the old value says the same in another claim on the same incident."""
    same = (value.field(), value.told(), value.origin) == (old.field(), old.told(), old.origin)
    return same and value.near and value.origin is not None and not (whole and value.count is None)


def _later(said: str | None, at: str | None) -> bool:
    """Whether a voice said something certainly after it had replaced its statement; a whole day counts as its end."""
    return bool(said and at and said[: len(at)] > at)
