"""How alike two incidents are is a sum of points for what they have in common, each with its reason in words.

The score is no probability. It puts pairs in order for somebody to look at, and nothing is ever merged by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from timeline.reconcile.told import Identity

#: Points by how few days cover all days of both, where a day may be that of both.
DAYS = {1: 25, 3: 20, 7: 15, 31: 10}
#: Else by how many days later the one began than the other ended: the next day, and so on.
LATER = {1: 20, 2: 10, 3: 5}
#: The same place; one that lies in the other, or has nearly its name; the same province where a place is not known;
#: other names there, which may be spellings; and places that are known to be two.
SAME_PLACE, NEAR_PLACE, PROVINCE, OTHER_NAME, OTHER_PLACE = 20, 15, 10, 5, -10
#: A type of claim that is made of both.
TYPE = 10
#: The same number of the same party; below SMALL numbers are often equal by chance.
NUMBER, SMALL_NUMBER, SMALL = 15, 10, 5
#: All words of the titles, but for the place's, which counts already; a part in proportion, from COMMON on.
TITLE, COMMON = 8, 1 / 3
#: One text that different sources carry.
TEXT = 10
#: Against it: who coded one source for both takes them for two.
TOLD_APART = -25

#: Words that say nothing of an incident; shorter ones do not either.
_EMPTY = frozenset(["after", "and", "around", "before", "during", "for", "from", "near", "over", "the", "with"])
_WORD = re.compile(r"[^\W_]{3,}")


class Number(NamedTuple):
    """A number in a figure, whatever its bound: from source to source that is lost, and the number is not.

    So `up to 40`, `about 40` and `more than 40` have the number 40, and a range has both of its own.
    """

    party: Identity
    outcome: str
    number: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """What incidents are compared by. Names are compared as they are given: give them normalised.

    `days` are the first and the last local day, None where an end is open or no day is known. `places` has the names
    of places by their keys, `recorded` those of these keys that the gazetteer knows, `within` the keys of what these
    lie in, below the province. `numbers` has each figure in words. `words` are those of the title. `sources` are pairs
    of a source and of who coded it. `texts` are the keys of texts that several sources carry.
    """

    slug: str
    days: tuple[date, date] | None
    province: str
    places: Mapping[str, str]
    recorded: frozenset[str]
    within: frozenset[str]
    types: frozenset[str]
    numbers: Mapping[Number, str]
    words: frozenset[str]
    sources: frozenset[tuple[str, str]]
    texts: frozenset[str]


#: Whether two names of places are so near that one may be a spelling of the other; the same both ways.
Nearly = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two incidents that may be one, in the order of their slugs, with a score from 0 to 100 and its reasons."""

    incident: str
    other: str
    score: int
    reasons: tuple[str, ...]


def compared(one: Sketch, other: Sketch, nearly: Nearly) -> Pair:
    """The pair of two incidents; the same whichever is named first."""
    first, second = sorted((one, other), key=lambda sketch: sketch.slug)
    found = [*_days(first, second), *_places(first, second, nearly)]
    found += [point for what in _COMPARED for point in what(first, second)]
    return Pair(
        first.slug, second.slug, max(0, sum(points for points, _ in found)), tuple(reason for _, reason in found)
    )


def telling_words(text: str) -> frozenset[str]:
    """The words of a title or a name that say something, without case."""
    return frozenset(_WORD.findall(text.casefold())) - _EMPTY


def title_alike(one: Sketch, other: Sketch, passed_over: frozenset[str] = frozenset()) -> float:
    """The part of the words of both titles, without those `passed_over`, that are in both, 0 to 1."""
    both, all_ = one.words & other.words, one.words | other.words
    return len(both - passed_over) / (len(all_ - passed_over) or 1)


#: Points, and why.
Points = Iterator[tuple[int, str]]


def _days(one: Sketch, other: Sketch) -> Points:
    if not one.days or not other.days:
        return
    first, last = min(one.days[0], other.days[0]), max(one.days[1], other.days[1])
    covering = (last - first).days + 1
    later = (max(one.days[0], other.days[0]) - min(one.days[1], other.days[1])).days
    among, how = (DAYS, covering) if later <= 0 else (LATER, later)
    points = next((points for days, points in among.items() if how <= days), None)
    if points:
        told = "the same day" if covering == 1 else f"within {covering} days"
        yield points, "one on the next day" if later == 1 else f"{later} days apart" if later > 1 else told


def _places(one: Sketch, other: Sketch, nearly: Nearly) -> Points:
    same = sorted(one.places.keys() & other.places.keys())
    if same:
        yield SAME_PLACE, f"the same place, {one.places[same[0]]}"
    elif whole := _whole(one, other) or _whole(other, one):
        yield NEAR_PLACE, f"one in {whole}, the other in a place that lies there"
    elif names := _spelt(one, other, nearly):
        yield NEAR_PLACE, f"nearly the same name, {names[0]} and {names[1]}"
    elif one.recorded and other.recorded and one.within.isdisjoint(other.within):
        yield OTHER_PLACE, "but in places that are known to be two"
    elif one.province and one.province == other.province:
        known = one.places and other.places
        yield (OTHER_NAME, "other places of one province") if known else (PROVINCE, "the same province")


def _whole(one: Sketch, other: Sketch) -> str | None:
    """The name of a place of the one in which a place of the other lies."""
    return min((name for key, name in one.places.items() if key in other.within), default=None)


def _spelt(one: Sketch, other: Sketch, nearly: Nearly) -> tuple[str, str] | None:
    """Names of a place of each that are so near that one may be a spelling of the other, which is not recorded."""
    if one.province != other.province:
        return None
    for key, name in sorted(one.places.items()):
        for another, found in sorted(other.places.items()):
            if not (key in one.recorded and another in other.recorded) and nearly(name, found):
                return name, found
    return None


def _types(one: Sketch, other: Sketch) -> Points:
    if same := sorted(one.types & other.types):
        yield TYPE, f"claims of type {', '.join(same)} on both"


def _numbers(one: Sketch, other: Sketch) -> Points:
    same = [number for number in one.numbers if number in other.numbers]
    if same:
        largest = max(same, key=lambda given: (given.number, given))
        yield NUMBER if largest.number >= SMALL else SMALL_NUMBER, f"{one.numbers[largest]} in both"


def _titles(one: Sketch, other: Sketch) -> Points:
    common = [one.places[key] for key in one.places.keys() & other.places.keys()]
    passed_over = telling_words(" ".join([*common, one.province]))
    alike = title_alike(one, other, passed_over)
    if alike >= COMMON:
        words = sorted((one.words & other.words) - passed_over)
        yield round(TITLE * alike), f"{', '.join(words)} in both titles"


def _sources(one: Sketch, other: Sketch) -> Points:
    if both := sorted(one.sources & other.sources):
        yield TOLD_APART, f"but {both[0][0]} tells of both, as {both[0][1]} coded it"
    elif one.texts & other.texts:
        yield TEXT, "sources that carry one text"


_COMPARED = (_types, _numbers, _titles, _sources)
