"""Datasette's own pages: described by the projections, linked to ours, and never writable."""

from __future__ import annotations

import asyncio
import csv
import json
import sqlite3
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.web.asked import both
from tests.web.conftest import Get
from timeline.folder import Settings
from timeline.projections.building import TABLES
from timeline.web import compat, describing
from timeline.web.metadata import metadata
from timeline.web.questions import OTHERS
from timeline.web.serve import application

__all__ = ["both"]


def test_every_table_and_column_is_described_on_its_page(get: Get) -> None:
    for table in TABLES:
        text = unescape(get(f"/timeline/{table.name}").text)
        assert table.description in text
        assert all(column.description in text for column in table.columns), table.name


def test_the_metadata_describes_every_table_and_carries_the_licence_to_each() -> None:
    made = metadata(Settings("A title", "CC BY 4.0"))
    tables = made["databases"]["timeline"]["tables"]
    assert tables.keys() == {table.name for table in TABLES}
    assert {table["license"] for table in tables.values()} == {"CC BY 4.0"}
    assert tables["incidents"]["label_column"] == "title"
    assert [name for name, table in tables.items() if table.get("hidden")] == ["projection"]


def test_every_source_has_a_label_in_csv_which_is_what_pages_call_it(both: Get) -> None:
    cited = list(csv.DictReader(both("/timeline/casualties.csv?_labels=on&_size=max").text.splitlines()))
    labels = {row["source"]: row["source_label"] for row in cited}
    assert labels["ndtv-2015-08-26"] == "NDTV, 26 August 2015"
    assert labels["sputnik-2015-08-26"] == "Sputnik News, 26 August 2015"
    assert labels["tbij-afghanistan-2015"] == "The Bureau of Investigative Journalism"
    assert all(labels.values())


def test_of_very_many_incidents_or_sources_no_facet_is_offered(
    seeded: Path, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 'data-column="incident"' in get("/timeline/events").text.partition("facet-results")[2].partition("<table")[0]
    monkeypatch.setattr(describing, "MANY", 1)
    facets = asyncio.run(application(seeded).client.get("/timeline/events")).text.partition("facet-results")[2]
    facets = facets.partition("<table")[0]
    assert 'data-column="type"' in facets
    assert 'data-column="incident"' not in facets


def test_a_timeline_without_a_licence_names_none() -> None:
    assert "license" not in json.dumps(metadata(Settings("A title")))


def test_the_projections_own_table_and_the_search_tables_are_hidden(get: Get) -> None:
    page = get("/timeline").text
    assert 'href="/timeline/events"' in page
    assert 'href="/timeline/projection"' not in page
    assert 'href="/timeline/events_fts"' not in page


def test_ids_slugs_and_keys_in_tables_lead_to_pages(get: Get) -> None:
    values = get("/timeline/claim_values").text
    assert 'href="/event/HEL-0000-0011-54"' in values
    assert 'href="/incident/musa-qala-bombing"' in values
    assert 'href="/source/sputnik-2015-08-26"' in values
    groups = get("/timeline/incident_casualties").text
    for id in ("HEL-0000-0008-63", "HEL-0000-0016-39", "HEL-0000-0017-36"):
        assert groups.count(f'<a class="id" href="/event/{id}">{id}</a>') == 2


@pytest.mark.parametrize(
    ("row", "page"),
    [
        ("/timeline/events/HEL-0000-0011-54", "/event/HEL-0000-0011-54"),
        ("/timeline/incidents/musa-qala-bombing", "/incident/musa-qala-bombing"),
        ("/timeline/sources/sputnik-2015-08-26", "/source/sputnik-2015-08-26"),
    ],
)
def test_the_rows_of_events_incidents_and_sources_are_our_pages(get: Get, row: str, page: str) -> None:
    answer = get(row)
    assert answer.status_code == 302
    assert answer.headers["location"] == page
    assert get(f"{row}.json").status_code == 200


@pytest.mark.parametrize("name", OTHERS)
def test_canned_queries_give_rows(get: Get, name: str) -> None:
    assert get(f"/timeline/{name}.json?_shape=array&voice=coder").json()
    assert OTHERS[name].title in get(f"/timeline/{name}?voice=coder").text


def test_search_finds_a_claim_by_its_summary(get: Get) -> None:
    rows = get("/timeline/events.json?_search=airstrikes&_shape=array").json()
    assert [row["id"] for row in rows] == ["HEL-0000-0011-54"]


def test_sql_reads_and_does_not_write(get: Get) -> None:
    assert get("/timeline.json?sql=select+1+as+one&_shape=array").status_code in (200, 302)
    before = get("/timeline/events.json?_shape=array").json()
    for sql in ("delete from events", "update events set status='x'", "drop table events", "pragma writable_schema=1"):
        for path in (f"/timeline?sql={sql.replace(' ', '+')}", f"/timeline/-/query?sql={sql.replace(' ', '+')}"):
            assert get(path).status_code in (302, 400, 403, 404)
    assert get("/timeline/events.json?_shape=array").json() == before


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/timeline/-/create", {"table": "mine", "row": {"id": 1}}),
        ("/timeline/events/-/insert", {"row": {"id": "HEL-0000-0099-05"}}),
        ("/timeline/events/-/upsert", {"rows": [{"id": "HEL-0000-0011-54", "status": "redacted"}]}),
        ("/timeline/events/-/drop", {"confirm": True}),
        ("/timeline/events/HEL-0000-0011-54/-/delete", {}),
        ("/timeline/events/HEL-0000-0011-54/-/update", {"update": {"status": "redacted"}}),
    ],
)
def test_datasettes_write_api_is_denied(seeded: Path, path: str, body: dict[str, Any]) -> None:
    app = application(seeded)
    with asyncio.Runner() as loop:
        answer = loop.run(app.client.post(path, json=body))
    assert answer.status_code in (403, 404, 405)


def test_only_the_tables_are_served_never_the_log(get: Get) -> None:
    answer = get("/-/databases.json").json()
    databases = answer if isinstance(answer, list) else answer["databases"]
    assert [database["name"] for database in databases] == ["timeline"]
    assert get("/log").status_code == 404
    assert get("/log.db").status_code == 404


def test_an_address_that_nothing_answers_is_not_found_without_a_traceback(
    get: Get, capfd: pytest.CaptureFixture[str]
) -> None:
    for path in ("/no/such/page/at/all", "/nowhere", "/timeline/no_such_table"):
        assert get(path).status_code == 404
    assert capfd.readouterr() == ("", "")


def test_a_database_that_is_no_timeline_keeps_datasettes_own_pages(tmp_path: Path) -> None:
    path = tmp_path / "timeline.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table notes(event text)")
        connection.execute("insert into notes values ('HEL-0000-0011-54')")
    app = compat.make(path, {})
    with asyncio.Runner() as loop:
        home = loop.run(app.client.get("/"))
        assert home.status_code == 200
        assert "or go to an event ID" not in home.text
        assert loop.run(app.client.get("/event/HEL-0000-0011-54")).status_code == 404
        assert "/event/" not in loop.run(app.client.get("/timeline/notes")).text


def test_who_may_not_see_the_database_sees_no_page_of_ours(seeded: Path) -> None:
    app = application(seeded)
    denied = {"title": "Closed", "allow": {"id": "root"}}
    closed = compat.make(Path(app.get_database("timeline").path), denied)
    with asyncio.Runner() as loop:
        for path in ("/", "/event/HEL-0000-0011-54", "/incident/musa-qala-bombing", "/source/sputnik-2015-08-26"):
            assert loop.run(closed.client.get(path)).status_code == 403
