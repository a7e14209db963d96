"""How alike two incidents are is a sum of points for what they have in common, each with its reason in words.

The score is no probability. It puts pairs in order for somebody to look at, and nothing is ever merged by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

#: Points by how few days cover all days of both.
DAYS = {1: 25, 2: 20, 3: 15, 7: 10, 31: 5}
#: The same place; one that lies in the other; the same province where a place is not known; other places in it.
SAME_PLACE, WITHIN, PROVINCE, OTHER_PLACE = 20, 15, 10, 5
#: A type of claim that is made of both.
TYPE = 10
#: The same number of the same party; below SMALL numbers are often equal by chance.
NUMBER, SMALL_NUMBER, SMALL = 15, 7, 5
#: All words of the titles; a part of them in proportion, from COMMON on.
TITLE, COMMON = 20, 1 / 3
#: One text that different sources carry.
TEXT = 10
#: Against it: a source that tells of both takes them for two.
TOLD_APART = -15


class Number(NamedTuple):
    """A number in a figure, whatever its bound: from source to source that is lost, and the number is not."""

    party: str
    outcome: str
    number: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """What incidents are compared by. Names are compared as they are given: give them normalised.

    `days` are the first and the last local day, None where an end is open or no day is known. `places` has the names
    of places by their keys, `within` the keys of what these lie in. `numbers` has each figure in words. `words` are
    those of the title. `texts` are the keys of texts that several sources carry.
    """

    slug: str
    days: tuple[date, date] | None
    province: str
    places: Mapping[str, str]
    within: frozenset[str]
    types: frozenset[str]
    numbers: Mapping[Number, str]
    words: frozenset[str]
    sources: frozenset[str]
    texts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two incidents that may be one, in the order of their slugs, with a score from 0 to 100 and its reasons."""

    incident: str
    other: str
    score: int
    reasons: tuple[str, ...]


def compared(one: Sketch, other: Sketch) -> Pair:
    """The pair of two incidents; the same whichever is named first."""
    first, second = sorted((one, other), key=lambda sketch: sketch.slug)
    found = [point for what in _COMPARED for point in what(first, second)]
    return Pair(
        first.slug, second.slug, max(0, sum(points for points, _ in found)), tuple(reason for _, reason in found)
    )


def title_alike(one: Sketch, other: Sketch) -> float:
    """The part of the words of both titles that are in both, 0 to 1."""
    return len(one.words & other.words) / (len(one.words | other.words) or 1)


#: Points, and why.
Points = Iterator[tuple[int, str]]


def _days(one: Sketch, other: Sketch) -> Points:
    if not one.days or not other.days:
        return
    first, last = min(one.days[0], other.days[0]), max(one.days[1], other.days[1])
    covering = (last - first).days + 1
    points = next((points for days, points in DAYS.items() if covering <= days), None)
    if points:
        yield points, "the same day" if covering == 1 else f"within {covering} days"


def _places(one: Sketch, other: Sketch) -> Points:
    same = sorted(one.places.keys() & other.places.keys())
    if same:
        yield SAME_PLACE, f"the same place, {one.places[same[0]]}"
    elif whole := _whole(one, other) or _whole(other, one):
        yield WITHIN, f"one in {whole}, the other in a place that lies there"
    elif one.province and one.province == other.province:
        known = one.places and other.places
        yield (OTHER_PLACE, "other places of one province") if known else (PROVINCE, "the same province")


def _whole(one: Sketch, other: Sketch) -> str | None:
    """The name of a place of the one in which a place of the other lies."""
    return min((name for key, name in one.places.items() if key in other.within), default=None)


def _types(one: Sketch, other: Sketch) -> Points:
    if same := sorted(one.types & other.types):
        yield TYPE, f"claims of type {', '.join(same)} on both"


def _numbers(one: Sketch, other: Sketch) -> Points:
    same = [number for number in one.numbers if number in other.numbers]
    if same:
        largest = max(same, key=lambda given: (given.number, given))
        yield NUMBER if largest.number >= SMALL else SMALL_NUMBER, f"{one.numbers[largest]} in both"


def _titles(one: Sketch, other: Sketch) -> Points:
    alike = title_alike(one, other)
    if alike >= COMMON:
        yield round(TITLE * alike), f"{', '.join(sorted(one.words & other.words))} in both titles"


def _sources(one: Sketch, other: Sketch) -> Points:
    if both := sorted(one.sources & other.sources):
        yield TOLD_APART, f"but {both[0]} tells of both"
    elif one.texts & other.texts:
        yield TEXT, "sources that carry one text"


_COMPARED = (_days, _places, _types, _numbers, _titles, _sources)
