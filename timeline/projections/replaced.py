"""A statement that its issuer replaced is told field by field: what it was, in every claim, and what came instead."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from timeline.matching.actors import Actors
from timeline.matching.names import normalised
from timeline.projections.counted import with_counted
from timeline.projections.kept import Queried
from timeline.projections.listed import listed
from timeline.projections.now import named
from timeline.reconcile.told import WHOLE_CLAIM, Identity, Whose

Row = dict[str, Any]

_SUPERSESSIONS = """
    select supersessions.*, recorded_at from supersessions join events on events.id = event
    where event in (select value from json_each(:events)) order by event, number
"""
_IN_FORCE = "select * from superseded_values where event = :id and in_force order by supersession, number"
_VALUES = f"""
    select event, number, property, party, role, value, wording, hedge, bound, origin, source from claim_values
    where event in (select value from json_each(:events))
    union all
    select id, 0, '{WHOLE_CLAIM}', null, null, summary, null, hedge, null, origin, source from events
    where id in (select value from json_each(:events)) and not exists (select 1 from claim_values where event = id)
    order by 1, 2
"""
_ACTORS = "select name, actor from actor_names where normalised in (select value from json_each(:names))"


def replaced(db: Queried, marks: Collection[Row]) -> list[Row]:
    """The supersessions of the values `marks`: `old` and `new` claims, and `fields`, each with what was and what is.

    `issuer` is who made the statement. A field has its values `before`, in every claim that carries them, and `after`,
    in the new claims; of a reported number also what it counts. What the new claims say that the old ones do not has
    nothing `before`.
    """
    found: dict[str, Row] = {}
    events = listed(mark["supersession"] for mark in marks)
    rows = list(db.query(_SUPERSESSIONS, {"events": events}))
    claims = named(db, {row["claim"] for row in rows})
    for row in rows:
        one = found.setdefault(row["event"], row | {"old": [], "new": [], "fields": []})
        if row["claim"] in claims:
            one[row["part"]].append(claims[row["claim"]])
    values = _values(db, {mark["event"] for mark in marks} | {claim["id"] for claim in claims.values()})
    by_number = {(row["event"], row["number"]): row for row in values}
    actors = _actors(db, {row["party"] for row in (*values, *marks) if row["party"]})

    def field_of(row: Row) -> tuple[str, Identity | None]:
        party = row["party"]
        return row["property"], Whose(party, actors.key(party)).key if party else None

    for supersession, one in found.items():
        mine = [mark for mark in marks if mark["supersession"] == supersession]
        ids = {part: {claim["id"] for claim in one[part]} for part in ("old", "new")}
        old, after = ([row for row in values if row["event"] in ids[part]] for part in ("old", "new"))
        for field in dict.fromkeys(map(field_of, mine)):
            before = [by_number[mark["event"], mark["number"]] for mark in mine if field_of(mark) == field]
            instead = [row for row in after if field_of(row) == field]
            told = {"property": field[0], "party": before[0]["party"], "event": before[0]["event"]}
            one["fields"].append(told | {"before": before, "after": instead})
        for field in dict.fromkeys(map(field_of, after)) if one["fields"] else ():
            if field not in map(field_of, (*old, *mine)) and field[0] != WHOLE_CLAIM:
                added = [row for row in after if field_of(row) == field]
                told = {"property": field[0], "party": added[0]["party"], "event": added[0]["event"]}
                one["fields"].append(told | {"before": [], "after": added})
        one["fields"] = with_counted(db, one["fields"])
        one["issuer"] = one["fields"][0]["before"][0]["origin"] if one["fields"] else None
    return [one for one in found.values() if one["fields"]]


def replaced_in(db: Queried, id: str) -> list[Row]:
    """The supersessions that hold of values of the claim `id`; see `replaced`."""
    return replaced(db, list(db.query(_IN_FORCE, {"id": id})))


def reached(db: Queried, supersession: str) -> list[Row]:
    """What a supersession reached, or would if it held; see `replaced`."""
    return replaced(db, list(db.query("select * from superseded_values where supersession = ?", [supersession])))


def _values(db: Queried, events: Collection[str]) -> list[Row]:
    return list(db.query(_VALUES, {"events": listed(events)}))


def _actors(db: Queried, names: Iterable[str]) -> Actors:
    """The recorded actors, as far as any of them has one of these names."""
    rows = db.query(_ACTORS, {"names": listed(map(normalised, names))})
    return Actors((row["name"], row["actor"]) for row in rows)
