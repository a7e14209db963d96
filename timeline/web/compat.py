"""Whatever differs between Datasette 0.65 and 1.0 is here, and nowhere else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

import datasette
from datasette import Forbidden, Response
from datasette.utils import add_cors_headers, tilde_decode
from datasette.utils.asgi import BadRequest, NotFound
from datasette.version import __version__

if TYPE_CHECKING:
    from datasette.app import Datasette
    from jinja2 import Environment
    from pluggy import HookimplMarker

__all__ = [
    "BadRequest",
    "Forbidden",
    "NotFound",
    "Response",
    "add_cors_headers",
    "counted",
    "deny",
    "describe",
    "described",
    "environment",
    "hookimpl",
    "instance_metadata",
    "interrupted",
    "is_invalid",
    "is_missing",
    "make",
    "may_view",
    "plain",
    "quiet",
    "read_only",
    "rewrite",
    "settle",
    "statement",
    "tilde_decode",
    "total",
]

hookimpl: HookimplMarker = datasette.hookimpl

Metadata = dict[str, Any]

#: 1.0 has its own permission system, and asynchronous metadata in place of one dictionary.
_IS_1_0 = not __version__.startswith("0.")

#: Where SQL of a reader's own is asked, below the address of the database.
SQL = "/-/query" if _IS_1_0 else ""

#: Event handlers that stand in templates: 1.0 has one, of a button that phones show.
HANDLERS = ("openColumnChooser()",) if _IS_1_0 else ()

#: Settings for a server that anybody may ask, where its operator has not set them. Queries stay at Datasette's own
#: second and 1,000 rows, which the largest pages that are measured need (benchmarks/PAGES.md).
_SETTINGS = {
    # An event's body is a long text; it is whole on the event's page and in JSON and CSV.
    "truncate_cells_html": 240,
    # A count of each column for every page of a table; the facets that help are named by the tables.
    "suggest_facets": False,
}

#: By what a table is ordered.
_ORDER = frozenset({"sort", "sort_desc"})
#: What 0.65 asks for with every page.
_DESCRIBED: WeakKeyDictionary[Datasette, Metadata] = WeakKeyDictionary()


def make(database: Path, metadata: Metadata, name: str = "", *, still: bool = False) -> Datasette:
    """A Datasette over one database, called `name` or else as its file is; `metadata` is its operator's.

    `still`: nobody changes it.
    """
    # Datasette imports its plugins while it is itself half imported, so that they can import only this late.
    from datasette.app import Datasette, DatasetteClient
    from datasette.database import Database

    name = name or database.stem
    files = {"immutables" if still else "files": [str(database)]}
    made = Datasette(**{"files": []} | files, metadata=metadata, settings=_SETTINGS)
    if database.stem != name:
        made.remove_database(database.stem)
        made.add_database(Database(made, path=str(database), is_mutable=not still), name=name)
        # 0.65 has asked for the plugin's routes already, when there was no database of that name.
        made.client = DatasetteClient(made)
    return made


async def describe(app: Datasette, database: str, metadata: Metadata, queries: dict[str, dict[str, Any]]) -> None:
    """Say of `database` whatever its operator has not said himself; `queries` by name, but for those that he has.

    0.65 has all of it in the metadata. 1.0 has the metadata in its own database, without a fallback from a table to
    the instance, queries beside them, and labels, facets and order in the configuration.
    """
    if not _IS_1_0:
        given = app.metadata()
        his = (given.get("databases") or {}).get(database) or {}
        asked = {name: query for name, query in queries.items() if name not in (his.get("queries") or {})}
        ours = metadata["databases"][database] | {"queries": asked}
        _DESCRIBED[app] = _below(metadata | {"databases": {database: ours}}, given)
        return
    from datasette.utils import move_table_config

    metadata, config = move_table_config(metadata, {})
    app.config = _below(config, app.config or {})
    await _store(app, database, metadata)
    for name, query in queries.items():
        known = await app.get_query(database, name)
        if known is None or known.source == "plugin":
            await app.add_query(database, name, is_trusted=True, **query)


def described(app: Datasette) -> Metadata:
    """What `describe` has been told, for 0.65; empty before."""
    return _DESCRIBED.get(app, {})


def _below(ours: Metadata, his: Metadata) -> Metadata:
    """`ours` with `his` upon it; whoever orders a table by another column orders it by that one alone."""
    if not _ORDER.isdisjoint(his):
        ours = {name: value for name, value in ours.items() if name not in _ORDER}
    both = ours | his
    return both | {
        name: _below(ours[name], value)
        for name, value in his.items()
        if isinstance(value, dict) and isinstance(ours.get(name), dict)
    }


async def _store(app: Datasette, database: str, metadata: Metadata) -> None:
    """Put the metadata into 1.0's own database, where none of that key is; at once, for there are a thousand."""
    described = metadata["databases"][database]
    tables = described["tables"]
    rows: dict[str, list[tuple[str, ...]]] = {
        "metadata_instance(key, value)": list(_texts(metadata, "databases")),
        "metadata_databases(database_name, key, value)": [
            (database, *text) for text in _texts(described, "tables", "queries")
        ],
        "metadata_resources(database_name, resource_name, key, value)": [
            (database, name, *text) for name, table in tables.items() for text in _texts(table, "columns")
        ],
        "metadata_columns(database_name, resource_name, column_name, key, value)": [
            (database, name, column, "description", text)
            for name, table in tables.items()
            for column, text in table["columns"].items()
        ],
    }
    for table, values in rows.items():
        places = ", ".join("?" for _ in range(table.count(",") + 1))
        sql = f"insert or ignore into {table} values ({places})"
        await app.get_internal_database().execute_write_many(sql, values)


def _texts(metadata: Metadata, *but: str) -> Iterator[tuple[str, str]]:
    """Keys and values, as 1.0 keeps them."""
    for name, value in metadata.items():
        if name not in but:
            yield name, value if isinstance(value, str) else json.dumps(value)


def quiet() -> None:
    """Have Datasette tell no more of what went wrong than that.

    With rich installed, it prints all local variables for every page that is not found, and where no exception led
    there it fails at it.
    """
    from datasette import handle_exception

    handle_exception.rich = None


def settle(app: Datasette, database: str) -> None:
    """Have our settings where the operator has set none, and nothing else is served that they would hold for.

    0.65 does not tell whether he has written one that is as Datasette's own: such a one is taken for none.
    """
    from datasette.app import DEFAULT_SETTINGS

    others = [name for name, attached in app.databases.items() if attached.path and name != database]
    given = (app.config or {}).get("settings") or {} if _IS_1_0 else {}
    for name, ours in () if others else _SETTINGS.items():
        if name not in given and app.setting(name) == DEFAULT_SETTINGS[name]:
            app._settings[name] = ours


def read_only(database: Any) -> None:
    """Let SQLite refuse whatever would write: the connection that Datasette has for that reads alone, as others do."""
    connect = database.connect
    database.connect = lambda write=False: connect()


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


def deny(database: str) -> Any:
    """1.0's rule that nobody may do to the database, or to any table of it, what is asked."""
    from datasette.permissions import PermissionSQL

    rule = "0 as allow, 'the tables are made from the log' as reason"
    return PermissionSQL(
        f"""select :timeline_database as parent, null as child, {rule}
        union all select database_name, table_name, {rule} from catalog_tables
        where database_name = :timeline_database""",
        {"timeline_database": database},
    )


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


async def may_view(app: Datasette, actor: dict[str, Any] | None, database: str) -> bool:
    """Whether `actor` (None: anybody) may see the database."""
    if not _IS_1_0:
        visible, _ = await app.check_visibility(
            actor, permissions=[("view-database", database), ("view-instance", None)]
        )
        return bool(visible)
    from datasette.resources import DatabaseResource

    return bool(await app.allowed(action="view-database", resource=DatabaseResource(database), actor=actor))


def environment(datasette: Datasette, request: Any) -> Environment:
    """That in which Datasette finds the templates of a page."""
    found: Environment = datasette.get_jinja_environment(request) if _IS_1_0 else datasette.jinja_env
    return found


async def total(app: Datasette, request: Any, data: Metadata, path: str, asked: list[tuple[str, str]]) -> int | None:
    """How many rows a table has in all, where it was `asked` for some of them at `path`; None where it was not counted.

    0.65 tells it with the rows, 1.0 where it is asked for.
    """
    if _IS_1_0:
        return await counted(app, request, path, asked)
    found = data.get("filtered_table_rows_count")
    return found if isinstance(found, int) else None


async def counted(app: Datasette, request: Any, path: str, asked: list[tuple[str, str]]) -> int | None:
    """How many rows a table has that are `asked` for at `path`; None where they cannot be counted in time."""
    query = urlencode([*asked, ("_size", "0"), ("_extra", "count"), ("_nofacet", "1")])
    given = {"actor": request.actor} if _IS_1_0 else {"cookies": request.cookies}
    answer = await app.client.get(f"{path}?{query}", **given)
    told = answer.json() if answer.status_code == 200 else {}
    found = told.get("count" if _IS_1_0 else "filtered_table_rows_count")
    return found if isinstance(found, int) else None


async def statement(
    app: Datasette, request: Any, data: Metadata, path: str, asked: list[tuple[str, str]]
) -> tuple[str, dict[str, Any]] | None:
    """What Datasette asks its database for the rows of a table that are `asked` for at `path`, with what is bound.

    None where whoever asks is not told. 0.65 tells it with the rows, of a later page for that one alone.
    """
    if not _IS_1_0 and "_next" not in request.args:
        return data["query"]["sql"], data["query"]["params"]
    more = ("_size", "1"), ("_extra", "query"), ("_nocount", "1"), ("_nofacet", "1")
    given = {"actor": request.actor} if _IS_1_0 else {"cookies": request.cookies}
    answer = await app.client.get(f"{path}?{urlencode([*asked, *more])}", **given)
    query = answer.json().get("query") if answer.status_code == 200 else None
    return (query["sql"], query["params"]) if query else None


async def instance_metadata(app: Datasette) -> Metadata:
    """The metadata of the whole instance: title, description, licence."""
    found: Metadata = await app.get_instance_metadata() if _IS_1_0 else app.metadata()
    return found
