"""A replaced statement takes with it every value that rests on it, wherever it was carried, and no other.

A value rests on the statement where its claim carries it by the decision's own word; where its claim is derived from
such a one or carries its text; or where the same voice is its origin, in the same incident, with the same number or
words. What the new statement says again, and what the voice says again later, stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from timeline.reconcile.origins import Ties


@dataclass(frozen=True, slots=True)
class Stated:
    """One value of one claim. `claim` is the claim as it was first recorded, `event` the version that holds the value.

    `party` and `origin` are folded; `origin` is None where nobody is named. `said` is when the voice said it, as known.
    """

    event: str
    number: int
    claim: str
    property: str
    party: str | None
    role: str | None
    value: str
    count: int | None
    origin: str | None
    said: str | None = None

    def field(self) -> tuple[str, str | None, str | None]:
        """What is stated: the field, and for casualties whose they are."""
        return (self.property, self.party, self.role)

    def told(self) -> str | int:
        """The number without its bound, which a reprint may lose; the words where there is no number."""
        return self.value if self.count is None else self.count


@dataclass(frozen=True, slots=True)
class Replacement:
    """A statement that its issuer replaced: the claims that carry the old one and the new one.

    `fields` are the properties that changed, each with the party, folded, or None for that of every party; none at
    all means those that both give and otherwise, and all where there is no new statement.
    """

    old: frozenset[str]
    new: frozenset[str]
    fields: tuple[tuple[str, str | None], ...]
    said: str | None = None


def superseded(replacement: Replacement, values: Collection[Stated], ties: Ties) -> set[Stated]:
    """Those of `values`, all of the same incidents, that the replacement supersedes."""
    meant = set(_meant(replacement, values))
    at = replacement.said or min(
        (value.said for value in values if value.claim in replacement.new and value.said), default=None
    )
    same = _same_text(replacement.old, ties)
    reached = (
        value
        for value in values
        if value.claim not in replacement.new | replacement.old
        and not _later(value.said, at)
        and any(_rests_on(value, one, ties, same) for one in meant)
    )
    return meant | set(reached)


def _meant(replacement: Replacement, values: Collection[Stated]) -> Iterator[Stated]:
    """The values of the old claims that changed."""
    new: dict[tuple[str, str | None, str | None], set[str]] = {}
    for value in values:
        if value.claim in replacement.new:
            new.setdefault(value.field(), set()).add(value.value)
    for value in values:
        if value.claim not in replacement.old:
            continue
        if replacement.fields:
            changed = any(value.property == name and party in (None, value.party) for name, party in replacement.fields)
        elif replacement.new:
            changed = value.field() in new and value.value not in new[value.field()]
        else:
            changed = True
        if changed:
            yield value


def _rests_on(value: Stated, old: Stated, ties: Ties, same: Collection[str]) -> bool:
    if value.field() != old.field():
        return False
    if old.claim in ties.bases(value.claim):
        return True
    if value.told() != old.told():
        return False
    return value.claim in same or (value.origin is not None and value.origin == old.origin)


def _same_text(claims: Iterable[str], ties: Ties) -> set[str]:
    """The claims that carry the text of one of `claims`, themselves included."""
    found = set(claims)
    while more := {claim for pair in ties.same_text if found & set(pair) for claim in pair} - found:
        found |= more
    return found


def _later(said: str | None, at: str | None) -> bool:
    """Whether a voice said something certainly after it had replaced its statement; a whole day counts as its end."""
    return bool(said and at and said[: len(at)] > at)
