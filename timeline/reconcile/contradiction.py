"""A contradiction is a group of values of which none is without another that cannot be true beside it."""

from __future__ import annotations

from builtins import property as computed  # the classes below have a field of this name
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from timeline.reconcile.comparing import Ends
from timeline.reconcile.told import Told

#: As many rival values are named in one sentence; of more, the two that lie farthest apart.
NAMED = 5
Point = TypeVar("Point", int, str)
#: hint: it may well be a mistake, but both may be true.
Judgement = Literal["contradiction", "hint"]


@dataclass(frozen=True, slots=True)
class Member:
    """A value that takes part, and its side: values of one side do not contradict each other by this rule."""

    told: Told
    side: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Values that cannot all be true, the rule by which they cannot, and why in one sentence.

    `type` is the type of the claims where the rule compares within one. The ends span all members, None where one of
    them is open, or where the rule compares other things than numbers or days.
    """

    rule: str
    property: str
    members: tuple[Member, ...]
    why: str
    judgement: Judgement = "contradiction"
    type: str | None = None
    lowest: int | None = None
    highest: int | None = None
    earliest: str | None = None
    latest: str | None = None

    @computed
    def order(self) -> tuple[object, ...]:
        """A place among the contradictions of one incident, the same whatever came first."""
        return self.judgement, self.type or "", self.property, self.rule, tuple(m.told.order for m in self.members)


def members(sides: Mapping[Told, int]) -> tuple[Member, ...]:
    """The members in order: by side, then as values are ordered."""
    return tuple(Member(told, side) for told, side in sorted(sides.items(), key=lambda one: (one[1], one[0].order)))


def rivals(found: Iterable[Member], name: Callable[[Told], str]) -> str:
    """One name of each side: `NATO and Taliban`."""
    names: dict[int, str] = {}
    for member in found:
        names.setdefault(member.side, name(member.told))
    *before, last = names.values()
    return f"{', '.join(before)} and {last}"


def span(found: Sequence[Ends[Point]]) -> Ends[Point]:
    """From the lowest to the highest end, None for an end that any of them leaves open."""
    lows, highs = [low for low, _ in found if low is not None], [high for _, high in found if high is not None]
    return (
        min(lows) if len(lows) == len(found) else None,
        max(highs) if len(highs) == len(found) else None,
    )


def fitting(found: Iterable[Told], less: Told, more: Told, ends: Callable[[Told], Ends[Point]]) -> str:
    """What nothing fits, where `less` and `more` lie apart among `found`: `both 24 and 26`, `all of 24, 25 and 26`.

    Between them are those that lie apart from both.
    """
    low, high = ends(less)[1], ends(more)[0]
    # Else they were not apart.
    assert low is not None
    assert high is not None
    between: dict[str, None] = {}
    for value in sorted(found, key=lambda value: value.order):
        first, last = ends(value)
        if first is not None and last is not None and low < first and last < high:
            between[value.in_words] = None
    named = [less.in_words, *between, more.in_words]
    if not 2 < len(named) <= NAMED:
        return f"both {less.in_words} and {more.in_words}"
    return f"all of {', '.join(named[:-1])} and {named[-1]}"


def farthest(values: Iterable[Told], ends: Callable[[Told], Ends[Point]]) -> tuple[Told, Told]:
    """The value that ends first and the one that begins last, of values among which two lie apart."""
    in_order = sorted(values, key=lambda value: value.order)
    highs = [(high, value) for value in in_order if (high := ends(value)[1]) is not None]
    lows = [(low, value) for value in in_order if (low := ends(value)[0]) is not None]
    return min(highs, key=lambda one: one[0])[1], max(lows, key=lambda one: one[0])[1]
