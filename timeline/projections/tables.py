"""Every table and column is described once, here or beside the function that fills it; pages and docs read it there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlite_utils import Database

from timeline.projections.codes import heading

#: What SQLite calls the types of columns.
_SQL_TYPES = {str: "TEXT", int: "INTEGER", float: "REAL"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type (`str`, `int` or `float`), what it holds, and the table whose key it holds.

    `covering` are the columns that its index has besides, so that what is asked of these is answered by it alone.
    `label` is what readers call it, where that is not its name; it changes no row.
    """

    name: str
    type: type[str] | type[int] | type[float]
    description: str
    references: str | None = None
    index: bool = False
    covering: tuple[str, ...] = field(default=(), kw_only=True)
    label: str = field(default="", repr=False, kw_only=True)

    @property
    def heading(self) -> str:
        """What stands above the column on a page."""
        return self.label or heading(self.name)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: columns in order, key, what a row is, and how Datasette should show it.

    `lists` are columns of JSON lists whose values are facets, each by itself; `newest`: the highest comes first.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    pk: tuple[str, ...]
    label: str | None = None
    search: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    sort: str | None = None
    newest: bool = False

    @property
    def heading(self) -> str:
        """What stands above the table on a page."""
        return heading(self.name)


def create(db: Database, tables: Sequence[Table]) -> None:
    """Create `tables`, empty, with their foreign keys, which may lead in a circle."""
    keys = {table.name: table.pk[0] for table in tables}
    for table in tables:
        db.execute(_definition(table, keys))


def _definition(table: Table, keys: Mapping[str, str]) -> str:
    """The statement that creates the table; `keys` are the columns that foreign keys lead to, by table.

    Written here because sqlite-utils wants a table to be there before another refers to it, and makes it anew for each
    foreign key that it is given later, which took nine tenths of the time of a small rebuild.
    """
    lines = []
    for column in table.columns:
        line = f'"{column.name}" {_SQL_TYPES[column.type]}'
        if table.pk == (column.name,):
            line += " PRIMARY KEY"
        if column.references:
            line += f' REFERENCES "{column.references}"("{keys[column.references]}")'
        lines.append(line)
    if len(table.pk) > 1:
        lines.append("PRIMARY KEY ({})".format(", ".join(f'"{name}"' for name in table.pk)))
    return 'CREATE TABLE "{}" (\n   {}\n)'.format(table.name, ",\n   ".join(lines))


def index(db: Database, tables: Iterable[Table]) -> None:
    """Create the indexes of `tables`; late, because filling an indexed table is slower."""
    for table in tables:
        for column in table.columns:
            if (column.index or column.references) and table.pk[0] != column.name:
                name = f"idx_{table.name}_{column.name}"
                columns = ", ".join(f'"{one}"' for one in (column.name, *column.covering))
                db.execute(f'CREATE INDEX IF NOT EXISTS "{name}"\n    ON "{table.name}" ({columns})')
