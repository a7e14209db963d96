"""A process that was forked uses no database that it inherited, and gives that up before it opens the same file itself.

SQLite remembers for a whole process which files it has locked, and the index of what was written ahead into each. Who
is forked inherits what it remembers and none of the locks: a file that is opened beside that is not locked either, and
its index may be one that nobody else sees any more (https://sqlite.org/howtocorrupt.html, §2.6).
"""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path
from threading import RLock
from weakref import WeakSet

from timeline.errors import TimelineError

_LOCKS: WeakSet[Lock] = WeakSet()
#: Those that this process was forked with: what they hold stays open until it is given up.
_INHERITED: list[Lock] = []


class Lock:
    """Lets in one thread at a time of the process that made it, and refuses any process that was forked from that.

    Whoever closes the database at `path` elsewhere takes what was inherited for unused, and removes the write-ahead log
    with all that is stored in it later.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._process = os.getpid()
        self._threads = RLock()
        self._held: tuple[sqlite3.Connection, os.stat_result] | None = None
        _LOCKS.add(self)

    @property
    def inherited(self) -> bool:
        """Whether this is another process, and not a copy in memory either, of which each process has its own."""
        return self._path is not None and os.getpid() != self._process

    def holds(self, db: sqlite3.Connection | None) -> None:
        """`db` is what may only be used within this lock, until there is another, or none."""
        self._held = (db, self._path.stat()) if db and self._path else None

    def give_up(self, file: os.stat_result) -> None:
        """Close what was inherited, where it reads `file`. Raises TimelineError where it was in use meanwhile."""
        if not self._held or not os.path.samestat(self._held[1], file):
            return
        db, _ = self._held
        if not self._threads.acquire(blocking=False) or db.in_transaction:
            raise TimelineError(
                f"{self._path} was in use when this process was forked, and cannot be opened here. Start a process of "
                'its own, as multiprocessing does with "spawn".'
            )
        db.close()
        self._held = None

    def __enter__(self) -> None:
        if self.inherited:
            raise TimelineError(
                f"{self._path} was opened by the process from which this one was forked: what is stored here could be "
                "lost, and what is read be old. Nothing is stored. Open the timeline again, in this process."
            )
        self._threads.acquire()

    def __exit__(self, *exception: object) -> None:
        self._threads.release()


def give_up(path: Path) -> None:
    """Close all that this process has inherited of the database at `path`. To be done before it is opened."""
    with suppress(FileNotFoundError):
        file = path.stat()
        for lock in _INHERITED:
            lock.give_up(file)


if sys.platform != "win32":
    os.register_at_fork(after_in_child=lambda: _INHERITED.extend(_LOCKS.difference(_INHERITED)))
