"""Dated rows are a feed and placed rows a layer, with IDs that stay, and what cannot be such says so."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.samples import GROUND, claim
from tests.web import hostile
from tests.web.conftest import Get
from timeline import Timeline
from timeline.folder import Settings
from timeline.web.serve import application

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(answer: Any) -> ElementTree.Element:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.text)


def texts(parent: ElementTree.Element, *path: str) -> list[str | None]:
    return [found.text for found in parent.iterfind("/".join(f"{ATOM}{name}" for name in path))]


def ask(folder: Path, *paths: str) -> list[Any]:
    async def answers() -> list[Any]:
        app = application(folder)
        return [await app.client.get(path) for path in paths]

    return asyncio.run(answers())


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    """A timeline with an address of its own, a claim, and two corrections of it."""
    folder = tmp_path / "t"
    with Timeline.init(folder, "TST") as timeline:
        timeline.append([*GROUND, claim(strikes=1)], recorded_by="Ada")
        timeline.correct("TST-0000-0006-87", claim(strikes=2), reason="counted again", recorded_by="Ada")
        timeline.correct("TST-0000-0006-87", claim(strikes=3, occurred="2015-08-22"), reason="and the day")
    settings = Settings("Sample", "", "", "The institute", "https://example.org/sample")
    (folder / "timeline.toml").write_text(settings.to_toml(), encoding="utf-8")
    return folder


def test_new_events_are_a_feed_with_what_a_reader_needs(corrected: Path) -> None:
    (answer,) = ask(corrected, "/timeline/events.atom?_sort_desc=position&_size=2")
    found = feed(answer)
    with Timeline.open(corrected) as timeline:
        day = next(timeline.db.query("select min(recorded_at) as at from events"))["at"][:10]
        rows = list(timeline.db.query("select id, summary, recorded_at from events order by position desc limit 2"))
    assert texts(found, "entry", "id") == [f"tag:example.org,{day}:TST/event/{row['id']}" for row in rows]
    assert texts(found, "entry", "title") == [row["summary"] for row in rows]
    assert texts(found, "entry", "updated") == [row["recorded_at"] for row in rows]
    assert texts(found, "updated") == [rows[0]["recorded_at"]]
    assert texts(found, "author", "name") == ["The institute"]
    links = [link.get("href") for link in found.iterfind(f"{ATOM}entry/{ATOM}link")]
    assert links == [f"http://localhost/event/{row['id']}" for row in rows]


def test_corrections_are_a_feed_with_an_entry_for_each_field(corrected: Path) -> None:
    table, query = map(feed, ask(corrected, "/timeline/corrections.atom", "/timeline/corrected-since.atom?since="))
    ids = texts(table, "entry", "id")
    assert len(ids) == len(set(ids)) == 3
    assert texts(table, "entry", "title")[0] == "corrected TST-0000-0006-87 strikes"
    assert "reason: counted again" in str(texts(table, "entry", "content")[0])
    assert len(texts(query, "entry", "id")) == 3


def test_an_entry_has_the_same_id_in_every_feed_and_without_an_address_of_the_site(get: Get) -> None:
    one, other = (
        texts(feed(get(f"/timeline/events.atom?{query}")), "entry", "id")
        for query in ("id=HEL-0000-0011-54", "type=airstrike&_size=1")
    )
    assert one == other
    assert str(one[0]).startswith("tag:timeline.invalid,20")


def test_hostile_words_stay_words_in_a_feed(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "HEL", title=hostile.text("settings")) as timeline:
        timeline.append(hostile.events(), recorded_by=hostile.text("by"))
    (answer,) = ask(tmp_path / "t", "/timeline/events.atom?_size=200")
    found = feed(answer)
    assert {element.tag.removeprefix(ATOM) for element in found.iter()} == {
        *("feed", "id", "title", "updated", "link", "author", "name", "entry", "content"),
    }
    assert hostile.text("settings") in str(texts(found, "title")[0])


@pytest.mark.parametrize("path", ["/timeline/sources.atom", "/timeline/voices.geojson"])
def test_what_is_neither_is_refused_in_words_and_not_offered(get: Get, path: str) -> None:
    answer = get(path)
    assert (answer.status_code, "needs the columns" in answer.text) == (400, True)
    page, ending = path.rsplit(".", 1)
    assert f".{ending}" not in get(page).text


@pytest.mark.parametrize(
    ("page", "file"), [("/timeline/incidents", "incidents.geojson"), ("/timeline/events", "events.atom")]
)
def test_what_is_one_is_offered_beside_csv_and_json(get: Get, page: str, file: str) -> None:
    assert f'href="/timeline/{file}' in get(page).text


def test_the_front_page_tells_feed_readers_of_what_is_new_and_what_was_corrected(get: Get) -> None:
    front = get("/").text
    for path in ("/timeline/events.atom?_sort_desc=position", "/timeline/corrections.atom?_sort_desc=recorded_at"):
        assert 'rel="alternate" type="application/atom+xml"' in front
        assert front.count(f'href="{path}"') == 2
        assert get(path).status_code == 200
