"""What is published can be read by anybody, written to by nobody, and runs nothing but what it came with."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from datasette.version import __version__

from tests.web.conftest import Get
from timeline.projections.building import TABLES
from timeline.web import compat
from timeline.web.questions import QUERIES

IS_1_0 = not __version__.startswith("0.")
ROOT_ACTOR = {"id": "root"}
#: How Datasette 1.0 and 0.65 would be told to write, and the body.
WRITES: list[tuple[str, dict[str, Any]]] = [
    ("/timeline/-/create", {"table": "mine", "row": {"id": 1}}),
    ("/timeline/events/-/insert", {"row": {"id": "HEL-0000-0099-05"}}),
    ("/timeline/events/-/upsert", {"rows": [{"id": "HEL-0000-0011-54", "status": "redacted"}]}),
    ("/timeline/events/-/alter", {"operations": []}),
    ("/timeline/events/-/drop", {"confirm": True}),
    ("/timeline/events/-/set-column-type", {"column": "id", "column_type": None}),
    ("/timeline/events/HEL-0000-0011-54/-/delete", {}),
    ("/timeline/events/HEL-0000-0011-54/-/update", {"update": {"status": "redacted"}}),
    ("/timeline/-/execute-write", {"sql": "delete from events"}),
    ("/timeline/erase", {"id": "HEL-0000-0011-54"}),
    ("/timeline.json", {"sql": "delete from events"}),
    ("/~74imeline/events/-/insert", {"row": {"id": "HEL-0000-0099-05"}}),
]


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A database that is no timeline."""
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("create table notes(id integer primary key, text text)")
    return path


def as_root(app: Datasette) -> dict[str, str]:
    """The cookie of `datasette --root`."""
    app.root_enabled = True  # as 1.0 asks; 0.65 knows root by his name
    return {"ds_actor": app.sign({"a": ROOT_ACTOR}, "actor")}


@pytest.mark.parametrize("root", [False, True], ids=["anybody", "root"])
def test_nobody_writes_to_the_tables(tables: Path, run: Any, root: bool) -> None:
    before = sha256(tables.read_bytes()).digest()
    query = {"sql": "delete from events where id = :id", "write": True}
    app = compat.make(tables, {"databases": {"timeline": {"queries": {"erase": query}}}})
    for path, body in WRITES:
        answer = run(app.client.post(path, json=body, cookies=as_root(app) if root else {}))
        assert answer.status_code == 403, path
        assert "Append to the log instead" in answer.json()["error"], path
    assert sha256(tables.read_bytes()).digest() == before
    assert {file.name for file in tables.parent.iterdir()} == {"timeline.db"}


def test_what_plugins_and_the_operator_have_written_by_datasette_is_refused_by_sqlite(tables: Path, run: Any) -> None:
    before = sha256(tables.read_bytes()).digest()
    app = compat.make(tables, {})
    assert run(app.client.get("/timeline")).status_code == 200
    for sql in ("delete from events", "create table mine(id)", "pragma user_version = 7"):
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            run(app.get_database("timeline").execute_write(sql))
    assert sha256(tables.read_bytes()).digest() == before


def test_root_is_offered_no_way_to_write(tables: Path, run: Any) -> None:
    """Each action that Datasette knows and that is not known here to read is denied, whatever is granted."""
    app = compat.make(tables, {"permissions": {"insert-row": True}})
    cookies = as_root(app)
    for path in ("/timeline", "/timeline/events", "/timeline/claim_values/HEL-0000-0011-54,1"):
        page = run(app.client.get(path, cookies=cookies))
        assert page.status_code == 200
        assert not re.search("Insert row|Delete row|Edit row|Drop this table|Alter|Create a table", page.text)
    reading = {"view-database", "view-database-download", "view-table", "view-query", "execute-sql"}
    reading |= {"store-query", "update-query", "delete-query"}  # 1.0 keeps queries in a database of its own
    for name, action in getattr(app, "actions", {}).items():
        if action.resource_class and name not in reading:
            names = ("timeline", "events") if action.takes_child else ("timeline",)
            resource = action.resource_class(*names)
            assert not run(app.allowed(action=name, resource=resource, actor=ROOT_ACTOR)), name


def test_another_database_of_the_same_datasette_is_left_alone(tables: Path, other: Path, run: Any) -> None:
    before = sha256(tables.read_bytes()).digest()
    app = Datasette([str(tables), str(other)])
    cookies = as_root(app)
    page = run(app.client.get("/other/notes", cookies=cookies))
    assert page.status_code == 200
    assert "nonce=" not in page.text
    assert "content-security-policy" not in page.headers
    assert "Rows are claims by sources" not in page.text
    run(app.get_database("other").execute_write("insert into notes(text) values ('kept')"))
    assert "kept" in run(app.client.get("/other/notes.json?_shape=array", cookies=cookies)).text
    if IS_1_0:
        answer = run(app.client.post("/other/notes/-/insert", json={"row": {"text": "more"}}, cookies=cookies))
        assert answer.status_code == 201
    assert sha256(tables.read_bytes()).digest() == before


def test_pages_about_datasette_name_no_folder_of_the_machine(get: Get, seeded: Path) -> None:
    shown = 0
    for name in ("databases", "plugins", "settings", "versions", "metadata", "config", "threads", "schema", "allowed"):
        for path in (f"/-/{name}", f"/-/{name}.json"):
            answer = get(path)
            assert str(seeded.parent) not in answer.text
            assert "/site-packages/" not in answer.text
            assert "/lib/python3" not in answer.text
            shown += answer.status_code == 200
    assert shown >= 8
    assert get("/-/threads.json").status_code == 403
    assert "timeline.db" in get("/-/databases").text
    for listed in ("pragma_database_list", "PRAGMA_database_list()"):
        answer = get(f"/timeline{'/-/query' if IS_1_0 else ''}.json?sql=select+file+from+{listed}")
        assert answer.status_code == 400
        assert str(seeded.parent) not in answer.text


@pytest.mark.parametrize("above", ["/", "/timeline/", "/-/static/../", "/-/static/..%2f", "/event/../", "/-/../"])
def test_no_file_of_the_timelines_folder_is_served(get: Get, seeded: Path, above: str) -> None:
    files = {file.name: file.read_bytes()[:64] for file in seeded.iterdir() if file.stat().st_size}
    assert {"log.db", "timeline.db", "timeline.toml"} <= files.keys()
    for name, begins in files.items():
        assert begins not in get(f"{above}{name}").content
    # A file that others move on cannot be downloaded; a frozen one holds the tables alone.
    assert get("/timeline.db").status_code == 403


def test_a_frozen_file_may_be_downloaded_and_is_the_tables(tables: Path, run: Any) -> None:
    app = Datasette([], immutables=[str(tables)])
    answer = run(app.client.get("/timeline.db"))
    assert (answer.status_code, answer.content) == (200, tables.read_bytes())
    assert run(app.client.get("/incident/musa-qala-takeover")).status_code == 200


def test_plain_datasette_describes_what_it_serves(tables: Path, run: Any) -> None:
    app = Datasette([str(tables)])
    front, database, incidents = (run(app.client.get(path)).text for path in ("/", "/timeline", "/timeline/incidents"))
    assert "<h1" in front
    assert "Helmand &amp; its &lt;incidents&gt;" in front
    for page in (front, database, incidents):
        assert "Rows are claims by sources, not established facts." in page
    table = next(table for table in TABLES if table.name == "incidents")
    assert all(column.description in unescape(incidents) for column in table.columns)
    assert "in the order of their days" in incidents
    assert 'href="/incident/musa-qala-bombing">Bombing around Musa Qala</a>' in (
        run(app.client.get("/timeline/claim_incidents")).text
    )
    assert 'href="/timeline/projection"' not in database
    assert run(app.client.get("/timeline/figures.json?_shape=array")).json()


def test_what_the_operator_has_configured_wins(tables: Path, run: Any) -> None:
    his = {"title": "Helmand desk", "license": "CC BY 4.0", "creator": "The desk", "base_url": "https://example.org/x"}
    table = {"description": "His incidents", "sort_desc": "slug", "columns": {"title": "His column"}}
    described: dict[str, Any] = {"description": "His database", "tables": {"incidents": table}}
    queries = {"queries": {"killed": {"sql": "select 'his' as whose", "title": "His own"}}}
    metadata = his | {"databases": {"timeline": described if IS_1_0 else described | queries}}
    config = {"config": {"databases": {"timeline": queries}}} if IS_1_0 else {}
    app = Datasette([str(tables)], metadata=metadata, **config)
    assert "Helmand desk" in run(app.client.get("/")).text
    database, incidents = (run(app.client.get(path)).text for path in ("/timeline", "/timeline/incidents"))
    assert "His database" in database
    assert "CC BY 4.0" in incidents
    assert "His incidents" in incidents
    assert "His column" in incidents
    assert "sorted by slug descending" in incidents
    for _ in range(2):  # whatever Datasette keeps of the first answer
        assert run(app.client.get("/timeline/killed.json?_shape=array")).json() == [{"whose": "his"}]
        page = run(app.client.get("/timeline/killed")).text
        assert "His own" in page
        assert QUERIES["killed"]["title"] not in page
    bib = run(app.client.get("/event/HEL-0000-0011-54/cite.bib")).text
    assert "The desk" in bib
    assert "https://example.org/x/event/HEL-0000-0011-54" in bib


def test_tables_and_rows_have_caveat_licence_and_for_paper_their_address(get: Get) -> None:
    for path in ("/timeline/incidents", "/timeline/casualties/HEL-0000-0011-54,1"):
        page = get(path).text
        assert "Rows are claims by sources, not established facts." in page
        assert "CC BY 4.0" in page
        assert f"{path}</p>" in page.partition('class="printed"')[2]
