"""What lies long before most of what is drawn is a link away: a chart of years and of a week shows neither.

Long is what an axis would cut. What comes last is always drawn, however far from the others it lies.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from timeline.web.charts.axis import limit
from timeline.web.charts.zoom import Step


def begun(spans: Sequence[tuple[int, int]], before: int = 0) -> tuple[int, Step | None]:
    """From which of the spans on they are drawn, and what is asked for to see those before.

    Each is the first day and the day after the last one, as ordinals; they come in the order of their first days, and
    `before` are earlier still. All are drawn where no more than half of them come after a long time of nothing.
    """
    first = max((number for number in _breaks(spans) if 2 * number < len(spans)), default=0)
    if not first:
        return 0, None
    until = date.fromordinal(spans[first][0]) - timedelta(1)
    return first, Step(f"{before + first:,} earlier", "", until.isoformat(), before + first)


def _breaks(spans: Sequence[tuple[int, int]]) -> list[int]:
    """The numbers of the spans before which nothing lies for long."""
    long = limit(sorted({day for ends in spans for day in ends}))
    reached, found = spans[0][1], []
    for number, (start, end) in enumerate(spans):
        if start - reached >= long:
            found.append(number)
        reached = max(reached, end)
    return found
