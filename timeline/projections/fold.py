"""Entries become rows in order, by one function for new entries and for a rebuild; no entry can stop the fold."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic_core import from_json
from sqlite_utils import Database

from events.claim import Claim
from events.ledger.source_recorded import SourceRecorded
from events.registry import load
from timeline.log.entries import Entry
from timeline.projections import definitions
from timeline.projections.rows import Projected, Row, rows
from timeline.projections.tables import Column, Table

PROBLEMS = Table(
    "problems",
    "Entries of the log that have no effect on the tables, and why; normally empty.",
    (
        Column("event", str, "The event's ID."),
        Column("position", int, "Its position in the log."),
        Column("problem", str, "Why it has no effect."),
    ),
    pk=("event",),
)


def fold(db: Database, entries: Iterable[Entry], sources: dict[str, SourceRecorded | None]) -> set[str]:
    """Insert the rows of `entries` and return the slugs of the incidents whose rows must be recomputed.

    `sources` remembers the sources already looked up; keep it for the next entries of the same log.
    """
    found: dict[str, list[Row]] = {}
    touched: set[str] = set()
    for entry in entries:
        try:
            projected = _projected(db, entry, sources)
        except (LookupError, ValueError) as problem:
            row = {"event": entry.id, "position": entry.position, "problem": str(problem)}
            found.setdefault(PROBLEMS.name, []).append(row)
            continue
        for table, row in rows(projected):
            found.setdefault(table, []).append(row)
        touched.update(projected.event.incidents())
    for table, added in found.items():
        db.table(table).insert_all(added, batch_size=1000)
    return touched


def _projected(db: Database, entry: Entry, sources: dict[str, SourceRecorded | None]) -> Projected:
    """The event with its source.

    Raises LookupError for one of a later release or without effect, ValueError for what is no event at all.
    """
    event = load(entry.type, entry.version, from_json(entry.body))
    if isinstance(event, SourceRecorded):
        if _recorded(db, event.key, sources):
            raise LookupError(f'It records the source "{event.key}", which was recorded before it.')
        sources[event.key] = event
    if not isinstance(event, Claim):
        return Projected(entry, event, None)
    source = _recorded(db, event.citation.source, sources)
    if source is None:
        raise LookupError(f'It cites the source "{event.citation.source}", which was not recorded before it.')
    return Projected(entry, event, source)


def _recorded(db: Database, key: str, sources: dict[str, SourceRecorded | None]) -> SourceRecorded | None:
    if key not in sources:
        query = "select body from events where type = 'source_recorded' and source = ? and status = 'current'"
        bodies = [from_json(row["body"]) for row in db.query(query, [key])]
        sources[key] = SourceRecorded.model_validate(bodies[0]) if bodies else None
    return sources[key]


TABLES = (*definitions.TABLES, PROBLEMS)
