"""What is written into a database reaches others only as long as the files that were opened have their names.

SQLite goes on with files that somebody has removed or replaced, and says nothing.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from time import time_ns
from typing import NamedTuple, Self

from timeline.unwritable import Still

#: Nanoseconds within which a file system may give two changes the same time.
TICK = 50_000_000


class Ahead:
    """The write-ahead log at `path` of a database that is open, as long as it has its name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._folder = path.parent
        self._file = path.stat()
        self._settled = 0

    def is_there(self) -> bool:
        """Whether it is: looked at only if anything came or went in its folder since it last was.

        To ask a file for its times has the system write them anew with whatever is written next: an append would take
        a fifth more.
        """
        changed = self._folder.stat().st_mtime_ns
        if changed == self._settled:
            return True
        try:
            same = os.path.samestat(self.path.stat(), self._file)
        except FileNotFoundError:
            same = False
        # What comes or goes within one tick of the clock does not show; some file systems count seconds alone.
        if same and changed % 10**9 and time_ns() - changed > TICK:
            self._settled = changed
        return same


class Opened(NamedTuple):
    """A database as it was opened, with its write-ahead log, None where there was none."""

    file: os.stat_result
    ahead: Ahead | None

    @classmethod
    def of(cls, path: Path, db: sqlite3.Connection) -> Self:
        """The one at `path`, which `db` reads."""
        # Only now it is written ahead, where it was not before.
        db.execute("SELECT 1 FROM sqlite_schema").fetchone()
        beside = Path(f"{path}-wal")
        return cls(path.stat(), Ahead(beside) if beside.exists() and not isinstance(db, Still) else None)

    def is_there(self, path: Path) -> bool:
        """Whether both are still what is found at `path` and beside it."""
        try:
            same = os.path.samestat(path.stat(), self.file)
        except FileNotFoundError:
            return False
        return same and (self.ahead is None or self.ahead.is_there())
