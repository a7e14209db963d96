"""A map shows a point only where a place is known exactly; whatever is known less well is an area, never a point in it.

How well it is known is UCDP's where_prec (GED codebook 19.1): 1 is the exact location; 2 is within about 25 km of the
point; 3 and 4 are a district and a province of which the point is only the middle or the seat; 5 is a river, a road or
a region without a border; 6 is a country; 7 is at sea or in the air.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from timeline.imports.geometry import Point
from timeline.web.charts.axis import room
from timeline.web.charts.chart import KINDS
from timeline.web.maps import outlines
from timeline.web.maps.crop import DEGREE, UNITS, Crop, crop, narrowing, path
from timeline.web.maps.lettering import Taken
from timeline.web.maps.outlines import Box, Outline, box, size, stretches

#: The kilometres from the point within which it may be, where no border is known. 2 is UCDP's own; 3 and 4 are about
#: the size of such areas, the others are of nothing that has a size.
RADII = {2: 25, 3: 35, 4: 100, 5: 250, 6: 250, 7: 250}
#: What each precision says, for readers; None is not stated.
SAYS = {
    1: "the exact location",
    2: "within about 25 km of the point",
    3: "somewhere in the district",
    4: "somewhere in the province",
    5: "somewhere in a part of the country",
    6: "somewhere in the country",
    7: "somewhere at sea or in the air",
    None: "how exactly it is known is not stated",
}
#: As many are named by a mark of several.
FEW = 5
#: Marks nearer than this to another one become one with a number, in percent of the width of a wide screen and of a
#: narrow one: so much room do marks need there.
APART, APART_NARROW = 2.5, 6.0


@dataclass(frozen=True, slots=True)
class Spot:
    """One incident, event or place: where its page is, what it is called, and where it was, as far as that is known.

    `point` is longitude and latitude; `border` that of its recorded place; `country` is ISO 3166-1 alpha-2. `kind` is
    a style of chart.KINDS, empty for a place.
    """

    path: str
    title: str
    place: str
    days: str = ""
    kind: str = ""
    point: Point | None = None
    precision: int | None = None
    border: Outline | None = None
    country: str = ""
    disputed: bool = False


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


@dataclass(frozen=True, slots=True)
class Area:
    """Where a spot may have been: within an outline, else so many kilometres around the middle, 0 at the very point."""

    middle: Point
    outline: Outline | None = None
    kilometres: float = 0
    whole_country: bool = False

    @property
    def exact(self) -> bool:
        return self.outline is None and not self.kilometres

    @property
    def reach(self) -> Box:
        """The box that the map must show; of a country its middle alone, or what lies in it would be too small."""
        x, y = self.middle
        if self.outline and not self.whole_country:
            return self.outline.reach
        up = self.kilometres / DEGREE
        across = up / narrowing(y)
        return Box(x - across, y - up, x + across, y + up)


@dataclass(slots=True)
class Mark:
    """Spots that lie at one place or too near one another for marks of their own.

    `number` says where the list has them. `x` and `y` are in percent of the width and the height. `side` says at which
    end of its place's name it stands on a wide screen, start or end; it is empty where there is no room.
    """

    x: float
    y: float
    number: int = 0
    exact: bool = True
    side: str = ""
    spots: list[Spot] = field(default_factory=list)

    @property
    def says(self) -> str:
        """What a reader is told who does not see it, or points at it."""
        if len(self.spots) == 1:
            (spot,) = self.spots
            where = [spot.place if spot.place != spot.title else "", SAYS[spot.precision]]
            told = [spot.title, spot.days, ", ".join(filter(None, where))]
            return f"{': '.join(filter(None, told))}.{' Sources disagree.' if spot.disputed else ''}"
        titles = [spot.title for spot in self.spots[:FEW]]
        rest = f" and {len(self.spots) - FEW} more" if len(self.spots) > FEW else ""
        disputed = f" Sources disagree on {self.disputed}." if self.disputed else ""
        return f"{len(self.spots)} here, listed below: {'; '.join(titles)}{rest}.{disputed}"

    @property
    def crowd(self) -> bool:
        """Whether it stands for several."""
        return len(self.spots) > 1

    @property
    def disputed(self) -> int:
        """How many of them are in dispute."""
        return sum(spot.disputed for spot in self.spots)

    @property
    def places(self) -> list[tuple[str, str, list[Spot]]]:
        """The names of the places, how well each is known, and what was there."""
        found: dict[tuple[str, str], list[Spot]] = {}
        for spot in self.spots:
            found.setdefault((spot.place or "A place without a name", SAYS[spot.precision]), []).append(spot)
        return [(*place, spots) for place, spots in found.items()]

    @property
    def label(self) -> str:
        """The name of their place, without what it lies in; empty where they have several."""
        names = {spot.place.partition(",")[0] for spot in self.spots}
        return names.pop() if len(names) == 1 else ""


class Name(NamedTuple):
    """A country's name, where there is room for it: `room` as axis.room has it, `x` and `y` in percent."""

    text: str
    x: float
    y: float
    room: str


@dataclass(frozen=True, slots=True)
class Map:
    """What is drawn: `land` and `areas` are data of SVG paths in units of the crop, from the largest area on."""

    crop: Crop
    land: str
    names: list[Name]
    areas: list[Shade]
    discs: list[Disc]
    #: In the order of the list, and those of a narrow screen, each of which stands for one or several of these.
    marks: list[Mark]
    narrow: list[Mark]
    #: Those of which no claim says where.
    nowhere: list[Spot]
    kinds: dict[str, str]

    @property
    def crowded(self) -> bool:
        """Whether a mark stands for several, on any screen."""
        return any(mark.crowd for mark in self.narrow)


def draw(spots: Sequence[Spot]) -> Map | None:
    """The map of all `spots`; None where of none it is known where it was."""
    return _drawn(tuple(spots))


@lru_cache(maxsize=64)
def _drawn(spots: tuple[Spot, ...]) -> Map | None:
    known = [(spot, area(spot)) for spot in spots]
    placed = [(spot, found) for spot, found in known if found]
    if not placed:
        return None
    shown = crop([found.reach for _, found in placed])
    land, rooms = _background(shown)
    marks, narrow = _marks(shown, placed, APART), _marks(shown, placed, APART_NARROW)
    order = {id(spot): number for number, mark in enumerate(narrow) for spot in mark.spots}
    marks.sort(key=lambda mark: order[id(mark.spots[0])])
    for number, mark in enumerate(marks, 1):
        mark.number = number
    numbers = {id(spot): mark.number for mark in marks for spot in mark.spots}
    for mark in narrow:
        mark.number = min(numbers[id(spot)] for spot in mark.spots)
    taken = Taken(shown, [(mark.x, mark.y) for mark in marks])
    for mark in marks:
        mark.side = next((side for side in ("start", "end") if taken.write(mark.x, mark.y, mark.label, side)), "")
    kinds = {spot.kind for spot, _ in placed}
    areas = sorted({found for _, found in placed if not found.exact}, key=lambda one: (-one.kilometres, one.middle))
    return Map(
        shown,
        land,
        list(_names(shown, rooms, taken)),
        [Shade(_path(shown, one.outline), one.whole_country) for one in areas if one.outline],
        [Disc(*shown.at(one.middle), *shown.radii(one.middle, one.kilometres)) for one in areas if not one.outline],
        marks,
        narrow,
        [spot for spot, found in known if not found],
        {name: style for name, style in KINDS.items() if style in kinds},
    )


def area(spot: Spot) -> Area | None:
    """Where it may have been by all that is known; None where that is nowhere in particular."""
    if spot.point and spot.precision == 1:
        return Area(spot.point)
    if spot.point and spot.precision == 2:
        return Area(spot.point, kilometres=RADII[2])
    if spot.border:
        return Area(spot.border.middle, spot.border)
    if spot.precision == 6:
        whole = outlines.country(spot.country, spot.point)
        if whole:
            return Area(whole.middle, whole, whole_country=True)
    return Area(spot.point, kilometres=RADII[spot.precision or 3]) if spot.point else None


def _path(shown: Crop, outline: Outline) -> str:
    return path(shown.rings(outline))


def _marks(shown: Crop, placed: Iterable[tuple[Spot, Area]], apart: float) -> list[Mark]:
    found: list[Mark] = []
    tall = shown.height / UNITS
    for spot, one in placed:
        x, y = shown.percent(one.middle)
        mark = next((mark for mark in found if abs(mark.x - x) < apart and abs(mark.y - y) * tall < apart), None)
        if mark is None:
            found.append(mark := Mark(x, y))
        mark.exact = mark.exact and one.exact
        mark.spots.append(spot)
    return found


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


def _names(shown: Crop, rooms: _Rooms, taken: Taken) -> Iterable[Name]:
    """Each country's name, at the widest stretch of it that is free; none where there is no room."""
    for name, places in rooms:
        for x, y, length in places:
            at, down = 100 * x / UNITS, 100 * y / shown.height
            fits = room(100 * length / UNITS, name)
            if fits and taken.write(at, down, name, ""):
                yield Name(name, at, down, fits)
                break
