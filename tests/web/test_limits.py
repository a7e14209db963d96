"""What anybody asks takes bounded memory and time, and keeps the pages from nobody."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import threading
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from datasette.version import __version__

from tests.web.conftest import Get, answered
from timeline.web import examples, front, limits
from timeline.web.serve import application

IS_1_0 = not __version__.startswith("0.")
QUERY = f"/timeline{'/-/query' if IS_1_0 else ''}"
ENDLESS = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"
#: As many rows as are answered, each within what a value may have.
MANY = "with recursive n(x) as (select 1 union all select x + 1 from n limit 900) select {} from n"


def asked(sql: str, ending: str = ".json") -> str:
    return f"{QUERY}{ending}?{urlencode({'sql': sql})}"


@pytest.mark.parametrize(
    "sql",
    [
        "select length(hex(zeroblob(400000000)))",
        MANY.format("hex(zeroblob(240000))"),
        MANY.format("hex(zeroblob(20000))"),
        MANY.format("hex(zeroblob(20000)) as h") + " order by h",
        MANY.format(", ".join(["x + 0.5"] * 1900)),
        "select group_concat(hex(zeroblob(9000))) from events join events as others",
        ENDLESS,
    ],
    ids=["one long text", "many long ones", "many middling ones", "sorted", "many numbers", "joined", "time"],
)
@pytest.mark.parametrize("ending", [".json", ""], ids=["JSON", "page"])
def test_a_query_has_its_limits(get: Get, sql: str, ending: str) -> None:
    answer = get(asked(sql, ending))
    # A page of 1.0 tells what is wrong with SQL where it is written.
    assert answer.status_code in ((400,) if ending or not IS_1_0 else (200, 400))
    assert re.search("too big|too long|interrupted|would take more than 32 MB", answer.text, re.IGNORECASE)
    assert len(answer.text) < 200_000


def test_what_the_tables_can_hold_is_within_the_limits(get: Get) -> None:
    """A thousand rows, of which four hundred have the longest border that can be recorded."""
    border, rest = "hex(zeroblob(30000))", "hex(zeroblob(1000))"
    answer = get(asked(MANY.format(f"case when x <= 400 then {border} else {rest} end")))
    assert answer.status_code == 200
    assert len(answer.text) > 25_000_000


def test_every_row_of_a_query_below_the_limit_comes(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    sql = MANY.format("'0123456789'")
    assert get(asked(sql)).text.count("0123456789") >= 900
    monkeypatch.setattr(limits, "ANSWER", 900 * 50)
    assert get(asked(sql)).status_code == 400


def test_pages_are_answered_while_many_ask_with_sql_that_takes_long(address: str) -> None:
    answers: list[Any] = []

    def ask(sql: str) -> None:
        answers.append(answered(f"{address}{sql}"))

    where = f"/timeline/events.json?{urlencode({'_where': f'({ENDLESS})'})}"
    askers = [threading.Thread(target=ask, args=[sql]) for sql in [asked(ENDLESS), where] * 8]
    for asker in askers:
        asker.start()
    pages = []
    while any(asker.is_alive() for asker in askers):
        pages.append(answered(f"{address}/incident/musa-qala-takeover").status_code)
    for asker in askers:
        asker.join()
    assert len(pages) >= 2, "a page asks so often that it would be answered after all of them"
    assert set(pages) == {200}
    statuses = Counter(answer.status_code for answer in answers)
    assert statuses[503] >= 4
    assert statuses[400] >= 1
    refused = [answer for answer in answers if answer.status_code == 503]
    assert {answer.headers["retry-after"] for answer in refused} == {"5"}
    assert any("Ask again in some seconds" in answer.json()["error"] for answer in refused)
    assert answered(f"{address}{asked('select 1')}").status_code == 200


@pytest.mark.parametrize("listed", ["pragma_database_list", "PRAGMA_database_LIST", '"Pragma_Database_List"'])
def test_no_query_of_a_fresh_connection_reads_where_the_files_are(listed: str) -> None:
    connection = sqlite3.connect(":memory:")
    limits.prepare_connection(connection, "timeline")
    with pytest.raises(sqlite3.DatabaseError, match=r"prohibited|not authorized"):
        connection.execute(f"select file from {listed}")
    assert connection.execute("select 1").fetchone()[0] == 1
    connection.close()


def test_the_front_page_names_no_number_of_claims_that_takes_too_long_to_count(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, counts = application(example), front._COUNTS
    with asyncio.Runner() as loop:
        monkeypatch.setattr(front, "_COUNTS", ENDLESS)
        page = loop.run(app.client.get("/"))
        assert page.status_code == 200
        assert "9 incidents, known only through claims in sources." in page.text
        monkeypatch.setattr(front, "_COUNTS", counts)
        assert re.search(r"known only through \d+ claims in \d+ sources", loop.run(app.client.get("/")).text)


def test_the_front_page_gives_no_example_that_takes_too_long_to_find(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(examples._TO_ASK, "said-by", ENDLESS)
    page = asyncio.run(application(example).client.get("/"))
    assert page.status_code == 200
    assert 'href="/timeline/said-by?' not in page.text
    assert 'href="/timeline/killed?' in page.text
