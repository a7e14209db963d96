"""The page of the database leads to the questions, then to the tables by what they are for, and to SQL at last."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

from datasette.app import Datasette

from tests.web.conftest import Get, answered, plain
from timeline.projections.building import TABLES
from timeline.projections.cursor import CURSOR
from timeline.web import listing, schema
from timeline.web.questions import OTHERS, QUESTIONS


def test_the_questions_come_first_in_their_order_then_the_tables_then_sql(address: str) -> None:
    """Both commands, and whichever version of Datasette is installed."""
    page = answered(f"{address}/timeline").text
    at = [page.index(f'id="{part}"') for part in ("questions", "tables", schema.GROUPS[0].anchor, "sql")]
    assert at == sorted(at)
    forms = re.findall(r'<form class="ask" action="/timeline/([^"/]+)"', page)
    assert forms == list(QUESTIONS)
    for name in OTHERS:
        assert f'href="/timeline/{name}"' in page
    listed = re.findall(r'<dt><a href="/timeline/([^"]+)"', page)
    assert set(listed) == {table.name for table in TABLES if table != CURSOR}
    assert listed[0] == "incidents"
    assert page.count("<h1") == 1
    assert 'role="main"' in page or "<main" in page


def test_each_table_says_in_a_sentence_what_it_is_and_how_many_rows_it_has(get: Get) -> None:
    page = unescape(get("/timeline").text)
    assert "Weapons released from the air by an aircraft, helicopter or drone." in page
    many = get("/timeline/airstrikes.json?_shape=array").json()
    row = page.partition('<dt><a href="/timeline/airstrikes"')[2].partition("</dd>")[0]
    assert f'<span class="rows">{len(many)} row' in row
    folded = "".join(re.findall(r"<summary>\d+ tables? without a row.*?</details>", page, re.DOTALL))
    assert "0 rows" not in re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert '<dt><a href="/timeline/corrections"' in folded


def test_what_is_not_ours_stands_behind_ours_and_what_is_not_counted_is_many() -> None:
    tables: list[dict[str, Any]] = [
        {"name": "events", "count": 5001, "count_truncated": True, "hidden": False},
        {"name": "sources", "count": None, "hidden": False},
        {"name": "notes", "count": 1, "hidden": False},
        {"name": "notes_fts", "count": 1, "hidden": True},
    ]
    *_, claims, others = [part for part in listing.listed(tables) if part.filled or part.empty]
    assert [(one.name, one.rows) for one in claims.filled] == [
        ("events", "more than 5,000 rows"),
        ("sources", "many rows"),
    ]
    assert [(one.name, one.rows, one.tells) for one in others.filled] == [("notes", "1 row", "")]


def test_sql_is_offered_only_where_it_may_be_asked(tables: Path, run: Any) -> None:
    page = run(Datasette([str(tables)], settings={"default_allow_sql": False}).client.get("/timeline")).text
    assert 'name="sql"' not in page
    assert 'id="tables"' in page
    with plain(tables) as url:
        page = answered(f"{url}/timeline").text
        (action,) = re.findall(r'action="([^"]+)" method="get">\s*<p><label for="sql-asked"', page)
        assert ">1</td>" in "".join(answered(f"{url}{action}?sql=select+1+as+one").text.split("\n")).replace(" ", "")
