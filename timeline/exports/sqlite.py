"""A file of tables as of then is what a rebuild would have made then, had nothing been known since.

It is written beside its place and put there when it is whole. Nothing is written over.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from timeline.exports.then import recorded_by
from timeline.files import check_free, explained
from timeline.folder import Settings
from timeline.log.engine import Log
from timeline.placing import move, staged
from timeline.projections.building import build, open_tables
from timeline.projections.cursor import CURSOR
from timeline.projections.narrowing import narrows
from timeline.projections.unreported import Unreported
from timeline.projections.until import Until, settle
from timeline.reconcile.asof import as_of


@dataclass(frozen=True, slots=True)
class Exported:
    """What a file holds: how many events, and as of when, in words."""

    events: int
    as_recorded: str
    as_reported: str | None


def export(
    log: Log,
    tables: Database,
    file: Path,
    *,
    settings: Settings | None = None,
    as_recorded: str | None = None,
    as_reported: str | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Exported:
    """Write the tables of `log` to `file`, as they were by the times given; `tables` are those of now.

    `settings` are what the timeline says of itself.

    `as_recorded` is a day in UTC, an instant with its zone, or an event's ID; `as_reported` a day, a month or a year,
    local where a source was published. `progress` is told which position is reached, and begins again where there are
    two times. Raises TimelineError, also where there is such a file.
    """
    recorded, day = recorded_by(log, as_recorded), as_of(reported=as_reported).reported
    check_free(file)
    # What others append meanwhile is in no table yet.
    position = min([recorded.position, *(row["position"] for row in tables.table(CURSOR.name).rows)])
    until = Until(position, recorded.words)
    with explained(str(file)), staged(file) as beside:
        while True:
            head = log.head()
            made = beside / "recorded.db"
            _make(made, log, tables, until, "withheld", progress, settings)
            if day:
                whole, made = made, beside / "reported.db"
                with closing(open_tables(whole)) as known:
                    reported = Until(position, recorded.words, day.isoformat(), Unreported(known, day))
                    _make(made, log, known, reported, "left out", progress, settings)
            # Whoever restricts or redacts later than this finds the file in its place.
            if not narrows(log, ((entry.id, entry.type) for entry in log.read(head))):
                break
            for left in beside.iterdir():
                left.unlink()
        with closing(open_tables(made)) as done:
            events = done.table("events").count
        move(made, file)
    return Exported(events, until.as_recorded, day.isoformat() if day else None)


def _make(
    file: Path,
    log: Log,
    whole: Database,
    until: Until,
    missing: str,
    progress: Callable[[int], None],
    settings: Settings | None,
) -> None:
    with closing(open_tables(file)) as made:
        build(made, log, progress, until, settings)
        with made.atomic():
            settle(made, whole, missing)
