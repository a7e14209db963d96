"""What anybody may ask takes bounded memory, and leaves the pages a thread to be answered by."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from sys import getsizeof
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl
from weakref import WeakKeyDictionary

from timeline.web import compat
from timeline.web.metadata import DATABASE

if TYPE_CHECKING:
    from datasette.app import Datasette

#: The longest text that a query may read or build, in bytes. An event has 65,535 at most, a border 60,000, and a list
#: of 25,000 events has no more than this. SQLite's own limit is a thousand million.
LONGEST = 500_000
#: The bytes that the rows of one query may take. A thousand rows, four hundred of which are districts with the longest
#: border that there can be, have less.
ANSWER = 32_000_000
#: Bytes of a pattern for LIKE and GLOB, which SQLite compares with a text at each letter of it.
PATTERN = 200
#: Seconds that SQL of a reader's own waits for others to be answered.
WAIT = 2.0

TOO_LARGE = f"The answer would take more than {ANSWER // 1_000_000} MB. Ask for fewer rows or columns."
BUSY = "Others are asking with SQL of their own at this moment. Ask again in some seconds."

#: Parameters that are SQL: a statement, and a condition on a table.
_SQL = frozenset({"sql", "_where"})


@compat.hookimpl
def prepare_connection(conn: Any, database: str) -> None:
    """Keeps a query from filling the memory within the time that it has."""
    if database == DATABASE and isinstance(conn, sqlite3.Connection):
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        conn.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, PATTERN)
        conn.row_factory = _counting()
        conn.set_authorizer(_allowed)


def _allowed(action: int, table: str | None, *_: str | None) -> int:
    """Nobody reads in which folders of this machine the databases are."""
    # SQLite has the name as it was first written, in whatever capitals.
    return sqlite3.SQLITE_DENY if table and table.lower() == "pragma_database_list" else sqlite3.SQLITE_OK


def _counting() -> Callable[[sqlite3.Cursor, tuple[Any, ...]], sqlite3.Row]:
    """Makes rows as Datasette has them, until those of one query take more than ANSWER bytes."""
    taken: WeakKeyDictionary[sqlite3.Cursor, int] = WeakKeyDictionary()

    def counted(cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
        size = taken.get(cursor, 0) + sum(map(getsizeof, values))
        if size > ANSWER:
            raise sqlite3.OperationalError(TOO_LARGE)
        taken[cursor] = size
        return sqlite3.Row(cursor, values)

    return counted


class Turns:
    """SQL of readers' own is answered by all threads of Datasette's but one."""

    def __init__(self, datasette: Datasette) -> None:
        self._free = asyncio.Semaphore(max(1, datasette.setting("num_sql_threads") - 1))

    @asynccontextmanager
    async def turn(self, query: bytes) -> AsyncIterator[bool]:
        """Whether a request with this query string is answered now; one without SQL of its own always is."""
        if _SQL.isdisjoint(name for name, _ in parse_qsl(query.decode("latin-1"))):
            yield True
            return
        try:
            await asyncio.wait_for(self._free.acquire(), WAIT)
        except TimeoutError:
            yield False
            return
        try:
            yield True
        finally:
            self._free.release()
