"""What was reported by a day is what was published by then at the latest that its date allows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.reconcile.reported import latest_day, reported_by


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2015-08-26", "2015-08-26"),
        ("2015-08-26T22:13", "2015-08-26"),
        ("2015-08-26T23:59:59", "2015-08-26"),
        ("2015-08", "2015-08-31"),
        ("2015-02", "2015-02-28"),
        ("2016-02", "2016-02-29"),
        ("2015", "2015-12-31"),
        ("9999", "9999-12-31"),
    ],
)
def test_the_latest_day_is_the_last_that_the_printed_date_allows(published: str, day: str) -> None:
    assert latest_day(published) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["2015-08-32", "26 August 2015", "2015-8", "", "2015-08T22:13", "2015-08-2X"])
def test_what_is_no_date_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match=r"Write|has 31 days"):
        latest_day(text)


@given(st.dates(), st.sampled_from([4, 7, 10]), st.dates())
def test_nothing_counts_as_reported_that_may_have_been_published_later(day: date, length: int, by: date) -> None:
    published = day.isoformat()[:length]
    assert reported_by(by, published) == (latest_day(published) <= by)
    assert not reported_by(latest_day(published) - timedelta(1), published) if day.year > 1 else True
    assert latest_day(published) >= day


def test_a_source_of_unknown_publication_is_not_known_to_be_reported_by_any_day() -> None:
    assert not reported_by(date.max, None)
