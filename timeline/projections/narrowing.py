"""Whether what comes changes what of earlier events may be shown is found before its rows are made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress

from pydantic_core import from_json
from sqlite_utils import Database

from events.amendment import Amendment
from events.base import Event
from events.claim import Claim
from events.ledger.event_redacted import EventRedacted
from events.ledger.visibility_changed import VisibilityChanged
from events.registry import TYPES
from events.values.response import as_id
from timeline.errors import TimelineError
from timeline.log.engine import Log
from timeline.log.entries import Entry
from timeline.projections.definitions import EVENTS
from timeline.projections.projected import whole_of
from timeline.projections.redactions import WITHHELD
from timeline.projections.statements import select
from timeline.projections.tables import Table
from timeline.standing import Standing
from timeline.stored import Unreadable
from timeline.visibility import Showing, Visibility


def turns(db: Database, visibility: Visibility, id: str, event: Amendment, showing: Showing) -> bool:
    """Whether the amendment `id` may change whether events before it are shown, which `db` shows or withholds."""
    if isinstance(event, VisibilityChanged | EventRedacted):
        return True
    return visibility.any and (
        showing != "public"
        or any(_has(db, WITHHELD, one) for one in visibility.line(id))
        or any(_has(db, EVENTS if now == "withheld" else WITHHELD, one) for one, now in visibility.leaning(id))
        or (visibility.shifts(id) and _answers_turn(db, visibility, id))
    )


def narrows(log: Log, made: Iterable[tuple[str, str]]) -> bool:
    """Whether events with these IDs and types, which `log` holds, may have taken anything out of the tables.

    Or whether anything is withheld of what they amend, or for it.
    """
    amending = [(id, type_) for id, type_ in made if issubclass(TYPES.get(type_, Event), Amendment)]
    if any(issubclass(TYPES[type_], VisibilityChanged | EventRedacted) for _, type_ in amending):
        return True
    visibility = Visibility(Standing(log)) if amending else None
    if visibility is None or not visibility.any:
        return False
    for id, _ in amending:
        with suppress(TimelineError):  # what cannot be read is in no table
            history = visibility.standing.history(id)
            if visibility.hides(history) or any(how == "withheld" for _, how in visibility.leaning(history.root)):
                return True
            if visibility.shifts(history.root):  # who answers it may be out of the tables
                return True
    return False


def may_amend(entry: Entry) -> bool:
    """Whether an entry that cannot be read may amend an event: an amendment has the ID of one among its fields."""
    try:
        body = from_json(entry.body)
    except ValueError:
        return False
    given = body.values() if isinstance(body, dict) else ()
    named = (name for value in given for name in (value if isinstance(value, list) else [value]))
    return any(isinstance(name, str) and as_id(name) is not None for name in named)


def _answers_turn(db: Database, visibility: Visibility, id: str) -> bool:
    """Whether an answer to the claim that `id` amends is in the tables and may not be any more, or the other way round.

    A log has no index of answers; but few corrections restrict, or show, another field than the claim did.
    """
    names = set(visibility.standing.names(id))
    shown = "select id from events where responds_to in (select value from json_each(?))"
    answers = [row["id"] for row in select(db, shown, [json.dumps(sorted(names))])]
    if any(_withheld(visibility, answer) for answer in answers):
        return True
    return any(not _withheld(visibility, answer) for answer in _kept(db, visibility, names))


def _kept(db: Database, visibility: Visibility, names: set[str]) -> Iterator[str]:
    """The answers to the claim with these names that the tables withhold."""
    for row in select(db, f"select id from {WITHHELD.name}", []):
        try:
            event = None if visibility.redacted(row["id"]) else whole_of(visibility.standing.event(row["id"]))
        except Unreadable:
            continue
        if isinstance(event, Claim) and (answer := event.responds_to):
            name = answer.id or ":".join(answer.labelled(event.citation.source))
            if name in names:
                yield row["id"]


def _withheld(visibility: Visibility, id: str) -> bool:
    return visibility.of(id, visibility.standing.event(id)) == "withheld"


def _has(db: Database, table: Table, id: str) -> bool:
    return bool(db.table(table.name).count_where("id = ?", [id]))
