"""All tables are made of the whole log, or of its past, in one go: all of them, or none."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from timeline.files import BUSY
from timeline.folder import Settings
from timeline.forked import give_up
from timeline.log.engine import Log
from timeline.projections import (
    actor_casualties,
    against,
    contradictions,
    control,
    control_tables,
    fold,
    gazetteer,
    incident_tables,
    incidents,
    linking,
    lost,
    past,
    superseding,
)
from timeline.projections.cursor import CURSOR, said
from timeline.projections.distinct import distinct
from timeline.projections.searching import make_searchable
from timeline.projections.seen import Seen
from timeline.projections.statements import PREPARED
from timeline.projections.tables import create, index
from timeline.projections.until import Until
from timeline.regular import check_database
from timeline.standing import Standing
from timeline.unwritable import connect, writable
from timeline.visibility import Visibility

#: Every table.
TABLES = distinct(
    (
        *incident_tables.TABLES,
        *contradictions.TABLES,
        *lost.TABLES,
        *past.TABLES,
        *fold.TABLES,
        *superseding.TABLES,
        *gazetteer.TABLES,
        *linking.TABLES,
        *actor_casualties.TABLES,
        *control_tables.TABLES,
        CURSOR,
    )
)
#: Raise by one when rows, or what finds them, come out differently although the tables' columns stay as they are.
RULES = 25
FINGERPRINT = hashlib.sha256(repr((RULES, TABLES)).encode()).hexdigest()[:16]

#: Entries that are folded at once.
BATCH = 1000


def open_tables(path: Path | None) -> Database:
    """The SQLite file at `path`, which is made if need be, or only read where nothing may be written; None: in memory.

    Raises TimelineError where not all of it can be read.
    """
    if path:
        check_database(path)
        give_up(path)
    if path is None or writable(path):
        found = sqlite3.connect(path or ":memory:", timeout=BUSY, check_same_thread=False, cached_statements=PREPARED)
    else:
        found = connect(path, timeout=BUSY, check_same_thread=False, cached_statements=PREPARED)
    return Database(found, execute_plugins=False)


def build(
    db: Database,
    log: Log,
    progress: Callable[[int], None],
    until: Until | None = None,
    settings: Settings | None = None,
) -> int:
    """Fill the empty `db` with the tables of the whole log, or of its past, and return the last position.

    `progress` is told how far that is, as a position: one half of the work is to fold the entries, the other to reckon
    from them what is known of the incidents. The tables are told the `settings`.
    """
    db.execute("pragma journal_mode = off")
    db.execute("pragma synchronous = off")
    first, last = None, None
    with db.atomic():
        create(db, TABLES)
        standing = Standing(log)
        # What comes meanwhile is left for later: whether it may be shown is not known here.
        entries = log.read(until=until.position if until else standing.head)
        seen = Seen(until.visibility(standing) if until else Visibility(standing), whole=True)
        while batch := list(islice(entries, BATCH)):
            fold.fold(db, until.kept(batch, seen) if until else batch, seen)
            first, last = first or batch[0], batch[-1]
            progress(last.position // 2)
        db.table(CURSOR.name).insert(
            {
                "name": "timeline",
                "position": last.position if last else 0,
                "commitment": last.commitment if last else "",
                "recorded_at": last.recorded_at if last else "",
                "prefix": log.prefix,
                "began_at": first and first.recorded_at,
                "began_with": first and first.commitment,
                "tables": FINGERPRINT,
                "as_recorded": until.as_recorded if until else None,
                "as_reported": until.as_reported if until else None,
                **said(settings),
            }
        )
        index(db, TABLES)
        known = gazetteer.Gazetteer(db)
        linking.build(known)
        half = (last.position if last else 0) / 2
        incidents.build(known, lambda share: progress(int(half + half * share)))
        control.refresh(known, 0)
        against.build(db)
        make_searchable(db, TABLES)
        progress(last.position if last else 0)
    return last.position if last else 0
