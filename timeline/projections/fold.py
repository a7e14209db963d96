"""Entries become rows in order, by one function for new entries and for a rebuild; no entry can stop the fold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import ValidationError
from pydantic_core import from_json
from sqlite_utils import Database

from events.claim import Claim
from events.ledger.incident_declared import IncidentDeclared
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


@dataclass(slots=True)
class Seen:
    """What the entries so far have recorded, as far as it has been looked up."""

    sources: dict[str, SourceRecorded | None] = field(default_factory=dict)
    incidents: dict[str, bool] = field(default_factory=dict)


def fold(db: Database, entries: Iterable[Entry], seen: Seen) -> set[str]:
    """Insert the rows of `entries` and return the slugs of the incidents whose rows must be recomputed.

    Keep `seen` for the next entries of the same log.
    """
    found: dict[str, list[Row]] = {}
    touched: set[str] = set()
    for entry in entries:
        try:
            projected = _projected(db, entry, seen)
        except (LookupError, ValueError) as problem:
            row = {"event": entry.id, "position": entry.position, "problem": _why(problem)}
            found.setdefault(PROBLEMS.name, []).append(row)
            continue
        for table, row in rows(projected):
            found.setdefault(table, []).append(row)
        touched.update(projected.event.incidents())
    for table, added in found.items():
        db.table(table).insert_all(added, batch_size=1000)
    return touched


def _why(problem: LookupError | ValueError) -> str:
    if isinstance(problem, ValidationError):
        faults = problem.errors(include_url=False, include_context=False, include_input=False)
        return "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults)
    return str(problem.args[0] if problem.args else problem)


def _projected(db: Database, entry: Entry, seen: Seen) -> Projected:
    """The event with its source.

    Raises LookupError for one of a later release or without effect, ValueError for what is no event at all.
    """
    event = load(entry.type, entry.version, from_json(entry.body))
    if isinstance(event, IncidentDeclared):
        if _declared(db, event.slug, seen.incidents):
            raise LookupError(f'It declares the incident "{event.slug}", which was declared before it.')
        seen.incidents[event.slug] = True
    if isinstance(event, SourceRecorded):
        if _recorded(db, event.key, seen.sources):
            raise LookupError(f'It records the source "{event.key}", which was recorded before it.')
        seen.sources[event.key] = event
    if not isinstance(event, Claim):
        return Projected(entry, event, None)
    for slug in event.incidents():
        if not _declared(db, slug, seen.incidents):
            raise LookupError(f'It names the incident "{slug}", which was not declared before it.')
    source = _recorded(db, event.citation.source, seen.sources)
    if source is None:
        raise LookupError(f'It cites the source "{event.citation.source}", which was not recorded before it.')
    return Projected(entry, event, source)


def _recorded(db: Database, key: str, sources: dict[str, SourceRecorded | None]) -> SourceRecorded | None:
    if key not in sources:
        query = "select body from events where type = 'source_recorded' and source = ? and status = 'current'"
        bodies = [from_json(row["body"]) for row in db.query(query, [key])]
        sources[key] = SourceRecorded.model_validate(bodies[0]) if bodies else None
    return sources[key]


def _declared(db: Database, slug: str, incidents: dict[str, bool]) -> bool:
    if slug not in incidents:
        where = "type = 'incident_declared' and incident = ? and status = 'current'"
        incidents[slug] = db.table(definitions.EVENTS.name).count_where(where, [slug]) > 0
    return incidents[slug]


TABLES = (*definitions.TABLES, PROBLEMS)
