"""A change of the gazetteer touches the claims that name what changed: nothing of any other claim is made anew.

Every name is looked for again, because a new place or actor may take one that was another's; what is looked at after
that are the claims whose links have changed, or lead to a place or an actor that has.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from sqlite_utils import Database

from timeline.matching.actors import Actors
from timeline.matching.places import Match
from timeline.projections import control, linking
from timeline.projections.gazetteer import ACTORS, PLACES, Gazetteer
from timeline.projections.linking import Recorded
from timeline.projections.linking_tables import ACTOR_PARTS, CLAIM_PARTIES, CLAIM_PLACES
from timeline.projections.listed import listed
from timeline.projections.statements import select, update
from timeline.projections.tables import Table
from timeline.projections.touched import Touched

Row = dict[str, Any]

#: What a link is found by, for each table of links.
_ASKED = {CLAIM_PLACES: ("name", "admin1", "country"), CLAIM_PARTIES: ("party",)}
_PARTIES = f"select distinct party from {CLAIM_PARTIES.name}"
_SUBSETS = "select distinct subset_of from casualties where subset_of is not null"
_VOICES = "select origin from events where origin is not null union select origin from claim_values"
#: The claims in which one of these names is a party, what a figure is a part of, or a voice.
_NAMING = """
    with names(name) as (select value from json_each(:names))
    select event from claim_parties where party in (select name from names)
    union select event from casualties where subset_of in (select name from names)
    union select id from events where origin in (select name from names)
    union select event from claim_values where origin in (select name from names)
"""
_LINKED = f"select event from {CLAIM_PLACES.name} where place in (select value from json_each(:keys))"
#: The incidents that the claims are or were on, and the claims as first recorded.
_ON = "select distinct incident, root from claim_spells where event in (select value from json_each(:events))"
#: The claims of which decisions say that their statements were replaced.
_DECIDED = "select distinct claim from supersessions"


def relink(gazetteer: Gazetteer, before: Recorded, now: Recorded, until: int) -> Touched:
    """Link the claims up to the position `until` anew, after the gazetteer has changed, and say what that touches."""
    db = gazetteer.db
    events = set[str]()
    if now.places != before.places:
        events |= _places(gazetteer, before, now, until)
    if (now.actors, now.names) != (before.actors, before.names):
        events |= _actors(gazetteer, before, now, until)
    control.note(db, events)
    touched = Touched()
    for row in select(db, _ON, {"events": listed(events)}):
        touched.claims.add(row["root"])
        if row["incident"] is not None:
            touched.incidents.add(row["incident"])
    touched.anew |= touched.incidents
    if now.names != before.names:
        # What a statement took with it may be carried by claims of other words.
        touched.claims |= {claim for (claim,) in db.execute(_DECIDED)}
    return touched


def _places(gazetteer: Gazetteer, before: Recorded, now: Recorded, until: int) -> set[str]:
    """Link the claims with places anew: those of which anything may look different."""
    db, find = gazetteer.db, gazetteer.places.find
    if not before.places:
        linking.link_places(gazetteer, 0, until)
    elsewhere = set(_relinked(db, CLAIM_PLACES, "place", lambda row: find(row["name"], row["admin1"], row["country"])))
    if not now.places:
        db.execute(f"delete from [{CLAIM_PLACES.name}]")
    above = {key: [part_of] for key, part_of in db.execute(f"select key, part_of from [{PLACES.name}]") if part_of}
    keys = _with_below(_changed(before.places, now.places), above)
    return elsewhere | {event for (event,) in db.execute(_LINKED, {"keys": listed(keys)})}


def _actors(gazetteer: Gazetteer, before: Recorded, now: Recorded, until: int) -> set[str]:
    """Link the claims with actors anew: those of which anything may look different."""
    db, find = gazetteer.db, gazetteer.actors.find
    if not before.actors:
        linking.link_parties(gazetteer, 0, until)
    list(_relinked(db, CLAIM_PARTIES, "actor", lambda row: find(row["party"])))
    db.execute(f"delete from [{ACTOR_PARTS.name}]")
    linking.link_parts(db)
    above = {key: json.loads(part_of or "[]") for key, part_of in db.execute(f"select key, part_of from {ACTORS.name}")}
    keys = _with_below(_changed(before.actors, now.actors), above)
    earlier, names = Actors(before.names), set[str]()
    for (name,) in chain(db.execute(_PARTIES), db.execute(_SUBSETS), db.execute(_VOICES)):
        key = gazetteer.actors.key(name)
        if key in keys or key != earlier.key(name):
            names.add(name)
    events = {event for (event,) in db.execute(_NAMING, {"names": listed(names)})}
    if not now.actors:
        db.execute(f"delete from [{CLAIM_PARTIES.name}]")
    return events


def _relinked(db: Database, table: Table, whom: str, find: Callable[[Row], Match]) -> Iterator[str]:
    """Write anew the links that lead elsewhere now, or suggest others; the events of those that lead elsewhere."""
    asked = _ASKED[table]
    columns = ", ".join(asked)
    links: dict[tuple[Any, ...], tuple[Row, bool]] = {}
    for row in select(db, f"select distinct {columns}, {whom}, suggested from [{table.name}]"):
        link = linking.linked(whom, find(row))
        if any(row[name] != value for name, value in link.items()):
            links[tuple(row[name] for name in asked)] = link, link[whom] != row[whom]
    for row in list(select(db, f"select event, {columns} from [{table.name}]")) if links else ():
        if found := links.get(tuple(row[name] for name in asked)):
            link, moved = found
            update(db, table.name, {name: row[name] for name in table.pk}, link)
            if moved:
                yield row["event"]


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """The keys that rest on another event than before, or on one alone."""
    return {key for key, _ in before.items() ^ now.items()}


def _with_below(keys: set[str], above: Mapping[str, Iterable[str]]) -> set[str]:
    """With all that is part of one of these, directly or through others; `above` tells what each is part of."""
    below: dict[str, list[str]] = {}
    for part, wholes in above.items():
        for whole in wholes:
            below.setdefault(whole, []).append(part)
    found, edge = set(keys), list(keys)
    while edge:
        edge = [part for whole in edge for part in below.get(whole, ()) if part not in found]
        found.update(edge)
    return found
