"""A log in one SQLite file: what an append acknowledged is on the disk, and no statement can change it there.

Each append takes the lock of a file beside the log and then BEGIN IMMEDIATE. The lock file only makes writers queue:
SQLite's own waiting sleeps and retries, so that a busy writer may starve the others for half a second. WAL with
synchronous=FULL syncs every commit (https://sqlite.org/pragma.html#pragma_synchronous). Triggers stop UPDATE and
DELETE; INSERT OR REPLACE runs past those and is stopped by the one that wants each position to be the last one + 1.
Once anything was redacted, UPDATE may do one thing: empty body and salt of an entry that a redaction names (`erasing`).
They stop accidents; who wants to forge a log can drop them, and is found out by a checkpoint kept elsewhere (`verify`).

No read holds a transaction open: entries never change, so all up to a head, fetched in small batches, are a snapshot.
Whoever asks for the head is told where the file was removed or replaced: what SQLite still has open nobody else sees.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext
from itertools import chain
from operator import lt
from pathlib import Path
from secrets import token_bytes
from threading import Event as Flag
from typing import Any, Self

from timeline.errors import TimelineError
from timeline.files import explained
from timeline.forked import Lock
from timeline.log import copying, erasing, guards, ids
from timeline.log.engine import MAX_DRAFTS, Conflict, KeysOf, KeyTaken, LogExists, NotInLog
from timeline.log.entries import SALT_BYTES, Draft, Entry, Row, not_before, seal, signature, unseal
from timeline.log.sqlite_file import check_same, connect, turn, write_ahead
from timeline.opened import Opened

#: Rows fetched at once: at most 256 × 128 KiB in memory, and other threads wait for no more than these.
BATCH = 256
#: Leaf hashes fetched at once.
LEAVES = 4096
#: Seconds between two looks for what other processes have appended.
POLL = 0.05

_COLUMNS = "position, entry, leaf, salt, body"


class SqliteLog:
    """The `Log` in one SQLite file, or in memory. Made by `create`, `open` and `memory`."""

    def __init__(self, path: Path | None, new_prefix: str | None) -> None:
        # A symbolic link must lead to the same lock file as the log's own name does.
        self._path = path and path.resolve()
        self._name = str(path or "The log in memory")
        self._lock = Lock(self._path)
        with explained(self._name), ExitStack() as undo:
            self._db = connect(self._path, create=new_prefix is not None)
            undo.callback(self._db.close)
            undo.callback(self._lock.holds, None)
            self._lock.holds(self._db)
            if new_prefix is not None:
                self._create(new_prefix)
            self.prefix = self._read_meta()
            write_ahead(self._db, self._path)
            self._opened = self._path and Opened.of(self._path, self._db)
            self._db.execute("PRAGMA synchronous = FULL")
            # An append of 1,000 touches as many pages of the index, in random order: 16 MB hold them between appends.
            self._db.execute("PRAGMA cache_size = -16000")
            undo.pop_all()

    @classmethod
    def create(cls, path: Path, prefix: str) -> Self:
        """A new log. Raises TimelineError when `path` holds anything, or `prefix` is not 2 to 6 letters A to Z."""
        return cls(path, ids.check_prefix(prefix))

    @classmethod
    def open(cls, path: Path) -> Self:
        """The log at `path`. Raises TimelineError when there is none, or one of a format this version does not know."""
        return cls(path, None)

    @classmethod
    def memory(cls, prefix: str) -> Self:
        """A new log that is gone when it is closed."""
        return cls(None, ids.check_prefix(prefix))

    def append(self, drafts: Sequence[Draft], *, recorded_by: str, expected: int | None = None) -> list[Entry]:
        if not 1 <= len(drafts) <= MAX_DRAFTS:
            raise TimelineError(
                f"One append takes 1 to {MAX_DRAFTS:,} events, not {len(drafts):,}. Append them in parts."
            )
        name = signature(recorded_by)
        index: dict[str, int] = {}
        with self._writing():
            head, latest = self._last()
            if expected not in (None, head):
                raise Conflict(expected, head)
            at = not_before(latest)
            sealed = []
            for position, draft in enumerate(drafts, head + 1):
                for key in dict.fromkeys(draft.keys):
                    if key in index:
                        raise KeyTaken(key, None)
                    index[key] = position
                sealed.append(
                    seal(
                        draft,
                        prefix=self.prefix,
                        position=position,
                        recorded_at=at,
                        recorded_by=name,
                        salt=token_bytes(SALT_BYTES),
                    )
                )
            for key, position in self._found(index):
                raise KeyTaken(key, position)
            self._db.executemany("INSERT INTO log VALUES (?, ?, ?, ?, ?)", [row for _, row in sealed])
            self._db.executemany("INSERT INTO key_index VALUES (?, ?)", index.items())
        return [entry for entry, _ in sealed]

    def read(self, after: int = 0, until: int | None = None) -> Iterator[Entry]:
        head = self.head()
        return self._entries(max(after, 0), head if until is None else min(until, head))

    def get(self, position: int) -> Entry:
        head = self.head()
        if 1 <= position <= head:
            return next(self._entries(position - 1, position))
        raise NotInLog(position, head)

    def head(self) -> int:
        if self._path and self._opened:
            with self._lock, explained(self._name):
                check_same(self._path, self._opened, self._db)
        return int(self._fetch("SELECT coalesce(max(position), 0) FROM log")[0][0])

    def subscribe(self, after: int = 0, *, stop: Flag | None = None) -> Iterator[Entry]:
        stop = stop or Flag()
        while not stop.is_set():
            for entry in self.read(after):
                yield entry
                after = entry.position
                if stop.is_set():
                    return
            stop.wait(POLL)

    def find(self, keys: Iterable[str]) -> dict[str, int]:
        with self._lock, explained(self._name):
            return dict(self._found(keys))

    def keys(self, prefix: str) -> Iterator[tuple[str, int]]:
        query = "SELECT CAST(key AS BLOB), position FROM key_index WHERE key >= CAST(? AS TEXT)"
        # No byte of a text is above: so nothing is fetched that does not begin with the prefix.
        query += " AND key < CAST(? AS TEXT)" if prefix else " AND ? IS NOT NULL"
        start, end = prefix.encode(), prefix.encode() + b"\xff"
        while rows := self._fetch(f"{query} ORDER BY key LIMIT ?", start, end, BATCH):
            for key, position in rows:
                self._check(isinstance(key, bytes) and isinstance(position, int))
                yield key.decode("utf-8", "surrogateescape"), position
            self._check(key >= start)
            start = key + b"\0"  # the next text after `key`

    def raw(self, until: int, *, after: int = 0) -> Iterator[Row]:
        return chain.from_iterable(self._rows(after, until))

    def leaves(self, after: int, until: int) -> Iterator[bytes]:
        for start in range(after, until, LEAVES):
            end = min(start + LEAVES, until)
            rows = self._fetch(
                "SELECT leaf FROM log WHERE position > ? AND position <= ? ORDER BY position", start, end
            )
            self._check(len(rows) == end - start)
            for (leaf,) in rows:
                self._check(isinstance(leaf, bytes) and len(leaf) == 32)
                yield leaf

    def flaws(self) -> list[str]:
        with explained(self._name):
            if self._path and self._opened:
                # On a connection of its own, other threads go on reading meanwhile.
                with closing(connect(self._path, create=False)) as db:
                    check_same(self._path, self._opened)
                    return guards.flaws(db)
            with self._lock:
                return guards.flaws(self._db)

    def backup(self, file: Path, settings: str) -> None:
        with self._lock, explained(f"{self._name} to {file}"):
            copying.write(self._db, file, settings)

    def reindex(self, keys_of: KeysOf) -> None:
        with self._writing():
            mended = guards.mend(self._db)
            self._db.execute("DELETE FROM key_index")
            for entry in self.read():
                pairs = [(key, entry.position) for key in keys_of(entry)]
                self._db.executemany("INSERT OR IGNORE INTO key_index VALUES (?, ?)", pairs)
        if mended:
            warnings.warn(
                f"Guards were missing or altered, and are put back: {', '.join(mended)}. What was done meanwhile only "
                "a checkpoint tells: timeline verify --against FILE.",
                RuntimeWarning,
                stacklevel=2,
            )

    @property
    def erasing(self) -> bool:
        with self._lock, explained(self._name):
            return erasing.interrupted(self._db)

    def erase(self, positions: Iterable[int], *, more: bool = False) -> None:
        with self._turn():
            erasing.erase(self._db, positions)
            if not erasing.overwrite(self._db):
                raise TimelineError(
                    f"{self._name}: What was redacted is out of the log, but its bytes are still in the file, because "
                    "another program is reading it. Close that, then run `timeline rebuild`."
                )
            if not more:
                erasing.ended(self._db)

    def close(self) -> None:
        if not self._lock.inherited:
            with self._lock:
                self._opened = None  # what belonged to it may be gone with it
                self._lock.holds(None)
                self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _create(self, prefix: str) -> None:
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            if self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                raise LogExists(self._name)
            guards.create(self._db, prefix)

    def _read_meta(self) -> str:
        meta = dict(self._db.execute("SELECT name, value FROM meta"))
        if (found := meta.get("format")) not in guards.FORMATS:
            raise TimelineError(
                f"{self._name} has log format {found!a}; this version of incident-timeline reads formats "
                f"{' and '.join(map(str, guards.FORMATS))}. Install the newest version."
            )
        try:
            return ids.check_prefix(str(meta.get("prefix")))
        except TimelineError as problem:
            raise TimelineError(
                f"{self._name}: The table meta says that the prefix is {meta.get('prefix')!a}, which none is. "
                "The file is damaged. Restore it from a backup."
            ) from problem

    def _last(self) -> tuple[int, str]:
        for row in self._db.execute(f"SELECT {_COLUMNS} FROM log ORDER BY position DESC LIMIT 1"):
            return row[0], unseal(row).recorded_at
        return 0, ""

    def _found(self, keys: Iterable[str]) -> Iterator[tuple[str, int]]:
        for key in keys:
            yield from self._db.execute("SELECT key, position FROM key_index WHERE key = ?", (key,))

    def _fetch(self, query: str, *values: object) -> list[Any]:
        with self._lock, explained(self._name):
            return self._db.execute(query, values).fetchall()

    def _entries(self, after: int, until: int) -> Iterator[Entry]:
        """The entries up to a position that there is, each of them: where damage hides one, nothing follows it."""
        for row in self.raw(until, after=after):
            if row[0] != after + 1:
                break
            after = row[0]
            yield unseal(row)
        if after < until:
            raise TimelineError(f"The entry at position {after + 1} is missing. `timeline verify` tells what else is.")

    def _rows(self, after: int, until: int) -> Iterator[list[Row]]:
        query = f"SELECT {_COLUMNS} FROM log WHERE position > ? AND position <= ? ORDER BY position LIMIT ?"
        while after < until and (rows := self._fetch(query, after, until, BATCH)):
            positions = [row[0] for row in rows]
            self._check(all(map(lt, [after, *positions], positions)))
            after = positions[-1]
            yield rows

    def _check(self, sound: bool) -> None:
        """For what SQLite does not notice: a damaged tree may lead a scan back to where it has been, for ever."""
        if not sound:
            raise TimelineError(f"{self._name}: The file is damaged. Restore it from a copy.")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction of its own, rolled back whole when anything is raised in it."""
        with self._turn(), self._db:
            self._db.execute("BEGIN IMMEDIATE")
            yield

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """No other writer's turn."""
        queue = turn(self._path, self._opened) if self._path and self._opened else nullcontext()
        with self._lock, explained(self._name), queue:
            yield
