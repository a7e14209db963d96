"""Words on a map stand where there is room for them: beside no other word, on no mark, and inside its frame."""

from __future__ import annotations

from collections.abc import Iterable

from timeline.imports.geometry import Point
from timeline.web.charts import axis
from timeline.web.maps.crop import UNITS, Crop
from timeline.web.maps.outlines import Box

#: Where a name may stand beside its mark, the best first: to its right, to its left, below it and above it. How far
#: its middle is from the mark's, in pixels, beside half of its own width.
SIDES: dict[str, Point] = {"start": (17, 0), "end": (-17, 0), "under": (0, 22), "over": (0, -22)}
#: Pixels that a mark and a line of words are high.
_MARK, _LINE = 24, 16
#: Percent of the height above which words stand; the scale is below.
_LOWEST = 92


class Taken:
    """What is written or drawn already on a screen so many pixels wide, or `covered`.

    Places are in percent, sizes in pixels.
    """

    def __init__(self, shown: Crop, marks: Iterable[Point], width: int, covered: Iterable[Box] = ()) -> None:
        self._pixel = (100 / width, 100 * UNITS / width / shown.height)
        self._boxes = [self._box(x, y, _MARK, _MARK) for x, y in marks] + list(covered)

    def _box(self, x: float, y: float, wide: float, high: float) -> Box:
        across, up = wide / 2 * self._pixel[0], high / 2 * self._pixel[1]
        return Box(x - across, y - up, x + across, y + up)

    def write(self, x: float, y: float, text: str, side: str = "") -> bool:
        """Whether there is room for the text, which is then taken; (x, y) is its middle, or a mark on this side."""
        wide, (right, down) = axis.length(text), SIDES.get(side, (0, 0))
        right += (right > 0) * wide / 2 - (right < 0) * wide / 2
        mine = self._box(x + right * self._pixel[0], y + down * self._pixel[1], wide, _LINE)
        inside = mine.west > 0 and mine.east < 100 and mine.south > 0 and mine.north < _LOWEST
        if inside and not any(
            mine.west < one.east and mine.east > one.west and mine.south < one.north and mine.north > one.south
            for one in self._boxes
        ):
            self._boxes.append(mine)
            return True
        return False
