"""Words on a map stand where there is room for them: beside no other word, on no mark, and inside its frame."""

from __future__ import annotations

from collections.abc import Iterable

from timeline.imports.geometry import Point
from timeline.web.charts.axis import LETTER, WIDE
from timeline.web.maps.crop import UNITS, Crop
from timeline.web.maps.outlines import Box

#: Pixels from the middle of a mark to the name beside it.
BESIDE = 17


class Taken:
    """What is written or drawn already on a wide screen. Places are in percent, sizes in pixels of such a screen."""

    def __init__(self, shown: Crop, marks: Iterable[Point]) -> None:
        self._pixel = (100 / WIDE, 100 * UNITS / WIDE / shown.height)
        self._boxes = [self._box(x, y, 24, 24) for x, y in marks]

    def _box(self, x: float, y: float, wide: float, high: float) -> Box:
        across, up = wide / 2 * self._pixel[0], high / 2 * self._pixel[1]
        return Box(x - across, y - up, x + across, y + up)

    def write(self, x: float, y: float, text: str, side: str) -> bool:
        """Whether there is room for the text, which is then taken; (x, y) is its middle, or a mark on this side."""
        wide = LETTER * len(text)
        move = {"start": wide / 2 + BESIDE, "end": -wide / 2 - BESIDE}.get(side, 0) * self._pixel[0]
        mine = self._box(x + move, y, wide, 16)
        inside = mine.west > 0 and mine.east < 100 and mine.south > 0 and mine.north < 92
        if inside and not any(
            mine.west < one.east and mine.east > one.west and mine.south < one.north and mine.north > one.south
            for one in self._boxes
        ):
            self._boxes.append(mine)
            return True
        return False
