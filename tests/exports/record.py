"""A log with its tables, out of which tables of the past are exported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from events.base import Event
from tests.tables import store
from timeline.exports.sqlite import export
from timeline.log.sqlite import SqliteLog
from timeline.projections.runner import Projector


class Record:
    """A log with its tables, and what is exported from it; all gone when its block ends."""

    def __init__(self, log: SqliteLog, projector: Projector, folder: Path, opened: ExitStack) -> None:
        self.log, self.projector, self.folder, self.opened = log, projector, folder, opened

    def append(self, events: list[Event]) -> None:
        store(self.log, events)
        self.projector.catch_up()

    @property
    def live(self) -> Database:
        return self.projector.db

    def exported(self, *, as_recorded: str | None = None, as_reported: str | None = None) -> Database:
        file = self.folder / f"{len(list(self.folder.iterdir()))}.db"
        export(self.log, self.live, file, as_recorded=as_recorded, as_reported=as_reported)
        tables: Database = self.opened.enter_context(Database(file, execute_plugins=False))
        assert tables.execute("pragma integrity_check").fetchone() == ("ok",)
        return tables


@contextmanager
def recorded(events: list[Event]) -> Iterator[Record]:
    with ExitStack() as opened:
        folder = Path(opened.enter_context(TemporaryDirectory()))
        log = opened.enter_context(SqliteLog.memory("TST"))
        projector = Projector(log, None)
        opened.callback(projector.close)
        record = Record(log, projector, folder, opened)
        record.append(events)
        yield record


def ids(db: Database, which: str = "1") -> set[str]:
    return {row["id"] for row in db.query(f"select id from events where {which}")}


def column(db: Database, table: str, name: str) -> set[str | int]:
    return {row[name] for row in db.query(f"select [{name}] from [{table}]")}
