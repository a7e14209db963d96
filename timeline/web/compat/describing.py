"""What is said of tables and columns: 0.65 has it in one dictionary, 1.0 in a database and its configuration."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from timeline.web.compat.version import IS_1_0

if TYPE_CHECKING:
    from datasette.app import Datasette

Metadata = dict[str, Any]

#: By what a table is ordered.
_ORDER = frozenset({"sort", "sort_desc"})
#: What 0.65 asks for with every page.
_DESCRIBED: WeakKeyDictionary[Datasette, Metadata] = WeakKeyDictionary()


async def describe(app: Datasette, database: str, metadata: Metadata, queries: dict[str, dict[str, Any]]) -> None:
    """Say of `database` whatever its operator has not said himself; `queries` by name, but for those that he has.

    0.65 has all of it in the metadata. 1.0 has the metadata in its own database, without a fallback from a table to
    the instance, queries beside them, and labels, facets and order in the configuration.
    """
    if not IS_1_0:
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


async def instance_metadata(app: Datasette) -> Metadata:
    """The metadata of the whole instance: title, description, licence."""
    found: Metadata = await app.get_instance_metadata() if IS_1_0 else app.metadata()
    return found


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
