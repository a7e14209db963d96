"""What cannot say that it is cut has all rows or none: CSV, and JSON that is rows alone."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.web.conftest import Get
from timeline.web import compat, limits
from timeline.web.serve import application

#: More rows than one answer of Datasette's has.
MANY = "with recursive n(number) as (select 1 union all select number + 1 from n where number < 2500) select * from n"
ENDLESS = "with recursive n(number) as (select 1 union all select number + 1 from n) select max(number) as last from n"


@pytest.fixture(scope="module")
def get(example: Path) -> Iterator[Get]:
    app = application(example)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path, follow_redirects=True))


def sql(statement: str, form: str, **more: str) -> str:
    return f"/timeline{compat.SQL}.{form}?{urlencode({'sql': statement} | more)}"


def test_a_csv_of_more_rows_than_a_page_has_is_whole(get: Get) -> None:
    answer = get(sql(MANY, "csv"))
    assert answer.status_code == 200
    assert [row["number"] for row in csv.DictReader(io.StringIO(answer.text))] == [str(one) for one in range(1, 2501)]


@pytest.mark.parametrize(("shape", "first"), [("array", {"number": 1}), ("arrayfirst", 1)])
def test_json_that_is_rows_alone_is_whole(get: Get, shape: str, first: object) -> None:
    found = get(sql(MANY, "json", _shape=shape)).json()
    assert (len(found), found[0]) == (2500, first)


def test_json_that_is_cut_says_so(get: Get) -> None:
    found = get(sql(MANY, "json")).json()
    assert (len(found["rows"]), found["truncated"]) == (1000, True)
    assert get(sql("select 1", "json")).json()["truncated"] is False


def test_a_page_is_cut_as_before(get: Get) -> None:
    assert get("/timeline/events.json?_size=2&_shape=array").json()[1:]
    assert len(get("/timeline/events.csv?_size=2").text.strip().splitlines()) == 3


def test_a_csv_that_takes_too_long_or_too_much_is_refused_in_words(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    late = get(sql(ENDLESS, "csv"))
    assert late.status_code in (400, 503)
    assert "last" not in late.text.splitlines()[0]
    monkeypatch.setattr(limits, "ANSWER", 1000)
    much = get(sql(MANY.replace("from n where", "from n where 1 and"), "csv"))
    assert much.status_code == 400
    assert "Ask for fewer rows or columns." in much.text
