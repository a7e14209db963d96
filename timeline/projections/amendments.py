"""An amendment changes the status of what it names and brings the rows of what counts instead; nothing is deleted.

A correction has the rows of the whole event that it puts in place, under its own ID. The rows of the claim that it
corrects stay, with their status. Sources and other named things have one row each, that of the version in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sqlite_utils import Database

from events.amendment import Amendment
from events.base import Event
from events.claim import Claim
from events.decision import Decision
from events.differing import Difference, changed
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.event_redacted import EventRedacted
from events.ledger.source_recorded import SourceRecorded
from events.ledger.undone import Undone
from events.ledger.visibility_changed import VisibilityChanged
from events.registry import CLAIMS, TYPES
from timeline.histories import History, amended, began, check_fit
from timeline.log.entries import Entry
from timeline.projections import decisions
from timeline.projections.definitions import CASUALTIES, CLAIM_VALUES, EVENTS
from timeline.projections.linking_tables import CLAIM_PARTIES, CLAIM_PLACES
from timeline.projections.projected import Projected, Row, SourceOf
from timeline.projections.resolving import Resolving
from timeline.projections.rows import rows
from timeline.projections.spells import follow
from timeline.projections.statements import delete, insert, select, update
from timeline.projections.tables import Column, Table
from timeline.projections.touched import Touched

CORRECTIONS = Table(
    "corrections",
    "What was changed in our own coding: each field of each correction, each retraction, what was undone, and what was "
    "restricted, published or redacted.",
    (
        Column("event", str, "The event that made the change.", "events"),
        Column("number", int, "The row's place among those of its event, from 1."),
        Column("action", str, "corrected, retracted, undone, restricted, published or redacted.", index=True),
        Column("amends", str, "The event that was changed.", "events", label="What it changes"),
        Column("type", str, "The type of the event that was changed."),
        Column("incident", str, "The incident that it belongs to.", "incidents"),
        Column("field", str, "The field that changed; NULL for a retraction or a redaction, which takes all of it."),
        Column("before", str, "What it said, as JSON; of a retraction, the claim in one sentence."),
        Column("after", str, "What it says since, as JSON; NULL where it says nothing any more."),
        Column("reason", str, "Why, in the words of who changed it."),
        Column("recorded_at", str, "When it entered the log, UTC.", index=True, label="Recorded"),
        Column("recorded_by", str, "Who entered it."),
    ),
    pk=("event", "number"),
    search=("reason", "before", "after"),
    facets=("action", "field"),
    sort="recorded_at",
)

#: The incidents that rest on sources which carry the text of this one, directly or through others.
_CARRIED = """
    with recursive carrying(key) as (
        select ?
        union select sources.key from carrying join sources on republishes = carrying.key
    )
    select distinct claim_spells.incident from carrying cross join events on source = carrying.key
        cross join claim_spells on event = events.id where claim_spells.incident is not null
"""


#: Nothing goes on from a redaction: what it names is redacted by the log's index, or not at all.
_ALIVE = f"entry_type <> '{EventRedacted.model_fields['type'].default}'"


@dataclass(slots=True)
class Histories:
    """The histories of events in `db`. `whole`: it was empty when this was made, so what is not here has none."""

    whole: bool = False
    _of: dict[str, History] = field(default_factory=dict)
    _root: dict[str, str] = field(default_factory=dict)

    def of(self, db: Database, id: str) -> History:
        """The history of the event `id`, or of what it amends."""
        if id not in self._root and not self.whole:
            self._load(db, id)
        root = self._root.get(id, id)
        return self._of.get(root) or _began(db, root)

    def add(self, id: str, history: History) -> None:
        """`id` is the last thing that was done to the event of `history`."""
        self._of[history.root] = history
        self._root[id] = history.root

    def _load(self, db: Database, id: str) -> None:
        root = id
        while above := _first(db, f"select amends from events where id = ? and amends is not null and {_ALIVE}", root):
            root = above["amends"]
        history, waiting = _began(db, root), [root]
        found: list[Row] = []
        while waiting:
            amending = f"select id, position, entry_type from events where amends = ? and {_ALIVE}"
            below = list(select(db, amending, [waiting.pop()]))
            found += below
            waiting += [row["id"] for row in below]
        for row in sorted(found, key=lambda row: int(row["position"])):
            history = history.after(row["id"], _amending(row["entry_type"]))
            self._root[row["id"]] = root
        self._root[root] = root
        self._of[root] = history


def _began(db: Database, root: str) -> History:
    found = _first(db, "select entry_type from events where id = ?", root)
    return began(root, TYPES.get(found["entry_type"]) if found else None)


def _amending(entry_type: str) -> type[Amendment]:
    found = TYPES[entry_type]
    assert issubclass(found, Amendment)
    return found


class Amended(NamedTuple):
    """What came of an amendment: the incidents whose rows must be recomputed, what counted before and what now."""

    incidents: set[str]
    before: Event | None
    now: Event | None


def amend(
    db: Database, entry: Entry, amendment: Amendment, histories: Histories, source_of: SourceOf, resolving: Resolving
) -> Amended:
    """Apply the amendment to the rows in `db`, which hold all events before it.

    Raises LookupError where there is no such event, and ValueError (Inapplicable) where it cannot be applied.
    """
    history = histories.of(db, amendment.amends)
    version = _stored(db, history.version, source_of, resolving)
    check_fit(version.event, amendment)
    new = amended(history, entry.id, amendment)
    histories.add(entry.id, new)
    if isinstance(amendment, VisibilityChanged):
        _change_visibility(db, entry, amendment, version)
        return Amended(set(), None, None)
    uppermost = _stored(db, history.standing[-1], source_of, resolving)
    before = None if history.retracted else uppermost
    made = Projected.of(entry, amendment, None, resolving, history.root)
    if isinstance(made.event, Claim):
        made = replace(made, source=source_of(made.event.citation.source))
    if isinstance(amendment, CodingCorrected):
        now: Projected | None = made
        _mark(db, uppermost, "corrected", entry.id, entry.recorded_at)
    elif isinstance(amendment, Undone):
        now = None if new.revoked else _stored(db, new.standing[-1], source_of, resolving)
        _mark(db, uppermost, "undone", None, entry.recorded_at)
        if now:
            _mark(db, now, "current", None, entry.recorded_at)
    else:
        now = None
        _mark(db, uppermost, "retracted", None, entry.recorded_at)
    whole = now or uppermost
    given = list(rows(made))
    belongs = whole.incident(whole.event.belongs_to) if whole.event.belongs_to else None
    if made.event is amendment:  # it belongs to the incident of what it amends
        given = [(table, row | {"incident": belongs}) for table, row in given]
    if isinstance(whole.event, Claim | Decision):
        _insert(db, given)
    else:
        _insert(db, [(table, row) for table, row in given if table == EVENTS.name])
        _name(db, before, whole)
    changes = _changes(before, now)
    insert(db, CORRECTIONS.name, _corrections(entry, amendment, whole, changes))
    touched = {one.incident(slug) for one in (before, now) if one for slug in one.event.incidents()}
    if isinstance(whole.event, Claim):
        for id in {one.id for one in (uppermost, now) if one}:
            follow(db, id, history.root, entry.recorded_at)
    return Amended(touched, before.event if before else None, now.event if now else None)


def _change_visibility(db: Database, entry: Entry, amendment: VisibilityChanged, version: Projected) -> None:
    """Say that `version` was restricted or published; it is public now, or nothing of this would be here."""
    _insert(db, rows(Projected.of(entry, amendment, None, version.resolving, version.root)))
    change = Difference("visibility", None, f'"{amendment.visibility}"')
    insert(db, CORRECTIONS.name, _corrections(entry, amendment, version, [change]))


def reproject(db: Database, source: SourceRecorded, resolving: Resolving) -> Touched:
    """Make the rows of all claims that cite `source` afresh; these claims, and all incidents that rest on it."""
    db.table(EVENTS.name).create_index(["source"], if_not_exists=True)
    touched = Touched({row["incident"] for row in select(db, _CARRIED, [source.key])})
    for row in list(select(db, "select * from events where source = ?", [source.key])):
        if row["type"] in CLAIMS:
            claim = Projected.stored(row, lambda key: source, resolving)
            made_afresh(db, claim)
            touched.incidents.update(map(claim.incident, claim.event.incidents()))
            touched.claims.add(claim.root)
    touched.anew |= touched.incidents
    return touched


def made_afresh(db: Database, projected: Projected) -> None:
    """Put the rows that the event has now in the place of those that it had."""
    made = list(rows(projected))
    delete(db, EVENTS.name, {"id": projected.id})
    for table in {table for table, _ in made} - {EVENTS.name}:
        delete(db, table, {"event": projected.id})
    _insert(db, made)


def _stored(db: Database, id: str, source_of: SourceOf, resolving: Resolving) -> Projected:
    found = _first(db, "select * from events where id = ?", id)
    if found is None:
        raise LookupError(f"It changes {id}, which has no effect or is not there.")
    return Projected.stored(found, source_of, resolving)


def _first(db: Database, sql: str, id: str) -> Row | None:
    return next(iter(select(db, sql, [id])), None)


def _insert(db: Database, given: Iterable[tuple[str, Row]]) -> None:
    for table, row in given:
        insert(db, table, [row])


def _mark(db: Database, marked: Projected, status: str, replaced_by: str | None, at: str) -> None:
    """Set the status of an event at the instant `at`, in all tables that show it."""
    update(db, EVENTS.name, {"id": marked.id}, {"status": status, "replaced_by": replaced_by})
    if isinstance(marked.event, Claim):
        for table in (*_MARKED, type(marked.event).table):
            db.execute(f"update [{table}] set event_status = ? where event = ?", [status, marked.id])
    if isinstance(marked.event, Decision):
        decisions.mark(db, marked.event, marked.id, status, at)


def _name(db: Database, before: Projected | None, now: Projected) -> None:
    """Put the rows of what a name stands for now in the place of those that it had."""
    for table in {table for one in (before, now) if one for table, _ in rows(one)} - {EVENTS.name}:
        if before:
            delete(db, table, {"event": before.id})
    _insert(db, [(table, row) for table, row in rows(now) if table != EVENTS.name])


def _changes(before: Projected | None, now: Projected | None) -> list[Difference]:
    if before and now:
        return changed(before.event, now.event)
    return [Difference("", before.event.summary() if before else None, now.event.summary() if now else None)]


def _corrections(entry: Entry, amendment: Amendment, whole: Projected, changes: list[Difference]) -> Iterator[Row]:
    for number, change in enumerate(changes, 1):
        yield {
            "event": entry.id,
            "number": number,
            "action": _action(amendment),
            "amends": amendment.amends,
            "type": whole.event.type,
            "incident": whole.incident(whole.event.belongs_to) if whole.event.belongs_to else None,
            "field": change.field or None,
            "before": change.before,
            "after": change.after,
            "reason": amendment.reason,
            "recorded_at": entry.recorded_at,
            "recorded_by": entry.recorded_by,
        }


#: The tables made of claims, beside those of their types, whose rows show the claim's status.
_MARKED = (CLAIM_VALUES.name, CASUALTIES.name, CLAIM_PLACES.name, CLAIM_PARTIES.name)
_ACTIONS = {"coding_corrected": "corrected", "claim_retracted": "retracted", "undone": "undone"}


def _action(amendment: Amendment) -> str:
    if isinstance(amendment, VisibilityChanged):
        return "restricted" if amendment.visibility == "restricted" else "published"
    return _ACTIONS[amendment.type]
