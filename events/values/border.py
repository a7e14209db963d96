"""A border is text that any map program reads: well-known text (OGC 06-103r4 §7) in WGS 84, longitude first.

Only what a district can be is taken: POLYGON and MULTIPOLYGON of closed rings. Whether a ring crosses itself is not
checked.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

#: Characters; an event has at most 65,535 bytes, and needs some for the rest.
LONGEST = 60_000

_NUMBER = r"-?[0-9]{1,3}(?:\.[0-9]{1,8})?"
_POINT = rf"{_NUMBER} {_NUMBER}"
_RING = rf"\({_POINT}(?:,{_POINT})*\)"
_RINGS = rf"\({_RING}(?:,{_RING})*\)"
_WKT = re.compile(rf"(?:POLYGON {_RINGS}|MULTIPOLYGON \({_RINGS}(?:,{_RINGS})*\))", re.ASCII)
_REMEDY = "Write POLYGON((64.1 32.1,64.9 32.1,64.9 32.7,64.1 32.1)), longitude first, or MULTIPOLYGON(((…)),((…)))."


def check_border(text: str) -> str:
    """`text` in one spelling: capitals, one blank within a point, none beside commas and brackets.

    Raises ValueError for anything but a POLYGON or MULTIPOLYGON whose rings are closed, have four points or more, and
    lie between longitudes -180 and 180 and latitudes -90 and 90, in decimal degrees with at most eight decimals.
    """
    plain = re.sub(r"\s*([(),])\s*", r"\1", " ".join(text.split()))
    plain = re.sub(r"^([A-Za-z]+) ?\(", lambda word: f"{word[1].upper()} (", plain)
    if not _WKT.fullmatch(plain):
        raise ValueError(f'"{text[:40]}" is no border. {_REMEDY}')
    for ring in re.findall(r"\(([^()]+)\)", plain):
        points = ring.split(",")
        if len(points) < 4 or points[0] != points[-1]:
            raise ValueError("A ring of the border is not closed. Write four points or more, the last as the first.")
        for point in points:
            lon, lat = map(Decimal, point.split(" "))
            if abs(lon) > 180 or abs(lat) > 90:
                raise ValueError(f'"{point}" in the border is no point. Write longitude and latitude, in this order.')
    return plain


Border = Annotated[str, StringConstraints(max_length=LONGEST), AfterValidator(check_border)]
