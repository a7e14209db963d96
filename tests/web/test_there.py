"""The incidents of a place, one among the others: told by their days, and found without comparing each with each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from events.base import Event
from events.registry import parse
from timeline.service import Timeline
from timeline.web import places, there
from timeline.web.queries import Tables

#: Steps of SQLite's virtual machine between two counts.
GRAIN = 50


class Counting:
    """Datasette's object for a database, as far as it is used here; `steps` counts what its queries take."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.steps = 0
        self.conn = conn
        conn.row_factory = sqlite3.Row
        conn.set_progress_handler(self._step, GRAIN)

    def _step(self) -> None:
        self.steps += GRAIN

    async def execute(self, sql: str, values: dict[str, Any]) -> Any:
        self.rows: Sequence[sqlite3.Row] = self.conn.execute(sql, values).fetchall()
        return self


def besieged(days: int) -> Iterator[Event]:
    """On every day something else in Musa Qala, each told by one claim."""
    yield parse({"type": "place_recorded", "key": "musa-qala", "name": "Musa Qala", "kind": "province"})
    yield parse({"type": "source_recorded", "key": "daily", "kind": "news", "publisher": "Daily"})
    for day in range(days):
        yield parse({"type": "incident_declared", "slug": f"day-{day:03}", "title": f"Day {day}"})
        yield parse(
            {
                "type": "airstrike",
                "incident": f"day-{day:03}",
                "occurred": f"2015-{day // 28 + 1:02}-{day % 28 + 1:02}",
                "place": {"name": "Musa Qala"},
                "citation": {"source": "daily", "locator": f"p. {day}"},
            }
        )


def around(run: Any, days: int, slug: str) -> tuple[list[tuple[int, str]], int]:
    """What is told around an incident, and the steps that took."""
    with Timeline.memory("DAY") as timeline:
        timeline.append(besieged(days), recorded_by="desk")
        counting = Counting(timeline.db.conn)
        (found,) = run(places.find(Tables(counting), "musa-qala"))
        before = counting.steps
        rows = run(there.around(Tables(counting), found, slug))
        return [(row["step"], row["slug"]) for row in rows], counting.steps - before


def test_around_an_incident_are_the_few_before_and_after_it(run: Any) -> None:
    told, _ = around(run, 20, "day-003")
    assert told == [(step, f"day-{3 + step:03}") for step in range(-3, 6)]


def test_what_is_around_an_incident_takes_at_most_in_proportion_to_those_of_its_place(run: Any) -> None:
    (_, few), (_, many) = around(run, 40, "day-020"), around(run, 320, "day-160")
    assert many < 1.5 * 320 / 40 * few
