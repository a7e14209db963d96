"""A border in a foreign file becomes well-known text, or says why it cannot; nothing in the file is taken on trust.

GeoJSON is RFC 7946: positions are longitude, latitude. TopoJSON's arcs are shared between neighbours, quantised and
delta-coded (TopoJSON format specification 1.0, §2.1.2 to §2.1.4).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
Ring = list[Point]
#: One outer ring and its holes.
Polygon = list[Ring]

#: Points that the borders of one file may have, with every use of a shared arc: more are no list of districts.
MOST_POINTS = 5_000_000


@dataclass(frozen=True, slots=True)
class Shape:
    """What a feature's geometry is: a point, or one or several polygons; neither for an empty one."""

    point: Point | None = None
    polygons: tuple[Polygon, ...] = ()


class Budget:
    """Counts the points of one file."""

    def __init__(self) -> None:
        self._left = MOST_POINTS

    def take(self, points: int) -> None:
        """Raise ValueError when the file has had its share."""
        self._left -= points
        if self._left < 0:
            raise ValueError(f"The borders up to here have more than {MOST_POINTS:,} points.")


def from_geojson(geometry: Any, budget: Budget) -> Shape:
    """The shape of a GeoJSON geometry. Raises ValueError for what is no point and no area."""
    kind, coordinates = _members(geometry, "coordinates")
    if kind == "Point":
        return Shape(point=_position(coordinates))
    polygons = [coordinates] if kind == "Polygon" else coordinates
    return Shape(
        polygons=tuple(
            [[_position(at) for at in _listed(ring, budget)] for ring in _listed(polygon)]
            for polygon in _listed(polygons)
        )
    )


class Topology:
    """The arcs of one TopoJSON file. Raises ValueError where they cannot be decoded."""

    def __init__(self, data: dict[str, Any], budget: Budget) -> None:
        self._budget = budget
        transform = data.get("transform")
        self._scale: Point | None = None
        self._translate: Point = (0, 0)
        if transform is not None:
            if not isinstance(transform, dict):
                raise ValueError("The transform of a topology has scale and translate.")
            self._scale = _position(transform.get("scale"), limited=False)
            self._translate = _position(transform.get("translate"), limited=False)
        self._arcs = [self._decoded(_listed(arc, budget)) for arc in _listed(data.get("arcs"))]

    def shape(self, geometry: Any) -> Shape:
        """The shape of one geometry object. Raises ValueError for what is no point and no area."""
        if isinstance(geometry, dict) and geometry.get("type") == "Point":
            x, y = _position(geometry.get("coordinates"), limited=False)
            return Shape(point=_within_range(*self._placed(x, y)))
        kind, arcs = _members(geometry, "arcs")
        polygons = [arcs] if kind == "Polygon" else arcs
        return Shape(
            polygons=tuple([self._ring(_listed(ring)) for ring in _listed(polygon)] for polygon in _listed(polygons))
        )

    def _decoded(self, arc: Sequence[Any]) -> Ring:
        points = [_position(at, limited=False) for at in arc]
        if self._scale is None:
            return points
        x = y = 0.0
        found = []
        for dx, dy in points:
            x, y = x + dx, y + dy
            found.append(self._placed(x, y))
        return found

    def _placed(self, x: float, y: float) -> Point:
        if self._scale is None:
            return x, y
        return x * self._scale[0] + self._translate[0], y * self._scale[1] + self._translate[1]

    def _ring(self, indexes: Sequence[Any]) -> Ring:
        """The arcs one after the other; the first point of each is the last of the one before it."""
        ring: Ring = []
        for index in indexes:
            if type(index) is not int or not -len(self._arcs) <= index < len(self._arcs):
                raise ValueError(f"There is no arc {str(index)[:20]}.")
            arc = self._arcs[index] if index >= 0 else self._arcs[~index][::-1]
            self._budget.take(len(arc))
            ring += arc[1:] if ring else arc
        return [_within_range(*point) for point in ring]


def _members(geometry: Any, member: str) -> tuple[str, Any]:
    """Type and coordinates of a geometry; an empty area for none at all."""
    if geometry is None or (isinstance(geometry, dict) and geometry.get("type") is None):
        return "MultiPolygon", []
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Point", "Polygon", "MultiPolygon"):
        raise ValueError(f'"{str(kind)[:40]}" is neither a point nor an area.')
    return kind, geometry.get(member)


def _listed(value: Any, budget: Budget | None = None) -> Sequence[Any]:
    if not isinstance(value, list):
        raise ValueError("A list is missing in the geometry.")
    if budget:
        budget.take(len(value))
    return value


def _position(value: Any, limited: bool = True) -> Point:
    """Longitude and latitude; what follows them (height) is left out."""
    if not isinstance(value, list) or len(value) < 2:
        raise ValueError("A position has a longitude and a latitude.")
    x, y = map(_number, value[:2])
    return _within_range(x, y) if limited else (x, y)


def _number(value: Any) -> float:
    """The JSON reader gives decimals as text, so that no digit is lost."""
    try:
        number = float(value) if isinstance(value, int | str) and not isinstance(value, bool) else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f'"{str(value)[:40]}" is no number.')
    return number


def _within_range(lon: float, lat: float) -> Point:
    if abs(lon) > 180 or abs(lat) > 90:
        exchanged = " Longitude comes first." if abs(lat) <= 180 and abs(lon) <= 90 else ""
        raise ValueError(f"{lon:.6g}, {lat:.6g} is no longitude and latitude in degrees.{exchanged}")
    return lon, lat


def points_of(polygons: Sequence[Polygon]) -> Iterator[Point]:
    """Every point of every ring."""
    return (point for polygon in polygons for ring in polygon for point in ring)
