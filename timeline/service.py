"""A timeline is a log with its tables: what is appended is stored first, then projected, and can be asked for."""

from __future__ import annotations

import getpass
import os
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, overload

from sqlite_utils import Database

from events.amendment import Amendment
from events.base import Event
from events.ledger.incidents_linked import Relation
from events.ledger.source_recorded import SourceRecorded, source_key
from timeline import amending, folder, following
from timeline.appending import TABLES, Locate, Progress, Receipt, append, check, located, located_in_one
from timeline.erasure import erase_redacted, unerased
from timeline.errors import NoEvent, NoName, TimelineError
from timeline.files import explained, put, sync_folder
from timeline.log.engine import Log, LogExists
from timeline.log.entries import Entry
from timeline.log.ids import check_prefix, format_id, parse_id
from timeline.log.sqlite import SqliteLog
from timeline.log.verify import Checkpoint, Verification, verify
from timeline.overtaking import in_turn
from timeline.projections import ahead
from timeline.projections.runner import Projector
from timeline.standing import Standing
from timeline.stored import all_as_stored, as_stored, event_of, keys_of, keys_with_known, known


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its entry."""

    entry: Entry
    event: Event


class Timeline:
    """The log and the tables of one folder, or of memory. Made by `init`, `open` and `memory`."""

    def __init__(self, log: Log, tables: Path | None, settings: folder.Settings) -> None:
        self.log = log
        self.settings = settings
        self._whole = ahead.Whole(log, tables)
        self._projector = Projector(log, tables, settings)

    @classmethod
    def init(cls, path: Path | str, prefix: str, *, title: str = "", licence: str = "") -> Self:
        """A new timeline in the folder `path`, which is made if need be.

        `prefix` is 2 to 6 letters, with which every event's ID begins, for ever. Raises TimelineError where there is
        a timeline already.
        """
        path = Path(path)
        check_prefix(prefix)
        if (path / folder.SETTINGS).exists():
            raise TimelineError(f"{path} is a timeline already. Choose another folder.")
        settings = folder.Settings(title.strip() or folder.title_of(path), licence)
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise TimelineError(f"{path}: {problem.strerror}. Choose a folder that you may write in.") from problem
        log = _new_log(path / folder.LOG, prefix)
        # Last: whatever was interrupted before it has left no timeline, and can be done again.
        try:
            with explained(str(path)):
                put(path / folder.SETTINGS, settings.to_toml().encode())
                sync_folder(path.resolve().parent)
        except TimelineError:
            log.close()
            raise
        return cls(log, path / folder.TABLES, settings)

    @classmethod
    def open(cls, path: Path | str | None = None) -> Self:
        """The timeline in the folder `path`, or the one that `timeline.folder.find` finds. Raises TimelineError."""
        with explained(str(path or "The working directory")):
            found = folder.find(Path(path) if path else None)
            settings = folder.settings(found)
        opened = cls(SqliteLog.open(found / folder.LOG), found / folder.TABLES, settings)
        try:
            if unerased(opened.log):
                following.erase(opened._projector)
        except TimelineError as problem:
            warnings.warn(str(problem), RuntimeWarning, stacklevel=2)
        return opened

    @classmethod
    def memory(cls, prefix: str = "MEM") -> Self:
        """A timeline that is gone when it is closed, for tests and notebooks."""
        return cls(SqliteLog.memory(prefix), None, folder.Settings("In memory"))

    @property
    def db(self) -> Database:
        """The tables, up to date with the log. Write nothing into them: they are rebuilt at will."""
        self._projector.catch_up()
        return self._projector.db

    @overload
    def append(self, events: Event, *, recorded_by: str | None = None, dry_run: bool = False) -> Receipt: ...

    @overload
    def append(
        self, events: Iterable[Event], *, recorded_by: str | None = None, dry_run: bool = False
    ) -> list[Receipt]: ...

    def append(
        self, events: Event | Iterable[Event], *, recorded_by: str | None = None, dry_run: bool = False
    ) -> Receipt | list[Receipt]:
        """Append one event or several, and return a receipt for each.

        Up to 1,000 events are stored all or none; more are stored in parts of 1,000, each all or none, after all have
        been checked: append them again after an interruption, and only the missing ones are added. Whatever the log
        holds already is not stored twice. `recorded_by` is by default TIMELINE_RECORDED_BY, else the login name.
        Raises Faults, with everything that is wrong, and NoEvent; then nothing is stored.
        """
        if isinstance(events, Event):
            one = [as_stored(events)]
            return self.append_checked(one, located_in_one, recorded_by=recorded_by, dry_run=dry_run)[0]
        alone = isinstance(events, str | Mapping) or not isinstance(events, Iterable)
        given: list[Any] = [events] if alone else list(events)
        for event in given:
            if not isinstance(event, Event):
                raise NoEvent(event)
        return self.append_checked(all_as_stored(given), located, recorded_by=recorded_by, dry_run=dry_run)

    def append_checked(
        self,
        events: Sequence[Event],
        locate: Locate,
        *,
        recorded_by: str | None = None,
        dry_run: bool = False,
        progress: Progress = lambda stage, done: None,
    ) -> list[Receipt]:
        """As `append`, with `locate` to say where in the input each problem stands, and `progress` to tell of it."""
        self._whole.check()
        if dry_run:
            return check(events, self.log, locate, progress)
        receipts = append(events, self.log, locate, recorded_by or default_recorded_by(), progress)
        following.follow(self._projector, receipts, lambda done: progress(TABLES, done))
        return receipts

    def correct(
        self, name: str, event: Event, *, reason: str, recorded_by: str | None = None, dry_run: bool = False
    ) -> Receipt:
        """Put `event`, whole, in the place of what `name` stands for: a claim's ID, a source's key, an incident's slug.

        The old one stays readable. An ID may be that of the event or of any of its corrections. Raises Faults, and
        NoEvent.
        """
        if not isinstance(event, Event):
            raise NoEvent(event)
        whole = as_stored(event)
        return in_turn(
            self.log,
            lambda: amending.correction(self.log, name, whole, reason),
            lambda made: self.append(made, recorded_by=recorded_by, dry_run=dry_run),
        )

    def retract(self, id: str, *, reason: str, recorded_by: str | None = None) -> Receipt:
        """Take back the claim `id`, an ID or the key of its source and its label, as it counts. Raises Faults."""
        return self._amend(lambda: amending.retraction(self.log, id, reason), recorded_by)

    def undo(self, id: str, *, reason: str, recorded_by: str | None = None) -> Receipt:
        """Undo the correction or retraction `id`, the last of its event, or the decision `id`. Raises Faults."""
        return self._amend(lambda: amending.undoing(self.log, id, reason), recorded_by)

    def merge(self, slug: str, *, into: str, reason: str, recorded_by: str | None = None) -> Receipt:
        """Merge the incident `slug` into another: all claims on the one are on the other. Raises Faults."""
        return self.append(amending.merging(self.log, slug, into, reason), recorded_by=recorded_by)

    def link(
        self, slug: str, relation: Relation, other: str, *, reason: str, recorded_by: str | None = None
    ) -> Receipt:
        """Say how the incident `slug` lies to another; where that was said before, say so instead. Raises Faults."""
        return self.append(amending.linking(self.log, slug, relation, other, reason), recorded_by=recorded_by)

    def restrict(self, name: str, *, reason: str, recorded_by: str | None = None) -> Receipt:
        """Keep the claim, source or incident `name`, and what rests on it, from the public. Raises TimelineError."""
        try:
            return self._amend(lambda: amending.visibility(self.log, name, "restricted", reason), recorded_by)
        except amending.AlreadySo:
            # Who is told that it is restricted already must not find it in tables that somebody left behind.
            following.narrow(self._projector)
            raise

    def publish(self, name: str, *, reason: str, recorded_by: str | None = None) -> Receipt:
        """Show what counts of the claim, source or incident `name` to the public. Raises TimelineError."""
        return self._amend(lambda: amending.visibility(self.log, name, "public", reason), recorded_by)

    def redact(
        self, name: str, *, reason: str, authority: str, recorded_by: str | None = None, seen: Sequence[str] = ()
    ) -> Receipt:
        """Erase the event `name` and everything that was done to it, for good. `authority` is who decided it.

        `seen` are the IDs of all that whoever decided has seen of it: where there is more since, nothing is erased.
        Raises TimelineError, also where the event is redacted and its bytes could not be overwritten yet.
        """
        return self._amend(lambda: amending.redaction(self.log, name, reason, authority), recorded_by, seen)

    def _amend(self, make: Callable[[], Amendment], recorded_by: str | None, seen: Sequence[str] = ()) -> Receipt:
        """Store the amendment that `make` makes. Raises TimelineError, also where another process was quicker."""
        return in_turn(self.log, make, lambda made: self.append(made, recorded_by=recorded_by), seen)

    def __getitem__(self, id: str) -> Recorded:
        """The event with this ID, in any spelling.

        Raises InvalidId, NoName or NotInLog, which say what to write instead, and Unreadable for an event of a later
        release.
        """
        if not isinstance(id, str):
            raise NoName(id, format_id(self.log.prefix, 1))
        _, position = parse_id(id, self.log.prefix)
        entry = self.log.get(position)
        return Recorded(entry, event_of(entry))

    def source(self, key: str) -> SourceRecorded | None:
        """The source that is recorded under `key`, as corrected; None where there is none. Raises Unreadable."""
        position = self.log.find([source_key(key)]).get(source_key(key))
        version = Standing(self.log).version(position) if position else None
        return version.event if version and isinstance(version.event, SourceRecorded) else None

    def __len__(self) -> int:
        """How many events the log holds."""
        return self.log.head()

    @property
    def origin(self) -> str:
        """The log's name in checkpoints (C2SP tlog-checkpoint, origin)."""
        return f"incident-timeline/{self.log.prefix}"

    @property
    def next_id(self) -> str:
        """The ID that the next event will have, if nobody appends before."""
        return format_id(self.log.prefix, len(self) + 1)

    def verify(
        self, *against: Checkpoint, progress: Callable[[int, int], None] = lambda done, of: None
    ) -> Verification:
        """Check everything that the log stores, that it extends the checkpoints `against`, and is whole for its tables.

        `progress` is told how many entries are done, and of how many. Raises TimelineError for a checkpoint of
        another log.
        """
        for checkpoint in against:
            checkpoint.check_of(self.origin)
        return self._whole.verified(verify(self.log, keys_of, against, progress, known))

    def rebuild(self, progress: Callable[[int], None] = lambda done: None) -> int:
        """Make the log's index and all tables afresh from its entries, and return how many entries there are."""
        self.log.reindex(keys_with_known(self.log))
        done = self._projector.rebuild(progress)
        erase_redacted(self.log)
        return done

    def close(self) -> None:
        try:
            self._projector.close()
        finally:
            self.log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _new_log(path: Path, prefix: str) -> SqliteLog:
    """A new log, or the empty one that an interrupted `init` has left."""
    try:
        # An empty file may have been left, too: it is made into a log.
        return SqliteLog.create(path, prefix)
    except LogExists:
        left = SqliteLog.open(path)
    if left.head() == 0 and left.prefix == prefix:
        return left
    left.close()
    raise TimelineError(
        f"{path} is the log of a timeline with the prefix {left.prefix}, whose {folder.SETTINGS} is missing. Write one "
        f'beside it, with the line: title = "…"'
    )


def default_recorded_by() -> str:
    """TIMELINE_RECORDED_BY, else the login name."""
    named = os.environ.get("TIMELINE_RECORDED_BY")
    try:
        return named or getpass.getuser()
    except (OSError, KeyError) as problem:
        raise TimelineError("Nobody is logged in. Say who records: --recorded-by NAME.") from problem
