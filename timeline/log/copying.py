"""A copy of a log is all its pages as they were at one instant, whoever appends meanwhile, in a file of its own.

SQLite's backup API reads the pages in one go (https://sqlite.org/backup.html): in WAL mode that holds up no writer, and
what is damaged is copied as it is, for `verify` to find. The settings of the timeline lie in the table `meta` of the
copy, so that one file has everything, and is a log as any other.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from timeline.files import BUSY
from timeline.log import guards
from timeline.log.sqlite_file import connect


def write(log: sqlite3.Connection, file: Path, settings: str) -> None:
    """Copy `log` into the new file `file`, and put the settings into it."""
    with closing(connect(file, create=True)) as copy:
        log.backup(copy)
        with copy:
            copy.execute("BEGIN IMMEDIATE")
            guards.keep_settings(copy, settings)


def read(file: Path, log: Path) -> str | None:
    """Copy what `write` wrote into the new file `log`, and return the settings, None where there are none.

    Nothing is changed in `file` or beside it, so that it may lie where nobody can write. Raises sqlite3.Error.
    """
    # In a log in use, what was appended last is in a file beside it, which only who locks it may read.
    alone = "" if Path(f"{file}-wal").exists() else "&immutable=1"
    with (
        closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro{alone}", uri=True, timeout=BUSY)) as kept,
        closing(connect(log, create=True)) as copy,
    ):
        kept.backup(copy)
        with copy:
            copy.execute("BEGIN IMMEDIATE")
            return guards.take_settings(copy)


def settle(file: Path) -> None:
    """Gather the whole database in this one file, with no write-ahead log beside it: then it can be moved."""
    with closing(connect(file, create=False)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
