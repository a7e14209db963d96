"""The page of a question shows a part of a long answer, and leads to the others; no row is left out or comes twice."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from tests.web.conftest import Get
from timeline.web import paging
from timeline.web.serve import application

#: Rows of a part.
SIZE = 7
_CELL = re.compile(r'<tr role="row"><td.*?</tr>', re.S)
_NEXT = re.compile(r'href="(\?[^"]*)#answer" rel="next nofollow"')
_BEFORE = re.compile(r'href="(\?[^"]*)#answer" rel="prev nofollow"')


@pytest.fixture(scope="module")
def get(example: Path) -> Iterator[Get]:
    app = application(example)
    app._settings["default_page_size"] = SIZE
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path, follow_redirects=True))


@pytest.mark.parametrize(
    "asked",
    [
        "known-by?day=2015-09-30&place=",
        "said-by?voice=Reuters&place=",
        "one-origin?incident=",
        "disagreements?incident=",
    ],
)
def test_the_parts_of_an_answer_have_all_its_rows_each_once_as_csv_has_them(get: Get, asked: str) -> None:
    name, _, query = asked.partition("?")
    whole = list(csv.DictReader(io.StringIO(get(f"/timeline/{name}.csv?{query}").text)))
    assert len(whole) > SIZE
    found: list[str] = []
    at, parts = f"?{query}", 0
    while at:
        page = get(f"/timeline/{name}{at}").text
        rows = _CELL.findall(page)
        assert f"Rows {len(found) + 1} to {len(found) + len(rows)} of {len(whole)}</h2>" in page
        assert (_BEFORE.search(page) is None) == (parts == 0)
        found, parts = found + rows, parts + 1
        at = unescape(following[1]) if (following := _NEXT.search(page)) else ""
    assert (len(found), len(set(found)), parts) == (len(whole), len(whole), -(-len(whole) // SIZE))


def test_a_short_answer_is_one_page(get: Get) -> None:
    page = get("/timeline/who-held?place=Musa+Qala&day=2015-08-27").text
    assert "Next rows" not in page
    assert "Rows before" not in page
    assert "The same as" in page


def test_rows_that_take_too_long_to_be_counted_are_not_counted(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "COUNTING", 0.001)
    assert f"Rows 1 to {SIZE}</h2>" in get("/timeline/one-origin?incident=").text


def test_the_files_of_a_part_begin_with_the_first_row(get: Get) -> None:
    page = get(f"/timeline/known-by?day=2015-09-30&place=&_next={SIZE}").text
    files = re.findall(r'<a href="([^"]*/known-by\.[a-z]+[^"]*)"', page)
    assert {file.partition("known-by.")[2].partition("?")[0] for file in files} >= {"csv", "json"}
    assert not any("_next" in file for file in files)
    assert "All rows from the first" in page
    assert len(get(f"/timeline/known-by.json?_shape=array&day=2015-09-30&_next={SIZE}").json()) > SIZE


def test_behind_the_last_row_the_page_leads_back(get: Get) -> None:
    page = get("/timeline/known-by?day=2015-09-30&_next=5000").text
    assert "The answer has no row after the first 5,000." in page
    assert _BEFORE.search(page)


@pytest.mark.parametrize("typed", ["x", "-1", "9" * 30])
def test_what_is_no_number_of_rows_is_refused(get: Get, typed: str) -> None:
    answer = get(f"/timeline/known-by?day=2015-09-30&_next={typed}")
    assert answer.status_code == 400
    assert "This is no place to go on from." in answer.text
