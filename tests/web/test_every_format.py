"""Every table and question has the formats for which its rows have something to say, and says of others why not."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from tests.samples import GROUND, claim, killed
from tests.web.conftest import TAKEOVER, WITHHELD, Get
from timeline import Timeline
from timeline.projections.building import TABLES
from timeline.web.questions import ALL
from timeline.web.serve import application

ATOM = "{http://www.w3.org/2005/Atom}"
FORMATS = ("chart", "map", "geojson", "atom")
#: What has not all: records of sources, actors and places were on no day, and what names no event is in no feed.
LACKING = {
    **dict.fromkeys(("sources", "actors", "actor_names", "actor_parts"), ("chart", "map", "geojson")),
    **dict.fromkeys(("places", "place_names"), ("chart",)),
    **dict.fromkeys(("withheld", "projection", "voices"), FORMATS),
}
ANSWERS = {
    "what-happened": {"place": "Helmand", "from": "", "to": ""},
    "who-held": {"place": "Musa Qala", "day": "2015-08-27"},
    "disagreements": {"incident": ""},
    "killed": {"incident": "helmand-base-shooting"},
    "claims-of": {"source": "sputnik-2015-08-26"},
    "corrected-since": {"since": ""},
    "one-origin": {"incident": ""},
    "known-by": {"day": "2015-09-05"},
    "said-by": {"voice": "unstated"},
    "what-is-new": {"incident": "", "place": "Musa Qala", "actor": "", "source": "", "voice": "Reuters"},
}
NAMES = [*(table.name for table in TABLES), *ALL]


@pytest.fixture(scope="module")
def ask(example: Path) -> Iterator[Get]:
    """Asks a timeline of all seeds, to which a claim is withheld."""
    app = application(example)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path, follow_redirects=True))


@pytest.fixture(scope="module")
def instants(example: Path) -> set[str]:
    """When any event was recorded."""
    with Timeline.open(example) as timeline:
        return {row["recorded_at"] for row in timeline.db.query("select recorded_at from events")}


def address(name: str, ending: str = "") -> str:
    query = urlencode(ANSWERS.get(name, {}))
    return f"/timeline/{name}{ending}" + (f"?{query}" if query else "")


def test_each_question_is_asked_something() -> None:
    assert {name for name, question in ALL.items() if question.asks} == set(ANSWERS)


@pytest.mark.parametrize("name", NAMES)
def test_each_has_every_format_that_its_columns_bear_and_links_to_no_other(
    ask: Get, instants: set[str], name: str
) -> None:
    page = ask(address(name)).text
    for ending in FORMATS:
        answer = ask(address(name, f".{ending}"))
        assert answer.status_code == (400 if ending in LACKING.get(name, ()) else 200), ending
        assert WITHHELD not in answer.text
        if answer.status_code == 400:
            assert "needs" in answer.text
            assert f"/{name}.{ending}" not in page
        elif "<td" in page:
            drawn = "Nothing can be drawn" not in answer.text and "None of these rows" not in answer.text
            assert (f"/{name}.{ending}" in page) == drawn, ending
        if ending == "atom" and answer.status_code == 200:
            feed = ElementTree.fromstring(answer.text)
            ids = [found.text for found in feed.iterfind(f"{ATOM}entry/{ATOM}id")]
            assert len(ids) == len(set(ids))
            assert bool(ids) == ("<td" in page)
            assert {found.text for found in feed.iterfind(f"{ATOM}entry/{ATOM}updated")} <= instants
            assert all(found.text for found in feed.iterfind(f"{ATOM}entry/{ATOM}title"))
            for link in list(feed.iterfind(f"{ATOM}entry/{ATOM}link"))[:1]:
                assert ask(str(link.get("href")).removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("contradictions", f"incident={TAKEOVER}&rule=disjoint_days"),
        ("incident_casualties", "outcome=killed"),
        ("contradicting_values", "property=killed"),
        ("control_periods", "scope=centre"),
    ],
)
def test_an_entry_has_the_same_name_among_fewer_rows(ask: Get, name: str, rows: str) -> None:
    whole, some = (
        {found.text for found in ElementTree.fromstring(ask(path).text).iterfind(f"{ATOM}entry/{ATOM}id")}
        for path in (f"/timeline/{name}.atom", f"/timeline/{name}.atom?{rows}")
    )
    assert some
    assert some < whole


def test_what_rests_on_several_events_is_as_new_as_the_latest(tmp_path: Path) -> None:
    folder, feeds = tmp_path / "t", ("incident_casualties", "contradictions")
    with Timeline.init(folder, "TST") as timeline:
        timeline.append([*GROUND, claim(casualties=killed(1, "civilians"))], recorded_by="Ada")
        one = entries(folder, "/timeline/incident_casualties.atom")
        other = claim("armed_clash", casualties=[*killed(5, "civilians"), *killed(2)])
        timeline.append([other], recorded_by="Ada")
        timeline.append([claim("shelling", casualties=killed(3))], recorded_by="Ada")
        first, second = (timeline.log.get(timeline.log.head() - back).recorded_at for back in (1, 0))
    groups, disputed = (entries(folder, f"/timeline/{name}.atom") for name in feeds)
    assert list(groups.values()) == list(disputed.values()) == [second, first]
    assert list(groups)[1:] == list(one), "the same group, told anew"
    assert all(str(at) < first for at in one.values())


def entries(folder: Path, path: str) -> dict[str | None, str | None]:
    async def answer() -> str:
        return str((await application(folder).client.get(path, follow_redirects=True)).text)

    feed = ElementTree.fromstring(asyncio.run(answer()))
    return {entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}updated") for entry in feed.iterfind(f"{ATOM}entry")}


def test_a_layer_of_more_rows_than_a_page_of_a_table_has_is_not_cut(ask: Get) -> None:
    features = ask("/timeline/events.geojson").json()["features"]
    assert len(features) > 100
    assert [feature["properties"]["position"] for feature in features] == list(range(len(features), 0, -1))


@pytest.mark.parametrize("name", NAMES)
def test_every_form_that_a_page_offers_is_had(ask: Get, name: str) -> None:
    listed = re.search("(?:This data as|The same as) (.*?)</p>", ask(address(name)).text, re.DOTALL)
    assert listed
    for at in re.findall('href="(/[^"]+)"', listed[1]):
        assert ask(unescape(at)).status_code == 200, at


def test_a_feed_is_the_same_whether_keys_have_their_labels_beside_them_or_not(ask: Get) -> None:
    plain, labelled = (ask(f"/timeline/casualties.atom?_sort_desc=event{more}").text for more in ("", "&_labels=on"))
    told = [re.findall("<(?:id|title|content)[^>]*>[^<]+", feed) for feed in (plain, labelled)]
    assert len(told[0]) > 90
    assert told[0] == told[1]
