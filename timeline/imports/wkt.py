"""A border keeps every point that fits into an event; a longer one is simplified just as far as it must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from timeline.imports.geometry import Point, Polygon, Ring, points_of

#: Characters of a border, so that an event (65,535 bytes) has room for the names.
LONGEST = 55_000
#: Decimals of a degree: about a metre.
DECIMALS = 5
#: The first tolerance in degrees when a border is simplified (about 20 m); doubled until it fits.
FINEST = 0.0002
COARSEST = 1.0


@dataclass(frozen=True, slots=True)
class Written:
    """A border as text, and how many of its points are left where it had to be simplified."""

    text: str
    kept: int
    points: int


def border(polygons: Sequence[Polygon]) -> Written | None:
    """The polygons as well-known text (OGC 06-103r4 §7) of at most `LONGEST` characters; None without an area.

    Raises ValueError for a border that does not fit even when it is coarse.
    """
    exact = _closed(polygons)
    if not exact:
        return None
    whole = sum(1 for _ in points_of(exact))
    text, tolerance, kept = _text(exact), FINEST, exact
    while len(text) > LONGEST:
        if tolerance > COARSEST or not kept:
            raise ValueError(f"The border has {whole:,} points in {len(exact):,} areas: too many for an event.")
        kept = _closed([[_simplified(ring, tolerance) for ring in polygon] for polygon in exact])
        text, tolerance = (_text(kept) if kept else text), tolerance * 2
    return Written(text, sum(1 for _ in points_of(kept)), whole)


def _closed(polygons: Sequence[Polygon]) -> list[Polygon]:
    """The polygons with rounded points, none twice running, every ring closed; without what is no area any more."""
    found = []
    for polygon in polygons:
        rings = [_rounded(ring) for ring in polygon]
        if rings and len(rings[0]) >= 4:
            found.append([rings[0], *(hole for hole in rings[1:] if len(hole) >= 4)])
    return found


def _rounded(ring: Ring) -> Ring:
    points: Ring = []
    for lon, lat in ring:
        point = (round(lon, DECIMALS), round(lat, DECIMALS))
        if not points or points[-1] != point:
            points.append(point)
    if points and points[0] != points[-1]:
        points.append(points[0])
    return points


def _text(polygons: Sequence[Polygon]) -> str:
    parts = [
        "(" + ",".join("(" + ",".join(map(_position, ring)) + ")" for ring in polygon) + ")" for polygon in polygons
    ]
    return f"POLYGON {parts[0]}" if len(parts) == 1 else f"MULTIPOLYGON ({','.join(parts)})"


def _position(point: Point) -> str:
    # Adding zero turns a negative zero into zero.
    return " ".join(f"{degrees + 0.0:.{DECIMALS}f}".rstrip("0").rstrip(".") for degrees in point)


def _simplified(ring: Ring, tolerance: float) -> Ring:
    """The ring without points that lie within `tolerance` degrees of the line between its neighbours that are kept.

    The method of Douglas and Peucker (1973), without recursion.
    """
    middle = max(range(len(ring)), key=lambda index: _squared(ring[index], ring[0]))
    keep = {0, middle, len(ring) - 1}
    waiting = [(0, middle), (middle, len(ring) - 1)]
    while waiting:
        first, last = waiting.pop()
        farthest, distance = 0, tolerance * tolerance
        for index in range(first + 1, last):
            if (found := _from_line(ring[index], ring[first], ring[last])) > distance:
                farthest, distance = index, found
        if farthest:
            keep.add(farthest)
            waiting += [(first, farthest), (farthest, last)]
    return [ring[index] for index in sorted(keep)]


def _squared(one: Point, other: Point) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _from_line(point: Point, start: Point, end: Point) -> float:
    """The squared distance of `point` from the line between `start` and `end`, in degrees."""
    length = _squared(start, end)
    if not length:
        return _squared(point, start)
    along = ((point[0] - start[0]) * (end[0] - start[0]) + (point[1] - start[1]) * (end[1] - start[1])) / length
    along = min(1.0, max(0.0, along))
    foot = (start[0] + along * (end[0] - start[0]), start[1] + along * (end[1] - start[1]))
    return _squared(point, foot)
