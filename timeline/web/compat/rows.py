"""What Datasette asks its databases, how it answers, and how it says that it cannot."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette.utils.asgi import BadRequest

from timeline.web.compat.version import IS_1_0

if TYPE_CHECKING:
    from datasette.app import Datasette

#: Where SQL of a reader's own is asked, below the address of the database.
SQL = "/-/query" if IS_1_0 else ""


async def total(
    app: Datasette, request: Any, data: dict[str, Any], path: str, asked: list[tuple[str, str]]
) -> int | None:
    """How many rows a table has in all, where it was `asked` for some of them at `path`; None where it was not counted.

    0.65 tells it with the rows, 1.0 where it is asked for.
    """
    if IS_1_0:
        return await counted(app, request, path, asked)
    found = data.get("filtered_table_rows_count")
    return found if isinstance(found, int) else None


async def counted(app: Datasette, request: Any, path: str, asked: list[tuple[str, str]]) -> int | None:
    """How many rows a table has that are `asked` for at `path`; None where they cannot be counted in time."""
    query = urlencode([*asked, ("_size", "0"), ("_extra", "count"), ("_nofacet", "1")])
    given = {"actor": request.actor} if IS_1_0 else {"cookies": request.cookies}
    answer = await app.client.get(f"{path}?{query}", **given)
    told = answer.json() if answer.status_code == 200 else {}
    found = told.get("count" if IS_1_0 else "filtered_table_rows_count")
    return found if isinstance(found, int) else None


async def statement(
    app: Datasette, request: Any, data: dict[str, Any], path: str, asked: list[tuple[str, str]]
) -> tuple[str, dict[str, Any]] | None:
    """What Datasette asks its database for the rows of a table that are `asked` for at `path`, with what is bound.

    None where whoever asks is not told. 0.65 tells it with the rows, of a later page for that one alone.
    """
    if not IS_1_0 and "_next" not in request.args:
        return data["query"]["sql"], data["query"]["params"]
    more = ("_size", "1"), ("_extra", "query"), ("_nocount", "1"), ("_nofacet", "1")
    given = {"actor": request.actor} if IS_1_0 else {"cookies": request.cookies}
    answer = await app.client.get(f"{path}?{urlencode([*asked, *more])}", **given)
    query = answer.json().get("query") if answer.status_code == 200 else None
    return (query["sql"], query["params"]) if query else None


def rewrite(database: Any, sql: Callable[[str], str], whole: Callable[[], bool]) -> None:
    """Have what Datasette asks the database put as `sql` has it, and all rows read where the answer is to be `whole`.

    0.65 makes an empty CSV file of a query that fails: whatever is to be whole is refused then, with BadRequest.
    """
    execute = database.execute

    async def asked(statement: str, *given: Any, **named: Any) -> Any:
        if not whole():
            return await execute(sql(statement), *given, **named)
        try:
            return await execute(sql(statement), *given, **named | {"truncate": False})
        except sqlite3.DatabaseError as problem:
            raise BadRequest(str(problem)) from problem

    database.execute = asked


def interrupted() -> type[Exception]:
    """What is raised where SQLite stopped a query because its time was over."""
    from datasette.database import QueryInterrupted

    raised: type[Exception] = QueryInterrupted
    return raised


def is_missing(exception: Exception) -> bool:
    """Whether that is asked for which is not there; in 1.0 an ending that nobody knows is a failed assertion."""
    return getattr(exception, "status", None) == 404 or str(exception).startswith("Invalid format: ")


def is_invalid(exception: Exception) -> bool:
    """Whether a statement is no SQL that may be asked."""
    return getattr(exception, "title", None) == "Invalid SQL"


def plain(value: Any) -> Any:
    """The value itself, where Datasette gives it with the label of the row to which it leads."""
    return value.get("value") if isinstance(value, dict) else value


def listed(found: Any) -> dict[str, Any]:
    """A table or query as Datasette lists it, whose pages have objects of them since 1.0."""
    return {one.name: getattr(found, one.name) for one in fields(found)} if is_dataclass(found) else dict(found)
