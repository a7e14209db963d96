"""A change of the gazetteer touches the claims that name what changed: nothing of any other claim is made anew.

Every name is looked for again, because a new place or actor may take one that was another's. What is compared anew are
the claims whose links lead elsewhere now, and those that name an actor which is part of others than before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any

from sqlite_utils import Database

from timeline.matching.actors import Actors
from timeline.matching.places import Match
from timeline.projections import control, known_as, linking, located
from timeline.projections.gazetteer import Gazetteer
from timeline.projections.linking import Recorded
from timeline.projections.linking_tables import ACTOR_PARTS, CLAIM_PARTIES, CLAIM_PLACES
from timeline.projections.listed import listed
from timeline.projections.statements import select, update
from timeline.projections.tables import Table
from timeline.projections.touched import Touched

Row = dict[str, Any]

#: What a link is found by, for each table of links.
_ASKED = {CLAIM_PLACES: ("name", "admin1", "country"), CLAIM_PARTIES: ("party",)}
#: What of a place its own point, and that of what is part of it, follow from.
_POINT = ("kind", "part_of", "latitude", "longitude", "where_prec", "border", "codes")

_PARTIES = f"select distinct party from {CLAIM_PARTIES.name}"
_VOICES = "select origin from events where origin is not null union select origin from claim_values"
#: Every voice through which a claim came that carries one text with another.
_CARRYING = """
    from (select claim as root from claim_links where relation = 'same_text'
            union select other from claim_links where relation = 'same_text')
        cross join claim_spells using (root) cross join attributions using (event) where hop > 1
"""
_THROUGH = f"select distinct voice {_CARRYING}"
#: The claims in which one of these names is a party, a voice, or one that carried it.
_NAMING = f"""
    with names(name) as (select value from json_each(:names))
    select event from claim_parties where party in (select name from names)
    union select id from events where origin in (select name from names)
    union select event from claim_values where origin in (select name from names)
    union select event {_CARRYING} and voice in (select name from names)
"""
_LINKED = "select event from {links} where {whom} in (select value from json_each(?))"
#: The incidents on which claims are that are linked with one of these.
_LINKED_ON = (
    "select distinct incident from {links} join claim_incidents using (event) "
    "where {whom} in (select value from json_each(?))"
)
#: The incidents that the claims are or were on.
_ON = """
    select distinct incident from claim_spells
    where event in (select value from json_each(:events)) and incident is not null
"""
#: The claims of which decisions say that their statements were replaced.
_DECIDED = "select distinct claim from supersessions"


def relink(gazetteer: Gazetteer, before: Recorded, now: Recorded, until: int) -> Touched:
    """Link the claims up to the position `until` anew, after the gazetteer has changed, and say what that touches.

    Incidents that are only called otherwise, or lie elsewhere, are told so at once.
    """
    db = gazetteer.db
    events = _placed(gazetteer, before, now, until) | _called(gazetteer, before, now, until)
    control.note(db, events)
    slugs = {slug for (slug,) in db.execute(_ON, {"events": listed(events)})}
    touched = Touched(slugs, set(slugs))
    if _changed(before.actors, now.actors, "names"):
        # The fields of a decision may name a party as no claim does.
        touched.claims = {claim for (claim,) in db.execute(_DECIDED)}
    return touched


def _placed(gazetteer: Gazetteer, before: Recorded, now: Recorded, until: int) -> set[str]:
    """Link the claims with places anew: those that are elsewhere now."""
    db, find = gazetteer.db, gazetteer.places.find
    moved = _changed(before.places, now.places, *_POINT, "names", "country", "admin1")
    if not moved:
        return set()
    if not before.places:
        linking.link_places(gazetteer, 0, until)
    events = _relinked(db, CLAIM_PLACES, "place", lambda row: find(row["name"], row["admin1"], row["country"]))
    moved = _with_below(moved, {key: [place["part_of"]] for key, place in now.places.items()})
    slugs = _of(db, _LINKED_ON, CLAIM_PLACES, moved)
    located.refresh(db, slugs)
    known_as.refresh(db, slugs)
    return events | _of(db, _LINKED, CLAIM_PLACES, now.places.keys() - before.places.keys())


def _called(gazetteer: Gazetteer, before: Recorded, now: Recorded, until: int) -> set[str]:
    """Link the claims with actors anew: those that name others now, or others' parts."""
    db, find = gazetteer.db, gazetteer.actors.find
    if not _changed(before.actors, now.actors, "event"):
        return set()
    db.execute(f"delete from [{ACTOR_PARTS.name}]")
    linking.link_parts(db)
    if not before.actors:
        linking.link_parties(gazetteer, 0, until)
    renamed = _changed(before.actors, now.actors, "names")
    if renamed:
        _relinked(db, CLAIM_PARTIES, "actor", lambda row: find(row["party"]))
        known_as.refresh(db, _of(db, _LINKED_ON, CLAIM_PARTIES, renamed))
        control.note(db, _of(db, _LINKED, CLAIM_PARTIES, renamed))
    above = {key: json.loads(actor["part_of"] or "[]") for key, actor in now.actors.items()}
    parts = _with_below(_changed(before.actors, now.actors, "part_of"), above)
    earlier, names = Actors(before.spellings), set[str]()
    for (name,) in chain(*map(db.execute, (_PARTIES, _VOICES, _THROUGH))) if renamed or parts else ():
        key = gazetteer.actors.key(name)
        if key in parts or key != earlier.key(name):
            names.add(name)
    return {event for (event,) in db.execute(_NAMING, {"names": listed(names)})} if names else set()


def _of(db: Database, sql: str, table: Table, keys: Iterable[str]) -> set[str]:
    whom = "place" if table == CLAIM_PLACES else "actor"
    return {found for (found,) in db.execute(sql.format(links=table.name, whom=whom), [listed(keys)])}


def _relinked(db: Database, table: Table, whom: str, find: Callable[[Row], Match]) -> set[str]:
    """Write anew the links that lead elsewhere now, or suggest others; the events of those that lead elsewhere."""
    asked = _ASKED[table]
    columns = ", ".join(asked)
    links: dict[tuple[Any, ...], tuple[Row, bool]] = {}
    for row in select(db, f"select distinct {columns}, {whom}, suggested from [{table.name}]"):
        link = linking.linked(whom, find(row))
        if any(row[name] != value for name, value in link.items()):
            links[tuple(row[name] for name in asked)] = link, link[whom] != row[whom]
    rows = select(db, f"select event, {columns} from [{table.name}]") if links else ()
    found = [(row, links[key]) for row in rows if (key := tuple(row[name] for name in asked)) in links]
    for row, (link, _) in found:
        update(db, table.name, {name: row[name] for name in table.pk}, link)
    return {row["event"] for row, (_, moved) in found if moved}


def _changed(before: Mapping[str, Row], now: Mapping[str, Row], *columns: str) -> set[str]:
    """The keys of which any of these columns is otherwise, and those that came or went."""
    both = before.keys() & now.keys()
    return (before.keys() ^ now.keys()) | {
        key for key in both if any(before[key][column] != now[key][column] for column in columns)
    }


def _with_below(keys: set[str], above: Mapping[str, Iterable[str | None]]) -> set[str]:
    """With all that is part of one of these, directly or through others; `above` tells what each is part of."""
    below: dict[str | None, list[str]] = {}
    for part, wholes in above.items():
        for whole in wholes:
            below.setdefault(whole, []).append(part)
    found, edge = set(keys), list(keys)
    while edge:
        edge = [part for whole in edge for part in below.get(whole, ()) if part not in found]
        found.update(edge)
    return found
