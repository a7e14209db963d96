"""Of what is withheld or redacted the tables hold that it exists, and nothing of what it says."""

from __future__ import annotations

from collections.abc import Iterator

from events.ledger.event_redacted import EventRedacted
from timeline.log.engine import Log
from timeline.log.entries import Entry
from timeline.log.ids import parse_id
from timeline.projections.amendments import CORRECTIONS
from timeline.projections.definitions import EVENTS
from timeline.projections.projected import Projected, Row
from timeline.projections.resolving import Resolving
from timeline.projections.rows import rows
from timeline.projections.tables import Column, Table

WITHHELD = Table(
    "withheld",
    "Events of which nothing is public: they are restricted, or rest on what is restricted or was redacted. That they "
    "exist is all that is told.",
    (
        Column("id", str, "The event's permanent ID.", label="ID"),
        Column("position", int, "Its position in the log."),
    ),
    pk=("id",),
)


def withheld(entry: Entry) -> Iterator[tuple[str, Row]]:
    """The one row of an event that is withheld."""
    yield WITHHELD.name, {"id": entry.id, "position": entry.position}


def erased(entry: Entry) -> Iterator[tuple[str, Row]]:
    """The one row of an event that was redacted."""
    told = {
        "id": entry.id,
        "position": entry.position,
        "type": entry.type,
        "summary": "Redacted",
        "status": "redacted",
        "recorded_at": entry.recorded_at,
        "version": entry.version,
        "entry_type": entry.type,
    }
    yield EVENTS.name, {column.name: told.get(column.name) for column in EVENTS.columns}


def redaction(log: Log, entry: Entry, event: EventRedacted, resolving: Resolving) -> Iterator[tuple[str, Row]]:
    """The rows of a redaction: its own, and for each event that it redacts a change that shows nothing.

    Raises LookupError where it redacts what came no earlier, as nobody who appends can have stored it.
    """
    for id in event.redacts:
        if parse_id(id, log.prefix)[1] >= entry.position:
            raise LookupError(f"It redacts {id}, which came no earlier.")
    yield from rows(Projected.of(entry, event, None, resolving))
    for number, id in enumerate(event.redacts, 1):
        told = {
            "event": entry.id,
            "number": number,
            "action": "redacted",
            "amends": id,
            "type": log.get(parse_id(id, log.prefix)[1]).type,
            "reason": f"{event.reason} (decided by {event.authority})",
            "recorded_at": entry.recorded_at,
            "recorded_by": entry.recorded_by,
        }
        yield CORRECTIONS.name, {column.name: told.get(column.name) for column in CORRECTIONS.columns}
