"""Values whose statement was replaced keep their rows, say so, and leave every figure that is made of current ones.

A claim of which every value was replaced says nothing any more: it is superseded itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from pydantic_core import to_json
from sqlite_utils import Database

from events.registry import CLAIMS
from timeline.projections import replacing
from timeline.projections.decisions import SUPERSESSIONS
from timeline.projections.definitions import CASUALTIES, CLAIM_VALUES, EVENTS
from timeline.projections.known import Known
from timeline.projections.linking_tables import CLAIM_PARTIES, CLAIM_PLACES
from timeline.projections.statements import delete, insert, select, update
from timeline.projections.tables import Column, Table
from timeline.reconcile.asof import NOW
from timeline.reconcile.told import ALL

Row = dict[str, Any]

SUPERSEDED_VALUES = Table(
    "superseded_values",
    "Every value whose statement was replaced by its issuer, in whichever claim it was carried.",
    (
        Column("supersession", str, "The event by which it was replaced.", "events"),
        Column("event", str, "The claim that holds it.", "events"),
        Column(
            "number",
            int,
            "Its place among the values of the claim, as in claim_values; 0 for a claim that has none, and says only "
            "that something happened.",
        ),
        Column("property", str, "The field's name; claim for a claim that has no values.", index=True),
        Column("party", str, "For casualties, whose they are."),
        Column("value", str, "The value as coded."),
        Column("in_force", int, "1 while the decision holds, else 0."),
    ),
    pk=("supersession", "event", "number"),
)
TABLES = (SUPERSEDED_VALUES,)

_MARKED = f"""
    select number, property, min(supersession) as supersession from {SUPERSEDED_VALUES.name}
    where in_force and event = ? group by number, property order by number
"""
_HELD = f"select event from {SUPERSEDED_VALUES.name} where supersession = ?"
#: The place of a value among the casualties of its claim: both tables have them in the same order.
_FIGURES = f"select number from {CLAIM_VALUES.name} where event = ? and party is not null order by number"


def of_whom(party: str) -> str:
    """SQL for whom a figure counts, behind it: the party in this column, that of a total as readers call it."""
    return f"coalesce(' (' || iif({party} = '{ALL}', 'people', {party}) || ')', '')"


#: The values of the claim `events` that its issuer has replaced, each once: `perpetrators, killed (attackers)`.
REPLACED = f"""(select group_concat(told, ', ') from (
        select replace(property, '_', ' ') || {of_whom("party")} as told from {SUPERSEDED_VALUES.name}
        where event = events.id and in_force group by told order by min(number)))"""


def relevant(db: Database, slugs: Collection[str], claims: Collection[str]) -> list[str]:
    """The decisions that may supersede anything on these incidents, or of these claims; most logs have none."""
    any_ = db.execute(f"select 1 from {SUPERSESSIONS.name} limit 1").fetchone()
    return replacing.relevant(db, slugs, claims) if any_ else []


def every(db: Database) -> list[str]:
    """All decisions that may supersede anything."""
    return [event for (event,) in db.execute(f"select distinct event from {SUPERSESSIONS.name} order by event")]


def refresh(db: Database, supersessions: Iterable[str], known: Known) -> set[str]:
    """Find anew what these decisions supersede, and mark it.

    Returns the incidents of which anything may look different for that, now or at any time.
    """
    events, touched = set[str](), set[str]()
    for supersession in supersessions:
        found = replacing.replacing(db, supersession, known)
        in_force = int(any(map(NOW.holds, found.decided[0].spells)))
        events |= {row["event"] for row in select(db, _HELD, [supersession])}
        delete(db, SUPERSEDED_VALUES.name, {"supersession": supersession})
        marks = [mark | {"in_force": in_force} for mark in found.marks(NOW, anyway=True)]
        insert(db, SUPERSEDED_VALUES.name, marks)
        events |= {mark["event"] for mark in marks}
        touched |= {claim["incident"] for claim in found.claims if claim["incident"] is not None}
    _mark(db, sorted(events))
    return touched


def _mark(db: Database, events: Iterable[str]) -> None:
    """Say in every row of these claims which of their values are superseded, and which are not."""
    for id in events:
        event = next(select(db, f"select type, status from {EVENTS.name} where id = ?", [id]))
        marks = {row["number"]: row for row in select(db, _MARKED, [id])}
        fields = list(dict.fromkeys(row["property"] for row in marks.values()))
        told = to_json(fields).decode() if fields else None
        status = "current" if event["status"] == "superseded" else event["status"]
        for table in (CLAIM_VALUES.name, CASUALTIES.name):
            db.execute(f"update {table} set event_status = ?, superseded_by = null where event = ?", [status, id])
        counts = status == "current"
        if counts and marks and len(marks.keys() - {0}) == db.table(CLAIM_VALUES.name).count_where("event = ?", [id]):
            status = "superseded"
        db.execute(f"update {EVENTS.name} set superseded = ?, status = ? where id = ?", [told, status, id])
        typed = CLAIMS[event["type"]].table
        db.execute(f"update [{typed}] set superseded = ?, event_status = ? where event = ?", [told, status, id])
        for table in (CLAIM_PLACES.name, CLAIM_PARTIES.name):
            db.execute(f"update {table} set event_status = ? where event = ?", [status, id])
        numbers = {row["number"]: number for number, row in enumerate(select(db, _FIGURES, [id]), 1)}
        for value, row in marks.items() if counts else ():
            if value:
                _supersede(db, CLAIM_VALUES.name, id, value, row["supersession"])
            if value in numbers:
                _supersede(db, CASUALTIES.name, id, numbers[value], row["supersession"])


def _supersede(db: Database, table: str, event: str, number: int, by: str) -> None:
    update(db, table, {"event": event, "number": number}, {"event_status": "superseded", "superseded_by": by})
