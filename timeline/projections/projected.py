"""An event as the tables show it is an entry with the event that it brings, and with all that is known to place it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from events.amendment import Amendment
from events.base import Event
from events.claim import Claim
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.source_recorded import SourceRecorded
from events.registry import load
from timeline.log.entries import Entry
from timeline.projections import decisions
from timeline.projections.resolving import Resolving

Row = dict[str, Any]
#: Finds the source that a claim cites, as it counts.
SourceOf = Callable[[str], SourceRecorded | None]


@dataclass(frozen=True, slots=True)
class Projected:
    """An event as the tables show it: of a correction, the event that it puts in place.

    `source` is the one that it cites, None for events that cite none; `amends` is the ID of the event that it changes.
    `root` is the ID under which it was first recorded, which `resolving` needs to know what its slugs stand for.
    """

    id: str
    position: int
    recorded_at: str
    recorded_by: str
    entry_type: str
    version: int
    body: str
    event: Event
    source: SourceRecorded | None
    root: str
    resolving: Resolving
    status: str = "current"
    replaced_by: str | None = None
    amends: str | None = None

    @classmethod
    def of(
        cls, entry: Entry, event: Event, source: SourceRecorded | None, resolving: Resolving, root: str | None = None
    ) -> Projected:
        """A new entry, whose event is `event`."""
        correction = isinstance(event, CodingCorrected)
        whole = whole_of(event)
        return cls(
            id=entry.id,
            position=entry.position,
            recorded_at=entry.recorded_at,
            recorded_by=entry.recorded_by,
            entry_type=entry.type,
            version=whole.version if correction else entry.version,
            body=(whole.canonical if correction else entry.body).decode(),
            event=whole,
            source=source,
            root=root or entry.id,
            resolving=resolving,
            amends=event.amends if isinstance(event, Amendment) else None,
        )

    @classmethod
    def stored(cls, row: Row, source_of: SourceOf, resolving: Resolving) -> Projected:
        """What a row of `events` was made of."""
        event = load(row["type"], row["version"], from_json(row["body"]))
        source = source_of(event.citation.source) if isinstance(event, Claim) else None
        told = ("id", "position", "recorded_at", "recorded_by", "entry_type", "version", "body", "status")
        kept = {name: row[name] for name in (*told, "replaced_by", "amends")}
        return cls(**kept, event=event, source=source, root=resolving.root_of(row["id"]), resolving=resolving)

    def incident(self, slug: str) -> str:
        """The incident that a slug stands for in this event."""
        return self.resolving.incident(self.root, slug)

    def made_of_decision(self) -> Iterator[tuple[str, Row]]:
        """The rows that a decision or a declaration has in tables of its own; none for any other event."""
        return decisions.rows(self.id, self.event, self.recorded_at, self.incident, self.resolving.root)


def whole_of(event: Event) -> Event:
    """The event itself; of a correction, the event that it puts in place."""
    return event.replacement if isinstance(event, CodingCorrected) else event
