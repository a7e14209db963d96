"""Which claims name which recorded places and actors follows from the names as written, whenever either was recorded.

What the coder wrote stays as written everywhere: a link stands beside it. Without a gazetteer there is nothing to do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from pydantic_core import from_json
from sqlite_utils import Database

from events.amendment import Amendment
from events.ledger.actor_recorded import ActorRecorded
from events.ledger.place_recorded import PlaceRecorded
from events.registry import TYPES as EVENT_TYPES
from timeline.log.entries import Entry
from timeline.matching.actors import closure
from timeline.matching.places import Match
from timeline.projections.gazetteer import ACTORS, PLACES, Gazetteer
from timeline.projections.linking_tables import ACTOR_PARTS, CLAIM_PARTIES, CLAIM_PLACES
from timeline.projections.listed import listed
from timeline.projections.statements import insert, select
from timeline.projections.tables import Table
from timeline.projections.typed import PARTY_FIELDS

Row = dict[str, Any]

#: The types of events that record a place or an actor.
_RECORDING = [name for name, type_ in EVENT_TYPES.items() if issubclass(type_, PlaceRecorded | ActorRecorded)]
#: For each type of amendment, the field that names what it changes.
_AMENDING = {name: type_.field for name, type_ in EVENT_TYPES.items() if issubclass(type_, Amendment)}
#: Whether any of these events records a place or an actor, or changes one that does.
_RECORDED_BEFORE = """
    with recursive line(id) as (
        select value from json_each(:amended)
        union select amends from line cross join events using (id) where amends is not null
    )
    select 1 from line cross join events using (id) where type in (select value from json_each(:types)) limit 1
"""

#: No log is so long.
LAST = 2**62

TABLES = (CLAIM_PLACES, CLAIM_PARTIES, ACTOR_PARTS)

_RECORDED = """
    select *, (select json_group_array(name) from (
        select name from {whose}_names where {whose} = key order by number)) as names
    from {table}
"""
_PLACED = """
    select id as event, status as event_status, place as name, admin1, json_extract(body, '$.place.country') as country
    from events where place is not null and position > :after and position <= :until
"""
#: From the new events to their figures and values, and never through all of these: a cross join keeps its order, and
#: what is materialised is not looked for again in the order of the answer.
_NAMED = """
    with fresh as materialized (
        select id, type, status as event_status from events where position > :after and position <= :until)
    select event, fresh.event_status, party, 'casualties' as field
    from fresh cross join casualties on event = fresh.id where party != 'all'
    union select event, fresh.event_status, value, property
    from fresh cross join claim_values on event = fresh.id
    where party is null and (type, property) in
        (select json_extract(value, '$[0]'), json_extract(value, '$[1]') from json_each(:fields))
    order by event, party, field
"""


class Recorded(NamedTuple):
    """The rows of the recorded places and actors, by their keys, each with its `names`, its own first."""

    places: dict[str, Row]
    actors: dict[str, Row]

    @property
    def spellings(self) -> Iterator[tuple[str, str]]:
        """Every name of every actor, with the actor's key."""
        return ((name, key) for key, actor in self.actors.items() for name in json.loads(actor["names"]))


def recorded(db: Database) -> Recorded:
    """What of the gazetteer is recorded in `db`."""
    places, actors = (
        {row["key"]: row for row in select(db, _RECORDED.format(table=table.name, whose=whose))}
        for table, whose in ((PLACES, "place"), (ACTORS, "actor"))
    )
    return Recorded(places, actors)


def may_change(db: Database, entries: Iterable[Entry]) -> bool:
    """Whether any of the new entries records a place or an actor, or changes one."""
    amended = set[str]()
    for entry in entries:
        if entry.type in _RECORDING:
            return True
        if entry.type in _AMENDING and entry.body:
            amended.add(str(from_json(entry.body).get(_AMENDING[entry.type])))
    asked = {"amended": listed(amended), "types": listed(_RECORDING)}
    return bool(amended) and db.execute(_RECORDED_BEFORE, asked).fetchone() is not None


def build(gazetteer: Gazetteer) -> None:
    """Link all claims, of which none is linked yet, and actors with their parts."""
    refresh(gazetteer, 0)
    link_parts(gazetteer.db)


def refresh(gazetteer: Gazetteer, after: int) -> None:
    """Link the claims after the position `after` to what the gazetteer has."""
    if _any(gazetteer.db, PLACES):
        link_places(gazetteer, after)
    if _any(gazetteer.db, ACTORS):
        link_parties(gazetteer, after)


def _any(db: Database, table: Table) -> bool:
    return db.execute(f"select 1 from [{table.name}] limit 1").fetchone() is not None


def link_places(gazetteer: Gazetteer, after: int, until: int = LAST) -> None:
    """Link the claims after the position `after`, up to `until`, to the recorded places that they name."""
    found = select(gazetteer.db, _PLACED, {"after": after, "until": until})
    rows = (row | linked("place", gazetteer.places.find(row["name"], row["admin1"], row["country"])) for row in found)
    insert(gazetteer.db, CLAIM_PLACES.name, rows)


def link_parties(gazetteer: Gazetteer, after: int, until: int = LAST) -> None:
    """Link them to the recorded actors that they name as parties."""
    named = select(gazetteer.db, _NAMED, {"after": after, "until": until, "fields": json.dumps(PARTY_FIELDS)})
    found = groupby(named, key=itemgetter("event", "event_status", "party"))
    rows = (
        {"event": event, "party": party, "event_status": status, "fields": json.dumps([row["field"] for row in rows])}
        | linked("actor", gazetteer.actors.find(party))
        for (event, status, party), rows in found
    )
    insert(gazetteer.db, CLAIM_PARTIES.name, rows)


def linked(whom: str, match: Match) -> Row:
    """What a row says of its link, in the column `whom` and beside it."""
    return {whom: match.key, "suggested": json.dumps(match.suggested) if match.suggested else None}


def link_parts(db: Database) -> None:
    """Say of every recorded actor what is part of it."""
    insert(db, ACTOR_PARTS.name, _parts(db))


def _parts(db: Database) -> Iterator[Row]:
    recorded = {row["key"]: row for row in select(db, "select key, part_of, event from actors order by key")}
    below = closure({key: json.loads(row["part_of"] or "[]") for key, row in recorded.items()})
    for whole, parts in below.items():
        for part, depth in parts.items():
            yield {"actor": whole, "part": part, "depth": depth, "event": recorded[part]["event"]}
