"""What is published can be read by anybody, written to by nobody, and runs nothing but what it came with."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Iterator
from contextlib import closing
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from datasette.app import Datasette
from datasette.version import __version__
from playwright.sync_api import Browser

from tests.processes import free_port, serving
from tests.web.conftest import ROOT, Get, plain
from tests.web.test_hostile import PHONE, watch
from tests.web.test_serve import SERVE, command
from timeline.projections.runner import TABLES
from timeline.web import compat, guard
from timeline.web.questions import QUERIES

OURS = [
    *("/", "/incident/musa-qala-takeover", "/event/HEL-0000-0011-54", "/source/sputnik-2015-08-26"),
    *("/place/Musa%20Qala", "/incident/none"),
]
DATASETTES = ["/timeline", "/timeline/events", "/timeline/incidents?_facet=place", "/timeline/figures", "/-/plugins"]
FILES = [
    *("/timeline/events.json", "/timeline/events.csv", "/timeline/events.atom", "/timeline/incidents.geojson"),
    *("/event/HEL-0000-0011-54/cite.bib", "/event/HEL-0000-0011-54/cite.json"),
]
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


@pytest.fixture(scope="module")
def tables(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tables, in a file called timeline.db, with nothing beside it."""
    path = tmp_path_factory.mktemp("published") / "timeline.db"
    with closing(sqlite3.connect(seeded / "timeline.db")) as ours, closing(sqlite3.connect(path)) as copy:
        ours.backup(copy)
        copy.execute("pragma journal_mode = delete")
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A database that is no timeline."""
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("create table notes(id integer primary key, text text)")
    return path


@pytest.fixture
def run() -> Iterator[Any]:
    with asyncio.Runner() as loop:

        def wait(wanted: Awaitable[Any]) -> Any:
            async def waiting() -> Any:
                return await wanted

            return loop.run(waiting())

        yield wait


def policy_of(answer: Any) -> dict[str, list[str]]:
    parts = (part.split() for part in answer.headers["content-security-policy"].split(";"))
    return {name: sources for name, *sources in parts}


def as_root(app: Datasette) -> dict[str, str]:
    """The cookie of `datasette --root`."""
    app.root_enabled = True  # as 1.0 asks; 0.65 knows root by his name
    return {"ds_actor": app.sign({"a": ROOT_ACTOR}, "actor")}


@pytest.mark.parametrize("path", [*OURS, *DATASETTES])
def test_a_page_runs_only_scripts_that_stand_in_its_template(get: Get, path: str) -> None:
    answer = get(path)
    if "location" in answer.headers:
        path = answer.headers["location"]
        answer = get(path)
    policy = policy_of(answer)
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    itself, nonce = policy["script-src"]
    assert itself == "'self'"
    scripts = re.findall(r"<script\b([^>]*)>", answer.text)
    assert all(f'nonce="{nonce[7:-1]}"' in attributes for attributes in scripts)
    assert ("'unsafe-inline'" in policy["style-src"]) == (path in DATASETTES)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer")  # the latter is Datasette's own
    assert policy_of(get(path))["script-src"] != policy["script-src"]


@pytest.mark.parametrize("path", FILES)
def test_a_file_may_run_and_load_nothing(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 200
    assert policy_of(answer) == {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "frame-ancestors": ["'none'"],
        "sandbox": [],
    }
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_our_templates_have_neither_event_handlers_nor_style_attributes() -> None:
    for template in (ROOT / "timeline" / "web" / "html").glob("*.html"):
        assert not re.search(r"\s(style|on[a-z]+)\s*=", template.read_text(encoding="utf-8")), template.name


def test_an_operator_may_widen_the_policy_for_pages(tables: Path, run: Any) -> None:
    more = {"frame-ancestors": "https://news.example", "img-src": "https://tiles.example", "media-src": "'self'"}
    app = compat.make(tables, {"plugins": {"timeline": {"content_security_policy": more}}})
    policy = policy_of(run(app.client.get("/timeline")))
    assert policy["frame-ancestors"] == ["https://news.example"]
    assert policy["img-src"] == ["'self'", "data:", "https://tiles.example"]
    assert policy["media-src"] == ["'self'"]
    file = policy_of(run(app.client.get("/timeline/events.json")))
    assert file["frame-ancestors"] == ["https://news.example"]
    assert "img-src" not in file


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


@pytest.mark.parametrize(
    "sql",
    [
        "select length(hex(zeroblob(400000000)))",
        "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n",
    ],
    ids=["memory", "time"],
)
def test_a_query_has_its_limits(get: Get, sql: str) -> None:
    answer = get(f"/timeline{'/-/query' if IS_1_0 else ''}.json?{urlencode({'sql': sql})}")
    assert answer.status_code == 400
    assert re.search("too big|too long|interrupted", answer.text, re.IGNORECASE)


def test_pages_about_datasette_name_no_folder_of_the_machine(get: Get, seeded: Path) -> None:
    shown = 0
    for name in ("databases", "plugins", "settings", "versions", "metadata", "config", "threads", "schema", "allowed"):
        for path in (f"/-/{name}", f"/-/{name}.json"):
            answer = get(path)
            assert str(seeded.parent) not in answer.text
            assert "/site-packages/" not in answer.text
            assert "/lib/python3" not in answer.text
            shown += answer.status_code == 200
    assert shown >= 10
    assert get("/-/threads.json").status_code == 403
    assert "timeline.db" in get("/-/databases").text


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
    assert "sorted by earliest" in incidents
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


@pytest.fixture(scope="module", params=["timeline serve", "datasette timeline.db"])
def address(request: pytest.FixtureRequest, seeded: Path) -> Iterator[str]:
    if request.param == "timeline serve":
        port = free_port()
        with serving(command(SERVE, seeded, port), port, cwd=ROOT) as url:
            yield url
    else:
        with plain(seeded / "timeline.db") as url:
            yield url


def test_a_browser_finds_no_violation_and_datasettes_pages_still_work(address: str, chromium: Browser) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        seen = watch(page)
        for path in (*OURS, *DATASETTES):
            page.goto(address + path)
        page.goto(f"{address}/timeline/incidents")
        page.locator("th svg").first.click()
        page.get_by_text("Sort descending").first.click()
        assert "_sort_desc=title" in page.url
        page.goto(f"{address}/timeline?sql=select+1")
        page.locator(".cm-editor, .CodeMirror").first.wait_for()
        assert seen["errors"] == seen["violations"] == []


def test_the_button_that_chooses_columns_on_a_phone_is_allowed(address: str, chromium: Browser) -> None:
    """Its event handler stands in a template of 1.0; 0.65 has no such button."""
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        seen = watch(page)
        page.goto(f"{address}/timeline/incidents")
        button = page.locator("button.choose-columns-mobile")
        assert button.count() == len(compat.HANDLERS)
        if button.count():
            button.click()
            page.locator("column-chooser dialog").wait_for()
        assert seen["errors"] == seen["violations"] == []


def test_a_script_that_got_into_a_page_does_not_run(address: str, chromium: Browser) -> None:
    inject = """() => {
        window.__violated = [];
        document.addEventListener("securitypolicyviolation", event => window.__violated.push(event.effectiveDirective));
        document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.__hit=1">');
        const script = document.createElement("script");
        script.textContent = "window.__hit=2";
        document.body.append(script);
    }"""
    with chromium.new_context() as context:
        page = context.new_page()
        for path in ("/", "/timeline/events"):
            page.goto(address + path)
            page.evaluate(inject)
            page.wait_for_function("window.__violated.length === 2")
            assert page.evaluate("window.__violated.sort()") == ["script-src-attr", "script-src-elem"]
            assert page.evaluate("window.__hit") is None


def test_a_picture_that_is_opened_runs_no_script(seeded: Path, chromium: Browser) -> None:
    """Served as any file is; its own styles hold."""
    picture = """<svg xmlns="http://www.w3.org/2000/svg"><style>rect { fill: #f00 }</style>
        <rect width="9" height="9"/><script>document.documentElement.setAttribute("data-hit", "1")</script></svg>"""
    policy = guard.policy(compat.make(seeded / "timeline.db", {}), guard.FILES)
    with chromium.new_context() as context:
        page = context.new_page()
        page.route("**/*", lambda route: route.fulfill(body=picture, headers=policy, content_type="image/svg+xml"))
        page.goto("http://127.0.0.1:9/picture.svg")
        assert page.locator("svg").get_attribute("data-hit") is None
        assert page.evaluate("getComputedStyle(document.querySelector('rect')).fill") == "rgb(255, 0, 0)"
