"""A crop is the part of the world that a map shows: all its marks with room around them, whole at the antimeridian.

The projection is equirectangular, scaled by the cosine of the middle latitude, so that shapes near it are true.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from timeline.imports.geometry import Point, Polygon, Ring
from timeline.web.maps.outlines import Box, Outline, clipped

#: Units of a map's width; whole numbers of them are finer than a screen's pixels.
UNITS = 2000
#: Width to height: of most maps, and of those that reach around much of the world.
USUAL, WORLD = 1.6, 2.0
#: The least height in degrees: of a map, so that a single place is shown with what is around it, and of a locator or
#: whatever else is to show the outlines of countries.
LEAST, ALONE = 2.0, 5.0
#: The share of the width and the height that is left free on each side.
MARGIN = 0.12
#: Kilometres of one degree of latitude (the mean of WGS 84).
DEGREE = 111.2
#: The northernmost and southernmost latitude that is shown.
_ENDS = 86.0
#: How often the height of a map is fitted to its middle, and the other way round; the rest is within the margin.
_STEPS = 8
#: A point nearer than this to the one before it is not drawn, in units.
NEAR = 2


@dataclass(frozen=True, slots=True)
class Crop:
    """What is shown, in degrees: `west` within ±180, `east` beyond it where the antimeridian lies between them."""

    west: float
    south: float
    east: float
    north: float

    @property
    def height(self) -> int:
        """Units of the map's height."""
        return round(UNITS * (self.north - self.south) / (self.east - self.west) / self._narrowed)

    @property
    def world(self) -> bool:
        """Whether it reaches around much of the world."""
        return self.height * (USUAL + WORLD) / 2 < UNITS

    @property
    def _narrowed(self) -> float:
        return narrowing((self.south + self.north) / 2)

    def at(self, point: Point) -> Point:
        """Where a place lies, in units from the left and from the top."""
        across = (_beside(point[0], (self.west + self.east) / 2) - self.west) / (self.east - self.west)
        return across * UNITS, (self.north - point[1]) / (self.north - self.south) * self.height

    def percent(self, point: Point) -> Point:
        """Where a place lies, in percent of the width and of the height."""
        x, y = self.at(point)
        return 100 * x / UNITS, 100 * y / self.height

    def radii(self, point: Point, kilometres: float) -> Point:
        """The two half axes, in units, of the ellipse that a circle on the ground around the point is on the map."""
        unit = UNITS / (self.east - self.west) / DEGREE
        return kilometres * unit / narrowing(point[1]), kilometres * unit / self._narrowed

    @property
    def bar(self) -> tuple[int, float]:
        """A round number of kilometres, and the percent of the width that it is long in the middle of the map."""
        across = (self.east - self.west) * self._narrowed * DEGREE
        power = 10 ** math.floor(math.log10(across / 4))
        kilometres = int(max(step for step in (1, 2, 5, 10) if step * power <= across / 4 or step == 1) * power)
        return kilometres, 100 * kilometres / across

    def rings(self, outline: Outline) -> list[Ring]:
        """The rings of an outline as far as they are shown, in units, each moved by full circles to where it is."""
        room = Box(self.west - 1, self.south - 1, self.east + 1, self.north + 1)
        near = (
            (polygon, whole)
            for polygon, whole in zip(outline.polygons, outline.boxes, strict=True)
            if whole.south <= room.north and whole.north >= room.south
        )
        return [ring for polygon, whole in near for ring in self._shown(polygon, whole, room)]

    def _shown(self, polygon: Polygon, whole: Box, room: Box) -> list[Ring]:
        found = []
        for turn in (-360, 0, 360):
            if whole.west + turn < room.east and whole.east + turn > room.west:
                for ring in polygon:
                    shown = clipped([(x + turn, y) for x, y in ring], room)
                    units = [((x - self.west) / (self.east - self.west) * UNITS, self.at((x, y))[1]) for x, y in shown]
                    if len(units) > 2:
                        found.append(units)
        return found


def crop(boxes: Sequence[Box], least: float = ALONE) -> Crop:
    """The crop that shows all `boxes`, of which there is at least one; at `least` so many degrees high."""
    turned = list(_turned(boxes))
    west, east = min(one.west for one in turned), max(one.east for one in turned)
    south, north = min(one.south for one in turned), max(one.north for one in turned)
    middle = max(-_ENDS, min(_ENDS, (south + north) / 2))
    high = max(least, (north - south) / (1 - 2 * MARGIN))
    wide = (east - west) / (1 - 2 * MARGIN)
    ratio = WORLD if wide * narrowing(middle) > WORLD * high else USUAL
    for _ in range(_STEPS):
        high = min(max(high, wide * narrowing(middle) / ratio), 2 * _ENDS, 360 * narrowing(middle) / ratio)
        # Moved away from the poles, where there is nothing to see; there a degree is longer, and so the map is higher.
        middle = max(high / 2 - _ENDS, min(_ENDS - high / 2, middle))
    wide = min(360.0, high * ratio / narrowing(middle))
    if wide < east - west:  # only the whole world holds them
        middle, high, wide = 0.0, 180.0, 360.0
    west = (west + east - wide) / 2
    west = (west + 180) % 360 - 180
    return Crop(west, middle - high / 2, west + wide, middle + high / 2)


def path(rings: Iterable[Ring], near: int = NEAR) -> str:
    """The rings as the data of an SVG path, in whole units; no point nearer than `near` units to the one before it."""
    found = []
    for ring in rings:
        x, y = (round(at) for at in ring[0])
        steps = []
        for point in ring[1:]:
            next_x, next_y = round(point[0]), round(point[1])
            if abs(next_x - x) > near or abs(next_y - y) > near:
                steps.append(f"{next_x - x},{next_y - y}")
                x, y = next_x, next_y
        if len(steps) > 1:
            found.append(f"M{round(ring[0][0])},{round(ring[0][1])}l{' '.join(steps)}z")
    return "".join(found)


def _beside(longitude: float, other: float) -> float:
    return other + (longitude - other + 180) % 360 - 180


def narrowing(latitude: float) -> float:
    """How much shorter a degree of longitude is there than one of latitude; near the poles no less than a tenth."""
    return max(0.1, math.cos(math.radians(latitude)))


def _turned(boxes: Sequence[Box]) -> Iterable[Box]:
    """The boxes moved by full circles to where they leave the greatest gap on the globe open."""
    middles = sorted((one.west + one.east) / 2 % 360 for one in boxes)
    gaps = zip(middles, [middles[-1] - 360, *middles[:-1]], strict=True)
    _, start = max((here - before, here) for here, before in gaps)
    for one in boxes:
        middle = (one.west + one.east) / 2
        turn = start + (middle - start) % 360 - middle
        yield Box(one.west + turn, one.south, one.east + turn, one.north)
