"""Tables that have followed a log further than it goes are the trace of events that it lost: nobody overwrites them.

So it is where `log.db` was copied without `log.db-wal`, or put back as it was before. Only `timeline rebuild`, which
somebody has to ask for, makes tables of what is left.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from timeline.errors import TimelineError
from timeline.files import BUSY
from timeline.log.engine import Log
from timeline.log.verify import Verification
from timeline.unwritable import connect, writable

#: What to do about a log that is shorter than its tables.
REMEDY = (
    "So it is where log.db was copied without log.db-wal: copy the whole folder when nothing uses it, or restore a "
    "backup. Else `timeline rebuild` makes the tables of what log.db holds, and new events get the IDs of those lost."
)


class Shortened(TimelineError):
    """The log is not what its tables have followed; the text says how far both go, and what to do."""


class Whole:
    """Whether `log` holds all that the tables at `path` (None: in memory) have followed; looked at until it is so."""

    def __init__(self, log: Log, path: Path | None) -> None:
        self._log = log
        self._path = path
        self._known = path is None

    def check(self) -> None:
        """Raises Shortened where it does not."""
        if self._path and not self._known:
            check(self._log, self._path)
            self._known = True

    def verified(self, found: Verification) -> Verification:
        """What was found in the log, and that it does not."""
        try:
            if self._path:
                check(self._log, self._path)
        except Shortened as problem:
            return replace(found, faults=((0, str(problem)), *found.faults))
        except TimelineError:
            if found.ok:
                raise
        return found


def check(log: Log, path: Path) -> None:
    """Raises Shortened where the tables at `path` have followed this log further than it goes, or otherwise."""
    if cursor := _cursor(path):
        compare(log, cursor, str(path))


def compare(log: Log, cursor: Mapping[str, Any], name: str) -> None:
    """As `check`, by the row that says how far the tables called `name` have followed their log."""
    reached, head = int(cursor["position"]), log.head()
    if cursor["prefix"] != log.prefix or cursor.get("as_recorded") or not reached:
        return
    if reached <= head and log.get(reached).commitment == cursor["commitment"]:
        return
    if head and log.get(1).commitment != cursor.get("began_with"):
        return  # tables of another log
    lost = reached - head
    told = f"{lost:,} {'event' if lost == 1 else 'events'} lost" if lost > 0 else "the last of them otherwise"
    raise Shortened(f"{name} has followed this log for {reached:,} events, and log.db holds {head:,}: {told}. {REMEDY}")


def _cursor(path: Path) -> dict[str, Any] | None:
    """How far the tables at `path` have followed their log; None where that cannot be read."""
    if not path.exists():
        return None
    try:
        uri = f"{path.absolute().as_uri()}?mode=rw"
        db = sqlite3.connect(uri, uri=True, timeout=BUSY) if writable(path) else connect(path, timeout=BUSY)
        with closing(db):
            db.row_factory = sqlite3.Row
            row = db.execute("select * from projection").fetchone()
        return dict(row) if row else None
    except (sqlite3.Error, TimelineError):
        return None
