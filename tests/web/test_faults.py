"""Whoever asks for what is not there is told what that is and led on, and what takes too long is said to take so."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from datasette.version import __version__

from tests.web.conftest import Get
from timeline.web import compat
from timeline.web.queries import Tables


def shown(answer: Any) -> str:
    """The words of one of our pages that says what is missing."""
    assert answer.headers["content-type"].startswith("text/html")
    main = re.search(r"<main.*?</main>", answer.text, re.DOTALL)
    assert main, answer.text
    assert 'name="q"' in main[0]
    assert 'href="/"' in main[0]
    return main[0]


@pytest.mark.parametrize(
    ("path", "says", "near"),
    [
        ("/nope", "There is no page “/nope” here.", None),
        ("/incidents", "There is no page “/incidents” here.", "/timeline/incidents"),
        ("/timeline/nope", "There is no table and no question “nope” here.", None),
        ("/timeline/incident", "no table and no question “incident” here.", "/timeline/incidents"),
        ("/timeline/who-holds", "no table and no question “who-holds” here.", "/timeline/who-held"),
        ("/timeline/claim_values/HEL-0000-0011-54,99", "no row “HEL-0000-0011-54,99”.", "/timeline/claim_values"),
        ("/timeline/~3Cb~3E", "There is no table and no question “&lt;b&gt;” here.", None),
    ],
)
def test_a_page_that_does_not_exist_says_what_is_missing_and_leads_on(
    get: Get, path: str, says: str, near: str | None
) -> None:
    answer = get(path)
    assert answer.status_code == 404
    assert says in shown(answer)
    if near:
        assert f'href="{near}"' in shown(answer)


@pytest.mark.parametrize(
    ("table", "ending", "why"),
    [
        ("sources", "chart", "A chart needs rows that name"),
        ("sources", "map", "A map needs"),
        ("withheld", "atom", "A feed needs the column"),
    ],
)
def test_a_form_that_a_table_cannot_be_had_in_is_told_on_a_page_of_ours(
    get: Get, table: str, ending: str, why: str
) -> None:
    answer = get(f"/timeline/{table}.{ending}")
    assert answer.status_code == 400
    assert why in shown(answer)
    assert f'href="/timeline/{table}"' in shown(answer)


def test_sql_that_cannot_be_run_is_told_on_a_page_of_ours_that_leads_to_some_that_can(get: Get) -> None:
    answer = get(f"/timeline{compat.SQL}?sql=selec")
    assert answer.status_code == 400
    assert "It was refused: Statement must be a SELECT." in shown(answer)
    works = re.search(r'href="(/timeline[^"]*sql=[^"]*)"', shown(answer))
    assert works
    assert get(unescape(works[1])).status_code == 200
    assert get(f"/timeline{compat.SQL}.json?sql=selec").json()["error"] == "Statement must be a SELECT"
    assert get(f"/timeline{compat.SQL}.csv?sql=selec").text == "Statement must be a SELECT\n"


def test_the_file_of_the_tables_that_is_not_given_away_is_told_on_a_page_of_ours(get: Get) -> None:
    answer = get("/timeline.db")
    assert answer.status_code == 403
    assert "cannot be downloaded here. Each table and each question can be had as CSV" in shown(answer)


@pytest.mark.parametrize("form", ["svg", "map?_file=svg", "chart?_file=svg", "map"])
def test_there_is_no_picture_of_a_place_that_is_nowhere_and_the_place_is_said_to_be_the_fault(
    get: Get, form: str
) -> None:
    answer = get(f"/timeline/what-happened.{form}{'&' if '?' in form else '?'}place=Helmnd")
    assert answer.status_code == 404
    assert "There is no place “Helmnd” in this timeline." in shown(answer)


def test_an_ending_that_nobody_knows_is_no_failure_of_the_server(get: Get) -> None:
    """0.65 shows the table then."""
    answer = get("/timeline/sources.pdf")
    if answer.status_code != 200:
        assert answer.status_code == 404
        assert "sources cannot be had as “.pdf”." in shown(answer)


def test_programs_get_datasettes_own_answer(get: Get) -> None:
    answer = get("/timeline/nope.json")
    assert (answer.status_code, answer.json()["ok"]) == (404, False)
    assert "<html" not in get("/timeline/nope.csv").text or get("/timeline/nope.csv").status_code == 404


def test_another_database_keeps_its_own_faults(seeded: Path, tmp_path: Path) -> None:
    async def ask() -> list[Any]:
        app = Datasette([str(seeded / "timeline.db")], memory=True)
        return [await app.client.get(path) for path in ("/_memory/nope", "/timeline/nope")]

    theirs, ours = asyncio.run(ask())
    assert theirs.status_code == ours.status_code == 404
    assert "<main" not in theirs.text
    assert "no table and no question" in shown(ours)


def test_who_may_not_see_the_tables_is_told_nothing_of_them(seeded: Path) -> None:
    closed: dict[str, Any] = {"databases": {"timeline": {"allow": False}}}

    async def ask() -> Any:
        app = Datasette(
            [str(seeded / "timeline.db")], **{"metadata" if __version__.startswith("0.") else "config": closed}
        )
        return await app.client.get("/timeline/incident")

    answer = asyncio.run(ask())
    assert answer.status_code in (403, 404)
    assert "Did you mean" not in answer.text


def test_a_query_of_a_page_that_takes_too_long_is_told_in_words(
    get: Get, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) as many from n"

    async def places(tables: Tables) -> Any:
        return await tables.rows(endless)

    monkeypatch.setattr(Tables, "places", places)
    answer = get("/")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "This took too long" in shown(answer)
    told = capfd.readouterr().err
    assert told == "/: A query took longer than it may.\n"


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/timeline/-/queries/new"), ("GET", "/timeline/events/-/insert")]
)
def test_what_is_not_there_is_no_failure_of_the_server(
    seeded: Path, method: str, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """With rich installed, which tells of every exception, Datasette fails where there is none."""

    async def ask() -> Any:
        return await Datasette([str(seeded / "timeline.db")]).client.request(method, path)

    assert asyncio.run(ask()).status_code in (400, 403, 404, 405)
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("path", ["/", "/incident/musa-qala-takeover", "/search?q=musa", "/schema", "/timeline/events"])
def test_an_answer_says_for_how_long_it_may_be_kept_and_by_whom(seeded: Path, get: Get, path: str) -> None:
    # Without a base_url it has the host that the request named in it.
    assert get(path).headers["cache-control"] == "private, max-age=5"

    async def ask(metadata: Any, known: bool) -> Any:
        app = Datasette([str(seeded / "timeline.db")], metadata=metadata)
        cookies = {"ds_actor": app.sign({"a": {"id": "ada"}}, "actor")} if known else {}
        answer = await app.client.get(path, cookies=cookies)
        return answer.headers["cache-control"]

    assert asyncio.run(ask({}, known=True)) == "private, no-store"
    assert asyncio.run(ask({"base_url": "https://example.org"}, known=False)) == "max-age=5"


def test_what_is_not_there_is_not_kept(get: Get) -> None:
    assert "cache-control" not in get("/nope").headers
