"""Which claims name which recorded places and actors follows from the names as written, whenever either was recorded.

What the coder wrote stays as written everywhere: a link stands beside it. Without a gazetteer there is nothing to do.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from sqlite_utils import Database

from timeline.matching.actors import Actors, closure
from timeline.matching.places import Match
from timeline.projections import actor_casualties
from timeline.projections.definitions import PARTY_FIELDS, STATUSES
from timeline.projections.gazetteer import ACTORS, PLACES, recorded_actors, recorded_places
from timeline.projections.statements import insert, select
from timeline.projections.tables import Column, Table

Row = dict[str, Any]

_EVENT = Column("event", str, "The claim.", "events")
_STATUS = Column("event_status", str, f"The claim's status: {STATUSES}.")
_SUGGESTED = Column(
    "suggested",
    str,
    "The keys of those that may be meant where nothing is linked, as a JSON list, the likeliest first.",
)

CLAIM_PLACES = Table(
    "claim_places",
    "Where each claim that names a place is put by the gazetteer. Empty as long as no place is recorded.",
    (
        _EVENT,
        _STATUS,
        Column("name", str, "The place's name as the claim writes it."),
        Column("admin1", str, "The province as the claim writes it."),
        Column("country", str, "The country as the claim writes it."),
        Column(
            "place",
            str,
            "The place of exactly this name in this province; NULL where there is none or several.",
            "places",
        ),
        _SUGGESTED,
    ),
    pk=("event",),
    facets=("place",),
)
CLAIM_PARTIES = Table(
    "claim_parties",
    "Who each party of a claim is by the recorded actors. Empty as long as no actor is recorded.",
    (
        _EVENT,
        Column("party", str, "The party as the coder wrote it.", index=True),
        _STATUS,
        Column("fields", str, "The fields of the claim that name it, as a JSON list: operator, target, casualties …"),
        Column("actor", str, "The actor of exactly this name; NULL where there is none or several.", "actors"),
        _SUGGESTED,
    ),
    pk=("event", "party"),
    facets=("actor",),
)
ACTOR_PARTS = Table(
    "actor_parts",
    "What is part of each recorded actor, directly or through others, and the actor itself.",
    (
        Column("actor", str, "The whole.", "actors"),
        Column("part", str, "The part.", "actors"),
        Column("depth", int, "How many steps of part_of lie between them: 0 for the actor itself."),
        Column("event", str, "The event that recorded the part.", "events"),
    ),
    pk=("actor", "part"),
)

TABLES = (CLAIM_PLACES, CLAIM_PARTIES, ACTOR_PARTS, *actor_casualties.TABLES)

_PLACED = """
    select id as event, status as event_status, place as name, admin1, json_extract(body, '$.place.country') as country
    from events where place is not null and position > :after
"""
_NAMED = """
    select event, status as event_status, party, 'casualties' as field
    from events join casualties on event = events.id where party != 'all' and position > :after
    union select event, status, value, property
    from events join claim_values on event = events.id
    where party is null and position > :after and (type, property) in
        (select json_extract(value, '$[0]'), json_extract(value, '$[1]') from json_each(:fields))
    order by event, party, field
"""


def gazetteer(db: Database) -> tuple[str, ...]:
    """The events that the recorded places and actors rest on: while these are the same, links stay as they are."""
    return tuple(row[0] for row in db.execute("select event from places union all select event from actors order by 1"))


def refresh(db: Database, after: int, slugs: Collection[str], everything: bool) -> None:
    """Link the claims after the position `after`, and recompute the actors' figures in these incidents.

    `everything`: link all claims anew, because a place or an actor was recorded or changed.
    """
    if everything:
        after = 0
        for table in TABLES:
            db.execute(f"delete from [{table.name}]")
    if _any(db, PLACES):
        _link_places(db, after)
    if _any(db, ACTORS):
        actors = recorded_actors(db)
        _link_parties(db, after, actors)
        if everything:
            insert(db, ACTOR_PARTS.name, _parts(db))
        actor_casualties.refresh(db, None if everything else slugs, actors)


def _any(db: Database, table: Table) -> bool:
    return db.execute(f"select 1 from [{table.name}] limit 1").fetchone() is not None


def _link_places(db: Database, after: int) -> None:
    found = select(db, _PLACED, {"after": after})
    if first := next(found, None):
        places = recorded_places(db)
        insert(
            db,
            CLAIM_PLACES.name,
            (
                row | _linked("place", places.find(row["name"], row["admin1"], row["country"]))
                for row in chain([first], found)
            ),
        )


def _link_parties(db: Database, after: int, actors: Actors) -> None:
    named = select(db, _NAMED, {"after": after, "fields": json.dumps(PARTY_FIELDS)})
    found = groupby(named, key=itemgetter("event", "event_status", "party"))
    linked = (
        {"event": event, "party": party, "event_status": status, "fields": json.dumps([row["field"] for row in rows])}
        | _linked("actor", actors.find(party))
        for (event, status, party), rows in found
    )
    insert(db, CLAIM_PARTIES.name, linked)


def _linked(whom: str, match: Match) -> Row:
    return {whom: match.key, "suggested": json.dumps(match.suggested) if match.suggested else None}


def _parts(db: Database) -> Iterator[Row]:
    recorded = {row["key"]: row for row in select(db, "select key, part_of, event from actors order by key")}
    below = closure({key: json.loads(row["part_of"] or "[]") for key, row in recorded.items()})
    for whole, parts in below.items():
        for part, depth in parts.items():
            yield {"actor": whole, "part": part, "depth": depth, "event": recorded[part]["event"]}
