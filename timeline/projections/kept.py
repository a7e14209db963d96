"""Tables that hold all of their log are read as they are kept, without the vocabulary: to import that takes long.

Whatever is unusual is left to `runner`, which mends it or says what is wrong.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from timeline.errors import TimelineError
from timeline.files import BUSY
from timeline.folder import LOG, TABLES
from timeline.log.last import last
from timeline.regular import check_database
from timeline.unwritable import connect, writable

Row = dict[str, Any]

#: The fingerprint of this release's tables, where no other package adds types; `python docs/generate.py` writes it.
FINGERPRINT = Path(__file__).with_name("fingerprint.txt")
#: Where an entry could not be read, a package that knows its type may have been installed since.
_CURSOR = """select prefix, position, commitment from projection
    where tables = ? and as_recorded is null and not exists (select 1 from problems)"""


class Queried(Protocol):
    """Whatever answers queries as `sqlite_utils.Database` does."""

    def query(self, sql: str, params: Sequence[Any] | dict[str, Any] | None = None) -> Iterator[Row]: ...


class Kept:
    """The tables of a timeline, which held all of its log when they were opened. Made by `kept`."""

    def __init__(self, db: sqlite3.Connection, prefix: str, position: int) -> None:
        self._db = db
        self.prefix = prefix
        self.position = position

    def query(self, sql: str, params: Sequence[Any] | dict[str, Any] | None = None) -> Iterator[Row]:
        """The rows of a query, each by the names of its columns. Raises sqlite3.Error."""
        return _rows(self._db, sql, params or ())

    def close(self) -> None:
        self._db.close()


def kept(folder: Path) -> Kept | None:
    """The tables in `folder`; None where they are not of this release, or lack something of the log beside them."""
    path = (folder / TABLES).absolute()
    try:
        check_database(path)
        if writable(path):
            db = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=BUSY)
        else:
            db = connect(path, timeout=BUSY)
    except (sqlite3.Error, TimelineError):
        return None
    try:
        for row in _rows(db, _CURSOR, [FINGERPRINT.read_text(encoding="utf-8").strip()]):
            if last(folder / LOG) == (row["position"], row["commitment"]):
                return Kept(db, row["prefix"], row["position"])
    except (sqlite3.Error, OSError, TimelineError, ValueError, LookupError, TypeError):
        pass
    db.close()
    return None


def _rows(db: sqlite3.Connection, sql: str, params: Sequence[Any] | dict[str, Any]) -> Iterator[Row]:
    cursor = db.execute(sql, params)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)
