"""Along a link from a claim to the one that it is derived from, what the words held back may get lost, and is told.

"Up to 40" became 40, and so did "reportedly 40". A figure that changed is no such loss, nor is a hedge that became
another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from events.values.quantity import Quantity
from timeline.reconcile.told import WHOLE_CLAIM, Identity, Told, one_total


@dataclass(frozen=True, slots=True)
class Lost:
    """What a derived value has lost: the value before and after, as coded, each with its hedge and with whose it is.

    `base_party` is that of the value before and `party` that of the one after; None for what is no casualty figure.
    `lost` is hedge, or bound: an end that the words left open is closed.
    """

    property: str
    base_party: str | None
    party: str | None
    before: str
    after: str
    lost: Literal["hedge", "bound"]


def lost(derived: Iterable[Told], base: Iterable[Told]) -> list[Lost]:
    """What the values of one claim have lost of those of the claim that it is derived from, in order.

    Values are compared within one field, and casualties within one party and role, or with a total (`all`) where the
    other claim gives such a figure of one party alone.
    """
    before = [value for value in base if value.affirmed and value.property != WHOLE_CLAIM]
    after = [value for value in derived if value.affirmed and value.property != WHOLE_CLAIM]
    found = {
        one
        for value in after
        for other in before
        if _of_one(value, other, after, before)
        for one in _lost(value, other)
    }
    return sorted(
        found,
        key=lambda one: (one.property, one.party or "", one.base_party or "", one.before, one.after, one.lost),
    )


def _of_one(value: Told, other: Told, derived: Sequence[Told], base: Sequence[Told]) -> bool:
    """Whether the two say something of the same thing."""
    if (value.property, value.role) != (other.property, other.role):
        return False
    if not value.role or _party(value) == _party(other):
        return True
    parties, others = (
        {_party(one) for one in told if one.role and (one.property, one.role) == (value.property, value.role)}
        for told in (derived, base)
    )
    return one_total(_party(value), _party(other), parties, others)


def _party(value: Told) -> Identity | None:
    return value.party.key if value.party else None


def _lost(value: Told, base: Told) -> Iterator[Lost]:
    if not _same(value, base):
        return
    said = (value.property, _whose(base), _whose(value), _in_words(base), _in_words(value))
    if base.hedge and not value.hedge:
        yield Lost(*said, "hedge")
    opened = [own is not None and end is None for own, end in zip(value.numbers, base.numbers, strict=True)]
    if any(opened) and base.bound != "unknown":
        yield Lost(*said, "bound")


def _whose(value: Told) -> str | None:
    return value.party.name if value.party and value.role else None


def _same(value: Told, base: Told) -> bool:
    """Whether the derived value is the other one, whatever happened to its bound; "dozens" may become any number."""
    if value.bound is None or base.bound is None:
        return value.same == base.same
    if base.bound == "vague":
        return True
    return Quantity.parse(value.value).value == Quantity.parse(base.value).value


def _in_words(value: Told) -> str:
    return f"{value.hedge} {value.value}" if value.hedge else value.value
