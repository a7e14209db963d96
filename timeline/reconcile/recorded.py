"""What was recorded by a time is told by UTC instants: a day is its last instant, and no zone is guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

#: A day, or a day and a time of day with or without its zone (RFC 3339 §5.6; seconds may be left out).
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)(Z|[+-][0-9]{2}:[0-9]{2})?)?",
    re.ASCII,
)


def last_instant(text: str) -> str:
    """The last UTC instant that a day or an instant means, to the microsecond, as the log writes instants.

    Of 2026-11-22 it is 2026-11-22T23:59:59.999999Z. An instant has a zone: 2026-11-22T16:00Z, or an offset from UTC
    such as +04:30. Raises ValueError, which says what to write.
    """
    found = _TIME.fullmatch(text)
    if found and found[2] and not found[3]:
        raise ValueError(f'"{text}" has no zone. If it is meant in UTC, write {text}Z.')
    try:
        if not found:
            raise ValueError
        whole = datetime.combine(date.fromisoformat(text), time.max, UTC) if not found[2] else _instant(text)
    except (ValueError, OverflowError) as problem:
        raise ValueError(
            f'"{text}" is not a time. Write a day, 2026-11-22, or an instant with its zone, 2026-11-22T16:00Z.'
        ) from problem
    return whole.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
