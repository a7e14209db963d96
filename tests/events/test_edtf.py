from __future__ import annotations

import itertools
import re
from datetime import date
from typing import Any

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import given
from hypothesis import strategies as st

from events.values.edtf import EDTF, HOW, parse, span
from tests.written import edtf, points


def bounds(written: str) -> tuple[date | None, date | None]:
    days = parse(written)
    return days.earliest, days.latest


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
        ("2015-08-22?", "2015-08-22", "2015-08-22"),
        ("2015-08~", "2015-08-01", "2015-08-31"),
        ("2015%", "2015-01-01", "2015-12-31"),
        ("2015-XX", "2015-01-01", "2015-12-31"),
        ("2015-XX-XX", "2015-01-01", "2015-12-31"),
        ("2016-02-XX", "2016-02-01", "2016-02-29"),
        ("2015-08-XX?", "2015-08-01", "2015-08-31"),
        ("2015-08-22~/2015-08-26?", "2015-08-22", "2015-08-26"),
        ("2015-08-22/..", "2015-08-22", None),
        ("../2015-08~", None, "2015-08-31"),
        ("[2015-08-22,2015-08-23]", "2015-08-22", "2015-08-23"),
        ("[2015-07,2015-08-15,2016]", "2015-07-01", "2016-12-31"),
    ],
)
def test_a_date_spans_the_days_that_it_may_mean(written: str, earliest: str | None, latest: str | None) -> None:
    assert tuple(day and day.isoformat() for day in bounds(written)) == (earliest, latest)


@given(edtf)
def test_the_first_day_is_never_after_the_last(written: str) -> None:
    earliest, latest = bounds(written)
    assert earliest is None or latest is None or earliest <= latest
    assert earliest or latest


@given(points(), points())
def test_an_interval_is_refused_only_where_the_other_way_round_is_right(one: str, other: str) -> None:
    days = bounds(one)[0], bounds(other)[1]
    assert days[0]
    assert days[1]
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
    ("written", "remedy"),
    [
        ("", HOW),
        ("22.08.2015", "Write 2015-08-22."),
        ("2015-8-22", "Write 2015-08-22."),
        ("15-08-22", HOW),
        ("2015/08/22", "Write 2015-08-22."),
        ("٢٠١٥", HOW),
        ("Y-170000002", HOW),
        ("2015S2", HOW),
        ("2015-XX-22", HOW),
        ("2015-08-2X", HOW),
        ("[..2015-08-22]", HOW),
        ("[2015-08-22?,2015-08-23]", HOW),
        ("2015-08-22\n", "Write 2015-08-22."),
        (" 2015-08-22", "Write 2015-08-22."),
        ("2015-08-22 / 2015-08-23", "Write 2015-08-22/2015-08-23."),
        ("2015–08–22", "Write 2015-08-22."),
        ("2015-08-xx", "Write 2015-08-XX."),
        ("2015-08-22?~", "Write 2015-08-22%."),
        ("[2015-08-22, 2015-08-23]", "Write [2015-08-22,2015-08-23]."),
        ("[2015-08-22]", "Write 2015-08-22."),
        ("[2015-08-23,2015-08-22]", "Write [2015-08-22,2015-08-23]."),
        ("[2015-08-22,2015-08-22]", "Write 2015-08-22."),
        ("“2015-08-22”", "Write 2015-08-22."),
        ("\u201822 August 2015\u2019", "Write 2015-08-22."),
        ("{2015-08-22,2015-08-23}", "Write [ ] for one of several dates, and a claim for each where all are meant."),
        ("2015-08-22/", "Write 2015-08-22/..."),
        ("/2015-08-22", "Write ../2015-08-22."),
        ("../..", "Leave the date out."),
        ("2015-08-22T10:00", "Write 2015-08-22, and the time as time_of_day."),
        ("2015?-08-22", "Write 2015-08-22?, for the whole of it."),
        ("2015-~08-22", "Write 2015-08-22~, for the whole of it."),
        ("2015-21", "Write its months, such as 2015-03/2015-05, and the words as wording."),
        ("2015-33", "Write its months, such as 2015-03/2015-05, and the words as wording."),
        ("201X", "Write a decade as an interval: 2010/2019."),
        ("20XX", "Write a century as an interval: 2000/2099."),
    ],
)
def test_another_notation_is_refused_with_what_to_write(written: str, remedy: str) -> None:
    with pytest.raises(ValueError, match=re.escape(remedy) + r"\Z"):
        parse(written)


@pytest.mark.parametrize(
    ("written", "date_prec"),
    [
        ("2015-08-22", 1),
        ("2015-08-22/2015-08-22", 1),
        ("2015-08-22~", 2),
        ("2015-08-22?", 2),
        ("2015-08-22/2015-08-23", 2),
        ("2015-08-22/2015-08-27", 2),
        ("[2015-08-22,2015-08-23]", 2),
        ("2015-08-17/2015-08-23", 3),
        ("2015-08-17/2015-08-24", 4),
        ("2015-08", 4),
        ("2015-02-XX", 4),
        ("2015-08-01/2015-09-01", 5),
        ("2016", 5),
        ("2015-XX", 5),
        ("2015/2016-01-01", 5),
        ("2015/2016", None),
        ("2015-08-22/..", None),
        ("../2015-08-22", None),
    ],
)
def test_the_precision_is_that_of_the_days_from_first_to_last(written: str, date_prec: int | None) -> None:
    assert parse(written).date_prec == date_prec


@given(edtf)
def test_what_is_read_is_written_as_it_was(written: str) -> None:
    assert str(parse(written)) == written


@given(edtf)
def test_the_pattern_of_the_schema_allows_whatever_is_read(written: str) -> None:
    assert re.search(EDTF, written)


@given(st.text("0123456789-/.XT?~%[], ", max_size=24) | edtf.map(lambda text: text[1:]))
def test_a_text_is_read_or_refused_in_a_sentence_and_never_beyond_the_pattern(text: str) -> None:
    said = ""
    try:
        assert str(parse(text)) == text
    except ValueError as problem:
        said = str(problem)
    assert said.endswith(".") if said else re.search(EDTF, text)


@given(st.dates())
def test_a_narrower_date_lies_within_the_wider_one(day: date) -> None:
    texts = [day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]]
    days = [parse(text).points[0] for text in texts]
    for narrow, wide in itertools.pairwise(days):
        assert narrow
        assert wide
        assert wide.first <= narrow.first <= narrow.last <= wide.last


@given(st.dates(), st.dates())
def test_a_span_is_written_so_that_it_reads_as_the_same_days(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert bounds(span(first, last)) == (first, last)
    assert span(date(2015, 7, 1), date(2015, 7, 31)) == "2015-07"
    assert span(date(2015, 1, 1), date(2015, 12, 31)) == "2015"


def theirs(written: str) -> tuple[date, date]:
    """The days that the edtf package reads."""
    found: Any = parse_edtf(written)
    return date(*found.lower_strict()[:3]), date(*found.upper_strict()[:3])


@given(edtf.filter(lambda text: ".." not in text))
def test_the_days_are_those_of_an_independent_reader(written: str) -> None:
    assert bounds(written) == theirs(written)


@pytest.mark.parametrize("written", ["2015-08-22/..", "../2015-08-22", "2015-08~/.."])
def test_an_open_end_is_infinite_to_an_independent_reader(written: str) -> None:
    found: Any = parse_edtf(written)
    ends = [end if isinstance(end, float) else date(*end[:3]) for end in (found.lower_strict(), found.upper_strict())]
    assert tuple(None if isinstance(end, float) else end for end in ends) == bounds(written)


#: What the edtf package reads and we refuse, each with why.
ALLOWED_BY_OTHERS = {
    "2015-08-26/2015-08-22": "a reversed interval",
    "2015-21": "a season",
    "201X": "a decade: an interval says the same",
    "2015-XX-22": "unspecified digits that are not the last",
    "2015?-08-22": "a qualifier of a part",
    "/2015-08-22": "a blank end, for which it makes up ten years",
    "2015-08-22/": "a blank end, for which it makes up ten years",
    "{2015-08-22,2015-08-23}": "a set that means all",
    "[2015-08-22, 2015-08-23]": "blanks",
    "[2015-08-23,2015-08-22]": "an order that says nothing",
    " 2015-08-22": "blanks",
    "Y170000002": "a year beyond the calendar",
    "2015-08-22T10:00:00Z": "a time",
}


@pytest.mark.parametrize("written", ALLOWED_BY_OTHERS, ids=ALLOWED_BY_OTHERS.get)
def test_what_others_read_and_we_refuse_is_known(written: str) -> None:
    assert parse_edtf(written) is not None
    with pytest.raises(ValueError, match=r"Write|Leave"):
        parse(written)


@pytest.mark.parametrize(
    "written", ["2015-8-22", "15-08-22", "22.08.2015", "2015-08-32", "2015-13", "2015-08-xx", "[]"]
)
def test_what_others_refuse_is_refused(written: str) -> None:
    with pytest.raises(EDTFParseException):
        parse_edtf(written)
    with pytest.raises(ValueError, match=r"Write|Months|days"):
        parse(written)
