"""Whatever is suggested for a date in another notation can be written as it stands, and means what that one means."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.values import edtf
from events.values.dates import _check_moment
from events.values.near_date import impossible, meant, yearless

#: How people and programs write a day, in the codes of strftime.
NOTATIONS = (
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d %B %Y",
    "%B %d, %Y",
    "%b %d %Y",
    "%d %b. %Y",
    "%dth of %B %Y",
)
DAYS = st.dates(date(1000, 1, 1))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("26.08.2015", ["2015-08-26"]),
        ("8/26/2015", ["2015-08-26"]),
        ("08/09/2015", ["2015-09-08", "2015-08-09"]),
        ("8.8.2015", ["2015-08-08"]),
        ("3 October 2015", ["2015-10-03"]),
        ("Aug 26, 2015", ["2015-08-26"]),
        ("Sept. 1st, 2015", ["2015-09-01"]),
        ("October 2015", ["2015-10"]),
        ("2015/8", ["2015-08"]),
        ("20150826", ["2015-08-26"]),
        ("22–26 August 2015", ["2015-08-22/2015-08-26"]),
        ("August 22-26, 2015", ["2015-08-22/2015-08-26"]),
        ("between 22 August 2015 and 3 September 2015", ["2015-08-22/2015-09-03"]),
        ("22.08.2015 - 26.08.2015", ["2015-08-22/2015-08-26"]),
        ("since 3 May 2015", ["2015-05-03/.."]),
        ("by 26 August 2015", ["../2015-08-26"]),
        ("around 22 August 2015", ["2015-08-22~"]),
        ("c. 2015", ["2015~"]),
        ("31.02.2015", []),
        ("32 August 2015", []),
        ("26 to 22 August 2015", []),
        ("26/08/15", []),
        ("August", []),
        ("0000/08/26", []),
        ("٢٦.٠٨.٢٠١٥", []),
    ],
)
def test_another_notation_is_understood_where_it_is_certain(written: str, found: list[str]) -> None:
    assert meant(written) == found
    with pytest.raises(ValueError, match="Write "):
        edtf.parse(written)


@given(DAYS, st.sampled_from(NOTATIONS))
def test_the_day_is_among_what_is_suggested_and_every_suggestion_is_a_date(day: date, notation: str) -> None:
    found = meant(day.strftime(notation))
    assert day.isoformat() in found
    assert all(edtf.parse(text).earliest for text in found)


@given(DAYS, DAYS, st.sampled_from(["{} to {}", "between {} and {}", "from {} to {}"]))
def test_an_interval_is_suggested_only_in_order(first: date, last: date, form: str) -> None:
    found = meant(form.format(f"{first:%d %B %Y}", f"{last:%d %B %Y}"))
    assert found == ([f"{first}/{last}"] if first < last else [])


@given(st.text(max_size=70) | st.from_regex(r"[0-9 ./,-]{1,20}(Aug|May)?[0-9 ./-]{0,8}"))
def test_no_suggestion_is_anything_but_a_date(text: str) -> None:
    for found in meant(text):
        edtf.parse(found)


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("2015-08-26 22:13", "Write 2015-08-26T22:13."),
        ("2015-08-26T9:13", "Write 2015-08-26T09:13."),
        ("2015-08-26T22:13Z", "Write 2015-08-26T22:13, and the zone as zone."),
        ("2015-08-26T22:13:05+04:30", "Write 2015-08-26T22:13, and the zone as zone."),
        ("26 August 2015", "Write 2015-08-26."),
        ("08/09/2015", "Write 2015-09-08, or 2015-08-09."),
        ("2015-08-26T99:13", "is not a time of day."),
        ("yesterday", "Write 2015-08-26 or 2015-08-26T22:13."),
    ],
)
def test_a_moment_in_another_notation_is_answered_with_the_right_one(written: str, remedy: str) -> None:
    with pytest.raises(ValueError, match="is not a") as refused:
        _check_moment(written)
    assert remedy in str(refused.value)


@pytest.mark.parametrize("written", ["Saturday", "last month", "mid-August", "early this week", "two days ago"])
def test_words_that_depend_on_the_report_are_led_to_the_rules(written: str) -> None:
    with pytest.raises(ValueError, match=r"\{wording: " + written + r", rule: auto\}\.\Z"):
        edtf.parse(written)


def test_an_unknown_date_is_left_out() -> None:
    with pytest.raises(ValueError, match="Leave the date out"):
        edtf.parse("Unknown")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("30 Feb. 2015", "February 2015 has 28 days"),
        ("February 30, 2016", "February 2016 has 29 days"),
        ("2015-02-30", "February 2015 has 28 days"),
        ("31/04/2015", "April 2015 has 30 days"),
        ("04/31/2015", "April 2015 has 30 days"),
        ("32/13/2015", "there is no month 13"),
        ("0 August 2015", "August 2015 has 31 days, of which none is 0"),
        ("1-31 February 2015", "February 2015 has 28 days"),
        ("40 August 2015", ""),
        ("2014-15", ""),
        ("20151345", ""),
        ("August", ""),
    ],
)
def test_why_a_day_is_not_in_the_calendar_is_said_in_words(written: str, why: str) -> None:
    assert impossible(written) == why


@given(DAYS, st.sampled_from(NOTATIONS))
def test_no_day_of_the_calendar_is_impossible(day: date, notation: str) -> None:
    assert impossible(day.strftime(notation)) == ""


@pytest.mark.parametrize(
    ("written", "found"),
    [("26 Aug", (8, 26)), ("August 26th", (8, 26)), ("29 February", (2, 29)), ("Sept.", (9, None)), ("30 Feb", None)],
)
def test_a_date_without_a_year_is_a_month_and_perhaps_a_day_of_it(written: str, found: tuple[int, int | None]) -> None:
    assert yearless(written) == found
