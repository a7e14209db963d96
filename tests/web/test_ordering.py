"""However a table is sorted, its pages have each of its rows once, and so has its CSV file."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.web.conftest import Get
from timeline.projections.building import TABLES
from timeline.projections.tables import Table
from timeline.web.ordering import settled
from timeline.web.serve import application

#: Tables whose rows are many, or not stored in the order of their keys.
PAGED = [table for table in TABLES if table.name in ("events", "sources", "claim_values", "places", "control_changes")]


@pytest.fixture(scope="module")
def get(example: Path) -> Iterator[Get]:
    app = application(example)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


def paged(get: Get, table: Table, order: str, size: int) -> Iterator[tuple[Any, ...]]:
    """The keys of all rows, page by page."""
    path = f"/timeline/{table.name}.json?{order}&_size={size}&_shape=objects&_nofacet=1"
    after = ""
    while after is not None:
        page = get(f"{path}&_next={quote(after)}" if after else path).json()
        yield from (tuple(row[name] for name in table.pk) for row in page["rows"])
        after = page["next"]


@pytest.mark.parametrize("table", PAGED, ids=lambda table: str(table.name))
def test_pages_of_a_sorted_table_have_each_row_once(get: Get, table: Table) -> None:
    keys = sorted(paged(get, table, "", 1000))
    size = len(keys) // 3
    for column in table.columns:
        for order in ("_sort", "_sort_desc"):
            asked = f"{order}={column.name}"
            assert sorted(paged(get, table, asked, size)) == keys, asked


def test_so_do_those_that_are_sorted_by_themselves(get: Get) -> None:
    sorted_ = [table for table in TABLES if table.sort]
    assert sorted_
    for table in sorted_:
        keys = sorted(paged(get, table, f"_sort={table.pk[0]}", 1000))
        assert sorted(paged(get, table, "", max(2, len(keys) // 3))) == keys, table.name


def test_a_csv_file_of_more_rows_than_a_page_has_each_of_them_once(get: Get) -> None:
    text = get("/timeline/events.csv?_sort_desc=hedge&_size=7&_stream=1").text
    found = [row["id"] for row in csv.DictReader(io.StringIO(text))]
    assert len(found) == len(set(found)) == len(get("/timeline/events.json?_shape=array&_size=max").json())


def test_rows_of_one_value_are_in_the_order_of_their_keys_from_the_first_page_on(get: Get) -> None:
    rows = get("/timeline/events.json?_sort_desc=source&_size=40&_shape=array").json()
    assert len(rows) == 40
    told = [(row["source"], row["id"]) for row in rows]
    assert len({source for source, _ in told}) > 1
    assert told == sorted(sorted(told, key=lambda row: row[1]), key=lambda row: row[0], reverse=True)


@pytest.mark.parametrize(
    "sql",
    [
        "select id from events order by id, position limit 101",
        "select id from events where type = :p0 limit 101",
        "select id from somewhere order by id limit 101",
        "select count(*) from (select id from events order by reported limit 10)",
        "select id from events join sources on key = source order by reported limit 101",
        "with a as (select 1) select id from events order by reported limit 101",
    ],
)
def test_no_other_query_is_touched(sql: str) -> None:
    assert settled(sql) == sql


def test_a_filter_that_holds_a_query_itself_changes_nothing() -> None:
    filtered = "where id in (select event from casualties order by event limit 3) "
    asked = f"select id, [from] from [events] {filtered}order by [reported] desc limit 101"
    assert settled(asked) == asked.removesuffix(" limit 101") + ", [id] limit 101"


@pytest.mark.parametrize(
    ("name", "column"),
    [("airstrikes", "earliest"), ("control_changes", "earliest"), ("casualties", "low"), ("events", "place")],
)
def test_rows_without_a_value_come_last_in_both_directions(get: Get, name: str, column: str) -> None:
    table = next(one for one in TABLES if one.name == name)
    rows = {
        tuple(row[key] for key in table.pk): row[column]
        for row in get(f"/timeline/{name}.json?_size=max&_shape=array").json()
    }
    assert None in rows.values()
    for order, backwards in (("_sort", False), ("_sort_desc", True)):
        for size in (2, 5, 7, 1000):
            keys = list(paged(get, table, f"{order}={column}", size))
            values = [rows[key] for key in keys]
            told = [value for value in values if value is not None]
            assert values == sorted(told, reverse=backwards) + [None] * (len(values) - len(told))
            assert len(keys) == len(set(keys)) == len(rows)
        found = csv.DictReader(io.StringIO(get(f"/timeline/{name}.csv?{order}={column}&_size=3&_stream=1").text))
        assert [row[column] for row in found] == ["" if value is None else str(value) for value in values]


def test_a_table_that_is_sorted_by_days_begins_with_days_on_its_page(get: Get) -> None:
    first, *_ = get("/timeline/airstrikes.json?_shape=array").json()
    assert first["earliest"]
    for path in ("/timeline/airstrikes", "/timeline/airstrikes?_sort=earliest"):
        assert first["event"] in get(path).text.partition("<tbody")[2].partition("</tr>")[0]


def test_filtered_rows_without_a_value_come_last_on_later_pages_too(get: Get) -> None:
    table = next(one for one in TABLES if one.name == "events")
    asked = "_sort=earliest&status=current&_where=position+%3E+3"
    keys = list(paged(get, table, asked, 4))
    days = {row["id"]: row["earliest"] for row in get("/timeline/events.json?_size=max&_shape=array").json()}
    values = [days[id] for (id,) in keys]
    assert values == sorted(values, key=lambda day: (day is None, day or ""))
    assert len(keys) == len(get(f"/timeline/events.json?{asked}&_size=max&_shape=array").json())
