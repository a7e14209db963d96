"""Every table and column is described once, here or beside the function that fills it; pages and docs read it there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type (`str`, `int` or `float`), what it holds, and the table whose key it holds."""

    name: str
    type: type[str] | type[int] | type[float]
    description: str
    references: str | None = None
    index: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: columns in order, key, what a row is, and how Datasette should show it."""

    name: str
    description: str
    columns: tuple[Column, ...]
    pk: tuple[str, ...]
    label: str | None = None
    search: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    sort: str | None = None


def create(db: Database, tables: Sequence[Table]) -> None:
    """Create `tables`, empty, with their foreign keys, which may lead in a circle."""
    keys = {table.name: table.pk for table in tables}
    for table in tables:
        pk = table.pk if len(table.pk) > 1 else table.pk[0]
        db.table(table.name).create({column.name: column.type for column in table.columns}, pk=pk)
    # A list: sqlite-utils goes through it twice.
    db.add_foreign_keys(
        [
            (table.name, column.name, column.references, keys[column.references][0])
            for table in tables
            for column in table.columns
            if column.references
        ]
    )


def index(db: Database, tables: Iterable[Table]) -> None:
    """Create the indexes and the full-text search of `tables`; last, because filling an indexed table is slower."""
    for table in tables:
        for column in table.columns:
            if (column.index or column.references) and table.pk[0] != column.name:
                db.table(table.name).create_index([column.name], if_not_exists=True)
        if table.search:
            db.table(table.name).enable_fts(table.search, create_triggers=True, tokenize="porter")
