"""Two databases hold the same tables when they hold the same rows, in whatever order these were inserted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlite_utils import Database

from events.base import Event
from timeline.log.engine import Log
from timeline.log.entries import Draft, Entry
from timeline.log.sqlite import SqliteLog
from timeline.projections.building import TABLES
from timeline.projections.runner import Projector
from timeline.service import Timeline

Rows = dict[str, list[tuple[Any, ...]]]

#: What a search finds must not depend on how the tables came about either.
SEARCHES = ("bridge", "some", "dozens", "Governor", "killed")


def contents(db: Database) -> Rows:
    """The rows of every table, sorted, and the keys that full-text searches find."""
    found: Rows = {
        table.name: sorted(db.execute(f"select * from [{table.name}]").fetchall(), key=repr) for table in TABLES
    }
    for table in TABLES:
        if table.search:
            check = f"insert into [{table.name}_fts] ([{table.name}_fts], rank) values ('integrity-check', 1)"
            db.execute(check)  # raises where the search has what the rows do not, or the other way round
            keys = ", ".join(f"[{table.name}].[{name}]" for name in table.pk)
            query = f"""select {keys} from [{table.name}_fts] join [{table.name}] on [{table.name}].rowid
                = [{table.name}_fts].rowid where [{table.name}_fts] match ?"""
            for word in SEARCHES:
                found[f"{table.name} with {word}"] = sorted(db.execute(query, [word]).fetchall())
    return found


def draft(event: Event) -> Draft:
    return Draft(event.type, event.version, event.canonical, event.keys)


def store(log: Log, events: Iterable[Event], by: str = "test") -> list[Entry]:
    """Append events to the log without asking whether they may be."""
    drafts = [draft(event) for event in events]
    return log.append(drafts, recorded_by=by) if drafts else []


@contextmanager
def tables_of(events: Iterable[Event]) -> Iterator[Database]:
    """The tables of a log in memory that holds `events`."""
    log = SqliteLog.memory("TST")
    projector = Projector(log, None)
    try:
        store(log, events)
        projector.catch_up()
        yield projector.db
    finally:
        projector.close()
        log.close()


def assert_as_rebuilt(timeline: Timeline) -> None:
    """The tables of the timeline are those of a rebuild, row by row."""
    rebuilt = Projector(timeline.log, None, timeline.settings)
    try:
        rebuilt.rebuild()
        assert contents(timeline.db) == contents(rebuilt.db)
    finally:
        rebuilt.close()
