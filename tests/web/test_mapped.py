"""The map of a page or a table shows what that tells, follows its filters, and leads from each mark to its page."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from xml.dom import minidom

import pytest
from playwright.sync_api import Browser, Page

from events.base import Event
from events.registry import parse
from tests.browser import FAINT
from tests.processes import free_port, serving
from tests.samples import GROUND, claim, killed
from tests.web import hostile
from tests.web.conftest import ROOT, SERVE, Get, command
from timeline import Timeline
from timeline.web.queries import MOST
from timeline.web.serve import application


def names_in(text: str) -> list[str]:
    """The paths of the incidents that the marks of a wide screen lead to; of marks of several, nothing."""
    picture = text.partition('<svg class="map drawn')[2].partition('<g class="narrow">')[0].partition("</figure>")[0]
    return re.findall(r'<a href="/incident/([^"]+)"', picture)


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A timeline with incidents in two provinces: at a point, near one, in a recorded border, in a country, nowhere."""
    folder = tmp_path_factory.mktemp("map") / "t"
    told = {"bridge": 1, "market": 2, "valley": 3, "country": 6, "nowhere": None}
    with Timeline.init(folder, "TST", title="Placed") as timeline:
        timeline.append(GROUND, recorded_by="test")
        timeline.append(
            [
                parse({"type": "incident_declared", "slug": slug, "title": slug.title()})
                for slug in ("country", "nowhere")
            ]
        )
        timeline.append([recorded_place()])
        for number, (slug, precision) in enumerate(told.items()):
            point = {"lat": f"{32 + number}.5", "lon": "64.5"} if slug in ("bridge", "market") else {}
            name = {"country": "Afghanistan", "nowhere": "a road"}.get(slug, f"the {slug}")
            province = {"admin1": "Helmand" if slug != "market" else "Ghor"} if slug != "country" else {}
            place = {"name": name, "country": "AF", "where_prec": precision} | point | province
            said = {"source": "gazette", "locator": f"para {number}"}
            timeline.append([claim(citation=said, incident=slug, place=place, strikes=number + 1)])
        timeline.append(
            [claim("armed_clash", incident="valley", place=place | {"name": "the valley", "where_prec": 3})]
        )
    return folder


def recorded_place() -> Event:
    border = "POLYGON ((64 31,65 31,65 32,64 32,64 31))"
    where = {"key": "af-valley", "name": "the valley", "kind": "district", "country": "AF", "admin1": "Helmand"}
    return parse({"type": "place_recorded", "border": border} | where)


def ask(folder: Path, *paths: str) -> list[Any]:
    async def answers() -> list[Any]:
        app = application(folder)
        return [await app.client.get(path) for path in paths]

    return asyncio.run(answers())


def test_the_map_of_a_table_follows_its_filters_and_leads_back_to_it(placed: Path) -> None:
    whole, helmand, none = ask(
        placed,
        "/timeline/incidents.map",
        "/timeline/incidents.map?admin1=Helmand&_sort_desc=slug",
        "/timeline/incidents.map?slug=nowhere",
    )
    assert sorted(names_in(whole.text)) == ["bridge", "market", "valley"]
    assert sorted(names_in(helmand.text)) == ["bridge", "valley"]
    assert "Incidents: 3 rows, where province = &#34;Helmand&#34;." in helmand.text
    assert 'href="/timeline/incidents?admin1=Helmand&amp;_sort_desc=slug"' in helmand.text
    assert "Not on the map, for want of a point or a border" in helmand.text
    assert none.status_code == 200
    assert "Nothing can be drawn" in none.text
    assert "<svg" not in none.text.partition("<main")[2].partition("</main")[0]


def test_each_is_drawn_as_exactly_as_it_is_known(placed: Path) -> None:
    (answer,) = ask(placed, "/timeline/incidents.map")
    page = answer.text
    assert page.count('<ellipse class="area" cx') == 1
    assert page.count('<path class="area bordered" d="M') == 2, "of the map, and of its key"
    assert "solid outline: a border that is recorded" in page
    assert page.count('<path class="area whole" d="M') == 1
    assert sorted(re.findall(r"<title>(\w+): ", page.partition('<g class="narrow">')[0])) == [
        *("Bridge", "Market", "Valley"),
    ]
    for how in ("the exact location", "within about 25 km", "somewhere in the district", "somewhere in the country"):
        assert how in page


def test_what_was_somewhere_in_a_country_is_its_outline_and_listed_and_has_no_mark(placed: Path) -> None:
    whole, alone = ask(placed, "/timeline/incidents.map", "/timeline/incidents.map?slug=country")
    for answer in (whole, alone):
        (anchor,) = re.findall(
            r'Shaded as a whole: <a href="#(map-\d+)">Afghanistan</a>, somewhere in which 1', answer.text
        )
        listed = answer.text.partition(f'<li id="{anchor}">')[2].partition("</li>")[0]
        assert 'href="/incident/country"' in listed
        assert len(re.findall(r">Afghanistan</text>", answer.text)) in (1, 2)  # once on each screen
    assert names_in(alone.text) == []


def test_only_claims_count_as_rows_of_a_map_of_claims(placed: Path) -> None:
    (answer,) = ask(placed, "/timeline/events.map?_size=200")
    found = re.search(r"Events: (\d+) rows\. Of these (\d+) tell of no claim", answer.text)
    assert found
    main = answer.text.partition("<main")[2]
    assert int(found[1]) - int(found[2]) == len(set(re.findall(r'href="/event/([^"]+)"', main)))
    folded = main.partition('<details class="help nowhere">')[2].partition("</details>")[0]
    assert "Not on the map, for want of a point or a border: 1" in folded
    assert folded.count("<li") == 1


@pytest.mark.parametrize(("field", "also"), [("place", ", also on the place"), ("strikes", "")])
def test_a_ring_says_on_what_sources_disagree(tmp_path: Path, field: str, also: str) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append(GROUND, recorded_by="test")
        place = {"name": "the bridge", "lat": "32.5", "lon": "64.5", "where_prec": 1}
        timeline.append([claim(strikes=2, place=place, **{"as": "first"})])
        to = {"event": "first", "properties": [field]}
        denial = {"locator": "para 2", "stance": "denies"}
        timeline.append([claim(strikes=2, place=place, responds_to=to, citation=denial)])
    incidents, claims = ask(tmp_path / "t", "/timeline/incidents.map", "/timeline/events.map")
    assert "sources disagree on the incident, on the place only where the mark says so" in incidents.text
    assert f"the exact location. Sources disagree on this incident{also}.</title>" in incidents.text
    assert "Sources disagree on 2 of them.</title>" in claims.text
    for answer in (incidents, claims):
        assert f">sources disagree{also}</span>" in answer.text


def test_a_chart_and_a_map_of_claims_call_an_incident_in_which_casualties_count_by_its_title(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append(GROUND, recorded_by="test")
        place = {"name": "the bridge", "lat": "32.5", "lon": "64.5", "where_prec": 1}
        timeline.append(parse({"type": "incident_declared", "slug": "old-market", "title": "Old Market"}))
        figures = killed(2, counted_in="old-market")
        timeline.append(claim(place=place, casualties=figures, occurred="2015-08-22"), recorded_by="test")
    forms = ("events.map", "events.chart?incident=bridge", "casualties.map")
    for answer in ask(tmp_path / "t", *(f"/timeline/{form}" for form in forms)):
        assert "counted in “Old Market”" in answer.text
        assert "counted in old-market" not in answer.text


def test_claims_places_and_queries_have_maps_and_what_has_no_place_says_so(placed: Path) -> None:
    claims, places, query, sources, offered = ask(
        placed,
        "/timeline/events.map?incident=bridge",
        "/timeline/places.map",
        "/timeline/what-happened.map?place=Helmand&from=&to=",
        "/timeline/sources.map",
        "/timeline/airstrikes",
    )
    assert 'href="/event/TST-' in claims.text
    assert 'href="/place/af-valley"' in places.text
    assert sorted(names_in(query.text)) == ["bridge", "valley"]
    assert 'href="/timeline/what-happened?place=Helmand&amp;from=&amp;to="' in query.text
    assert (sources.status_code, "A map needs the columns" in sources.text) == (400, True)
    assert 'href="/timeline/airstrikes.map' in offered.text


def test_a_table_of_more_than_a_page_is_drawn_as_far_as_a_map_goes(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append(GROUND, recorded_by="test")
        place = {"name": "the bridge", "lat": "32.5", "lon": "64.5", "where_prec": 1}
        said = [{"source": "agency", "locator": f"para {number}"} for number in range(MOST + 10)]
        timeline.append([claim(citation=one, strikes=1, place=place) for one in said])
    turned, whole, part = ask(
        tmp_path / "t",
        "/timeline/airstrikes.map?incident=bridge",
        "/timeline/airstrikes.map?incident=bridge&_size=500",
        "/timeline/airstrikes.map?incident=bridge&_size=2",
    )
    assert (turned.status_code, turned.headers["location"]) == (
        *(302, "/timeline/airstrikes.map?incident=bridge&_size=500"),
    )
    assert f"Airstrikes: the first {MOST} rows, where incident = &#34;bridge&#34;." in whole.text
    assert f">{MOST}</text>" in whole.text
    assert "Airstrikes: the first 2 rows" in part.text
    following = html.unescape(str(re.findall(r'<a href="([^"]+)" rel="next"', part.text)[0]))
    assert following.startswith("/timeline/airstrikes.map?incident=bridge&_size=2&_next=")
    (later,) = ask(tmp_path / "t", following)
    assert "Airstrikes: 2 rows, not the first, where incident = &#34;bridge&#34;." in later.text
    assert f'href="{html.escape(following.replace(".map", ""))}"' in later.text
    here, there = (set(re.findall(r'href="/event/([^"]+)"', answer.text)) for answer in (part, later))
    assert (len(here), len(there), here & there) == (2, 2, set())


@pytest.mark.parametrize("page", ["/", "/incident/musa-qala-takeover", "/place/Musa%20Qala,%20Helmand,%20AF"])
def test_pages_show_the_map_of_what_they_tell(get: Get, page: str) -> None:
    text = get(page).text
    assert text.count('<svg class="map drawn') == 1
    assert '<svg class="locator"' in text or '<text class="country"' in text
    assert "Outlines of countries: Natural Earth" in text
    (path,) = re.findall(r'<a href="([^"]+)">This map on a page of its own', text)
    assert get(html.unescape(path)).status_code == 200
    for mark in re.findall(r'<a href="#(map-\d+)"', text):
        assert f'<li id="{mark}">' in text
    assert "<script" not in text.partition("<main")[2].partition("</main")[0]


def test_the_past_of_an_incident_has_no_map_of_what_was_known_later(get: Get) -> None:
    assert '<svg class="map drawn' not in get("/incident/musa-qala-takeover?as-reported=2015-08-27").text


def test_the_picture_is_a_file_that_stands_alone(placed: Path) -> None:
    (answer,) = ask(placed, "/timeline/incidents.map?admin1=Helmand&_file=svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["content-disposition"] == 'attachment; filename="map-of-incidents.svg"'
    document = minidom.parseString(answer.text.encode())
    words = " ".join(re.findall(r"<text[^>]*>([^<]*)", answer.text))
    for told in (
        'where province = "Helmand"',
        "Shows TST-0000-",
        "log position",
        "Outlines of countries: Natural Earth",
    ):
        assert told in words
    assert "var(" not in answer.text
    assert not document.getElementsByTagName("script")
    links = [node.getAttribute("href") for node in document.getElementsByTagName("a")]
    assert "http://localhost/incident/bridge" in links


def test_the_file_of_a_map_names_what_is_at_each_place_with_the_event_that_records_it(placed: Path) -> None:
    file, page = ask(placed, "/timeline/incidents.map?_file=svg", "/timeline/incidents.map")
    told = re.findall("<desc>([^<]*)", file.text)[0].splitlines()
    listed = page.text.partition('<ol class="plain mapped">')[2].partition("</ol>")[0]
    slugs = re.findall(r'href="/incident/([^"]+)"', listed)
    with Timeline.open(placed) as timeline:
        declared = {row["slug"]: row["event"] for row in timeline.db["incident_slugs"].rows}
        titles = {row["slug"]: row["title"] for row in timeline.db["incidents"].rows}
    assert slugs
    for slug in slugs:
        assert any(re.search(rf"\): .*{titles[slug]}.*\({declared[slug]}\)", line) for line in told)
    shown = " ".join(re.findall(r"<text[^>]*>([^<]*)", file.text))
    assert all(f"({declared[slug]})" in shown for slug in slugs)


def test_hostile_words_stay_words_on_the_map_and_in_its_file(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "HEL", title=hostile.text("settings")) as timeline:
        timeline.append(hostile.events(), recorded_by=hostile.text("by"))
    page, events, file = ask(
        tmp_path / "t", "/timeline/incidents.map", "/timeline/events.map", "/timeline/incidents.map?_file=svg"
    )
    for answer in (page, events):
        assert '<svg class="map drawn' in answer.text
        assert "<img" not in answer.text
        assert "<svg onload" not in answer.text
    assert {node.tagName for node in minidom.parseString(file.text.encode()).getElementsByTagName("*")} <= {
        *("svg", "g", "a", "text", "title", "desc", "style", "rect", "path", "circle", "ellipse", "line"),
    }


@pytest.fixture(scope="module")
def url(placed: Path) -> Iterator[str]:
    port = free_port()
    with serving(command(SERVE, placed, port), port, cwd=ROOT) as at:
        yield at.rstrip("/")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1280, "light")])
def test_marks_are_links_inside_the_screen(
    chromium: Browser, url: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    with chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{url}/timeline/incidents.map")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(FAINT) == []
        links = page.locator("svg.drawn a:visible")
        assert links.count() == 3
        picture = page.locator("svg.drawn").bounding_box()
        assert picture is not None
        for number in range(3):
            box = links.nth(number).locator(".touch").bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 24
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert picture["y"] <= box["y"] <= picture["y"] + picture["height"]
        page.locator('svg.drawn a:visible[href$="/bridge"]').locator(".touch").click()
        assert page.url == f"{url}/incident/bridge"


def test_a_mark_of_several_leads_by_keyboard_to_the_list_of_them(page: Page, url: str) -> None:
    page.goto(f"{url}/timeline/events.map?incident=valley")
    page.locator("svg.drawn a:visible").first.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#map-1")
    assert page.locator("li:target a").count() > 1
