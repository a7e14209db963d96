from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from events.values.dates import ZONES, Moment, Occurred, ZoneOrUnknown, bounds
from tests.strategies import edtf, points

MOMENT: TypeAdapter[str] = TypeAdapter(Moment)
ZONE: TypeAdapter[str] = TypeAdapter(ZoneOrUnknown)


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("2015-08-22", "2015-08-22", "2015-08-22"),
        ("2015-07", "2015-07-01", "2015-07-31"),
        ("2015-02", "2015-02-01", "2015-02-28"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2015", "2015-01-01", "2015-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
        ("2015-08-23/2015-08-26", "2015-08-23", "2015-08-26"),
        ("2015-06/2015-08", "2015-06-01", "2015-08-31"),
        ("2014/2015-03", "2014-01-01", "2015-03-31"),
        ("2015-08/2015-08-15", "2015-08-01", "2015-08-15"),
        ("2015-08-15/2015-08", "2015-08-15", "2015-08-31"),
    ],
)
def test_a_date_spans_the_days_that_it_may_mean(written: str, earliest: str, latest: str) -> None:
    assert bounds(written) == (date.fromisoformat(earliest), date.fromisoformat(latest))
    occurred = Occurred.model_validate(written)
    assert (occurred.earliest.isoformat(), occurred.latest.isoformat()) == (earliest, latest)


@given(edtf)
def test_the_first_day_is_never_after_the_last(written: str) -> None:
    earliest, latest = bounds(written)
    assert earliest <= latest


@given(points(), points())
def test_an_interval_is_refused_only_where_the_other_way_round_is_right(one: str, other: str) -> None:
    days = bounds(one)[0], bounds(other)[1]
    if days[0] <= days[1]:
        assert bounds(f"{one}/{other}") == days
    else:
        with pytest.raises(ValueError, match=f"ends before it begins. Write {other}/{one}."):
            bounds(f"{one}/{other}")
        bounds(f"{other}/{one}")


@pytest.mark.parametrize("written", ["2015-08-26/2015-08-23", "2015-08/2015-07-31", "2016/2015", "2015-09-01/2015-08"])
def test_a_reversed_interval_is_refused(written: str) -> None:
    first, last = written.split("/")
    with pytest.raises(ValueError, match="ends before it begins") as refused:
        bounds(written)
    assert str(refused.value).endswith(f"Write {last}/{first}.")


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("2015-02-29", "February 2015 has 28 days."),
        ("2015-04-31", "April 2015 has 30 days."),
        ("2015-04-00", "April 2015 has 30 days."),
        ("2015-13", "no such month"),
        ("2015-00-01", "no such month"),
        ("0000", "no such year"),
        ("2015-08-22/2015-08-32", "August 2015 has 31 days."),
    ],
)
def test_what_is_not_in_the_calendar_is_refused(written: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        bounds(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "22.08.2015",
        "2015-8-22",
        "15-08-22",
        "2015/08/22",
        "2015-08-22T10:00",
        "2015-08-22/",
        "2015-21",
        "٢٠١٥",
        "2015~",
    ],
)
def test_another_notation_is_refused_with_what_to_write(written: str) -> None:
    with pytest.raises(ValueError, match=r"Write a day 2015-08-22|no such month"):
        bounds(written)


def test_a_bare_date_is_stated_and_within() -> None:
    occurred = Occurred.model_validate("2015-08-22")
    assert occurred == Occurred(value="2015-08-22", basis="stated", extent="within")


@pytest.mark.parametrize("written", ["2015", "2015-08", "2015-08-26", "2015-08-26T22:13", "2015-08-26T22:13:59"])
def test_a_moment_is_kept_exactly_as_printed(written: str) -> None:
    assert MOMENT.validate_python(written) == written


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("2015-08-26 22:13", "not a date or a local time"),
        ("2015-08T22:13", "not a date or a local time"),
        ("2015T22:13", "not a date or a local time"),
        ("2015-08-26T22:13Z", "not a date or a local time"),
        ("2015-08-26T22:13+04:30", "not a date or a local time"),
        ("2015-08-26T24:00", "not a time of day"),
        ("2015-08-26T22:60", "not a time of day"),
        ("2015-08-26T22:13:60", "not a time of day"),
        ("2015-02-30T22:13", "not in the calendar"),
    ],
)
def test_a_moment_that_no_clock_shows_is_refused(written: str, problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        MOMENT.validate_python(written)


@pytest.mark.parametrize("zone", ["Asia/Kabul", "UTC", "America/Argentina/Buenos_Aires", "unknown"])
def test_a_zone_is_an_iana_name_or_unknown(zone: str) -> None:
    assert ZONE.validate_python(zone) == zone


@pytest.mark.parametrize("zone", ["EST", "GMT+5", "Etc/GMT+5", "asia/kabul", "+04:30", "posix/Asia/Kabul", ""])
def test_an_abbreviation_or_offset_is_no_zone(zone: str) -> None:
    with pytest.raises(ValidationError, match="Write an IANA name such as Asia/Kabul"):
        ZONE.validate_python(zone)


@given(st.sampled_from(sorted(ZONES)))
def test_every_zone_is_in_the_database(zone: str) -> None:
    assert ZoneInfo(zone).key == zone


def test_unknown_is_no_zone_to_resolve_a_date_in() -> None:
    with pytest.raises(ValidationError, match="not a time zone"):
        Occurred.model_validate({"value": "2015-08-22", "zone": "unknown"})
