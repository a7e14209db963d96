"""The outlines of countries are drawn as background and say nothing of borders; they are read once, when first needed.

outlines.json is Natural Earth's (public domain) at 1:50 million, in TopoJSON; outlines.txt tells how it was
made, and its licence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from timeline.imports.geometry import Budget, Point, Polygon, Ring, Topology

FILE = Path(__file__).with_name("outlines.json")

#: A country's code and name in the file.
_NAMED = re.compile(r'"id":"([A-Z]{2})","properties":\{"name":"([^"]+)"')
#: What a picture says of where its outlines are from.
SOURCE = "Outlines of countries: Natural Earth, public domain. They are no statement on any border."
#: Horizontal lines on which the widest stretch of an area is looked for.
_LINES = 16


class Box(NamedTuple):
    """Degrees. Beyond ±180 where it reaches over the antimeridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, eq=False)
class Outline:
    """The border of an area: its polygons, longitude first."""

    polygons: tuple[Polygon, ...]

    @cached_property
    def boxes(self) -> list[Box]:
        """The box around each polygon."""
        return [box(polygon[0]) for polygon in self.polygons]

    @cached_property
    def reach(self) -> Box:
        """The least box around all of it."""
        x, _ = self.middle
        return box([point for polygon in self.polygons for point in beside(polygon[0], x)])

    @cached_property
    def middle(self) -> Point:
        """A point well inside the largest polygon."""
        largest = max(range(len(self.boxes)), key=lambda number: size(self.boxes[number]))
        x, y, _ = stretches(self.polygons[largest])[0]
        return x, y

    def has(self, point: Point) -> bool:
        return any(
            one.west <= point[0] <= one.east
            and one.south <= point[1] <= one.north
            and sum(at > point[0] for ring in polygon for at in _crossings(ring, point[1])) % 2 == 1
            for polygon, one in zip(self.polygons, self.boxes, strict=True)
        )


class Country(NamedTuple):
    """`code` is its ISO 3166-1 alpha-2, empty where it has none; `name` as Natural Earth has it, in English."""

    code: str
    name: str
    outline: Outline


@cache
def names() -> dict[str, str]:
    """The countries' names by their codes, without their outlines, of which there are many to read."""
    return dict(_NAMED.findall(FILE.read_text(encoding="utf-8")))


@cache
def countries() -> tuple[Country, ...]:
    # Decimals stay text, as the reader of TopoJSON expects them.
    data = json.loads(FILE.read_text(encoding="utf-8"), parse_float=str)
    topology = Topology(data, Budget())
    return tuple(
        Country(one.get("id") or "", one["properties"]["name"], Outline(topology.shape(one).polygons))
        for one in data["objects"]["countries"]["geometries"]
    )


@lru_cache
def country(code: str, point: Point | None) -> Outline | None:
    """The outline of the country of this ISO 3166-1 alpha-2 code, else of the one in which the point lies."""
    for one in countries():
        if code and one.code == code:
            return one.outline
    return next((one.outline for one in countries() if point and one.outline.has(point)), None)


@lru_cache(maxsize=256)
def border(text: str) -> Outline:
    """The border of a recorded place, a POLYGON or MULTIPOLYGON in well-known text (OGC 06-103r4, section 7)."""
    polygons = re.split(r"\)\s*\)\s*,\s*\(\s*\(", text[text.index("(") :])
    return Outline(tuple([_ring(ring) for ring in re.split(r"\)\s*,\s*\(", polygon)] for polygon in polygons))


def _ring(text: str) -> Ring:
    pairs = (pair.split() for pair in text.strip("() ").split(","))
    return [(float(x), float(y)) for x, y in pairs]


def box(points: Sequence[Point]) -> Box:
    """The least box around the points."""
    across, up = [point[0] for point in points], [point[1] for point in points]
    return Box(min(across), min(up), max(across), max(up))


def size(one: Box) -> float:
    return (one.east - one.west) * (one.north - one.south)


def stretches(polygon: Polygon) -> list[tuple[float, float, float]]:
    """The middle of each stretch of some horizontal lines that lies inside, and its length, the longest first."""
    reach, found = box(polygon[0]), list[tuple[float, float, float]]()
    for line in range(1, _LINES):
        y = reach.south + (reach.north - reach.south) * line / _LINES
        ends = sorted(at for ring in polygon for at in _crossings(ring, y))
        found += [((start + end) / 2, y, end - start) for start, end in zip(ends[::2], ends[1::2], strict=False)]
    return sorted(found, key=lambda one: -one[2]) or [(*polygon[0][0], 0.0)]


def _crossings(ring: Ring, height: float) -> Iterable[float]:
    """How far to the right the ring crosses a horizontal line, in no order."""
    for (x, y), (next_x, next_y) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y > height) != (next_y > height):
            yield x + (height - y) / (next_y - y) * (next_x - x)


def beside(ring: Ring, longitude: float) -> Ring:
    """The ring moved by full circles to where its middle is at most half a circle from `longitude`."""
    reach = box(ring)
    turn = round((longitude - (reach.west + reach.east) / 2) / 360) * 360
    return [(x + turn, y) for x, y in ring] if turn else ring


def clipped(ring: Ring, to: Box) -> Ring:
    """The part of the ring within the box, by the method of Sutherland and Hodgman (1974)."""
    for axis, limit, sign in ((0, to.west, 1), (0, to.east, -1), (1, to.south, 1), (1, to.north, -1)):
        kept: Ring = []
        before = ring[-1] if ring else (0.0, 0.0)
        for point in ring:
            inside, was = (point[axis] - limit) * sign >= 0, (before[axis] - limit) * sign >= 0
            if inside != was:
                part = (limit - before[axis]) / (point[axis] - before[axis])
                other = before[1 - axis] + part * (point[1 - axis] - before[1 - axis])
                kept.append((limit, other) if axis == 0 else (other, limit))
            if inside:
                kept.append(point)
            before = point
        ring = kept
    return ring
