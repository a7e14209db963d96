"""A page of something on which much is known lists the latest of it, says of how many, and leads to all."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape

import pytest

from events.registry import parse
from tests.samples import GROUND, claim, killed
from tests.web.conftest import Get
from timeline import Timeline
from timeline.web.serve import application

#: Incidents of the army in the north, each on a day of its own; claims on the bridge.
MANY, CLAIMS = 70, 125
NORTH = {"name": "North", "country": "AF", "where_prec": 1, "lat": "31.5", "lon": "64.3"}


def day(number: int) -> str:
    return (date(2015, 1, 1) + timedelta(days=number)).isoformat()


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """The first incidents happened last: the order of the log is not that of the days."""
    folder = tmp_path_factory.mktemp("lists") / "t"
    declared = [
        parse({"type": "incident_declared", "slug": f"raid-{number:02}", "title": f"Raid {number:02}"})
        for number in range(MANY)
    ]
    told = [
        claim(
            incident=f"raid-{number:02}",
            occurred={"value": day(MANY - number)},
            place=NORTH,
            casualties=killed(number, party="Army"),
            citation={"locator": f"para {number}"},
        )
        for number in range(MANY)
    ]
    wires = [
        {"type": "source_recorded", "key": f"wire-{number:02}", "kind": "wire", "publisher": "Wire"}
        | {"published": day(number)}
        for number in range(25)
    ]
    with Timeline.init(folder, "TST") as timeline:
        timeline.append(
            [
                *GROUND,
                parse({"type": "actor_recorded", "key": "army", "name": "Army", "kind": "state_forces"}),
                parse({"type": "place_recorded", "key": "north", "name": "North", "kind": "province", "country": "AF"}),
                *map(parse, wires),
                *declared,
                *told,
                *(claim(strikes=number + 1, citation={"locator": f"line {number}"}) for number in range(CLAIMS)),
            ],
            recorded_by="Ada",
        )
    app = application(folder)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


def text(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def listed(page: str) -> list[str]:
    """The raids of the list of incidents, by number, as they come."""
    section = page.partition('<caption class="unseen">Incidents')[2].partition("</table>")[0]
    return re.findall(r'<a href="/incident/raid-(\d+)"><bdi>', section)


def rest(page: str, said: str) -> str:
    """The address of the link that says so."""
    found = re.search(rf'href="([^"]+)">{said}<', page)
    assert found
    return unescape(found[1])


@pytest.mark.parametrize("path", ["/actor/army", "/place/north", "/voice/Gazette"])
def test_of_many_incidents_a_page_lists_the_latest_of_all_and_counts_all(get: Get, path: str) -> None:
    page = get(path)
    assert page.status_code == 200
    assert listed(page.text) == [f"{number:02}" for number in range(60)]
    of = MANY + (path == "/voice/Gazette")
    assert f"The latest 60 of {of}, the last first." in text(page.text)
    assert f'<a href="#incidents">{of} incidents</a>' in page.text
    assert f"The latest 30 of {MANY} that have a day." in text(page.text)
    assert "<title>Raid 00: 12 March 2015" in page.text


@pytest.mark.parametrize(
    ("path", "said", "rows"),
    [
        ("/actor/army", "Claims on all of them are in the table of parties", MANY),
        ("/actor/army", "All are in the table of casualties by actor", 2 * MANY),
        ("/place/north", "All of them as a table", MANY),
        ("/voice/Gazette", "Claims on all of them are in the table of attributions", MANY + CLAIMS),
        ("/voice/Gazette", "All are in the table of attributions", MANY + CLAIMS),
    ],
)
def test_a_list_that_is_cut_leads_to_all_of_it_in_a_table(get: Get, path: str, said: str, rows: int) -> None:
    table, _, asked = rest(get(path).text, said).partition("?")
    found = get(f"{table}.json?{asked}&_shape=array&_size=max").json()
    assert len(found) == rows


def test_casualties_of_an_actor_in_many_incidents_are_those_of_the_incidents_that_are_listed(get: Get) -> None:
    section = get("/actor/army").text.partition('<h2 id="casualties">')[2]
    assert re.findall(r"/incident/raid-(\d+)", section) == [f"{number:02}" for number in reversed(range(60))]
    assert "In the incidents listed above." in section


@pytest.mark.parametrize(("path", "of"), [("/incident/bridge", CLAIMS), ("/source/gazette", MANY + CLAIMS)])
def test_of_many_claims_a_page_lists_some_and_counts_all(get: Get, path: str, of: int) -> None:
    page = get(path).text
    assert page.partition('id="claims"')[2].count('<h3 dir="auto">') == 120
    assert f"The first 120 of {of}" in text(page)


def test_the_front_page_shows_one_set_of_incidents_the_latest(get: Get) -> None:
    page = get("/").text
    latest = [f"{number:02}" for number in range(30)]
    assert listed(page) == latest
    assert "The latest 30 of 73, the last first." in text(page)
    chart = page.partition('class="chart bands"')[2].partition("</svg></div>")[0]
    assert sorted(set(re.findall(r'<a href="/incident/raid-(\d+)">', chart))) == latest


def test_the_front_page_names_the_latest_sources(get: Get) -> None:
    sources = get("/").text.partition('<h2 id="sources">')[2].partition("<h2")[0]
    found = re.findall(r'href="/source/([^"]+)"', sources)
    assert found[:3] == ["gazette", "agency", "wire-24"]
    assert len(found) == 20
    assert "The latest 20 of 27, the last first." in text(sources)


def test_what_is_downloaded_of_a_map_is_the_picture_that_the_page_shows(get: Get) -> None:
    for path, shown in (("/", 30), ("/actor/army", 60)):
        page = get(path).text
        figure = page.partition('<figure class="map">')[2].partition("</figure>")[0]
        assert f"The latest {shown} of" in text(figure)
        slugs = rest(figure, "Download this picture as SVG").partition("slug__in=")[2].partition("&")[0]
        assert slugs.split(",") == [f"raid-{number:02}" for number in range(shown)]
