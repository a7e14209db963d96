"""The tables of a log in memory, which a test appends to and asks at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlite_utils import Database

from events.base import Event
from tests.samples import GROUND
from tests.tables import store
from timeline.log.sqlite import SqliteLog
from timeline.projections.runner import Projector

Row = dict[str, Any]


class Tables:
    """The tables of a log that holds the samples' ground and then `events`."""

    def __init__(self, db: Database, log: SqliteLog, projector: Projector) -> None:
        self.db, self.log, self.projector = db, log, projector

    def add(self, *events: Event) -> list[str]:
        entries = store(self.log, events)
        self.projector.catch_up()
        return [entry.id for entry in entries]

    def rows(self, query: str) -> list[Row]:
        return list(self.db.query(query))

    def incident(self, slug: str = "bridge") -> Row:
        (row,) = self.db.query("select * from incidents where slug = ?", [slug])
        return row

    def figures(self, slug: str = "bridge") -> list[Row]:
        return list(self.db.query("select * from incident_casualties where incident = ? order by party", [slug]))


@pytest.fixture
def tables() -> Iterator[Tables]:
    with SqliteLog.memory("TST") as log:
        store(log, GROUND)
        projector = Projector(log, None)
        projector.catch_up()
        yield Tables(projector.db, log, projector)
        projector.close()


def ends(row: Row) -> tuple[int | None, int | None]:
    return row["lowest"], row["highest"]
