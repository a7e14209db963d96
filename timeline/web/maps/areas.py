"""Where something may have been is never told more exactly than the claim and the gazetteer both tell it.

How exactly is UCDP's where_prec (GED codebook 19.1): 1 is the exact location; 2 is within about 25 km of a known point;
3 and 4 are a second-order and a first-order division, of which the point is only the middle or the seat; 5 is a line,
such as a river or a road, or a region without a border; 6 is a country; 7 is international waters or airspace.
"""

from __future__ import annotations

from dataclasses import dataclass

from timeline.matching.points import UNSTATED, Point
from timeline.web.maps import outlines
from timeline.web.maps.crop import DEGREE, narrowing
from timeline.web.maps.outlines import Box, Outline

#: The kilometres from the point within which it may be, where no border is known. 2 is UCDP's own; 3 and 4 are about
#: the size of such areas, the others are of nothing that has a size.
RADII = {2: 25, 3: 35, 4: 100, 5: 250, 7: 250}
_COUNTRY = 6


@dataclass(frozen=True, slots=True)
class Spot:
    """One incident, event or place: where its page is, what it is called, and where it was, as far as that is known.

    `point` is longitude and latitude; `border` one in which it certainly lies, a country's if `whole`; `country` is
    ISO 3166-1 alpha-2. `kind` is a style of chart.KINDS, empty for a place. Sources may be in dispute on anything, and
    on the place itself. `credited`: the place has a code of GeoNames, whose licence asks to be named.
    """

    path: str
    title: str
    place: str
    days: str = ""
    kind: str = ""
    point: Point | None = None
    precision: int | None = None
    border: Outline | None = None
    whole: bool = False
    country: str = ""
    disputed: bool = False
    place_disputed: bool = False
    credited: bool = False


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
        """The least box around it."""
        x, y = self.middle
        if self.outline:
            return self.outline.reach
        up = self.kilometres / DEGREE
        across = up / narrowing(y)
        return Box(x - across, y - up, x + across, y + up)


def area(spot: Spot) -> Area | None:
    """Where it may have been by all that is known; None where that is nowhere in particular."""
    if spot.point and spot.precision == 1:
        return Area(spot.point)
    if spot.point and spot.precision == 2:
        return Area(spot.point, kilometres=RADII[2])
    if spot.border:
        return Area(spot.border.middle, spot.border, whole_country=spot.whole)
    if spot.precision == _COUNTRY:
        whole = outlines.country(spot.country, spot.point)
        return Area(whole.middle, whole, whole_country=True) if whole else None
    return Area(spot.point, kilometres=RADII[spot.precision or UNSTATED]) if spot.point else None
