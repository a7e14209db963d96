"""The rows on control of a place follow from the claims on it, and are made anew when one of these comes or changes.

Triggers note which earlier claims a fold touches, and new ones are known by their positions, so that an append without
any that bears on control makes no work here. A trigger on inserts would make each row of a batch undoable by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pydantic_core import from_json
from sqlite_utils import Database

from events.claim import Claim
from events.registry import CLAIMS, load
from timeline.matching.places import identity, label
from timeline.projections import control_places
from timeline.projections.control_tables import CONTROL_CHANGES
from timeline.projections.gazetteer import Gazetteer
from timeline.projections.known import known_of
from timeline.projections.listed import listed
from timeline.projections.statements import insert, select
from timeline.reconcile.control import UNSTATED

Row = dict[str, Any]

#: The types of claims that may say who holds a place, as a JSON list.
_TYPES = json.dumps([name for name, found in CLAIMS.items() if found.control is not Claim.control])

_NOTED = "insert or ignore into control_touched select value from json_each(?)"
_NEW = """
    insert or ignore into control_touched select id from events
    where position > ? and (+type in (select value from json_each(?)) or responds_to is not null)
"""
_TOUCHED = "create temp table if not exists control_touched (event text primary key)"
_TRIGGERS = {
    f"control_{table}_{action[:6]}": f"after {action} on main.{table} when {condition} begin "
    f"insert or ignore into control_touched values ({row}); end"
    for table, action, row, condition in (
        ("events", "update of status, incident", "new.id", "new.type in ({types}) or new.responds_to is not null"),
        ("events", "delete", "old.id", "old.type in ({types}) or old.responds_to is not null"),
        ("claim_values", "update", "new.event", "new.event_status is not old.event_status"),
    )
}

#: Like those below, from what was touched to the rest (cross joins keep their order), and never through the whole log.
_CLAIMS = """
    select id as event, type, version, body, status as event_status, incident, source, reported, occurred, earliest,
        latest, hedge, stance, origin, origin_kind, origin_evidence,
        (select place from claim_places where event = id) as linked,
        (select json_group_object(party, actor) from claim_parties where event = id and actor is not null) as actors,
        (select json_group_array(json_array(
                property, event_status, hedge, stance, origin, origin_kind, origin_evidence))
            from claim_values where event = id and party is null) as told
    from control_touched cross join events on id = control_touched.event
    where +type in (select value from json_each(:types)) and place is not null
"""
#: The places of the claims that were touched, and of those that touched ones answer, whatever these became since.
_PLACES = """
    with recursive named(id) as (
        select event from control_touched
        union select responds_to from control_touched cross join events on id = event where responds_to is not null
        union select replaced_by from events join named on events.id = named.id where replaced_by is not null
    )
    select distinct identity from named cross join control_changes on event = named.id
"""
#: Those of the claims that were touched, as these are now.
_PLACES_NOW = "select distinct identity from control_touched cross join control_changes using (event)"


def watch(db: Database) -> None:
    """From now on note which claims are touched, until `refresh` has recomputed what follows from them.

    The triggers stay: whenever one comes or goes, SQLite prepares all statements of the connection anew.
    """
    types = ", ".join(f"'{name}'" for name in json.loads(_TYPES))
    db.execute(_TOUCHED)
    for name, trigger in _TRIGGERS.items():
        db.execute(f"create temp trigger if not exists {name} {trigger.format(types=types)}")


def note(db: Database, claims: Iterable[str]) -> None:
    """These claims are touched, too: who or what they name is another place or actor, or a changed one."""
    db.execute(_NOTED, [listed(claims)])


def refresh(gazetteer: Gazetteer, after: int) -> None:
    """Recompute the rows of every place of which a claim was touched, or came after the position `after`."""
    db = gazetteer.db
    db.execute(_TOUCHED)
    db.execute(_NEW, [after, _TYPES])
    if db.execute("select 1 from control_touched limit 1").fetchone():
        known, places = known_of(gazetteer), {row["identity"] for row in select(db, _PLACES)}
        db.execute("delete from control_changes where event in (select event from control_touched)")
        insert(db, CONTROL_CHANGES.name, filter(None, map(_change, select(db, _CLAIMS, {"types": _TYPES}))))
        for place in sorted(places | {row["identity"] for row in select(db, _PLACES_NOW)}):
            control_places.settle(db, place, known)
    db.execute("delete from control_touched")


def _change(found: Row) -> Row | None:
    """The row of one claim, all but what depends on others; None where it says nothing of control after all."""
    claim = load(found["type"], found["version"], from_json(found["body"]))
    assert isinstance(claim, Claim)
    control, place = claim.control(), claim.place
    if control is None or place is None:
        return None
    actors, said = json.loads(found["actors"]), control.holder or control.status
    property_ = next((value.property for value in claim.values() if value.said is said), None)
    told = {values[0]: values[1:] for values in json.loads(found["told"])}
    _, hedge, stance, origin, kind, evidence = told.get(
        property_, [None, *(found[name] for name in ("hedge", "stance", "origin", "origin_kind", "origin_evidence"))]
    )
    holder, loser = (party.value if party else None for party in (control.holder, control.loser))
    kept = ("event", "event_status", "incident", "occurred", "earliest", "latest", "source", "reported")
    return {
        **{column.name: None for column in CONTROL_CHANGES.columns},
        **{name: found[name] for name in kept},
        "place": found["linked"] or label(place.name, place.admin1, place.country),
        "name": place.name,
        "admin1": place.admin1,
        "country": place.country,
        "scope": control.scope.value if control.scope else UNSTATED,
        "kind": control.kind,
        "lost_by": loser,
        "controller": holder,
        "status": control.status.value if control.status else None,
        "basis": claim.occurred.basis if claim.occurred else None,
        "hedge": hedge,
        "stance": stance,
        "origin": origin,
        "origin_kind": kind,
        "origin_evidence": evidence,
        "lost_by_actor": actors.get(loser),
        "actor": actors.get(holder),
        "property": property_,
        "identity": found["linked"] or identity(place.name, place.admin1, place.country),
    }
