"""Values whose statement was replaced keep their rows, say so, and leave every figure that is made of current ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from pydantic_core import to_json
from sqlite_utils import Database

from events.ledger.statement_superseded import StatementSuperseded
from events.registry import CLAIMS
from events.values.chain import folded
from events.values.quantity import Quantity
from timeline.projections.connected import connected, links, listed
from timeline.projections.decisions import SUPERSESSIONS
from timeline.projections.definitions import CASUALTIES, CLAIM_VALUES, EVENTS
from timeline.projections.evidence import tied
from timeline.projections.spells import CLAIM_SPELLS
from timeline.projections.tables import Column, Table
from timeline.reconcile.superseding import Replacement, Stated, superseded

Row = dict[str, Any]

SUPERSEDED_VALUES = Table(
    "superseded_values",
    "Every value whose statement was replaced by its issuer, in whichever claim it was carried.",
    (
        Column("supersession", str, "The event by which it was replaced.", "events"),
        Column("event", str, "The claim that holds it.", "events"),
        Column("number", int, "Its place among the values of the claim, as in claim_values."),
        Column("property", str, "The field's name.", index=True),
        Column("party", str, "For casualties, whose they are."),
        Column("value", str, "The value as coded."),
        Column("in_force", int, "1 while the decision holds, else 0."),
    ),
    pk=("supersession", "event", "number"),
)
TABLES = (SUPERSEDED_VALUES,)

#: The decisions on claims that were ever on one of the incidents or are among the claims, or that reach one there; and
#: those whose new statement was replaced in its turn by one of these.
_RELEVANT = f"""
    with recursive here(root) as (
        select value from json_each(:claims)
        union select root from {CLAIM_SPELLS.name} where incident in (select value from json_each(:slugs))
    ), relevant(event) as (
        select event from {SUPERSESSIONS.name} where claim in (select root from here)
        union select supersession from {SUPERSEDED_VALUES.name} where event in (
            select event from {CLAIM_SPELLS.name} where incident in (select value from json_each(:slugs)))
        union select before.event from relevant join {SUPERSESSIONS.name} as parts using (event)
            join {SUPERSESSIONS.name} as before on before.claim = parts.claim and before.part = 'new'
        where parts.part = 'old'
    )
    select event from relevant order by 1
"""
_REACH = f"""
    select distinct incident from {CLAIM_SPELLS.name} where root in (select value from json_each(:claims)) order by 1
"""
#: What replaced the new statement, as far as that holds, and what replaced this in its turn.
_LATER = f"""
    with recursive later(claim) as (
        select claim from {SUPERSESSIONS.name} where event = :event and part = 'new'
        union select after.claim from later join {SUPERSESSIONS.name} as parts using (claim)
            join {SUPERSESSIONS.name} as after on after.event = parts.event and after.part = 'new'
        where parts.part = 'old' and parts.event_status = 'current' and parts.event <> :event
    )
    select claim from later
"""
_STATED = f"""
    with recursive line(event, root) as (
        select value, value from json_each(:claims)
        union select {EVENTS.name}.id, root from line join {EVENTS.name} on amends = event
    ), versions(event, root, near) as (
        select event, root, 0 from line
        union all select event, root, 1 from {CLAIM_SPELLS.name}
            where incident in (select value from json_each(:slugs))
    )
    select values_.event, values_.number, versions.root, versions.near, property, party, values_.role, values_.value,
        values_.bound, values_.origin, values_.origin_kind, {EVENTS.name}.status,
        json_extract({EVENTS.name}.body, '$.citation.said') as said
    from (select event, root, max(near) as near from versions group by event, root) as versions
    join {CLAIM_VALUES.name} as values_ on values_.event = versions.event
    join {EVENTS.name} on {EVENTS.name}.id = values_.event
    order by values_.event, values_.number
"""
_MARKED = f"""
    select number, property, min(supersession) as supersession from {SUPERSEDED_VALUES.name}
    where in_force and event = ? group by number, property order by number
"""
#: The place of a value among the casualties of its claim: both tables have them in the same order.
_FIGURES = f"select number from {CLAIM_VALUES.name} where event = ? and party is not null order by number"


def refresh(db: Database, slugs: Collection[str], claims: Collection[str]) -> set[str]:
    """Find anew what is superseded on these incidents and of these claims, and mark it; the incidents that it is on."""
    if not db.execute(f"select 1 from {SUPERSESSIONS.name} limit 1").fetchone():
        return set()
    given = {"slugs": listed(slugs), "claims": listed(connected(db, claims))}
    relevant = [row["event"] for row in db.query(_RELEVANT, given)]
    events = {row["event"] for row in _held(db, relevant)}
    for supersession in relevant:
        db.table(SUPERSEDED_VALUES.name).delete_where("supersession = ?", [supersession])
        db.table(SUPERSEDED_VALUES.name).insert_all(_found(db, supersession))
    events |= {row["event"] for row in _held(db, relevant)}
    _mark(db, sorted(events))
    on = f"select distinct incident from {CLAIM_SPELLS.name} where event in (select value from json_each(:events))"
    return {row["incident"] for row in db.query(on, {"events": listed(events)})}


def _held(db: Database, supersessions: Collection[str]) -> Iterable[Row]:
    query = f"select * from {SUPERSEDED_VALUES.name} where supersession in (select value from json_each(?))"
    return list(db.query(query, [listed(supersessions)]))


def _found(db: Database, supersession: str) -> list[Row]:
    parts = list(db.query(f"select * from {SUPERSESSIONS.name} where event = ? order by number", [supersession]))
    old, new = (frozenset(row["claim"] for row in parts if row["part"] == part) for part in ("old", "new"))
    body = next(db.query(f"select body from {EVENTS.name} where id = ?", [supersession]))["body"]
    fields = StatementSuperseded.model_validate_json(body).fields
    replacement = Replacement(
        old,
        new,
        tuple((field.property, folded(field.party) if field.party else None) for field in fields),
        parts[0]["said"],
        frozenset(row["claim"] for row in db.query(_LATER, {"event": supersession})) - new,
    )
    reach = [row["incident"] for row in db.query(_REACH, {"claims": listed(old)})]
    claims = connected(db, old) | new | replacement.later
    rows = list(db.query(_STATED, {"slugs": listed(reach), "claims": listed(claims)}))
    ties = tied((link for link in links(db, old) if link["event_status"] == "current"), ())
    parties = {(row["event"], row["number"]): row["party"] for row in rows}
    found = superseded(replacement, [_stated(row) for row in rows], ties)
    in_force = int(parts[0]["event_status"] == "current")
    return [
        {
            "supersession": supersession,
            "event": one.event,
            "number": one.number,
            "property": one.property,
            "party": parties[one.event, one.number],
            "value": one.value,
            "in_force": in_force,
        }
        for one in sorted(found, key=lambda one: (one.event, one.number))
    ]


def _stated(row: Row) -> Stated:
    named = row["origin_kind"] in ("named", "own")
    return Stated(
        event=row["event"],
        number=row["number"],
        claim=row["root"],
        property=row["property"],
        party=folded(row["party"]) if row["party"] else None,
        role=row["role"],
        value=row["value"],
        count=Quantity.parse(row["value"]).value if row["bound"] else None,
        origin=folded(row["origin"]) if named else None,
        said=row["said"],
        counts=row["status"] == "current",
        near=bool(row["near"]),
    )


def _mark(db: Database, events: Iterable[str]) -> None:
    """Say in every row of these claims which of their values are superseded, and which are not."""
    for id in events:
        event = next(db.query(f"select type, status from {EVENTS.name} where id = ?", [id]))
        marks = {row["number"]: row for row in db.query(_MARKED, [id])}
        fields = list(dict.fromkeys(row["property"] for row in marks.values()))
        told = to_json(fields).decode() if fields else None
        db.execute(f"update {EVENTS.name} set superseded = ? where id = ?", [told, id])
        db.execute(f"update [{CLAIMS[event['type']].table}] set superseded = ? where event = ?", [told, id])
        figures = [row["number"] for row in db.query(_FIGURES, [id])]
        numbers = {value: number for number, value in enumerate(figures, 1)}
        for table in (CLAIM_VALUES.name, CASUALTIES.name):
            db.execute(
                f"update {table} set event_status = ?, superseded_by = null where event = ?", [event["status"], id]
            )
        if event["status"] != "current":
            continue
        for value, row in marks.items():
            _supersede(db, CLAIM_VALUES.name, id, value, row["supersession"])
            if value in numbers:
                _supersede(db, CASUALTIES.name, id, numbers[value], row["supersession"])


def _supersede(db: Database, table: str, event: str, number: int, by: str) -> None:
    db.table(table).update((event, number), {"event_status": "superseded", "superseded_by": by})
