"""A map on which no outline shows where it is has a locator: the country around it, with a box where the map is.

It stands in a corner in which no mark does. Where there is none, the map is made wider until there is one, or until an
outline crosses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from timeline.imports.geometry import Point
from timeline.web.maps import outlines
from timeline.web.maps.crop import UNITS, Crop, crop, path
from timeline.web.maps.outlines import Box, Country, box, clipped

#: Percent of the map's width that it takes, and from the edges of the map to it.
WIDE, EDGE = 26.0, 1.2
#: Percent of the map's height above it, in which the country's name stands.
NAMED = 7.0
#: Percent of the map's width and height around it in which there is no mark.
_CLEAR = 5.0, 9.0
#: Percent of the locator's width that its box has at least.
_LEAST = 6.0
#: Units between two points of an outline on it: it is that much smaller than a map.
_NEAR = round(2 * 100 / WIDE)
#: How much higher than a map on the open sea its locator is, again and again until there is an outline.
_STEP = 3.0


@dataclass(frozen=True, slots=True)
class Locator:
    """In percent of the map: where it lies and how large it is. In percent of itself: `here`, the box where the map is.

    `name` is that of the country, empty on the sea. `land` is data of an SVG path, `country` that of the country alone,
    in units of `crop`.
    """

    at: Box
    crop: Crop
    land: str
    country: str
    name: str
    here: Box

    @property
    def covers(self) -> Box:
        """What it takes of the map, with its name."""
        return self.at._replace(south=self.at.south - NAMED)

    @property
    def right(self) -> bool:
        """Whether it stands in a corner on the right."""
        return self.at.west > EDGE


def crossed(shown: Crop) -> bool:
    """Whether the outline of any country crosses the map."""
    frame = Box(shown.west, shown.south, shown.east, shown.north)
    corners = {(x, y) for x in (frame.west, frame.east) for y in (frame.south, frame.north)}
    return any(
        not corners.issuperset(clipped([(x + turn, y) for x, y in ring], frame))
        for country in outlines.countries()
        for polygon, whole in zip(country.outline.polygons, country.outline.boxes, strict=True)
        for turn in (-360, 0, 360)
        if whole.west + turn < frame.east
        and whole.east + turn > frame.west
        and whole.south < frame.north
        and whole.north > frame.south
        for ring in polygon
    )


def located(shown: Crop, marks: Iterable[Point]) -> Locator | None:
    """The locator of a map without outlines; `marks` are in percent of it. None where it has no corner free of them."""
    wider, country = _around(shown)
    high = WIDE * wider.height / shown.height
    right, low = 100 - EDGE - WIDE, 100 - EDGE * UNITS / shown.height - high
    across, up = _CLEAR
    marks = list(marks)
    # The scale stands in the lower left corner.
    for x, y in ((right, low), (right, NAMED), (EDGE, NAMED)):
        near = Box(x - across, y - up, x + WIDE + across, y + high + up)
        if not any(near.west < at < near.east and near.south < down < near.north for at, down in marks):
            break
    else:
        return None
    (west, north), (east, south) = wider.percent((shown.west, shown.north)), wider.percent((shown.east, shown.south))
    more_across, more_up = max(0.0, _LEAST - (east - west)) / 2, max(0.0, _LEAST - (south - north)) / 2
    return Locator(
        Box(x, y, x + WIDE, y + high),
        wider,
        _land(wider, outlines.countries()),
        _land(wider, [country] if country else []),
        country.name if country else "",
        Box(west - more_across, north - more_up, east + more_across, south + more_up),
    )


@lru_cache(maxsize=64)
def _around(shown: Crop) -> tuple[Crop, Country | None]:
    """What the locator shows: the whole of the part of the country in which the map lies, else as much as is needed."""
    middle = ((shown.west + shown.east) / 2 + 180) % 360 - 180, (shown.south + shown.north) / 2
    frame = Box(shown.west, shown.south, shown.east, shown.north)
    for country in outlines.countries():
        if country.outline.has(middle):
            parts = zip(country.outline.polygons, country.outline.boxes, strict=True)
            part = next(reach for polygon, reach in parts if outlines.Outline((polygon,)).has(middle))
            return crop([part, frame]), country
    wider = crop([frame], _STEP * (shown.north - shown.south))
    # An islet that crosses it may be too small to be drawn.
    while not (crossed(wider) and _land(wider, outlines.countries())):
        wider = crop([frame], _STEP * (wider.north - wider.south))
    return wider, None


def widened(shown: Crop) -> Crop:
    """The same map, with more around it."""
    return crop([box([(shown.west, shown.south), (shown.east, shown.north)])])


def _land(shown: Crop, countries: Sequence[Country]) -> str:
    return "".join(path(shown.rings(country.outline), _NEAR) for country in countries)
