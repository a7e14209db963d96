"""A name is linked with a place only where it is exactly one of its names, within its province, and of no other place.

Whatever is only nearly so, or fits several, is suggested to the coder and never linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from timeline.matching.names import normalised
from timeline.matching.near import near

#: Words before or after a name that say which kind of place it is: `Musa Qala district`, `ولسوالی موسی قلعه`.
KIND_WORDS = {
    "district": "district",
    "woluswali": "district",
    "uluswali": "district",
    "ولسوالی": "district",
    "raion": "district",
    "province": "province",
    "wilayat": "province",
    "ولایت": "province",
    "governorate": "province",
    "محافظة": "province",
    "oblast": "province",
    "city": "town",
    "town": "town",
    "شهر": "town",
    "ښار": "town",
    "village": "village",
}
_WORDS = "|".join(KIND_WORDS)
_WITH_KIND = re.compile(
    rf"(?:(?P<before>{_WORDS})\s+(?:of\s+)?(?P<named>.+)|(?P<name>.+?)\s+(?P<after>{_WORDS}))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Known:
    """A recorded place, as far as matching needs it: its names as written, its own first."""

    key: str
    names: tuple[str, ...]
    kind: str
    country: str | None = None
    admin1: str | None = None
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """The key that a name is linked with, if any; else the keys that may be meant, the likeliest first."""

    key: str | None
    suggested: tuple[str, ...] = ()


class Places:
    """All recorded places."""

    def __init__(self, places: Iterable[Known]) -> None:
        self._places = {place.key: place for place in places}
        self._found: dict[tuple[str, str | None, str | None], Match] = {}
        self._provinces: dict[str, set[str]] = {}

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, key: str) -> Known:
        return self._places[key]

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def alike(self, name: str, kind: str, admin1: str | None, country: str | None) -> tuple[str, ...]:
        """The places of this kind and name that no province or country tells from one in `admin1` of `country`."""
        return tuple(
            place.key
            for place in self._by_name.get(normalised(name), ())
            if place.kind == kind and _agree(place.country, country) and self._may_lie(place, admin1)
        )

    def find(self, name: str, admin1: str | None, country: str | None) -> Match:
        """The place that is called `name` in the province `admin1` of `country`, as far as these are known.

        Without a province only provinces and countries are found. A word for the kind of place (`Musa Qala district`)
        counts only where the name with it is no name of its own.
        """
        asked = (name, admin1, country)
        if asked not in self._found:
            self._found[asked] = self._find(name, admin1, country)
        return self._found[asked]

    def _find(self, name: str, admin1: str | None, country: str | None) -> Match:
        named = [place for place in self._called(name) if _agree(place.country, country)]
        fitting = [place for place in named if self._within(place, admin1)]
        if len(fitting) == 1:
            return Match(fitting[0].key)
        if named:
            return Match(None, tuple(place.key for place in fitting or named))
        around = {place.key: place for place in self._around(admin1) if _agree(place.country, country)}
        spellings = ((normalised(spelt), place.key) for place in around.values() for spelt in place.names)
        return Match(None, near(normalised(name), spellings))

    def _around(self, admin1: str | None) -> Iterator[Known]:
        """The places whose names may have been meant in the province `admin1`; without one, provinces and countries."""
        if admin1 is None:
            yield from (place for place in self._places.values() if place.kind in ("country", "province"))
        for province in self._provinces_called(admin1):
            yield from self._by_province.get(province, ())

    def _called(self, name: str) -> list[Known]:
        """The places of this name; else those of the kind and the name that it consists of."""
        exact = self._by_name.get(normalised(name))
        if exact or not (split := _WITH_KIND.fullmatch(name.strip())):
            return exact or []
        kind = KIND_WORDS[(split["before"] or split["after"]).lower()]
        return [
            place for place in self._by_name.get(normalised(split["named"] or split["name"]), ()) if place.kind == kind
        ]

    def _within(self, place: Known, admin1: str | None) -> bool:
        """Whether `place` may be meant in a claim that names the province `admin1`, or none."""
        if place.kind in ("country", "province") and admin1 is None:
            return True
        return admin1 is not None and not self._provinces_called(admin1).isdisjoint(self._provinces_of(place))

    def _may_lie(self, place: Known, admin1: str | None) -> bool:
        """Whether `place` is not known to lie in another province; countries and provinces lie in none."""
        known = self._provinces_of(place)
        return place.kind in ("country", "province") or not (admin1 and known) or self._within(place, admin1)

    def _provinces_called(self, admin1: str | None) -> set[str]:
        """The spellings under which the province `admin1` may be looked for."""
        if admin1 is None:
            return set()
        split = _WITH_KIND.fullmatch(admin1.strip())
        bare = split["named"] or split["name"] if split else None
        is_province = split and KIND_WORDS[(split["before"] or split["after"]).lower()] == "province"
        return {normalised(admin1)} | ({normalised(bare)} if bare and is_province else set())

    @cached_property
    def _by_name(self) -> dict[str, list[Known]]:
        found: dict[str, list[Known]] = {}
        for place in self._places.values():
            for name in dict.fromkeys(map(normalised, place.names)):
                if name:
                    found.setdefault(name, []).append(place)
        return found

    @cached_property
    def _by_province(self) -> dict[str, list[Known]]:
        found: dict[str, list[Known]] = {}
        for place in self._places.values():
            for spelling in self._provinces_of(place):
                found.setdefault(spelling, []).append(place)
        return found

    def _provinces_of(self, place: Known) -> set[str]:
        """Every spelling of the province that the place lies in; for a province its own."""
        if place.key not in self._provinces:
            self._provinces[place.key] = set(self._spelt(place))
        return self._provinces[place.key]

    def _spelt(self, place: Known) -> Iterator[str]:
        if place.kind == "province":
            yield from map(normalised, place.names)
            return
        if place.admin1:
            yield normalised(place.admin1)
        for province in self._above(place):
            yield from map(normalised, province.names)

    def _above(self, place: Known) -> Iterator[Known]:
        """The provinces that `place` lies in: what it is part of, and what its province's name stands for."""
        passed, above = {place.key}, place.part_of
        while above in self._places and above not in passed:
            passed.add(above)
            if self._places[above].kind == "province":
                yield self._places[above]
            above = self._places[above].part_of
        if place.admin1:
            named = self._by_name.get(normalised(place.admin1), ())
            yield from (one for one in named if one.kind == "province" and one.country == place.country)


def label(name: str, admin1: str | None, country: str | None) -> str:
    """What a place is called that is linked with no recorded one: `Musa Qala, Helmand, AF`."""
    within = None if admin1 and admin1.casefold() in name.casefold() else admin1
    return ", ".join(part for part in (name, within, country) if part)


def identity(name: str, admin1: str | None, country: str | None) -> str:
    """The same for places whose labels are the same name; the comma tells it from every key."""
    return "," + normalised(label(name, admin1, country))


def _agree(one: str | None, other: str | None) -> bool:
    """Whether two countries are the same, or either is not known."""
    return one is None or other is None or one == other
