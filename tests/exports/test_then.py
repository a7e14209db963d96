"""A time is found in the log by its instants, which never go back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.samples import GROUND
from tests.tables import store
from timeline.errors import TimelineError
from timeline.exports.then import recorded_by
from timeline.log import entries
from timeline.log.ids import format_id
from timeline.log.sqlite import SqliteLog

INSTANTS = [
    "2026-11-21T23:59:59.999999Z",
    "2026-11-22T00:00:00.000000Z",
    "2026-11-22T16:00:00.000000Z",
    "2026-11-22T16:00:00.000001Z",
    "2026-11-23T08:00:00.000000Z",
]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[SqliteLog]:
    with SqliteLog.memory("TST") as log:
        for instant, event in zip(INSTANTS, GROUND, strict=True):
            monkeypatch.setattr(entries, "utc_now", lambda instant=instant: instant)
            store(log, [event])
        monkeypatch.undo()
        yield log


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("2026-11-20", 0),
        ("2026-11-21", 1),
        ("2026-11-21T23:59:59Z", 0),
        ("2026-11-22", 4),
        ("2026-11-22T16:00Z", 3),
        ("2026-11-22T20:30+04:30", 3),
        ("2026-11-22T16:00:00.000001Z", 4),
        ("TST-0000-0002-02", 2),
        ("tst 0000 0002 02", 2),
    ],
)
def test_a_day_is_meant_to_its_end_and_an_instant_and_an_event_include_themselves(
    log: SqliteLog, text: str, position: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("timeline.exports.then.utc_now", lambda: "2027-01-01T00:00:00.000000Z")
    assert recorded_by(log, text).position == position


def test_a_time_to_come_is_now(log: SqliteLog, monkeypatch: pytest.MonkeyPatch) -> None:
    now = "2026-11-23T09:00:00.000000Z"
    monkeypatch.setattr("timeline.exports.then.utc_now", lambda: now)
    for text in (None, "2026-11-23", "2030-01-01T00:00Z"):
        found = recorded_by(log, text)
        assert (found.position, found.words) == (5, now)
    assert recorded_by(log, "2026-11-22").words == "2026-11-22"
    assert recorded_by(log, "2026-11-22T20:30+04:30").words == "2026-11-22T16:00:00.000000Z"
    assert recorded_by(log, "tst 0000 0002 02").words == format_id("TST", 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-11", "is not a time.* Or write the ID of the last event"),
        ("2026-11-22T16:00", "has no zone"),
        ("TST-0000-0009-78", "ends at 5"),
        ("TST-0000-0002-03", "write TST-0000-0002-02"),
        ("HEL-0000-0001-84", "begin with TST"),
        ("yesterday", "is not an ID.* Or write a day, 2026-11-22, or an instant"),
    ],
)
def test_what_is_no_time_of_this_log_is_refused_with_what_to_write(log: SqliteLog, text: str, said: str) -> None:
    with pytest.raises(TimelineError, match=said):
        recorded_by(log, text)
