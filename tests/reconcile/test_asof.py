from __future__ import annotations

from datetime import date

import pytest

from timeline.errors import TimelineError
from timeline.reconcile.asof import NOW, AsOf, as_of


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_no_time_is_now(nothing: str | None) -> None:
    assert as_of(nothing, nothing) == NOW
    assert not NOW


def test_a_day_means_its_end_whether_recorded_or_reported() -> None:
    assert as_of("2026-11-22", " 2015-08 ") == AsOf("2026-11-22T23:59:59.999999Z", date(2015, 8, 31))
    assert as_of(reported="2015-08-26")


@pytest.mark.parametrize(
    ("recorded", "reported", "said"),
    [
        ("then", None, "As recorded: .*Write a day, 2026-11-22"),
        ("2026-11-22T16:00", None, "If it is meant in UTC, write 2026-11-22T16:00Z"),
        (None, "2015-08-26T12:00", "sources are reported by the day. Write 2015-08-26"),
        (None, "Tuesday", r'As reported: "Tuesday" is not a date\. Write 2015-08-26, 2015-08 or 2015\.'),
        (None, "26/08/2015", r'"26/08/2015" is not a date\. Write 2015-08-26\.'),
        (None, "2015-13", "has no such month"),
        (None, "2015-02-30", "February 2015 has 28 days"),
    ],
)
def test_what_is_no_time_is_refused_with_what_to_write(recorded: str | None, reported: str | None, said: str) -> None:
    with pytest.raises(TimelineError, match=said):
        as_of(recorded, reported)


def test_both_times_are_checked_at_once() -> None:
    with pytest.raises(TimelineError, match=r"(?s)As recorded: .*\nAs reported: "):
        as_of("x", "y")


@pytest.mark.parametrize(
    ("recorded", "held"),
    [("2026-01-01T00:00:00Z", False), ("2026-02-01T00:00:00Z", True), ("2026-03-01T00:00:00Z", False), (None, False)],
)
def test_a_spell_holds_from_its_beginning_until_before_its_end(recorded: str | None, held: bool) -> None:
    spell = {"from_at": "2026-02-01T00:00:00Z", "to_at": "2026-03-01T00:00:00Z"}
    assert AsOf(recorded).holds(spell) is held
    assert AsOf("2026-04-01T00:00:00Z").holds(spell | {"to_at": None})
