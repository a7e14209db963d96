"""A time in the past is a position in the log: up to it everything was recorded by then, and nothing after it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from timeline.errors import TimelineError
from timeline.log.engine import Log
from timeline.log.entries import utc_now
from timeline.log.ids import InvalidId, parse_id
from timeline.named import id_of
from timeline.reconcile.recorded import last_instant


@dataclass(frozen=True, slots=True)
class Recorded:
    """The position of the last entry that was recorded by then, 0 for none, and the time in words for readers."""

    position: int
    words: str


def recorded_by(log: Log, text: str | None) -> Recorded:
    """What was recorded by the day, the instant or the event, itself included, that `text` names; None: by now.

    Of what is yet to come there is nothing: a time in the future is now. Raises TimelineError.
    """
    head, now = log.head(), utc_now()
    if text is None:
        return Recorded(head, now)
    try:
        if text[:1].isalpha():
            return _up_to(log, text)
        instant = last_instant(text)
    except InvalidId as problem:
        raise TimelineError(f"{problem} Or write a day, 2026-11-22, or an instant, 2026-11-22T16:00Z.") from problem
    except ValueError as problem:
        raise TimelineError(f"{problem} Or write the ID of the last event.") from problem
    if instant >= now:
        return Recorded(head, now)
    # The log's clock never goes back.
    position = bisect_right(range(1, head + 1), instant, key=lambda number: log.get(number).recorded_at)
    return Recorded(position, text if len(text) == len("2026-11-22") else instant)


def _up_to(log: Log, name: str) -> Recorded:
    id = id_of(log, name)
    return Recorded(parse_id(id)[1], id)
