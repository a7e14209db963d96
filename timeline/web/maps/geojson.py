"""A layer says of each row no more exactly where it was than the map of that row does: a Point is an exact location.

Layers are GeoJSON (RFC 7946): coordinates are WGS 84, longitude first, outer rings run counterclockwise, and what
reaches over the antimeridian is cut there (sections 3.1.6 and 3.1.9). A row of which it is not known where it was stays
in the layer without a geometry (section 3.2). Where there are more rows than one answer may have, a link leads to the
next, as in OGC API - Features (Part 1, 7.14).
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from timeline.imports.geometry import Point, Ring
from timeline.web import compat
from timeline.web.maps.areas import Area, Spot, area
from timeline.web.maps.crop import DEGREE, narrowing
from timeline.web.maps.outlines import Box, clipped
from timeline.web.maps.rows import found_by, named_by
from timeline.web.metadata import DATABASE
from timeline.web.queries import Tables
from timeline.web.words import PRECISION

if TYPE_CHECKING:
    from datasette.app import Datasette

Row = Mapping[str, Any]

#: Points of all borders in one layer: several megabytes. A border stands in each feature that was somewhere in it.
MOST_POINTS = 400_000
#: Corners of a disc, and decimals of a degree that its corners have: about a metre.
_CORNERS, _DECIMALS = 48, 5
_WHERE = ("latitude", "longitude")


def is_placed(columns: Sequence[str], table: str | None) -> bool:
    """Whether rows of these columns can be a layer."""
    return set(_WHERE) <= set(columns) or bool(named_by(columns, table))


async def render(
    datasette: Datasette, columns: Sequence[str], rows: Sequence[Row], table: str | None, request: Any, data: Any
) -> Any:
    """The rows as a feature collection: as many as one answer may have, and where the next are. Raises BadRequest."""
    if not is_placed(columns, table):
        raise compat.BadRequest(
            "A layer needs the columns latitude and longitude, or those that name what is there: incident or slug, "
            "event, id or a list of claims, or key of places."
        )
    query = parse_qsl(request.query_string, keep_blank_values=True)
    if data.get("next") and "_size" not in dict(query):
        return compat.Response.redirect(f"{request.path}?{urlencode([*query, ('_size', 'max')])}")
    tables = Tables(datasette.get_database(DATABASE))
    _, names, found = await found_by(tables, named_by(columns, table), rows)
    features, points = [], 0
    for row, called in zip(rows, names, strict=True):
        spot = found.get(called) or _own(columns, row)
        where = area(spot)
        points += (
            sum(len(ring) for polygon in where.outline.polygons for ring in polygon) if where and where.outline else 0
        )
        if points > MOST_POINTS:
            raise compat.BadRequest(
                f"The borders of these {len(rows):,} rows have more than {MOST_POINTS:,} points together. Ask for "
                "fewer rows: narrow the filter, or add _size=20."
            )
        told = {name: as_json(row[name]) for name in columns} | _precision(spot, where)
        features.append({"type": "Feature", "geometry": geometry(where), "properties": told})
    collection: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if data.get("next"):
        later = [*((name, value) for name, value in query if name != "_next"), ("_next", data["next"])]
        link = {"rel": "next", "type": "application/geo+json", "href": f"{request.path}?{urlencode(later)}"}
        collection |= {"numberReturned": len(features), "links": [link]}
    text = json.dumps(collection, ensure_ascii=False, allow_nan=False)
    return compat.Response(text, content_type="application/geo+json")


def _own(columns: Sequence[str], row: Row) -> Spot:
    """Where a row was by its own columns alone: as far as they say, how exactly."""
    told = {name: compat.plain(row[name]) for name in (*_WHERE, "where_prec") if name in columns}
    precision = told.get("where_prec")
    latitude, longitude = (_degrees(told.get(name), most) for name, most in zip(_WHERE, (90, 180), strict=True))
    point = None if latitude is None or longitude is None else (longitude, latitude)
    return Spot("", "", "", point=point, precision=precision if precision in PRECISION else None)


def _degrees(given: object, most: int) -> float | None:
    """A number of degrees; None for whatever is none, or is on no globe."""
    number = float(given) if isinstance(given, int | float) else math.nan
    return number if abs(number) <= most else None


def _precision(spot: Spot, where: Area | None) -> dict[str, Any]:
    """How exactly it is known, beside what the row says itself, so that no reader of the layer can miss it."""
    drawn = "nothing" if where is None else "point" if where.exact else "disc"
    if where and where.outline:
        drawn = "country" if where.whole_country else "border"
    return {
        "where_prec": spot.precision,
        "where_known": _known(spot, where),
        "drawn_as": drawn,
        "radius_km": where.kilometres if where and not where.outline else None,
    }


def _known(spot: Spot, where: Area | None) -> str:
    """How exactly it is known where it was, in words: of what is nowhere, that it is."""
    if where or spot.precision is not None:
        return PRECISION[spot.precision]
    return "a place is named, and where that lies is not known" if spot.place else "no place is known"


def as_json(given: object) -> Any:
    """A value as JSON has it: bytes as Datasette's own JSON has them, and numbers that JSON has not as null."""
    given = compat.plain(given)
    if isinstance(given, bytes):
        return {"$base64": True, "encoded": base64.b64encode(given).decode("ascii")}
    return None if isinstance(given, float) and not math.isfinite(given) else given


def geometry(where: Area | None) -> dict[str, Any] | None:
    """An area as a geometry: a Point only where it is exact, else polygons."""
    if where is None:
        return None
    if where.exact:
        return {"type": "Point", "coordinates": list(where.middle)}
    if where.outline:
        polygons = [[_wound(ring, number == 0) for number, ring in enumerate(one)] for one in where.outline.polygons]
    else:
        polygons = [[_wound(ring, True)] for ring in _cut(_circle(where.middle, where.kilometres))]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _circle(middle: Point, kilometres: float) -> Ring:
    """The disc that the map draws, as a ring; beyond ±180 where it reaches over the antimeridian."""
    x, y = middle
    up, turns = kilometres / DEGREE, (2 * math.pi * corner / _CORNERS for corner in range(_CORNERS))
    return [
        (
            round(x + up / narrowing(y) * math.cos(turn), _DECIMALS),
            round(max(-90.0, min(90.0, y + up * math.sin(turn))), _DECIMALS),
        )
        for turn in turns
    ]


def _cut(ring: Ring) -> Iterable[Ring]:
    for turn in (-360, 0, 360):
        part = clipped([(x + turn, y) for x, y in ring], Box(-180, -90, 180, 90))
        if len(part) > 2:
            yield part


def _wound(ring: Ring, outer: bool) -> list[Point]:
    """The ring closed, and wound as an outer one is, or a hole."""
    closed = ring if ring[0] == ring[-1] else [*ring, ring[0]]
    turning = sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(closed))
    return closed if (turning > 0) == outer else closed[::-1]
