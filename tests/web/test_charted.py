"""A chart is had of whatever rows name events or incidents; it says of how many rows, and in words what was asked."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from events.base import Event
from events.registry import parse
from tests.samples import GROUND, claim
from tests.web.conftest import Get
from timeline import Timeline
from timeline.web import asked
from timeline.web.charts import counting
from timeline.web.charts.chart import MOST
from timeline.web.charts.page import NAMED
from timeline.web.serve import application

INCIDENTS = 130


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """Asks a timeline of more incidents than a page of a table has; the last of them were in November 2015."""
    folder = tmp_path_factory.mktemp("charted") / "t"
    with Timeline.init(folder, "TST") as timeline:
        timeline.append(list(_events()), recorded_by="test")
    app = application(folder)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path, follow_redirects=True))


def _events() -> Iterator[Event]:
    yield parse({"type": "source_recorded", "key": "daily", "kind": "news", "publisher": "Daily"})
    for number in range(INCIDENTS):
        slug, day = f"strike-{number}", f"2015-{'11' if number >= INCIDENTS - 3 else '07'}-{number % 28 + 1:02}"
        told = {"incident": slug, "occurred": day, "citation": {"source": "daily", "locator": f"para {number}"}}
        yield parse({"type": "incident_declared", "slug": slug, "title": f"Strike {number}"})
        yield parse({"type": "airstrike", "casualties": [{"party": "civilians", "killed": "2"}], **told})


def drawn(page: str) -> list[str]:
    return re.findall(r'<a href="([^"]+)"><title>', page.partition('<svg class="chart')[2].partition("</svg></div>")[0])


def test_a_window_is_looked_at_over_more_rows_than_a_page_of_the_table_has(ask: Get) -> None:
    for path in (
        "incidents.chart?_from=2015-11&_to=2015-11",
        "incidents.chart?_from=2015-11&_to=2015-11&place__isnull=1",
    ):
        page = ask(f"/timeline/{path}").text
        assert f"3 of {INCIDENTS} rows drawn; not drawn: {INCIDENTS - 3} outside these days." in page
        assert len(drawn(page)) == 3
    assert 'href="/timeline/incidents?place__isnull=1"' in page
    assert "November 2015</a> <small>(3)</small>" in ask("/timeline/incidents.chart").text
    assert "<svg" in ask("/timeline/incidents.svg?_from=2015-11").text


def test_rows_beyond_are_counted_and_the_next_ones_are_a_click_away(ask: Get) -> None:
    page = ask("/timeline/incidents.chart?_size=50&_from=2015-11&_to=2015-11").text
    assert f"The table has {INCIDENTS} such rows; the first 50 are looked at here." in page
    (following,) = re.findall(r'href="([^"]+)">The next rows', page)
    assert "of them are looked at here" in ask(following.replace("&amp;", "&")).text
    (days,) = re.findall(r'href="([^"]+)">Only rows that begin', page)
    only = ask(days.replace("&amp;", "&")).text
    assert "Where earliest ≤ 2015-11-30 and latest ≥ 2015-11-01" in only
    assert "3 of 3 rows drawn." in only


def test_of_all_events_those_that_say_when_are_drawn_and_the_others_are_said_to_be_no_claims(ask: Get) -> None:
    page = ask("/timeline/events.chart").text
    assert "Where the date is not blank" in page
    assert f"{INCIDENTS} of {INCIDENTS} rows drawn." in page
    some = ask("/timeline/events.chart?position__lte=3").text
    assert "1 of 3 rows drawn; not drawn: 2 without a claim (records of sources, places and the like)." in some


@pytest.mark.parametrize(
    ("path", "path_of_one", "counted"),
    [
        ("casualties.chart?_where=number<2", "/event/TST-0000-0003-", f"Drawn: all {INCIDENTS} claims that the "),
        (
            "claim_incidents.chart",
            "/event/TST-0000-0003-",
            f"Drawn: all {INCIDENTS} claims that the {INCIDENTS} rows",
        ),
        ("incident_casualties.chart", "/incident/strike-5", f"Drawn: all {INCIDENTS} incidents that the "),
        ("killed.chart?incident=strike-5", "/event/TST-0000-0013-", "Drawn: the one claim that the row names."),
        ("claims-of.chart?source=daily", "/event/TST-0000-0013-", f"Drawn: all {INCIDENTS} claims"),
        (
            "incident_slugs.chart",
            "/incident/strike-5",
            f"Drawn: all {INCIDENTS} incidents that the {INCIDENTS} ",
        ),
    ],
)
def test_rows_without_days_are_drawn_by_what_they_name_each_once(
    ask: Get, path: str, path_of_one: str, counted: str
) -> None:
    page = ask(f"/timeline/{path}").text
    assert counted in page
    assert [one for one in drawn(page) if one.startswith(path_of_one)]
    assert len(set(drawn(page))) == len(drawn(page))


def test_the_front_page_and_a_source_draw_the_latest_and_say_of_how_many(ask: Get) -> None:
    for path in ("/", "/source/daily"):
        page = ask(path).text
        assert f"The latest {MOST} of {INCIDENTS} that have a day." in page
        assert drawn(page)[-1] == f"/incident/strike-{INCIDENTS - 1}"
        assert len(drawn(page)) == MOST
        assert re.search(r"(The whole chart|A chart of its claims), by days, months or years</a>", page)
    assert f"The latest {MOST} of {INCIDENTS} incidents" in ask("/chart.svg").text


def test_what_was_asked_is_said_in_words() -> None:
    filters = [
        ("type", "airstrike"),
        ("earliest__gte", "2015-08"),
        ("_where", "a = 1"),
        ("_search", "bridge"),
        ("_size", "9"),
    ]
    assert asked.told("events", filters) == (
        'where a = 1, type = "airstrike" and earliest ≥ 2015-08, with the words “bridge”'
    )
    assert asked.told("events", [("_size", "max"), ("_next", "9"), ("_sort", "id")]) == ""
    assert asked.told("who-held", [("place", "Musa Qala"), ("day", "")]) == 'asked with place = "Musa Qala"'
    assert asked.told("query", [("sql", "select  slug\nfrom incidents where slug = :s"), ("s", "x")]) == (
        'by the SQL: select slug from incidents where slug = :s, asked with s = "x"'
    )
    assert asked.called("timeline") == asked.called("query") == "A query of a reader’s own"
    assert len(asked.told("incidents", [("slug__contains", "x," * 900)])) == asked.MOST


def test_of_a_filter_by_many_values_it_is_said_how_many() -> None:
    assert asked.told("casualties", [("event__in", "a,b,c,d")]) == "where event is one of 4"
    assert asked.told("casualties", [("outcome__in", '["killed","injured","missing","captured"]')]) == (
        "where outcome is one of 4"
    )
    assert asked.told("casualties", [("outcome__in", "killed,injured")]) == 'where outcome in ["killed", "injured"]'


def test_map_and_chart_say_alike_what_was_asked(ask: Get) -> None:
    for query in (
        "incidents.{}?slug__startswith=strike-1&_where=title!='x'",
        "../timeline.{}?sql=select+slug,1+latitude,2+longitude+from+incidents",
    ):
        chart, map_ = (ask(f"/timeline/{query.format(ending)}").text for ending in ("chart", "map"))
        told = re.search(r'<p class="lead" dir="auto">(.+)</p>', chart)
        assert told
        assert told[1][1:] in map_


def test_each_part_of_the_time_has_the_count_of_all_rows_and_leads_to_them(ask: Get) -> None:
    page = ask("/timeline/incidents.chart?_size=50").text
    parts = dict(re.findall(r'<a href="([^"]+)">((?:July|November) 2015)</a> <small>', page))
    closer = re.sub(r"<[^>]+>", "", page.partition("<p>Closer: ")[2].partition("</p>")[0])
    assert closer == f"July 2015 ({INCIDENTS - 3}) · November 2015 (3) of all {INCIDENTS} rows"
    (november,) = (at for at, name in parts.items() if name == "November 2015")
    only = ask(november.replace("&amp;", "&")).text
    assert "3 of 3 rows drawn." in only
    assert '<input type="hidden" name="earliest__lte"' not in only
    everything = re.findall(r'href="([^"]+)">Everything', only)
    assert everything == ["/timeline/incidents.chart?_size=50"]
    assert "looked at here. <a" in page


def test_rows_that_leave_an_end_open_are_said_to_be_in_no_count(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        days = {"bridge": "2014-07-05/..", "market": "2015-07-05", "valley": "2015-08-05"}
        told = [claim(incident=slug, occurred={"value": day}) for slug, day in days.items()]
        timeline.append([*GROUND, *told], recorded_by="test")
    page = asyncio.run(application(tmp_path / "t").client.get("/timeline/incidents.chart?_size=1")).text
    closer = re.sub(r"<[^>]+>", "", page.partition("<p>Closer: ")[2].partition("</p>")[0])
    assert closer == "July 2015 (1) · August 2015 (1) of all 3 rows, but for 1 that leaves an end open"


def test_where_the_table_cannot_count_in_time_the_numbers_are_of_the_rows_looked_at(
    ask: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n -- {rows}"
    monkeypatch.setattr(counting, "_BY_DAYS", endless)
    page = ask("/timeline/incidents.chart?_size=50")
    assert page.status_code == 200
    closer = re.sub(r"<[^>]+>", "", page.text.partition("<p>Closer: ")[2].partition("</p>")[0])
    assert closer.endswith("of the rows looked at here")


def test_of_many_without_a_day_the_first_are_named_and_the_others_counted(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        dated = claim(occurred="2015-08-22")
        undated = [claim(citation={"locator": f"para {number}"}) for number in range(2, NAMED + 4)]
        ids = [
            str(entry.id) for entry in timeline.append([*GROUND, dated, *undated], recorded_by="test")[-len(undated) :]
        ]
    with asyncio.Runner() as loop:
        page = loop.run(application(tmp_path / "t").client.get("/timeline/airstrikes.chart")).text
    told = f"1 of {len(ids) + 1} rows drawn; not drawn: {len(ids)} without a day ({', '.join(ids[:NAMED])}, 2 more)."
    assert told in page
