"""A database that may only be read is read as it is, all of it; where that cannot be, it is said.

Even to read one that is written ahead (WAL), SQLite wants to write beside it, unless its own files are there already or
it is told that nobody changes it meanwhile (https://sqlite.org/wal.html#read_only_databases). It is told so only where
nothing is left in the write-ahead log, of which it would know nothing; and whoever changes the file after all is found.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from timeline.errors import TimelineError

#: What to do where more is needed than reading.
ELSEWHERE = "Copy the whole folder to where you may write, say there chmod -R u+w, and read the copy."


def writable(path: Path) -> bool:
    """Whether this process may write to the database at `path`, or make it there; SQLite needs its folder for that."""
    return os.access(path.parent, os.W_OK) and (os.access(path, os.W_OK) or not os.path.lexists(path))


class Changed(TimelineError):
    """A file was changed by somebody else while it was read as one that nobody changes."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} was changed while it was read: what was told of it may be wrong. Read it again.")


class Still(sqlite3.Connection):
    """A connection to a file that is taken to stay as it is. Made by `connect`."""

    _path: Path
    _state: object

    def check(self) -> None:
        """Raises Changed where it did not stay so."""
        if _state(self._path) != self._state:
            raise Changed(self._path)

    def close(self) -> None:
        """As `check`, too: what was read by then is what there was."""
        super().close()
        self.check()


def connect(path: Path, **options: Any) -> sqlite3.Connection:
    """A connection that reads the database at `path`. Raises sqlite3.Error, and TimelineError for what it cannot see.

    `options` are those of sqlite3.connect.
    """
    state, uri = _state(path), f"{path.absolute().as_uri()}?mode=ro"
    db: sqlite3.Connection = sqlite3.connect(uri, uri=True, **options)
    try:
        db.execute("SELECT 1 FROM sqlite_schema").fetchone()
        return db
    except sqlite3.OperationalError as problem:
        db.close()
        if not problem.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")):
            raise
    except sqlite3.DatabaseError:
        db.close()
        raise
    if _length(wal := Path(f"{path}-wal")):
        raise TimelineError(
            f"{wal} holds what was written last, and can only be read where one may write beside it. {ELSEWHERE}"
        )
    still: Still = sqlite3.connect(f"{uri}&immutable=1", uri=True, factory=Still, **options)
    still._path, still._state = path, state
    return still


def _state(path: Path) -> object:
    try:
        found = path.stat()
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, _length(Path(f"{path}-wal"))
    except OSError:
        return None


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
