"""A map has a mark only for what was at a point or in an area smaller than a country, each with its place's name.

A mark is filled only where the place is known exactly. What was somewhere in a country is that country's outline.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from timeline.imports.geometry import Point
from timeline.web.charts.axis import NARROW, WIDE, shortened
from timeline.web.charts.axis import length as letters
from timeline.web.charts.chart import KINDS
from timeline.web.maps import outlines
from timeline.web.maps.areas import RADII, Area, Spot, area
from timeline.web.maps.crop import LEAST, UNITS, Crop, crop, path
from timeline.web.maps.lettering import SIDES, Taken
from timeline.web.maps.locator import Locator, crossed, located, widened
from timeline.web.maps.outlines import Outline, box, size, stretches
from timeline.web.maps.pins import Pin

#: Marks nearer than this to another one become one with a number, in percent of the width of a wide screen and of a
#: narrow one: so much room do marks need there.
APART, APART_NARROW = 2.5, 6.0
#: Pixels of a name that is cut short because there is no room for all of it.
_SHORT = 160
#: Pixels that are left free beside a country's name inside its outline.
_ROOM = 6


class Disc(NamedTuple):
    """A soft disc, in units of the crop."""

    x: float
    y: float
    across: float
    up: float


class Shade(NamedTuple):
    """An area with an outline, as data of an SVG path, and whether it is a whole country."""

    path: str
    whole: bool


class Name(NamedTuple):
    """What is written where there is room for it: a country's name, or that of a place nearby. In percent."""

    text: str
    x: float
    y: float
    country: bool


@dataclass(frozen=True, slots=True)
class Map:
    """What is drawn: `land` and `areas` are data of SVG paths in units of the crop, from the largest area on."""

    crop: Crop
    land: str
    areas: list[Shade]
    discs: list[Disc]
    #: In the order of the list, and those of a narrow screen, each of which stands for one or several of these.
    marks: list[Pin]
    narrow: list[Pin]
    #: What is written on either screen beside the marks.
    names: list[Name]
    narrow_names: list[Name]
    #: Those that were somewhere in a whole country, in the list after the marks. They have no place on the map.
    wholes: list[Pin]
    #: Those of which no claim says where.
    nowhere: list[Spot]
    kinds: dict[str, str]
    #: What tells where in the world this is, where no outline of a country does.
    locator: Locator | None = None
    #: Whether any of the places, or of those around, may be as GeoNames has it.
    credited: bool = False

    @property
    def radii(self) -> str:
        """How far around its point a disc is drawn, in words."""
        return f"{RADII[3]} km for a district and {RADII[4]} km for a province"

    @property
    def crowded(self) -> bool:
        """Whether a mark stands for several, on any screen."""
        return any(mark.crowd for mark in self.narrow)

    @property
    def same(self) -> bool:
        """Whether both screens have the same marks, and the same words at the same sides of them."""
        return self.marks == self.narrow and self.names == self.narrow_names


def crop_of(spots: Sequence[Spot]) -> Crop | None:
    """What the map of all `spots` shows; None where of none it is known where it was.

    A whole country is shown only where there is nothing else, or what lies in it would be too small.
    """
    areas = list(filter(None, map(area, spots)))
    boxes = [found.reach for found in areas if not found.whole_country] or [found.reach for found in areas]
    return crop(boxes, LEAST) if boxes else None


def draw(spots: Sequence[Spot], around: Iterable[tuple[str, Point]] = ()) -> Map | None:
    """The map of all `spots`, with the names of places around; None where of no spot it is known where it was."""
    return _drawn(tuple(spots), tuple(around))


@lru_cache(maxsize=64)
def _drawn(spots: tuple[Spot, ...], around: tuple[tuple[str, Point], ...]) -> Map | None:
    shown = crop_of(spots)
    if shown is None:
        return None
    known = [(spot, area(spot)) for spot in spots]
    placed = [(spot, found) for spot, found in known if found]
    pinned = [(spot, found) for spot, found in placed if not found.whole_country]
    shown, locator = _located(shown, [found.middle for _, found in pinned])
    land, rooms = _background(shown)
    marks, narrow = _marks(shown, pinned, APART), _marks(shown, pinned, APART_NARROW)
    order = {id(spot): number for number, mark in enumerate(narrow) for spot in mark.spots}
    marks.sort(key=lambda mark: order[id(mark.spots[0])])
    wholes = _wholes(placed)
    for number, mark in enumerate([*marks, *wholes], 1):
        mark.number = number
    numbers = {id(spot): mark.number for mark in marks for spot in mark.spots}
    for mark in narrow:
        mark.number = min(numbers[id(spot)] for spot in mark.spots)
    kinds = {spot.kind for spot, _ in placed}
    areas = sorted({found for _, found in placed if not found.exact}, key=lambda one: (-one.kilometres, one.middle))
    return Map(
        shown,
        land,
        [Shade(_path(shown, one.outline), one.whole_country) for one in areas if one.outline],
        [Disc(*shown.at(one.middle), *shown.radii(one.middle, one.kilometres)) for one in areas if not one.outline],
        marks,
        narrow,
        _written(shown, marks, around, rooms, WIDE, locator),
        _written(shown, narrow, around, rooms, NARROW, locator),
        wholes,
        [spot for spot, found in known if not found],
        {name: style for name, style in KINDS.items() if style in kinds},
        locator,
    )


def _located(shown: Crop, points: Sequence[Point]) -> tuple[Crop, Locator | None]:
    """What is shown, made wider if need be, and the locator that it needs, if any."""
    while not crossed(shown):
        if locator := located(shown, map(shown.percent, points)):
            return shown, locator
        shown = widened(shown)
    return shown, None


def _path(shown: Crop, outline: Outline | None) -> str:
    return path(shown.rings(outline)) if outline else ""


def _marks(shown: Crop, placed: Iterable[tuple[Spot, Area]], apart: float) -> list[Pin]:
    found: list[Pin] = []
    tall = shown.height / UNITS
    for spot, one in placed:
        x, y = shown.percent(one.middle)
        mark = next((mark for mark in found if abs(mark.x - x) < apart and abs(mark.y - y) * tall < apart), None)
        if mark is None:
            found.append(mark := Pin(x, y))
        mark.exact = mark.exact and one.exact
        mark.spots.append(spot)
    return found


def _wholes(placed: Iterable[tuple[Spot, Area]]) -> list[Pin]:
    """What was somewhere in a whole country, country by country."""
    found: dict[Outline | None, Pin] = {}
    for spot, one in placed:
        if one.whole_country:
            found.setdefault(one.outline, Pin(0, 0, exact=False)).spots.append(spot)
    return list(found.values())


#: What may be named, and the middles and lengths of the stretches where there may be room, in units.
_Rooms = list[tuple[str, list[tuple[float, float, float]]]]


@lru_cache(maxsize=64)
def _background(shown: Crop) -> tuple[str, _Rooms]:
    """The outlines of all countries that are shown, as one path, and where their names may stand."""
    drawn, rooms = list[str](), _Rooms()
    for country in outlines.countries():
        rings = shown.rings(country.outline)
        if rings:
            drawn.append(path(rings))
            rooms.append((country.name, stretches([max(rings, key=lambda ring: size(box(ring)))])))
    return "".join(drawn), rooms


def _written(
    shown: Crop,
    marks: Sequence[Pin],
    around: Iterable[tuple[str, Point]],
    rooms: _Rooms,
    width: int,
    locator: Locator | None,
) -> list[Name]:
    """Names the marks, and says what else is written on a screen so wide, as far as there is room for it."""
    taken = Taken(shown, [(mark.x, mark.y) for mark in marks], width, [locator.covers] if locator else [])
    for mark in marks:
        tried = ((text, side) for text in _labels(mark.named) for side in SIDES)
        fits = ((text, side) for text, side in tried if taken.write(mark.x, mark.y, text, side))
        mark.label, mark.side = next(fits, ("", ""))
    named = {name for mark in marks for name in mark.named}
    # The locator names the country itself.
    rooms = [] if locator else rooms
    places = [(name, *shown.percent(point)) for name, point in around if name not in named]
    return [
        *(one for name, stretch in rooms for one in _first(taken, shown, width, name, stretch)),
        *(Name(name, x, y, False) for name, x, y in places if taken.write(x, y, name)),
    ]


def _labels(names: Sequence[str]) -> list[str]:
    """What may be written beside the mark of places of these names, the best first."""
    if not names:
        return []
    if len(names) == 1:
        return [names[0], shortened(names[0], _SHORT)]
    return [", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else ""), f"{names[0]} and others"]


def _first(
    taken: Taken, shown: Crop, width: int, name: str, places: Iterable[tuple[float, float, float]]
) -> Iterable[Name]:
    """A country's name, at the widest stretch of it that is free; none where there is no room."""
    for x, y, length in places:
        at, down = 100 * x / UNITS, 100 * y / shown.height
        if letters(name) + _ROOM <= length / UNITS * width and taken.write(at, down, name):
            yield Name(name, at, down, True)
            break
