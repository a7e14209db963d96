from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.values.zones import ZONES, check_zone, days_elsewhere, instants

zones = st.sampled_from(sorted(ZONES))
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("day", "zone", "begins", "ends"),
    [
        ("2015-08-26", "Asia/Kabul", "2015-08-25T19:30:00+00:00", "2015-08-26T19:30:00+00:00"),
        ("2015-08-26", "UTC", "2015-08-26T00:00:00+00:00", "2015-08-27T00:00:00+00:00"),
        ("1930-08-26", "Asia/Kabul", "1930-08-25T20:00:00+00:00", "1930-08-26T20:00:00+00:00"),
        ("2015-03-08", "America/New_York", "2015-03-08T05:00:00+00:00", "2015-03-09T04:00:00+00:00"),
        ("2015-11-01", "America/New_York", "2015-11-01T04:00:00+00:00", "2015-11-02T05:00:00+00:00"),
        # Midnight was left out.
        ("2015-10-18", "America/Sao_Paulo", "2015-10-18T03:00:00+00:00", "2015-10-19T02:00:00+00:00"),
    ],
)
def test_a_local_day_is_the_time_that_its_zones_clocks_show(day: str, zone: str, begins: str, ends: str) -> None:
    local = date.fromisoformat(day)
    assert [moment.isoformat() for moment in instants(local, local, zone)] == [begins, ends]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Kabul", "Asia/Kabul"),
        ("damascus", "Asia/Damascus"),
        ("America/New York", "America/New_York"),
        ("GMT", "UTC"),
        ("Z", "UTC"),
        ("EST", "an IANA name such as Asia/Kabul"),
    ],
)
def test_what_is_no_zone_is_told_with_the_one_that_is_meant(written: str, meant: str) -> None:
    with pytest.raises(ValueError, match="is not a time zone") as refused:
        check_zone(written)
    assert str(refused.value) == f'"{written}" is not a time zone. Write {meant}.'
    assert check_zone("Asia/Kabul") == "Asia/Kabul"


def test_a_day_that_the_clocks_left_out_is_refused() -> None:
    day = date(2011, 12, 30)
    with pytest.raises(ValueError, match="Pacific/Apia left out 2011-12-30"):
        instants(day, day, "Pacific/Apia")


@given(days, zones)
def test_a_day_is_that_day_in_its_own_zone(day: date, zone: str) -> None:
    try:
        begins, ends = instants(day, day, zone)
    except ValueError:
        assert instants(day - timedelta(days=1), day + timedelta(days=1), zone)
        return
    assert days_elsewhere(begins, ends, zone) == (day, day)
    assert timedelta(hours=20) <= ends - begins <= timedelta(hours=28)


@given(days, zones, zones)
def test_a_day_elsewhere_is_at_most_three_days_here(day: date, there: str, here: str) -> None:
    try:
        begins, ends = instants(day, day, there)
    except ValueError:
        return
    first, last = days_elsewhere(begins, ends, here)
    assert abs(first - day) <= timedelta(days=2)
    assert timedelta(0) <= last - first <= timedelta(days=2)
    assert begins.astimezone(ZoneInfo(here)).date() == first


@given(st.sampled_from(sorted(ZONES)))
def test_every_zone_is_in_the_database(zone: str) -> None:
    assert ZoneInfo(zone).key == zone
