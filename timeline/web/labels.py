"""What tables and columns are called on pages is what their definitions say, and queries call a column as tables do.

CSV, JSON and addresses have the names themselves.
"""

from __future__ import annotations

from functools import cache

from timeline.projections.building import TABLES
from timeline.projections.codes import heading
from timeline.projections.tables import Column

_TABLES = {table.name: table for table in TABLES}
_OF_TABLES = {(table.name, column.name): column for table in TABLES for column in table.columns}
#: By its name alone, the first column that is labelled, or else the first.
_ALIKE: dict[str, Column] = {}
for _one in sorted(_OF_TABLES.values(), key=lambda column: not column.label):
    _ALIKE.setdefault(_one.name, _one)


@cache
def column(table: str | None, name: str) -> str:
    """What the column `name` of the table, or of a query (None), is called: `Province`."""
    found = _column(table, name)
    return found.heading if found else heading(name)


def about(table: str | None, name: str) -> str:
    """The name of the column, as SQL has it, and what it holds."""
    found = _OF_TABLES.get((table or "", name))
    return f"{name}: {found.description}" if found else name


@cache
def columns(table: str) -> frozenset[str]:
    """The names of the columns of the table."""
    return frozenset(name for whose, name in _OF_TABLES if whose == table)


@cache
def table(name: str) -> str:
    """What the table is called: `Claim values`."""
    found = _TABLES.get(name)
    return found.heading if found else heading(name)


def _column(table: str | None, name: str) -> Column | None:
    return _OF_TABLES.get((table or "", name)) or _ALIKE.get(name)
