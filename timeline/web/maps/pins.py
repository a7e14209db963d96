"""A mark on a map says whatever lies where it stands, also to a reader who does not see it."""

from __future__ import annotations

from dataclasses import dataclass, field

from timeline.web.maps.areas import Spot
from timeline.web.words import PRECISION

#: As many are named by a mark of several.
FEW = 5


@dataclass(slots=True)
class Pin:
    """The mark of spots that lie at one place, or too near one another for marks of their own.

    `number` says where the list has them. `x` and `y` are in percent of the width and the height. `label` is what is
    written beside it, and `side` where; both are empty where there is no room.
    """

    x: float
    y: float
    number: int = 0
    exact: bool = True
    label: str = ""
    side: str = ""
    spots: list[Spot] = field(default_factory=list)

    @property
    def says(self) -> str:
        """What a reader is told who does not see it, or points at it."""
        if len(self.spots) == 1:
            (spot,) = self.spots
            where = [spot.place if spot.place != spot.title else "", PRECISION[spot.precision]]
            told = [spot.title, spot.days, ", ".join(filter(None, where))]
            return f"{': '.join(filter(None, told))}.{disputes(spot)}"
        titles = [spot.title for spot in self.spots[:FEW]]
        rest = f" and {len(self.spots) - FEW} more" if len(self.spots) > FEW else ""
        disputed = f" Sources disagree on {self.disputed} of them." if self.disputed else ""
        return f"{len(self.spots)} here, listed below: {'; '.join(titles)}{rest}.{disputed}"

    @property
    def crowd(self) -> bool:
        """Whether it stands for several."""
        return len(self.spots) > 1

    @property
    def disputed(self) -> int:
        """How many of them are in dispute, on whatever."""
        return sum(spot.disputed for spot in self.spots)

    @property
    def places(self) -> list[tuple[str, str, list[Spot]]]:
        """The names of the places, how well each is known, and what was there."""
        found: dict[tuple[str, str], list[Spot]] = {}
        for spot in self.spots:
            found.setdefault((spot.place or "A place without a name", PRECISION[spot.precision]), []).append(spot)
        return [(*place, spots) for place, spots in found.items()]

    @property
    def named(self) -> list[str]:
        """The names of their places, without what these lie in."""
        return list(dict.fromkeys(spot.place.partition(",")[0] for spot in self.spots if spot.place))


def disputes(spot: Spot) -> str:
    """On what sources disagree, as a sentence; empty where they do not."""
    what = "this claim" if spot.path.startswith("/event/") else "this incident"
    also = ", also on the place" if spot.place_disputed else ""
    return f" Sources disagree on {what}{also}." if spot.disputed else ""
