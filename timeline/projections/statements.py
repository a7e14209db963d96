"""Rows are read and written by plain statements within the transaction that is open, each prepared once.

A fold runs thousands of small statements. sqlite-utils guards each of its own with a savepoint and looks up the table's
definition, which costs more than the statement; here neither is needed, because tables and columns are our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, islice
from typing import Any

from sqlite_utils import Database

Row = dict[str, Any]

#: How many prepared statements a connection keeps.
PREPARED = 512
#: Rows that are inserted by one call.
BATCH = 1000


def select(db: Database, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> Iterator[Row]:
    """The rows of a query, each by the names of its columns."""
    cursor = db.conn.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def insert(db: Database, table: str, rows: Iterable[Row]) -> None:
    """Insert rows; columns that a row leaves out are NULL. Raises sqlite3.Error, as every function here."""
    for columns, alike in groupby(rows, key=tuple):
        while batch := [tuple(row.values()) for row in islice(alike, BATCH)]:
            db.conn.executemany(_inserting(table, columns), batch)


class Waiting:
    """Rows that wait to be inserted together: many small inserts cost more than what they insert."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._rows: dict[str, list[Row]] = {}

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """The rows wait until `flush`, or until there are BATCH of their table."""
        waiting = self._rows.setdefault(table, [])
        waiting += rows
        if len(waiting) >= BATCH:
            insert(self.db, table, waiting)
            waiting.clear()

    def flush(self) -> None:
        for table, rows in self._rows.items():
            insert(self.db, table, rows)
        self._rows.clear()


def update(db: Database, table: str, where: Mapping[str, object], values: Mapping[str, object]) -> None:
    """Set columns of the rows that have what `where` says."""
    given = ", ".join(f"[{column}] = ?" for column in values)
    db.conn.execute(f"update [{table}] set {given} where {_having(where)}", (*values.values(), *where.values()))


def delete(db: Database, table: str, where: Mapping[str, object]) -> None:
    """Delete the rows that have what `where` says."""
    db.conn.execute(f"delete from [{table}] where {_having(where)}", tuple(where.values()))


@lru_cache(maxsize=256)
def _inserting(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f"[{column}]" for column in columns)
    return f"insert into [{table}] ({names}) values ({', '.join('?' * len(columns))})"


def _having(where: Iterable[str]) -> str:
    return " and ".join(f"[{column}] = ?" for column in where)
