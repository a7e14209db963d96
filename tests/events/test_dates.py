from __future__ import annotations

from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from events.values.dates import Moment, Occurred
from events.values.zones import ZoneOrUnknown

MOMENT: TypeAdapter[str] = TypeAdapter(Moment)
ZONE: TypeAdapter[str] = TypeAdapter(ZoneOrUnknown)


@pytest.mark.parametrize(
    ("written", "earliest", "latest", "date_prec"),
    [
        ("2015-07", date(2015, 7, 1), date(2015, 7, 31), 4),
        ("2015-08-22/..", date(2015, 8, 22), None, None),
        ({"value": "2015-08-24/2015-08-25", "rule": "this_week"}, date(2015, 8, 24), date(2015, 8, 25), 2),
        ({"value": "2015-01-01/2015-01-10", "rule": "past_year"}, date(2015, 1, 1), date(2015, 1, 10), 5),
        ({"value": "2015-08-25/2015-08-26", "rule": "weekday"}, date(2015, 8, 25), date(2015, 8, 26), 2),
        ({"value": "2015-08-25/..", "rule": "weekday"}, date(2015, 8, 25), None, None),
    ],
)
def test_a_date_is_no_finer_than_its_days_and_its_rule(
    written: object, earliest: date | None, latest: date | None, date_prec: int | None
) -> None:
    occurred = Occurred.model_validate(written)
    assert (occurred.earliest, occurred.latest, occurred.date_prec) == (earliest, latest, date_prec)


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("auto", "Leave value out, or write the rule's own name."),
        ("lastmonth", '"lastmonth" is not a rule. Write last_month.'),
    ],
)
def test_a_rule_has_a_name_of_the_table(rule: str, problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        Occurred.model_validate({"value": "2015-07", "rule": rule})


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
    with pytest.raises(ValidationError, match=r"Write (an IANA name such as )?Asia/Kabul"):
        ZONE.validate_python(zone)


def test_unknown_is_no_zone_to_resolve_a_date_in() -> None:
    with pytest.raises(ValidationError, match="not a time zone"):
        Occurred.model_validate({"value": "2015-08-22", "zone": "unknown"})
