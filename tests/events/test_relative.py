from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.values.edtf import parse
from events.values.relative import covered, resolve
from events.values.rules import RULES

KABUL = "Asia/Kabul"
#: A Wednesday.
REPORTED = "2015-08-26"

#: Every example of appendix 2 of the UCDP GED codebook 19.1, pages 31 to 34, told on that Wednesday: the rule, the days
#: and UCDP's precision.
APPENDIX = [
    ("", "unstated", "2015-08-23/2015-08-25", 2),
    ("14th January", "date", "2015-01-14", 1),
    ("today", "today", "2015-08-26", 1),
    ("yesterday", "yesterday", "2015-08-25", 1),
    ("last Tuesday", "weekday", "2015-08-25", 1),
    ("Monday night", "weekday", "2015-08-24", 1),
    ("Last night", "last_night", "2015-08-25", 1),
    ("The other day", "other_day", "2015-08-25", 1),
    ("Recently", "recently", "2015-08-23/2015-08-25", 2),
    ("recent attacks", "recently", "2015-08-23/2015-08-25", 2),
    ("Past few days", "past_few_days", "2015-08-23/2015-08-25", 2),
    ("last few days", "past_few_days", "2015-08-23/2015-08-25", 2),
    ("Around 2 July", "around", "2015-07-01/2015-07-03", 2),
    ("Over the weekend", "weekend", "2015-08-22/2015-08-23", 2),
    ("Since the beginning of the week", "this_week", "2015-08-24/2015-08-26", 2),
    ("this week", "this_week", "2015-08-24/2015-08-26", 2),
    ("Night between Sunday and Monday", "night_between", "2015-08-23/2015-08-24", 2),
    ("Past 24 hours", "past_hours", "2015-08-25/2015-08-26", 2),
    ("Past 48 hours", "past_hours", "2015-08-24/2015-08-26", 2),
    ("Past 72 hours", "past_hours", "2015-08-24/2015-08-26", 2),
    ("Past 2 days", "past_days", "2015-08-24/2015-08-25", 2),
    # Seven days, which are a week.
    ("Since Thursday", "since_weekday", "2015-08-20/2015-08-26", 3),
    ("Five-day offensive", "days_long", "2015-08-22/2015-08-26", 2),
    ("Continuous fighting between 13-16 February", "dates", "2015-02-13/2015-02-16", 2),
    ("Night-long battle", "night_long", "2015-08-25/2015-08-26", 2),
    ("Night of clashes", "night_long", "2015-08-25/2015-08-26", 2),
    # The codebook prints 25 to 30, "including final date of month".
    ("Last 6 days of January", "last_days", "2015-01-26/2015-01-31", 2),
    ("Late last week", "late_last_week", "2015-08-21/2015-08-23", 2),
    ("Last week", "last_week", "2015-08-17/2015-08-23", 3),
    ("Past week", "past_week", "2015-08-20/2015-08-26", 3),
    ("First week of August", "first_week", "2015-08-01/2015-08-07", 3),
    ("Week-old offensive", "week_old", "2015-08-20/2015-08-26", 3),
    ("Beginning of March", "early_month", "2015-03-01/2015-03-10", 4),
    ("early March", "early_month", "2015-03-01/2015-03-10", 4),
    ("Middle of March", "mid_month", "2015-03-10/2015-03-20", 4),
    ("End of March", "late_month", "2015-03-15/2015-03-31", 4),
    ("late March", "late_month", "2015-03-15/2015-03-31", 4),
    ("A number of weeks", "weeks", "2015-08-06/2015-08-26", 4),
    ("recent weeks", "weeks", "2015-08-06/2015-08-26", 4),
    ("Several weeks", "weeks", "2015-08-06/2015-08-26", 4),
    ("Earlier this month", "earlier_this_month", "2015-08-01/2015-08-25", 4),
    ("Last month", "last_month", "2015-07", 4),
    ("A fortnight ago", "fortnight", "2015-08-13/2015-08-26", 4),
    ("1995", "year", "1995", 5),
    ("Last year", "last_year", "2014", 5),
    ("Past year", "past_year", "2015-01-01/2015-08-26", 5),
    ("Early 1999", "early_year", "1999-01-01/1999-04-30", 5),
    ("Mid 1999", "mid_year", "1999-05-01/1999-08-31", 5),
    ("Late 1999", "late_year", "1999-09-01/1999-12-31", 5),
    ("Past 3 months", "past_months", "2015-05-27/2015-08-26", 5),
    ("Past few months", "past_months", "2015-05-27/2015-08-26", 5),
]


@pytest.mark.parametrize(("wording", "rule", "value", "date_prec"), APPENDIX, ids=[row[0] for row in APPENDIX])
def test_an_example_of_the_codebook_has_its_days(wording: str, rule: str, value: str, date_prec: int) -> None:
    found = resolve(wording, REPORTED, KABUL)
    assert (found.rule, found.value, found.date_prec) == (rule, value, date_prec)
    assert (found.earliest, found.latest) == (parse(value).earliest, parse(value).latest)
    assert found.basis == ("stated" if wording else "imputed")


def test_every_rule_has_an_example_in_the_codebook_but_the_month() -> None:
    # "Specified to a certain month": the codebook's definition of precision 4, without an example of its own.
    assert RULES.keys() - {rule for _, rule, _, _ in APPENDIX} == {"month"}


@pytest.mark.parametrize(
    ("wording", "published", "value"),
    [
        ("on Saturday", REPORTED, "2015-08-22"),
        ("Wednesday morning", REPORTED, "2015-08-26"),
        ("last Wednesday", REPORTED, "2015-08-19"),
        ("early this morning", REPORTED, "2015-08-26"),
        ("in 2007", REPORTED, "2007"),
        ("last December", REPORTED, "2014-12"),
        ("in August", REPORTED, "2015-08"),
        ("September", REPORTED, "2014-09"),
        ("August 22, 2015", REPORTED, "2015-08-22"),
        ("on Aug. 27", REPORTED, "2014-08-27"),
        ("29 February", REPORTED, "2012-02-29"),
        ("13–16 February 2001", REPORTED, "2001-02-13/2001-02-16"),
        ("the last two days", REPORTED, "2015-08-24/2015-08-25"),
        ("early August", "2015-08-05", "2015-08-01/2015-08-05"),
        ("late August", REPORTED, "2015-08-15/2015-08-26"),
        ("late August", "2015-08-10", "2014-08-15/2014-08-31"),
        ("last month", "2016-01-15", "2015-12"),
        ("last week", "2016-01-01", "2015-12-21/2015-12-27"),
        ("over the weekend", "2015-08-23", "2015-08-22/2015-08-23"),
        ("over the weekend", "2015-08-22", "2015-08-15/2015-08-16"),
        ("past 3 months", "2015-03-31", "2015-01-01/2015-03-31"),
        ("past few months", "2015-05-31", "2015-03-01/2015-05-31"),
        ("past year", "2015-01-01", "2015-01-01"),
        ("this week", "2015-08-24", "2015-08-24"),
    ],
)
def test_words_mean_the_latest_days_of_that_name(wording: str, published: str, value: str) -> None:
    assert resolve(wording, published, KABUL).value == value


@pytest.mark.parametrize(
    "wording",
    [
        "sometime",
        "next Tuesday",
        "tomorrow",
        "this month",
        "this year",
        "two weeks ago",
        "second week of August",
        "spring",
        "spring of 2015",
        "Eid",
        "22/08/2015",
        "2015-08-22",
        "Saturday or Sunday",
        "since August",
        "the 1990s",
        "before Saturday",
        "not today",
        "last last month",
    ],
)
def test_words_that_no_rule_covers_are_refused_with_those_that_one_does(wording: str) -> None:
    with pytest.raises(ValueError, match="No rule covers") as refused:
        resolve(wording, REPORTED, KABUL)
    assert covered() in str(refused.value)


@pytest.mark.parametrize(
    ("wording", "published", "problem"),
    [
        ("31 June", REPORTED, "There is no such day."),
        ("31 June 2015", REPORTED, "There is no such day."),
        ("early 0000", REPORTED, "names no day"),
        ("16-13 February", REPORTED, "names no day"),
        ("past 9 days", REPORTED, "a rule for 2 to 6 of them"),
        ("since Wednesday", REPORTED, "the report is of that very day"),
        ("last August", REPORTED, "the report is of that very month"),
        ("night between Sunday and Tuesday", REPORTED, "do not follow each other"),
        ("earlier this month", "2015-08-01", "no such day yet"),
        ("last month", "0001-01-01", "leaves the calendar"),
        ("last month", "2015-08", "not the day of a report"),
        ("last month", "26 August", "not the day of a report"),
    ],
)
def test_where_the_day_of_the_report_does_not_tell_which_day_is_meant_it_is_refused(
    wording: str, published: str, problem: str
) -> None:
    with pytest.raises(ValueError, match=f"(?i){re.escape(problem)}"):
        resolve(wording, published, KABUL)


@pytest.mark.parametrize(
    ("wording", "published", "zone", "published_zone", "value"),
    [
        ("Tuesday night", "2015-08-25T23:30", KABUL, "America/New_York", "2015-08-26"),
        ("last night", "2015-08-26", KABUL, "America/New_York", "2015-08-26"),
        ("Wednesday morning", "2015-08-26", KABUL, "America/New_York", "2015-08-26"),
        ("Tuesday", "2015-08-26", KABUL, "America/New_York", "2015-08-25/2015-08-26"),
        ("past 24 hours", "2015-08-26", KABUL, "America/New_York", "2015-08-25/2015-08-27"),
        ("Tuesday night", "2015-08-26", KABUL, KABUL, "2015-08-25"),
        ("Tuesday", "2015-08-26", KABUL, "Europe/Moscow", "2015-08-25/2015-08-26"),
        ("last month", "2015-08-26", KABUL, "America/New_York", "2015-07"),
        ("last week", "2015-08-26", KABUL, "America/New_York", "2015-08-17/2015-08-23"),
    ],
)
def test_a_day_told_elsewhere_is_every_day_that_its_hours_touch(
    wording: str, published: str, zone: str, published_zone: str, value: str
) -> None:
    found = resolve(wording, published, zone, published_zone)
    assert found.value == value
    assert (found.date_prec == 1) is (found.earliest == found.latest)


@pytest.mark.parametrize("zones", [("EST", None), (KABUL, "unknown")])
def test_an_unknown_zone_is_refused(zones: tuple[str, str | None]) -> None:
    with pytest.raises(ValueError, match="is not a time zone"):
        resolve("today", REPORTED, *zones)


@given(st.sampled_from([row[0] for row in APPENDIX]), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_days_are_in_order_within_the_precision_and_not_after_the_report(wording: str, reported: date) -> None:
    try:
        found = resolve(wording, reported.isoformat(), KABUL)
    except ValueError:
        # It is the first of the month, or Thursday since Thursday, or the year is named and has not come.
        assert wording in ("Earlier this month", "Since Thursday") or re.search("[0-9]{4}", wording)
        return
    assert found.earliest <= reported
    assert found.earliest <= found.latest
    assert (parse(found.value).earliest, parse(found.value).latest) == (found.earliest, found.latest)
    assert (found.date_prec or 0) >= (parse(found.value).date_prec or 0)
    if not re.search("[0-9]{4}", wording):
        # Those of a month or a week that has begun go to its end, and around a day to the day after it.
        assert found.latest <= reported + timedelta(days=10)


@given(st.text(max_size=30) | st.sampled_from(sorted(rule.example for rule in RULES.values())), st.dates())
def test_whatever_is_written_is_resolved_or_refused(wording: str, reported: date) -> None:
    said = ""
    try:
        parse(resolve(wording, reported.isoformat(), KABUL, "America/New_York").value)
    except ValueError as problem:
        said = str(problem)
    assert not said or said.endswith(".")
