"""Entries become rows in order, by one function for new entries and for a rebuild; no entry can stop the fold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pydantic import ValidationError
from pydantic_core import from_json
from sqlite_utils import Database

from events.amendment import Amendment
from events.base import Event, may_hide
from events.claim import Claim
from events.decision import Decision
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.event_redacted import EventRedacted
from events.ledger.source_recorded import SourceRecorded
from events.public import public
from events.registry import load
from timeline.log.entries import Entry
from timeline.projections import decisions, definitions
from timeline.projections.amendments import CORRECTIONS, amend, reproject
from timeline.projections.decisions import INCIDENT_SLUGS
from timeline.projections.definitions import CLAIM_INCIDENTS, EVENTS, SOURCES
from timeline.projections.gazetteer import ACTORS, PLACES
from timeline.projections.moving import MOVING, check_holds, concerned, moved
from timeline.projections.narrowing import may_amend, turns
from timeline.projections.projected import Projected, Row, whole_of
from timeline.projections.redactions import WITHHELD, erased, redaction, withheld
from timeline.projections.resolving import Resolving
from timeline.projections.rows import rows
from timeline.projections.seen import Seen
from timeline.projections.spells import CLAIM_SPELLS, opened
from timeline.projections.statements import Waiting, select
from timeline.projections.tables import Column, Table, index
from timeline.projections.touched import Touched

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


class Narrowed(Exception):
    """An entry changes what of earlier ones may be shown. Only a rebuild leaves nothing of them behind."""


def fold(db: Database, entries: Iterable[Entry], seen: Seen) -> Touched:
    """Insert the rows of `entries` and return the incidents whose rows must be recomputed.

    Keep `seen` for the next entries of the same log. Raises Narrowed, but never where `seen` is of the whole log.
    """
    folding = _Folding(db, seen)
    for entry in entries:
        try:
            folding.take(entry)
        except (LookupError, ValueError) as problem:
            row = {"event": entry.id, "position": entry.position, "problem": _why(problem)}
            folding.add([(PROBLEMS.name, row)])
    folding.flush()
    seen.forget()
    return folding.touched


class _Folding:
    """One batch of entries while it is being folded; rows wait to be inserted together."""

    def __init__(self, db: Database, seen: Seen) -> None:
        self.db = db
        self.seen = seen
        self.visibility = seen.visibility
        self.touched = Touched()
        self.resolving = Resolving(db, lambda id: seen.histories.of(db, id).root, seen.labels)
        if seen.whole:
            self.resolving.hold()
        self._waiting = Waiting(db)

    def add(self, given: Iterable[tuple[str, Row]]) -> None:
        for table, row in given:
            self._waiting.add(table, [row])

    def flush(self) -> None:
        self._waiting.flush()

    def take(self, entry: Entry) -> None:
        """Add what the entry brings, as far as it is public.

        Raises LookupError for one of a later release or without effect, ValueError for what is no event at all.
        """
        if redacted := self.visibility.redacted(entry.id):
            self.add(withheld(entry) if redacted == "withheld" else erased(entry))
            return
        try:
            event = load(entry.type, entry.version, from_json(entry.body))
        except (LookupError, ValueError):
            if not self.seen.whole and self.visibility.any and may_amend(entry):
                raise Narrowed from None
            if may_hide(entry.body):  # what is wrong with it could not be told without what it says
                self.add(withheld(entry))
                return
            raise
        showing = self.visibility.of(entry.id, event)
        amendment = None if self.seen.whole or not isinstance(event, Amendment) else event
        if amendment and turns(self.db, self.visibility, entry.id, amendment, showing):
            raise Narrowed
        if showing == "withheld":
            self.add(withheld(entry))
            self._stand_in(entry.id, event)
        elif showing == "alone":
            if isinstance(whole_of(event), Claim) or not isinstance(event, Amendment):
                self._whole(entry, event)
        elif isinstance(event, EventRedacted):
            self.add(redaction(self.visibility.standing.log, entry, event, self.resolving))
        elif isinstance(event, Amendment):
            self._check_references(event)
            self.flush()
            self._amend(*_shown(entry, event))
        else:
            self._whole(entry, event)

    def _stand_in(self, id: str, event: Event) -> None:
        """Where a name is withheld as it was first recorded, show what it stands for now: claims may come before that.

        A claim is shown in its own place.
        """
        if isinstance(event, Claim | Amendment) or not self.visibility.any:
            return
        if instead := self.visibility.instead(id):
            entry = self.visibility.standing.entry(instead)
            self._whole(entry, load(entry.type, entry.version, from_json(entry.body)))

    def _whole(self, entry: Entry, event: Event) -> None:
        """Add the rows of a claim, a source …; of a correction, as if it had been recorded so."""
        entry, event = _shown(entry, event)
        whole = whole_of(event)
        self._check_references(whole)
        if not isinstance(whole, Claim | Decision):
            if self._recorded(whole.slot_key):
                kind, _, name = whole.slot_key.partition(":")
                raise LookupError(f'It records the {kind} "{name}", which was recorded before it.')
            self.seen.names[whole.slot_key] = True
        if isinstance(whole, SourceRecorded):
            self.seen.sources[whole.key] = whole
        if isinstance(whole, Decision):
            self._decide(entry, event, whole)
            return
        source = self._source(whole.citation.source) if isinstance(whole, Claim) else None
        made = list(rows(replace(Projected.of(entry, event, source, self.resolving), amends=None)))
        incidents = {row["incident"]: row["relation"] for table, row in made if table == CLAIM_INCIDENTS.name}
        self.add(made)
        if isinstance(whole, Claim):
            self.add(opened(entry.id, entry.id, incidents, entry.recorded_at))
        self.touched.incidents |= set(incidents or whole.incidents())
        self.seen.know(entry.id, whole)

    def _decide(self, entry: Entry, event: Event, decision: Decision) -> None:
        """Add the rows of a decision, or of the correction `event` that puts it in place, and of all that it moves."""
        self.flush()
        self._index()
        check_holds(decision, self.resolving)
        self.add(rows(replace(Projected.of(entry, event, None, self.resolving), amends=None)))
        self.flush()
        self._follow(entry, decision)

    def _follow(self, entry: Entry, *events: Event | None) -> None:
        """Whatever decisions bear on must be recomputed, and what they move to another incident made afresh."""
        for event in events:
            if isinstance(event, Decision):
                self._anew(concerned(self.db, event, self.resolving))
                self.touched.claims |= {self.resolving.root(name) for _, name in event.claims_named()}
        if any(isinstance(event, MOVING) for event in events):
            self._anew(moved(self.db, self.resolving, self._source, entry.recorded_at))

    def _anew(self, incidents: set[str]) -> None:
        self.touched |= Touched(incidents, incidents)

    def _check_references(self, event: Event) -> None:
        for _, key in event.references():
            if not self._recorded(key):
                kind, _, name = key.partition(":")
                raise LookupError(f'It names the {kind} "{name}", which was not recorded before it.')

    def _amend(self, entry: Entry, event: Event) -> None:
        assert isinstance(event, Amendment)
        if self.seen.histories.of(self.db, event.amends).revocable:
            self.resolving.hold()
        came = amend(self.db, entry, event, self.seen.histories, self._source, self.resolving)
        self.touched.incidents |= came.incidents
        self.touched.claims.add(self.seen.histories.of(self.db, entry.id).root)
        self._follow(entry, came.before, came.now)
        self.seen.know(entry.id, whole_of(event))
        if isinstance(came.now, SourceRecorded):
            self.seen.sources[came.now.key] = came.now
            self.touched |= reproject(self.db, came.now, self.resolving)

    def _source(self, key: str) -> SourceRecorded | None:
        """The source as it counts."""
        sources = self.seen.sources
        if key not in sources:
            # By the key, not by the type: sources may be as many as claims.
            query = f"select body from {SOURCES.name} join {EVENTS.name} on id = event where {SOURCES.name}.key = ?"
            bodies = [from_json(row["body"]) for row in select(self.db, query, [key])]
            sources[key] = SourceRecorded.model_validate(bodies[0]) if bodies else None
        return sources[key]

    def _recorded(self, key: str) -> bool:
        """Whether something has this name: `source:…`, `incident:…`."""
        names = self.seen.names
        if key not in names:
            kind, _, name = key.partition(":")
            if kind == "label":
                self._index()
            names[key] = next(self.db.conn.execute(_NAMED[kind], name.split(":")), None) is not None
        return names[key]

    def _index(self) -> None:
        """Have the indexes by which decisions and labels are followed; in a rebuild the others are made last."""
        if not self.seen.indexed:
            index(self.db, _LOOKED_UP)
            self.seen.indexed = True


#: How something is found by its name. An incident's row is made last, but its slug is there at once.
_NAMED = {
    kind: f"select 1 from [{table}] where {condition} limit 1"
    for kind, table, condition in (
        ("source", SOURCES.name, "key = ?"),
        ("incident", INCIDENT_SLUGS.name, "slug = ?"),
        ("place", PLACES.name, "key = ?"),
        ("actor", ACTORS.name, "key = ?"),
        ("event", EVENTS.name, "id = ? and origin_kind is not null"),
        ("label", EVENTS.name, "source = ? and json_extract(body, '$.as') = ?"),
    )
}

#: Where what decisions bear on, and what labels name, is looked for.
_LOOKED_UP = (EVENTS, CLAIM_INCIDENTS, CLAIM_SPELLS, *decisions.TABLES)


def _shown(entry: Entry, event: Event) -> tuple[Entry, Event]:
    """The entry and its event without what is restricted in them. Raises LookupError where nothing is left."""
    whole = whole_of(event)
    shown = public(whole)
    if shown is None:
        raise LookupError("Nothing of it may be shown.")
    if shown is whole:
        return entry, event
    if isinstance(event, CodingCorrected):
        return entry, event.model_copy(update={"replacement": shown})
    return replace(entry, body=shown.canonical), shown


def _why(problem: LookupError | ValueError) -> str:
    if isinstance(problem, ValidationError):
        faults = problem.errors(include_url=False, include_context=False, include_input=False)
        return "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults)
    return str(problem.args[0] if problem.args else problem)


TABLES = (*definitions.TABLES, CLAIM_SPELLS, *decisions.TABLES, CORRECTIONS, WITHHELD, PROBLEMS)
