"""A time by which something was recorded is one UTC instant, whichever zone it is written in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.log.entries import is_instant
from timeline.reconcile.recorded import last_instant


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-22", "2026-11-22T23:59:59.999999Z"),
        ("2026-11-22T16:00Z", "2026-11-22T16:00:00.000000Z"),
        ("2026-11-22T16:00:30Z", "2026-11-22T16:00:30.000000Z"),
        ("2026-11-22T16:00:30.25Z", "2026-11-22T16:00:30.250000Z"),
        ("2026-11-22T01:00+04:30", "2026-11-21T20:30:00.000000Z"),
        ("2026-11-22T20:00-05:00", "2026-11-23T01:00:00.000000Z"),
        ("0005-01-01", "0005-01-01T23:59:59.999999Z"),
    ],
)
def test_a_day_is_its_last_instant_and_an_instant_itself(text: str, instant: str) -> None:
    assert last_instant(text) == instant


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-11-22T16:00", "has no zone.* write 2026-11-22T16:00Z"),
        ("2026-11", "is not a time. Write a day"),
        ("2026-11-31", "is not a time"),
        ("2026-11-22T25:00Z", "is not a time"),
        ("2026-W47", "is not a time"),
        ("0001-01-01T00:00+10:00", "is not a time"),
        ("yesterday", "is not a time"),
    ],
)
def test_anything_else_is_refused_with_what_to_write(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        last_instant(text)


@given(st.integers(0, 10**17), st.integers(-23 * 60, 23 * 60))
def test_an_instant_is_written_as_the_log_writes_it_and_stays_the_same(microseconds: int, minutes: int) -> None:
    since = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    aware = since.astimezone(timezone(timedelta(minutes=minutes)))
    found = last_instant(aware.isoformat())
    assert is_instant(found.encode())
    assert datetime.fromisoformat(found) == aware.astimezone(UTC)
