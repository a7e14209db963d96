"""A filter by days takes days alone, and says how many rows it leaves out because they have none."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from html import unescape

import pytest

from events.base import Event
from tests.samples import GROUND, claim
from tests.web.conftest import Get
from timeline import Timeline
from timeline.web import parameters, search
from timeline.web.serve import application

AUGUST = "earliest__gte=2015-08-01&latest__lte=2015-08-31"


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """A timeline of five claims: one of August, one of July, one since July, one by August, and one without a day."""
    folder = tmp_path_factory.mktemp("undated") / "t"
    with Timeline.init(folder, "TST") as timeline:
        days = ("2015-08-22", "2015-07-22", "2015-07-22/..", "../2015-08-22", None)
        timeline.append([*GROUND, *(_claim(day) for day in days)], recorded_by="test")
    app = application(folder)
    with asyncio.Runner() as loop:
        loop.run(app.invoke_startup())
        yield lambda path: loop.run(app.client.get(path))


def _claim(day: str | None, number: int = 0) -> Event:
    said = day or "none"
    at = {"name": "the bridge", "lat": "32.5", "lon": "64.5", "where_prec": 1}
    occurred = {"value": day} if day else None
    return claim(citation={"locator": f"{said} {number}"}, occurred=occurred, note=said, place=at)


@pytest.mark.parametrize("form", ["", ".json", ".csv", ".chart", ".svg", ".atom"])
@pytest.mark.parametrize(
    "asked", ["earliest__gte=2015-08", "latest__lte=2015", "earliest=foo", "earliest__gt=2015-08-99", "latest__in=a,b"]
)
def test_what_is_no_day_is_refused_where_a_column_of_days_is_compared_with_it(get: Get, form: str, asked: str) -> None:
    answer = get(f"/timeline/events{form}?{asked}")
    assert answer.status_code == 400
    name, _, value = asked.partition("=")
    assert f"{name}={value}: This is no day. Write one as 2015-08-27" in unescape(answer.text)


@pytest.mark.parametrize(
    "asked",
    [
        *("earliest__gte=2015-08-01", "earliest=2015-08-22", "latest__in=2015-08-22,2015-08-23"),
        *('latest__in=["2015-08-22"]', "earliest__isnull=1", "earliest__startswith=2015-08", "reported__gte=2015-08"),
    ],
)
def test_days_and_what_is_not_compared_with_one_are_taken(get: Get, asked: str) -> None:
    assert get(f"/timeline/events.json?{asked}").status_code == 200


@pytest.mark.parametrize("column", ["earliest", "from_latest", "period_earliest", "to_day", "told_from"])
def test_every_column_of_local_days_is_compared_with_days(column: str) -> None:
    assert parameters.compares_days(column)
    assert parameters.compares_days(f"{column}__gte")
    assert not parameters.compares_days(f"{column}__isnull")


def test_a_filter_by_days_says_how_many_rows_it_leaves_out_for_want_of_one_and_leads_to_them(get: Get) -> None:
    page = get(f"/timeline/events?type=airstrike&{AUGUST}").text
    left = page.partition('<p class="undated">')[2].partition("</p>")[0]
    links = {said: unescape(at) for at, said in re.findall(r'<a href="([^"]+)">([^<]+)</a>', left)}
    assert list(links) == ["1 row without a day", "1 row without a day in “Earliest”"]
    first, second = (get(at.replace("events?", "events.json?_shape=array&")).json() for at in links.values())
    assert [row["note"] for row in first] == ["none"]
    assert [row["note"] for row in second] == ["../2015-08-22"]


@pytest.mark.parametrize("asked", ["type=airstrike", "earliest__isnull=1", "type=shelling&earliest__gte=2015-08-01"])
def test_nothing_is_said_of_days_where_nothing_is_left_out_by_them(get: Get, asked: str) -> None:
    assert "Left out by" not in get(f"/timeline/events?{asked}").text


@pytest.mark.parametrize("form", [".chart?", ".svg?", ".map?", ".map?_file=svg&"])
def test_a_chart_a_map_and_their_files_say_so_as_well(get: Get, form: str) -> None:
    page = get(f"/timeline/events{form}type=airstrike&{AUGUST}").text
    text = " ".join(re.sub("</?a[^>]*>", "", re.sub("</?text[^>]*>", " ", page)).split())
    assert "Left out by the filter by days: 1 row without a day, 1 row without a day in “Earliest”." in text


def test_a_search_for_days_without_an_end_leads_to_tables_that_take_them(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "LISTED", 1)
    for typed in ("since+July+2015", "until+August+2015"):
        asked = re.findall(r'href="(/timeline/[a-z_]+\?earliest__lte[^"]+)"', get(f"/search?q={typed}").text)
        assert asked
        assert {get(unescape(at)).status_code for at in asked} == {200}
