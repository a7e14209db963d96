"""A point is taken from the gazetteer only where the claim has none, and is told no more exactly than both tell it.

How exactly is UCDP's where_prec (GED codebook 19.1): 1 the exact location, 2 near it, 3 a second-order and 4 a
first-order division, 5 a part of a country, 6 a country, 7 international waters or airspace.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

#: Longitude and latitude.
Point = tuple[float, float]
#: What is not said to be more exact, or less, is as 3.
UNSTATED = 3
#: The precision of which a place of this kind is an area. The border of a town is no area of any: it is as 2.
_KINDS = {"country": 6, "province": 4, "district": 3, "town": 2, "village": 2, "base": 2}


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
    at = None if own else middle(claimed, places)
    point = at.point if at else own
    precision = _coarser(claimed, at.tells) if at else claimed
    for number, place in enumerate(places):
        # A larger area than the claim's says less than a point does that is known, its own or that of its place.
        larger = not own and (number == 0 or not point)
        if place.bordered and (place.level == needed or (larger and place.level > needed)):
            return Linked(point, _coarser(place.level, precision) if place.level > needed else precision, place)
    return Linked(point, precision, None)


def middle(claimed: int | None, places: Sequence[Recorded]) -> Recorded | None:
    """The place whose point is the middle of where it may be: one as coarse as the claim, else the smallest."""
    pointed = [place for place in places if place.point]
    coarse = (place for place in pointed if place.level == claimed and pointed[0].level < claimed)
    return next(coarse, pointed[0] if pointed else None)


def _coarser(claimed: int | None, told: int | None) -> int | None:
    """Of two precisions the coarser one. What is not stated is not exact."""
    if claimed and told:
        return max(claimed, told)
    return told or (claimed if claimed and claimed >= UNSTATED else None)
