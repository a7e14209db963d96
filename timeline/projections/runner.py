"""`timeline.db` is the projection of the log up to its cursor: rows and cursor move together, exactly once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext
from functools import cached_property
from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from timeline.errors import TimelineError
from timeline.files import explained, queue
from timeline.folder import Settings
from timeline.forked import Lock
from timeline.log.engine import Log
from timeline.opened import Opened
from timeline.projections import (
    against,
    ahead,
    control,
    fold,
    incidents,
    linking,
    searching,
)
from timeline.projections.building import FINGERPRINT, TABLES, build, open_tables
from timeline.projections.cursor import CURSOR, tell
from timeline.projections.gazetteer import Gazetteer
from timeline.projections.relinking import relink
from timeline.projections.seen import Seen
from timeline.standing import Standing
from timeline.unwritable import ELSEWHERE, Still, writable
from timeline.visibility import Visibility

#: Entries that are projected in one transaction.
BATCH = 1000
#: Where more entries than that are new, and they are most of the log, the tables are built afresh: that is quicker.
MANY = 1000

#: What to do about damaged tables.
DAMAGED = "It is made from the log: run `timeline rebuild`."


class Projector:
    """Keeps the tables at `path` (None: in memory) up to date with `log`. One at a time does so; others wait for it.

    `settings` are what the timeline says of itself: the tables are told when they are first brought up to date. A
    program that runs for long so writes nothing over what others have read of a newer timeline.toml.
    """

    def __init__(self, log: Log, path: Path | None, settings: Settings | None = None) -> None:
        self.log = log
        self.path = path
        self.settings = settings
        self._told = False
        self._name = str(path or "The tables in memory")
        self._lock = Lock(path)
        self._opened: Opened | None = None
        #: The gazetteer as of the position that the tables had reached when it was last used.
        self._gazetteer: tuple[int, Gazetteer] | None = None

    @cached_property
    def db(self) -> Database:
        """The tables, opened at first use: the log is read and appended to also where they cannot be opened."""
        with explained(self._name, DAMAGED), ExitStack() as undo:
            db = open_tables(self.path)
            undo.callback(db.close)
            undo.callback(self._lock.holds, None)
            self._lock.holds(db.conn)
            if self._only_read:
                undo.pop_all()
                return db
            db.enable_wal()
            # A power cut may take the last commits: the cursor goes with them, and the log has what is missing.
            db.execute("pragma synchronous = normal")
            # What is noted of rows that go may be restricted: no file beside the tables has it.
            db.execute("pragma temp_store = memory")
            # What was restricted may still be in the write-ahead log, if a process was stopped before it emptied that.
            _checkpoint(db)
            self._opened = Opened.of(self.path, db.conn) if self.path else None
            undo.pop_all()
        return db

    def catch_up(self, progress: Callable[[int], None] = lambda done: None) -> int:
        """Project what the log holds beyond the cursor and return how many entries that were.

        `progress` is told how many are done, out of all where the tables are built afresh.

        Tables of another log or of another release are built afresh, and so are those that lack more than they hold.
        Raises TimelineError, also where they may only be read and do not hold all of the log, and Shortened where they
        hold more of it than there is.
        """
        if self._only_read:
            with self._lock, explained(self._name, DAMAGED):
                self._check_whole()
            return 0
        with self._turn():
            done = self._catch_up(progress)
            if self.settings and not self._told:
                tell(self.db, self.settings)
                self._told = True
            return done

    @property
    def _only_read(self) -> bool:
        return self.path is not None and not writable(self.path)

    def _check_whole(self) -> None:
        there = self.path is not None and self.path.exists()
        if there and isinstance(self.db.conn, Still):
            self.db.conn.check()
        position, head = self._cursor() if there else None, self.log.head()
        if position != head:
            if there:
                self._check_ahead()
            told = (
                "are not there, or not those of this release"
                if position is None
                else f"hold {position:,} of {head:,} events"
            )
            raise TimelineError(f"{self._name}: The tables {told}, and nothing may be written here. {ELSEWHERE}")

    def _catch_up(self, progress: Callable[[int], None]) -> int:
        position = self._cursor()
        if position is None:
            self._check_ahead()
            return self._anew(progress)
        new = self.log.head() - position
        if new > max(position, MANY):
            return self._anew(progress) - position
        try:
            return self._follow(position, progress)
        except fold.Narrowed:
            return self._anew() - position

    def rebuild(self, progress: Callable[[int], None] = lambda done: None) -> int:
        """Build the tables afresh from the whole log and return how many entries that were.

        They are built beside the live ones and put in their place in one transaction: readers see the old rows or
        the new ones, never a part. `progress` is told how many entries are done.
        """
        with self._turn():
            self._give_up_damaged()
            return self._anew(progress)

    def _give_up_damaged(self) -> None:
        """Remove tables that SQLite cannot read any more: nothing is in them that is not in the log."""
        if self.path is None or "db" in self.__dict__:
            return
        try:
            with closing(open_tables(self.path)) as found:
                found.execute("pragma quick_check").fetchall()
        except sqlite3.DatabaseError as problem:
            if not getattr(problem, "sqlite_errorname", "").startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
                raise
            for name in ("", "-wal", "-shm"):
                Path(f"{self.path}{name}").unlink(missing_ok=True)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        waiting = queue(Path(f"{self.path}-lock")) if self.path else nullcontext()
        with self._lock, explained(self._name, DAMAGED), waiting:
            if self.path and "db" in self.__dict__ and not (self._opened and self._opened.is_there(self.path)):
                # What would be written into a file that was removed or replaced nobody would read.
                self.close()
            yield

    def close(self) -> None:
        self._gazetteer = None
        if "db" in self.__dict__ and not self._lock.inherited:
            self._lock.holds(None)
            self.db.close()
            del self.db

    def _cursor(self) -> int | None:
        """The position that the tables have reached; None where there are no tables, or other ones."""
        if not self.db.table(CURSOR.name).exists():
            return None
        for row in self.db.table(CURSOR.name).rows:
            if (row["prefix"], row["tables"], row.get("as_recorded")) == (self.log.prefix, FINGERPRINT, None):
                reached = int(row["position"])
                same = reached <= self.log.head() and row["commitment"] == _commitment(self.log, reached)
                return reached if same else None
        return None

    def _check_ahead(self) -> None:
        """Raises Shortened where tables that this log cannot have made are tables of it."""
        if self.path and self.db.table(CURSOR.name).exists():
            for row in self.db.table(CURSOR.name).rows:
                ahead.compare(self.log, row, self._name)

    def _follow(self, position: int, progress: Callable[[int], None]) -> int:
        start, standing = position, Standing(self.log)
        # What comes meanwhile is left for later: whether it may be shown is not known here.
        entries, seen = self.log.read(position, standing.head), Seen(Visibility(standing))
        at, gazetteer = self._gazetteer or (None, None)
        # Where another process has moved the tables on, and where this fails, what was read may be true no more.
        gazetteer = gazetteer if gazetteer and at == position else Gazetteer(self.db)
        self._gazetteer = None
        while batch := list(islice(entries, BATCH)):
            with self.db.atomic():
                first, last = batch[0], batch[-1]
                moved = self.db.execute(
                    """update projection set position = ?, commitment = ?, recorded_at = ?,
                    began_at = coalesce(began_at, ?), began_with = coalesce(began_with, ?) where position = ?""",
                    [last.position, last.commitment, last.recorded_at, first.recorded_at, first.commitment, position],
                )
                if moved.rowcount != 1:
                    raise TimelineError("Another process has moved these tables on. Run the command again.")
                before = linking.recorded(self.db) if linking.may_change(self.db, batch) else None
                control.watch(self.db)
                against.watch(self.db)
                searching.watch(self.db, TABLES)
                touched = fold.fold(self.db, batch, seen)
                if before and (now := linking.recorded(self.db)) != before:
                    gazetteer = Gazetteer(self.db)
                    touched |= relink(gazetteer, before, now, position)
                linking.refresh(gazetteer, position)
                incidents.refresh(gazetteer, touched.incidents, touched.anew, first.recorded_at, touched.claims)
                control.refresh(gazetteer, position)
                against.refresh(self.db, position)
                searching.refresh(self.db, TABLES)
            position = last.position
            progress(position - start)
        self._gazetteer = position, gazetteer
        return position - start

    def leave_nothing_behind(self) -> None:
        """See to it that no file holds rows that were replaced, whichever process has replaced them.

        Raises TimelineError where another program keeps them there.
        """
        with self._turn():
            self._leave_nothing_behind()

    def _leave_nothing_behind(self) -> None:
        """Empty the write-ahead log, which holds the bytes of the rows that were replaced. Raises TimelineError."""
        if self.path and self.db.execute("pragma wal_checkpoint(truncate)").fetchone()[0]:
            raise TimelineError(
                f"{self.path}-wal still holds what was restricted or redacted, because another program is reading the "
                "tables. Close it, then run `timeline rebuild`."
            )

    def _anew(self, progress: Callable[[int], None] = lambda done: None) -> int:
        """Build the tables afresh; where anything was restricted or redacted, no file holds the old ones after that."""
        done = self._rebuild(progress)
        if Visibility(Standing(self.log)).any:
            self._leave_nothing_behind()
        return done

    def _rebuild(self, progress: Callable[[int], None] = lambda done: None) -> int:
        self._gazetteer = None
        staged = self.path and self.path.with_name(f"{self.path.name}.staged")
        if staged:
            staged.unlink(missing_ok=True)
        built = open_tables(staged)
        try:
            done = build(built, self.log, progress, settings=self.settings)
            built.conn.backup(self.db.conn)
            # All of it went through the write-ahead log: the next append would have to put it in its place.
            _checkpoint(self.db)
        finally:
            built.close()
            if staged:
                staged.unlink(missing_ok=True)
        return done


def _commitment(log: Log, position: int) -> str:
    return log.get(position).commitment if position else ""


def _checkpoint(db: Database) -> None:
    """Empty the write-ahead log into the file, if nobody reads just now: nobody is waited for."""
    (patience,) = db.execute("pragma busy_timeout").fetchone()
    db.execute("pragma busy_timeout = 0")
    db.execute("pragma wal_checkpoint(truncate)").fetchone()
    db.execute(f"pragma busy_timeout = {patience}")
