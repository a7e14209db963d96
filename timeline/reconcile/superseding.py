"""A replaced statement takes with it every value that rests on it, wherever it was carried, and no other.

A value rests on the statement where its claim carries it by the decision's own word; where its claim is derived from
such a one or carries its text; or where the same voice is its origin, in the same incident, with the same number or
words. A total is the figure of the only party that is counted, and what is derived from the figures of several may be
their sum. What the new statement says again, or a later one in
its place, and what the voice says again later, stays.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass

from timeline.reconcile.origins import Ties, texts
from timeline.reconcile.told import AFFIRMS, TOTAL, one_total

#: A field, and for casualties whose they are.
Field = tuple[str, Hashable, str | None]
#: Of whom each version of a claim gives a figure, by the event, the property (None: any) and the role.
Counted = Mapping[tuple[str, str | None, str | None], Collection[Hashable]]


@dataclass(frozen=True, slots=True)
class Stated:
    """One value of one claim. `claim` is the claim as it was first recorded, `event` the version that holds the value.

    `party` and `origin` are equal where they are the same, by whichever name, and so is `value` where it is a party;
    `origin` is None where nobody is named. `said` is when the voice said it, as known. `near`: the claim is on an
    incident of one that carries the statement. `type` and `source` are those of the claim, `text` is the source whose
    text this one carries; in such a one the publisher does not speak, and `origin` is None. `stance` is the value's;
    what is denied is never what is asserted. `days` are the first and the last local day of a date in ISO 8601, None
    for an open end; `places` are what the value of a place lies in. `told_by_voice`: the coder did not supply it.
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
    type: str = ""
    source: str = ""
    text: str = ""
    stance: str | None = "asserts"
    days: tuple[str | None, str | None] | None = None
    places: frozenset[Hashable] = frozenset()
    told_by_voice: bool = True

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
    counted = _counted(values)
    meant = {value for value in values if value.claim in replacement.old and _changed(value, replacement, new, counted)}
    again = [*new, *later]
    at = replacement.said or min((value.said for value in new if value.said), default=None)
    text = texts(ties.same_text)
    waiting = [
        value
        for value in values
        if value.claim not in replacement.new | replacement.old
        and _is_of_any(value, meant)
        and not any(value.told() == other.told() and _of_one(value, other, counted) for other in again)
        and not _later(value.said, at)
    ]
    found = set(meant)
    voiced = {value for value in waiting if any(_is_voiced(value, old, counted) for old in meant)}
    if not replacement.fields and not replacement.new:
        voiced -= _shared(voiced, meant, values)
    reached = voiced | {value for value in waiting if any(_is_tied(value, old, ties, text, counted) for old in meant)}
    # What carries the text of a reprint carries the statement too, and so does what was made out of it.
    while reached:
        found |= reached
        waiting = [value for value in waiting if value not in reached]
        reached = {value for value in waiting if any(_is_tied(value, one, ties, text, counted) for one in reached)}
    return found


def _changed(value: Stated, replacement: Replacement, new: Collection[Stated], counted: Counted) -> bool:
    """Whether a value of the old statement changed: one that the new statement has as well did not.

    Nor did a day or a place that lies within the one that the new statement gives, unless it is named as changed.
    """
    instead = [other for other in new if _of_one(value, other, counted) and other.told_by_voice]
    if value.value in (other.value for other in instead):
        return False
    if replacement.fields:
        return any(value.property == name and party in (None, value.party) for name, party in replacement.fields)
    return not replacement.new or any(not _within(value, other) for other in instead)


def _within(value: Stated, other: Stated) -> bool:
    """Whether the other one is no more than a coarser word for the same days, or the same place."""
    if other.value in value.places:
        return True
    if value.days is None or other.days is None:
        return False
    (first, last), (start, end) = value.days, other.days
    return (start is None or (first is not None and start <= first)) and (
        end is None or (last is not None and last <= end)
    )


def _counted(values: Collection[Stated]) -> Counted:
    found: dict[tuple[str, str | None, str | None], set[Hashable]] = {}
    for value in values:
        for property_ in (value.property, None):
            found.setdefault((value.event, property_, value.role), set()).add(value.party)
    return found


def _of_one(value: Stated, other: Stated, counted: Counted) -> bool:
    """Whether the two say something of the same thing: neither denies or questions it unless the other does."""
    if (value.property, value.role, _manner(value)) != (other.property, other.role, _manner(other)):
        return False
    parties, others = (counted[one.event, None, one.role] for one in (value, other))
    return value.party == other.party or one_total(value.party, other.party, parties, others)


def _manner(value: Stated) -> str | None:
    return AFFIRMS[0] if value.stance in AFFIRMS else value.stance


def _is_of_any(value: Stated, meant: Iterable[Stated]) -> bool:
    """Whether the value is of a party of one of those `meant`, or of a total: over a total none leads to another."""
    parties = {old.party for old in meant if (old.property, old.role) == (value.property, value.role)}
    return bool(parties) and (value.party in parties or TOTAL in (value.party, *parties))


def _is_tied(value: Stated, old: Stated, ties: Ties, text: dict[str, str], counted: Counted) -> bool:
    """Whether the claim of the value is derived from that of the old one, or has the same number in the same text."""
    derived = old.claim in ties.bases(value.claim)
    if not _of_one(value, old, counted):
        return derived and _adds_up(value, old, counted)
    if derived:
        return True
    linked = old.claim in text and text[old.claim] == text.get(value.claim)
    printed = value.text == old.text and value.source != old.source and value.near and value.origin is None
    return value.told() == old.told() and (linked or printed)


def _adds_up(value: Stated, old: Stated, counted: Counted) -> bool:
    """Whether the one is a total of what the other is a part of, where the claim of that gives no total itself."""
    of_one = (value.property, value.role, _manner(value)) == (old.property, old.role, _manner(old))
    return of_one and value.party == TOTAL and TOTAL not in counted[old.event, old.property, old.role]


def _is_voiced(value: Stated, old: Stated, counted: Counted) -> bool:
    """Whether the voice of the old value says the same in another claim on the same incident."""
    same = (value.told(), value.origin) == (old.told(), old.origin) and _of_one(value, old, counted)
    return same and value.near and value.origin is not None


def _shared(voiced: Collection[Stated], meant: Collection[Stated], values: Collection[Stated]) -> set[Stated]:
    """Those of `voiced` that another statement of the voice may have as well, where one is withdrawn whole.

    A day or a place tells nothing of which statement a claim carries, unless it is one of the same type that says
    nothing else.
    """
    types = {old.type for old in meant}
    else_ = {value.event for value in values if value not in voiced}
    return {value for value in voiced if value.count is None and (value.event in else_ or value.type not in types)}


def _later(said: str | None, at: str | None) -> bool:
    """Whether a voice said something certainly after it had replaced its statement; a whole day counts as its end."""
    return bool(said and at and said[: len(at)] > at)
