"""Dated rows are a feed and placed rows a layer, with IDs that stay, and what cannot be such says so."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from datasette.app import Datasette
from datasette.version import __version__

from tests.samples import GROUND, claim
from tests.web import hostile
from tests.web.conftest import Get
from timeline import Timeline
from timeline.folder import Settings
from timeline.projections.building import TABLES
from timeline.web.serve import application

IS_1_0 = not __version__.startswith("0.")
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


def tag(folder: Path) -> str:
    """What the IDs of all feeds of a timeline begin with."""
    with Timeline.open(folder) as timeline:
        first = timeline.log.get(1)
        return f"tag:{first.commitment[:32]}.timeline.invalid,{first.recorded_at[:10]}:{timeline.log.prefix}"


def test_new_events_are_a_feed_with_what_a_reader_needs(corrected: Path) -> None:
    (answer,) = ask(corrected, "/timeline/events.atom?_sort_desc=position&_size=2")
    found = feed(answer)
    with Timeline.open(corrected) as timeline:
        rows = list(
            timeline.db.query("select id, summary, origin, recorded_at from events order by position desc limit 2")
        )
    assert texts(found, "entry", "id") == [f"{tag(corrected)}/event/{row['id']}" for row in rows]
    assert texts(found, "id") == [f"{tag(corrected)}/timeline/events"]
    assert texts(found, "entry", "title") == [f"{row['summary']}, according to {row['origin']}" for row in rows]
    assert texts(found, "entry", "updated") == [row["recorded_at"] for row in rows]
    assert texts(found, "updated") == [rows[0]["recorded_at"]]
    assert texts(found, "author", "name") == ["The institute"]
    links = [link.get("href") for link in found.iterfind(f"{ATOM}entry/{ATOM}link")]
    assert links == [f"https://example.org/sample/event/{row['id']}" for row in rows]
    (self,) = found.iterfind(f"{ATOM}link[@rel='self']")
    assert self.get("href") == "https://example.org/sample/timeline/events.atom?_sort_desc=position&_size=2"


def test_corrections_are_a_feed_with_an_entry_for_each_field(corrected: Path) -> None:
    table, query = map(
        feed, ask(corrected, "/timeline/corrections.atom?_sort=recorded_at", "/timeline/corrected-since.atom?since=")
    )
    ids = texts(table, "entry", "id")
    assert len(ids) == len(set(ids)) == 3
    assert str(texts(table, "entry", "title")[0]).startswith("Corrected: strikes: 1 → 2 (")
    assert "Reason: counted again" in str(texts(table, "entry", "content")[0])
    assert len(texts(query, "entry", "id")) == 3


def test_a_feed_has_the_same_ids_whatever_the_address_of_the_site_is(corrected: Path) -> None:
    path = "/timeline/events.atom?_sort_desc=position&type=airstrike"
    (one,) = ask(corrected, path)
    (corrected / "timeline.toml").write_text(Settings("Sample").to_toml(), encoding="utf-8")
    other, shorter = ask(corrected, path, f"{path}&_size=1")

    async def plainly() -> Any:
        app = Datasette([str(corrected / "timeline.db")], settings={"base_url": "/below/"})
        return await app.client.get(path)

    ids = [texts(feed(answer), "id") + texts(feed(answer), "entry", "id") for answer in (one, other)]
    assert ids[0] == ids[1] == texts(feed(asyncio.run(plainly())), "id") + ids[0][1:]
    assert len(set(ids[0])) == 4
    assert texts(feed(shorter), "id") == ids[0][:1], "the same feed, of which less is shown"
    assert ids[0][0] == f"{tag(corrected)}/timeline/events?type=airstrike"
    assert "http://localhost/event/" in other.text


@pytest.mark.parametrize(
    ("path", "column"),
    [
        ("/timeline/events.atom?status=current", "position"),
        ("/timeline/corrections.atom?", "recorded_at"),
        ("/timeline/casualties.atom?", "event"),
        ("/timeline/sources.atom?", "event"),
        ("/timeline/incidents.atom?", "last_reported"),
    ],
)
def test_a_feed_of_a_table_is_newest_first_where_no_order_is_asked_for(get: Get, path: str, column: str) -> None:
    answer = get(path)
    assert answer.status_code == 302
    leads = answer.headers["location"]
    assert leads == f"{path}{'' if path.endswith('?') else '&'}_sort_desc={column}"
    updated = texts(feed(get(leads)), "entry", "updated")
    assert updated == sorted(map(str, updated), reverse=True)


def test_a_feed_leads_to_older_entries_until_all_were_named(get: Get) -> None:
    path, seen = "/timeline/events.atom?_sort_desc=position&_size=40", list[str | None]()
    while path:
        found = feed(get(path))
        seen += texts(found, "entry", "id")
        later = found.find(f"{ATOM}link[@rel='next']")
        path = "" if later is None else str(later.get("href")).removeprefix("http://localhost")
    events = get("/timeline/events.json?_shape=array&_size=max&_sort_desc=position").json()
    assert [str(id).rsplit("/")[-1] for id in seen] == [event["id"] for event in events]


@pytest.mark.parametrize(
    "path",
    [
        *("sources.atom?_sort_desc=event", "incidents.atom?_sort_desc=slug", "casualties.atom?_sort_desc=event"),
        *("claim_values.atom?_sort_desc=event", "claim_incidents.atom?_sort_desc=event", "actors.atom?_sort=key"),
        "attributions.atom?_sort=event",
    ],
)
def test_rows_that_name_an_event_or_are_incidents_are_dated_by_the_log(seeded: Path, get: Get, path: str) -> None:
    found = feed(get(f"/timeline/{path}"))
    with Timeline.open(seeded) as timeline:
        instants = {row["recorded_at"] for row in timeline.db.query("select recorded_at from events")}
        rows = timeline.db.table(path.partition(".")[0]).count
    ids = texts(found, "entry", "id")
    assert len(ids) == len(set(ids)) == min(rows, 100)
    assert all(str(id).startswith(tag(seeded)) for id in ids)
    assert set(texts(found, "entry", "updated")) <= instants
    assert all(texts(found, "entry", "title"))
    for link in [link.get("href") for link in found.iterfind(f"{ATOM}entry/{ATOM}link")][::25]:
        assert get(str(link).removeprefix("http://localhost")).status_code == 200


def test_an_empty_feed_is_as_old_as_the_tables(seeded: Path, get: Get) -> None:
    found = feed(get("/timeline/events.atom?id=none&_sort=id"))
    with Timeline.open(seeded) as timeline:
        assert texts(found, "updated") == [timeline.log.get(timeline.log.head()).recorded_at]
    assert texts(found, "entry") == []


def test_of_a_log_that_holds_nothing_the_feed_is_empty_and_valid(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST"):
        pass
    paths = (
        "/timeline/events.atom?_sort_desc=position",
        "/timeline/corrections.atom?_sort_desc=recorded_at",
        "/timeline/what-is-new.atom",
    )
    for found in map(feed, ask(tmp_path / "t", *paths)):
        assert [len(texts(found, name)) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert texts(found, "author", "name")
        assert texts(found, "updated") == ["1970-01-01T00:00:00Z"]
        assert texts(found, "entry") == []


def test_a_feed_is_well_formed_whatever_its_values_hold(get: Get) -> None:
    """Bodies have no control characters, and yet a query may make some."""
    sql = "select id as event, recorded_at, char(1, 12, 65534) || 'x' as note from events limit 2"
    found = feed(get(f"/timeline{'/-/query' if IS_1_0 else ''}.atom?{urlencode({'sql': sql})}"))
    assert "Note: ���x" in str(texts(found, "entry", "content")[0])


def test_hostile_words_stay_words_in_the_feed_of_every_table(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "HEL", title=hostile.text("settings")) as timeline:
        timeline.append(hostile.events(), recorded_by=hostile.text("by"))
    paths = [f"/timeline/{table.name}.atom?_sort_desc={table.pk[0]}&_size=20" for table in TABLES]
    feeds = [feed(answer) for answer in ask(tmp_path / "t", *paths) if answer.status_code == 200]
    assert len(feeds) > 40
    assert {element.tag.removeprefix(ATOM) for found in feeds for element in found.iter()} == {
        *("feed", "id", "title", "updated", "link", "author", "name", "entry", "content"),
    }
    assert all(hostile.text("settings") in str(texts(found, "title")[0]) for found in feeds)


@pytest.mark.parametrize("path", ["/timeline/projection.atom", "/timeline/voices.geojson"])
def test_what_is_neither_is_refused_in_words_and_not_offered(get: Get, path: str) -> None:
    answer = get(path)
    assert (answer.status_code, "needs the column" in answer.text) == (400, True)
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


def test_a_picture_names_the_site_as_citations_do(corrected: Path) -> None:
    (file,) = ask(corrected, "/timeline/events.svg?occurred__notblank=1")
    assert file.status_code == 200
    assert "https://example.org/sample/timeline/events" in file.text
    assert 'href="https://example.org/sample/event/' in file.text
    assert "http://localhost" not in file.text
