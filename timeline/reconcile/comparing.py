"""Values are compared by the ends that their words allow, in about as many steps as there are values.

Of values that may all be compared with each other, those that lie apart from some other are found by the greatest of
the low ends and the least of the high ones; no pair is looked at.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from timeline.reconcile.told import Told

Point = TypeVar("Point", int, str)
Ends = tuple[Point | None, Point | None]
Key = TypeVar("Key", bound=Hashable)

#: The scope of a claim that leaves open how much of the place it means.
UNSTATED = "unstated"


def disjoint(one: Ends[Point], other: Ends[Point]) -> bool:
    """Whether the two have nothing in common; an open end reaches any distance."""
    return _before(one, other) or _before(other, one)


def lies_within(one: Ends[Any], other: Ends[Any]) -> bool:
    """Whether the other allows all that the one does; an open end reaches any distance."""
    (low, high), (least, most) = one, other
    after = least is None or (low is not None and least <= low)
    return after and (most is None or (high is not None and high <= most))


def _before(one: Ends[Point], other: Ends[Point]) -> bool:
    return one[1] is not None and other[0] is not None and one[1] < other[0]


def apart(values: Sequence[Told], ends: Callable[[Told], Ends[Point]]) -> list[Told]:
    """Those of `values` that are disjoint from some other of them."""
    found = [ends(value) for value in values]
    last = max((low for low, _ in found if low is not None), default=None)
    first = min((high for _, high in found if high is not None), default=None)
    # Disjoint from any: wholly below the greatest low end, or wholly above the least high end.
    return [value for value, own in zip(values, found, strict=True) if disjoint(own, (last, first))]


def apart_on_one_day(values: Sequence[Told], ends: Callable[[Told], Ends[Point]]) -> list[Told]:
    """The same of observations: those that are disjoint from another that may be of the same day."""
    groups = grouped(values, lambda value: (_observed(value), ends(value)))
    return meeting(groups, lambda one, other: disjoint(one[1], other[1]), lambda key: key[0])


def meeting(
    groups: Mapping[Key, list[Told]],
    conflict: Callable[[Key, Key], bool],
    days: Callable[[Key], Ends[str]] = lambda key: (None, None),
) -> list[Told]:
    """The values of those `groups` that conflict with another group whose days meet theirs.

    It goes from day to day, and compares a group with those alone that are not over.
    """
    found: set[Key] = set()
    going: list[Key] = []
    for key in sorted(groups, key=lambda key: days(key)[0] or ""):
        going = [other for other in going if not _before(days(other), days(key))]
        for other in going:
            if conflict(key, other):
                found |= {key, other}
        going.append(key)
    return [value for key, values in groups.items() if key in found for value in values]


def _observed(value: Told) -> Ends[str]:
    occurred = value.claim.occurred
    return occurred.ends if occurred else (None, None)


def by_scope(values: Sequence[Told]) -> list[list[Told]]:
    """The values that may be compared with each other: of one stated scope, and in each those of unstated scope."""
    scopes = {_scope(value) for value in values}
    if not (stated := sorted(scopes - {UNSTATED})):
        return [list(values)]
    return [[value for value in values if _scope(value) in (scope, UNSTATED)] for scope in stated]


def _scope(value: Told) -> str:
    return value.claim.scope or UNSTATED


def joined(groups: Iterable[list[Told]]) -> list[list[Told]]:
    """The groups that are not empty; those that share a value are one, with each of its values once."""
    found: list[dict[Told, None]] = []
    for group in groups:
        one = dict.fromkeys(group)
        for other in [other for other in found if one.keys() & other.keys()]:
            found.remove(other)
            one |= other
        if one:
            found.append(one)
    return [list(group) for group in found]


def grouped(values: Iterable[Told], key: Callable[[Told], Key]) -> dict[Key, list[Told]]:
    found: dict[Key, list[Told]] = {}
    for value in values:
        found.setdefault(key(value), []).append(value)
    return found


def sides_by_ends(values: Sequence[Told], ends: Callable[[Told], Ends[Point]]) -> dict[Told, int]:
    """A side for each value, from 1: all of one side have a number or a day in common.

    A value that could stand on two sides stands on the first.
    """
    found: dict[Told, int] = {}
    shared: list[Point] = []
    bounded = [(high, value) for value in values if (high := ends(value)[1]) is not None]
    for high, value in sorted(bounded, key=lambda one: one[0]):
        found[value] = _first_from(ends(value)[0], shared) + 1
        if found[value] > len(shared):
            shared.append(high)
    return found | {value: _first_from(ends(value)[0], shared) + 1 for value in values if value not in found}


def _first_from(low: Point | None, shared: Sequence[Point]) -> int:
    """The place of the first of `shared`, in order, that is not below `low`."""
    return 0 if low is None else bisect_left(shared, low)


def sides_by_key(
    values: Iterable[Told], key: Callable[[Told], Key], conflict: Callable[[Key, Key], bool]
) -> dict[Told, int]:
    """A side for each value, from 1: no two keys of one side conflict. Keys in order, each on the first side it can."""
    groups, sides = grouped(values, key), list[list[Key]]()
    found: dict[Told, int] = {}
    for own in sorted(groups, key=repr):
        fits = [number for number, side in enumerate(sides) if not any(conflict(own, other) for other in side)]
        if not fits:
            sides.append([])
        number = fits[0] if fits else len(sides) - 1
        sides[number].append(own)
        found |= dict.fromkeys(groups[own], number + 1)
    return found
