"""A chart of any rows is seen through the window that its address tells; what reaches beyond is cut, and said to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.conftest import Get
from timeline.web.charts.chart import Span, drawn
from timeline.web.charts.zoom import FROM, TO, Days, Window, beside, closer, wider, window

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


def span(earliest: str | None, latest: str | None) -> Span:
    return Span("/incident/one", "One", earliest, latest, "Battles")


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2015-08", "2015-09", (date(2015, 8, 1), date(2015, 9, 30))),
        ("2015", "", (date(2015, 1, 1), None)),
        ("", " 2016-02 ", (None, date(2016, 2, 29))),
        ("2015-08-22", "2015-08-22", (date(2015, 8, 22), date(2015, 8, 22))),
        ("0001", "9999", (date(1, 1, 1), date(9999, 12, 31))),
        ("", "", (None, None)),
    ],
)
def test_days_months_and_years_are_read_to_their_first_and_last_day(
    first: str, last: str, shown: tuple[date | None, date | None]
) -> None:
    found = window(first, last)
    assert (found.first, found.last, found.faults) == (*shown, {})


@pytest.mark.parametrize(
    ("first", "last", "faulty", "why"),
    [
        ("yesterday", "", FROM, "“yesterday” is no day, month or year."),
        ("2015-08/2015-09", "", FROM, "Write 2015-08-22, 2015-08 or 2015."),
        ("2015-08~", "", FROM, "is no day, month or year"),
        ("", "2015-02-30", TO, "February 2015 has 28 days"),
        ("", "2015-13", TO, "no such month"),
        ("0000", "", FROM, "no such year"),
        ("2015-09", "2015-08", TO, "“2015-08” ends before “2015-09” begins."),
        ("\uff12\uff10\uff11\uff15", "", FROM, "is no day, month or year"),
    ],
)
def test_what_is_no_date_is_told_at_its_field_and_everything_is_shown(
    first: str, last: str, faulty: str, why: str
) -> None:
    found = window(first, last)
    assert list(found.faults) == [faulty]
    assert why in found.faults[faulty]
    assert not found


def test_a_span_beyond_the_window_is_cut_and_the_words_say_so() -> None:
    chart = drawn(
        [span("2014-01-01", "2015-08-10"), span("2015-08-05", "2015-08-06"), span("2015-08-20", "2016-01-01")],
        window("2015-08", "2015-08"),
    )
    early, inside, late = chart.bars
    assert (early.start, early.beyond, early.before, early.after) == (0, "begins before what is shown", True, False)
    assert (inside.beyond, inside.open) == ("", False)
    assert (late.end, late.beyond) == (100, "ends after what is shown")
    assert chart.axis.days[0] == date(2015, 8, 1).toordinal()
    assert "begins before what is shown" in early.said


def test_an_open_end_reaches_into_every_later_window() -> None:
    since = span("2007-01-01", None)
    shown = window("2015", "2015")
    assert shown.holds(since.earliest, since.latest)
    (bar,) = drawn([since], shown).bars
    assert (bar.start, bar.before, bar.after) == (0, True, True)
    assert bar.end > 5


@given(DAYS, DAYS, st.none() | DAYS, st.none() | DAYS)
def test_whatever_is_held_is_drawn_inside(one: date, other: date, first: date | None, last: date | None) -> None:
    if first and last and first > last:
        first, last = last, first
    shown, asked = Window(first, last), span(*(day.isoformat() for day in sorted((one, other))))
    if shown.holds(*asked.days):
        chart = drawn([asked], shown)
        assert 0 <= chart.bars[0].start <= chart.bars[0].end <= 100
        assert chart.axis.ticks(900)


def test_steps_lead_closer_by_the_fewest_parts_and_wider_by_the_calendar() -> None:
    days = [(day, day) for day in ("2014-01-01", "2015-08-22", "2015-08-23", "2015-09-01")]
    assert [(one.words, one.spans) for one in closer(Window(), Counter(days))] == [("2014", 1), ("2015", 3)]
    year, month, day = (window(text, text) for text in ("2015", "2015-08", "2015-08-22"))
    assert [one.first for one in closer(year, Counter(days[1:]))] == ["2015-08", "2015-09"]
    assert [one.first for one in closer(month, Counter(days[1:3]))] == ["2015-08-22", "2015-08-23"]
    assert closer(day, Counter(days[1:2])) == []
    assert [one.words for one in wider(day)] == ["August 2015", "2015", "Everything"]
    assert [one.words for one in wider(year)] == ["Everything"]
    assert wider(Window()) == []
    assert [one.words for one in beside(month)] == ["July 2015", "September 2015"]
    assert beside(window("2015-08", "2015-09")) == []


def each(days: Iterable[str]) -> Counter[Days]:
    return Counter((day, day) for day in days)


def test_of_more_years_than_can_be_listed_the_decades_are_offered_and_then_the_centuries() -> None:
    days = each(f"{year}-05-05" for year in range(1979, 2016))
    steps = closer(Window(), days)
    assert [(one.words, one.first, one.last, one.spans) for one in steps] == [
        ("1970 to 1979", "1970", "1979", 1),
        ("1980 to 1989", "1980", "1989", 10),
        ("1990 to 1999", "1990", "1999", 10),
        ("2000 to 2009", "2000", "2009", 10),
        ("2010 to 2019", "2010", "2019", 6),
    ]
    decade = window("1980", "1989")
    inside = Counter({ends: many for ends, many in days.items() if decade.holds(*ends)})
    assert [one.words for one in closer(decade, inside)] == [str(year) for year in range(1980, 1990)]
    assert [one.words for one in beside(decade)] == ["1970 to 1979", "1990 to 1999"]
    assert [one.words for one in wider(decade)] == ["Everything"]
    long = closer(Window(), each(f"{year:04}-01-01" for year in range(1, 2020, 20)))
    assert [one.words for one in long][:2] == ["0001 to 0099", "0100 to 0199"]
    assert (long[0].first, long[-1].last) == ("0001", "2099")


def test_all_days_of_a_month_are_offered() -> None:
    days = each(f"2015-08-{day:02}" for day in range(1, 32))
    assert len(closer(window("2015-08", "2015-08"), days)) == 31


def test_every_day_that_a_bar_covers_is_offered_and_of_longer_ones_every_month_or_year() -> None:
    def offered(shown: Window, *days: Days) -> list[tuple[str, int | None]]:
        return [(one.first, one.spans) for one in closer(shown, Counter(days))]

    two = ("2015-08-24", "2015-08-26"), ("2015-08-25", "2015-08-26")
    days = [("2015-08-24", 1), ("2015-08-25", 2), ("2015-08-26", 2)]
    assert offered(window("2015-08-24", "2015-08-26"), *two) == days
    assert offered(Window(), *two) == days
    assert offered(Window(), ("2015-08-24", "2015-10-02")) == [("2015-08", 1), ("2015-09", 1), ("2015-10", 1)]
    assert offered(window("2015-09", "2015-10"), ("2015-08-24", "2015-10-02")) == [("2015-09", 1), ("2015-10", 1)]
    assert offered(Window(), ("2014-12-31", "2015-01-01")) == [("2014", 1), ("2015", 1)]
    assert offered(Window(), ("2015-08-24", None)) == [("2015-08-24", 1)]


def test_a_step_counts_whatever_is_drawn_where_it_leads_and_lies_in_what_is_shown() -> None:
    spans = [span("2015-07-20", "2015-08-10"), span("2015-08-09", None), span(None, "2015-08-20")]
    month = window("2015-08", "2015-08")
    steps = closer(month, Counter(one.days for one in spans))
    until = [(f"2015-08-{day:02}", 2 if day < 9 else 3) for day in range(1, 11)]
    assert [(one.first, one.spans) for one in steps] == [*until, ("2015-08-20", 2)]
    for step in steps:
        inside = [one for one in spans if window(step.first, step.last).holds(*one.days)]
        assert len(drawn(inside, window(step.first, step.last)).bars) == step.spans


def test_the_chart_of_a_table_draws_its_rows_and_says_how_many_of_how_many(get: Get) -> None:
    page = get("/timeline/incidents.chart?place=Musa+Qala").text
    slugs = [row["slug"] for row in get("/timeline/incidents.json?place=Musa+Qala&_shape=array").json()]
    svg = page.partition('<svg class="chart')[2].partition("</svg></div>")[0]
    assert sorted(set(re.findall(r'href="/incident/([^"]+)"', svg))) == sorted(slugs)
    assert f"{len(slugs)} of {len(slugs)} rows drawn." in page
    assert 'href="/timeline/incidents?place=Musa+Qala"' in page
    assert 'href="/timeline/incidents.svg?place=Musa+Qala"' in page
    table = page.partition('id="same"')[2]
    assert sorted(re.findall(r'href="/incident/([^"]+)"', table)) == sorted(slugs)


def test_a_window_keeps_the_filters_and_tells_what_is_not_drawn(get: Get) -> None:
    page = get("/timeline/events.chart?source=sputnik-2015-08-26&_from=2015-08&_to=2015-08").text
    assert "Shown: <b>August 2015</b>." in page
    assert re.search(r"[0-9]+ of [0-9]+ rows drawn; not drawn: [^;]*[0-9]+ outside these days\.", page)
    assert '<input type="hidden" name="source" value="sputnik-2015-08-26">' in page
    assert 'href="/timeline/events.chart?source=sputnik-2015-08-26&amp;_from=2015&amp;_to=2015"' in page
    assert re.search(r'href="/event/HEL-[0-9-]+"', page)


def test_a_question_is_a_chart_with_its_own_from_and_to(get: Get) -> None:
    page = get("/timeline/what-happened.chart?place=&from=2015-08&to=2015-08&_from=2015-08-24").text
    assert "Since 24 August 2015" in page
    assert '<h1 dir="auto">When: the incidents that answer “What happened in August 2015?”</h1>' in page
    assert "/incident/musa-qala-takeover" in page


@pytest.mark.parametrize("typed", ["zzz", "2015-02-30", "%3Cscript%3E", "9999-99-99", "%00"])
def test_a_wrong_date_is_a_message_and_no_failure(get: Get, typed: str) -> None:
    answer = get(f"/timeline/incidents.chart?_from={typed}")
    assert answer.status_code == 400
    assert 'aria-invalid="true" aria-describedby="zoom_from-fault"' in answer.text
    assert "<script>" not in answer.text.partition("<main")[2].partition("</main>")[0]
    assert get(f"/timeline/incidents.svg?_from={typed}").status_code == 400


def test_what_has_no_days_is_refused_in_words_and_not_offered(get: Get) -> None:
    answer = get("/timeline/sources.chart")
    assert (answer.status_code, "needs rows that name events or incidents" in answer.text) == (400, True)
    assert "sources.chart" not in get("/timeline/sources").text
    offered = get("/timeline/incidents").text
    assert 'href="/timeline/incidents.chart' in offered
    assert 'href="/timeline/incidents.svg' in offered
