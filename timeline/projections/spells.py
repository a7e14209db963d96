"""Every claim counts in an incident from one entry of the log until another: each such spell is a row, for ever.

A spell ends when the claim is corrected or retracted, or when its incident is merged or split. What counted at any
instant can so be read without going through the log again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database

from timeline.projections.definitions import CLAIM_INCIDENTS, EVENTS
from timeline.projections.statements import insert, select, update
from timeline.projections.tables import Column, Table

Row = dict[str, Any]

CLAIM_SPELLS = Table(
    "claim_spells",
    "From when until when each claim counted in each incident, by the log: what was recorded at any time.",
    (
        Column("event", str, "The claim, or the correction that holds it.", "events"),
        Column("number", int, "The row's place among those of its event, from 1."),
        Column("root", str, "The claim as it was first recorded.", index=True),
        Column("incident", str, "The incident in which it counted; NULL for a claim on none.", index=True),
        Column(
            "relation",
            str,
            "told: the claim is about it; about: it is one of several that the claim is about; "
            "counted_in: some of the claim's casualties count there. NULL for a claim on no incident.",
        ),
        Column("from_at", str, "When it began to count, UTC.", label="From"),
        Column("to_at", str, "When it ceased to count, UTC; NULL while it counts.", label="To"),
    ),
    pk=("event", "number"),
    facets=("incident", "relation"),
)

_WANTED = f"""
    select {CLAIM_INCIDENTS.name}.incident, relation
    from {EVENTS.name} left join {CLAIM_INCIDENTS.name} on {EVENTS.name}.id = event where id = ?
        and status in ('current', 'superseded')
"""
#: For a claim on no incident.
_NOWHERE = {None: None}


def opened(event: str, root: str, incidents: Mapping[str, str], at: str) -> Iterable[tuple[str, Row]]:
    """The first spells of a claim that has entered the log at the instant `at`."""
    for number, (incident, relation) in enumerate((incidents or _NOWHERE).items(), 1):
        yield CLAIM_SPELLS.name, _row(event, number, root, incident, relation, at)


def follow(db: Database, event: str, root: str, at: str) -> set[str]:
    """End and begin spells of the claim as it counts now, at the instant `at`; the incidents in which that changed."""
    wanted = {(row["incident"], row["relation"]) for row in select(db, _WANTED, [event])}
    rows = list(select(db, f"select * from {CLAIM_SPELLS.name} where event = ? order by number", [event]))
    running = {(row["incident"], row["relation"]): row["number"] for row in rows if row["to_at"] is None}
    for spell in running.keys() - wanted:
        update(db, CLAIM_SPELLS.name, {"event": event, "number": running[spell]}, {"to_at": at})
    begun = sorted(wanted - running.keys())
    numbered = enumerate(begun, len(rows) + 1)
    insert(db, CLAIM_SPELLS.name, (_row(event, number, root, *spell, at) for number, spell in numbered))
    return {incident for incident, _ in wanted ^ running.keys() if incident is not None}


def _row(event: str, number: int, root: str, incident: str | None, relation: str | None, at: str) -> Row:
    told = {"event": event, "number": number, "root": root, "incident": incident, "relation": relation}
    return told | {"from_at": at, "to_at": None}
