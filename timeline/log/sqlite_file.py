"""The one file that holds a log: how it is opened, and how writers wait for their turn at it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from timeline import forked
from timeline.errors import TimelineError
from timeline.files import BUSY, queue
from timeline.opened import Opened
from timeline.regular import check_database
from timeline.unwritable import Still, writable
from timeline.unwritable import connect as connect_reading


def connect(path: Path | None, *, create: bool) -> sqlite3.Connection:
    """A connection that begins transactions only when told to and may be used by any thread, one at a time.

    What it creates is its owner's alone: it holds what is restricted. SQLite gives the files beside it the same rights.
    What is not created, and may only be read, is only read.
    """
    if path:
        check_database(path)
        forked.give_up(path)
    if create and path:
        # Only a new file is opened here: to close one that SQLite has open would let go of its locks
        # (https://sqlite.org/howtocorrupt.html, §2.2).
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    if path and not create and not writable(path):
        db = connect_reading(path, timeout=BUSY, isolation_level=None, check_same_thread=False)
    else:
        uri = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}" if path else ":memory:"
        db = sqlite3.connect(uri, uri=True, timeout=BUSY, isolation_level=None, check_same_thread=False)
    # Damage can turn bytes into text. It is for `verify` to find that, not for the decoder to stop at it.
    db.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    return db


def write_ahead(db: sqlite3.Connection, path: Path | None) -> None:
    """Have the file at `path` written ahead (WAL), if it may be written, as long as it takes up to `BUSY` seconds.

    A file that is not yet so is switched only while nobody else reads it, and for that SQLite itself never waits.
    """
    until = monotonic() + BUSY
    while path is None or writable(path):
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
        sleep(0.005)


@contextmanager
def turn(path: Path, opened: Opened) -> Iterator[None]:
    """Queues for the lock file beside `path`, and sees to it that `path` is still the file that was opened.

    SQLite would go on writing to files that have been removed, and acknowledge what nobody can ever read. Raises
    TimelineError also where the file has another name, beside which it would be written ahead once more: what is stored
    under the one name is then lost under the other (https://sqlite.org/howtocorrupt.html, §2.5).
    """
    with queue(f"{path}-lock"):
        if check_same(path, opened).st_nlink > 1:
            raise TimelineError(
                f"{path} has another name elsewhere (a hard link): what is stored under one can be lost under the "
                "other. Nothing is stored. Remove the other one, or put a copy in its place: timeline backup makes one."
            )
        yield
        _check_ahead(path, opened)


def check_same(path: Path, opened: Opened, db: sqlite3.Connection | None = None) -> os.stat_result:
    """The file at `path`. Raises TimelineError where it is not what was `opened`, and OSError where there is none.

    The former also where `db` reads it as one that nobody changes, and somebody did; or where its write-ahead log is
    another one.
    """
    if isinstance(db, Still):
        db.check()
    if not os.path.samestat(file := path.stat(), opened.file):
        raise TimelineError(f"{path} has been replaced since it was opened. Nothing is stored in it: open it again.")
    _check_ahead(path, opened)
    return file


def _check_ahead(path: Path, opened: Opened) -> None:
    """Raises TimelineError where the write-ahead log that SQLite has open has no name any more.

    So it is where somebody removed it; and where the process itself has opened and closed the database as any other
    file, as to copy it, and has lost its locks by that (https://sqlite.org/howtocorrupt.html, §2.2).
    """
    if opened.ahead and not opened.ahead.is_there():
        raise TimelineError(
            f"{opened.ahead.path} was removed while {path} was open, as after this very program has copied the file: "
            "what is stored here could be lost. Open the timeline again, and append again what was not acknowledged. "
            "To copy it: timeline backup."
        )
