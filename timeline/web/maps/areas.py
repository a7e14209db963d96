"""Where something may have been is never told more exactly than the claim and the gazetteer both tell it.

How exactly is UCDP's where_prec (GED codebook 19.1): 1 is the exact location; 2 is within about 25 km of a known point;
3 and 4 are a second-order and a first-order division, of which the point is only the middle or the seat; 5 is a line,
such as a river or a road, or a region without a border; 6 is a country; 7 is international waters or airspace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from timeline.imports.geometry import Point
from timeline.web.maps import outlines
from timeline.web.maps.crop import DEGREE, narrowing
from timeline.web.maps.outlines import Box, Outline

#: The kilometres from the point within which it may be, where no border is known. 2 is UCDP's own; 3 and 4 are about
#: the size of such areas, the others are of nothing that has a size.
RADII = {2: 25, 3: 35, 4: 100, 5: 250, 7: 250}
#: What is not said to be more exact, or less, is as 3.
UNSTATED = 3
#: The precision of which a place of this kind is an area. The border of a town is no area of any: it is as 2.
_KINDS = {"country": 6, "province": 4, "district": 3, "town": 2, "village": 2, "base": 2}
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


class Recorded(NamedTuple):
    """A place of the gazetteer: `precision` is of its point, `bordered` whether its border is recorded.

    `credited`: it has a code of GeoNames.
    """

    key: str
    kind: str
    point: Point | None
    precision: int | None
    bordered: bool
    credited: bool = False

    @property
    def level(self) -> int:
        """How coarse it is as an area, as a precision. Of places of no such kind its own precision tells; else 0."""
        return _KINDS.get(self.kind) or self.precision or 0

    @property
    def tells(self) -> int | None:
        """How well its point tells where something happened of which only the place is named; None is not stated."""
        return self.precision or (self.level if self.level >= UNSTATED else None)


class Linked(NamedTuple):
    """What the gazetteer adds to a claim: a point, how exactly all is known then, and whose border may be drawn."""

    point: Point | None
    precision: int | None
    border: Recorded | None


def linked(claimed: int | None, own: Point | None, places: Sequence[Recorded]) -> Linked:
    """What is known of a claim with this precision and this point of its own, either None where it has none.

    `places` are the recorded place that it is linked with, then what that is part of, and so on.
    """
    needed = claimed or UNSTATED
    at = None if own else _middle(claimed, [place for place in places if place.point])
    point = at.point if at else own
    precision = _coarser(claimed, at.tells) if at else claimed
    for number, place in enumerate(places):
        # A larger area than the claim's says less than a point does that is known, its own or that of its place.
        larger = not own and (number == 0 or not point)
        if place.bordered and (place.level == needed or (larger and place.level > needed)):
            return Linked(point, max(precision or 0, place.level) if place.level > needed else precision, place)
    return Linked(point, precision, None)


def _middle(claimed: int | None, places: Sequence[Recorded]) -> Recorded | None:
    """The place whose point is the middle of where it may be: one as coarse as the claim, else the smallest."""
    coarse = (place for place in places if place.level == claimed and places[0].level < claimed)
    return next(coarse, places[0] if places else None)


def _coarser(claimed: int | None, told: int | None) -> int | None:
    """Of two precisions the coarser one. What is not stated is not exact."""
    if claimed and told:
        return max(claimed, told)
    return told or (claimed if claimed and claimed >= UNSTATED else None)
