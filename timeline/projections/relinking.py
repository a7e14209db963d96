"""A change of the gazetteer touches the claims that name what changed: nothing of any other claim is made anew.

Every name is looked for again, because a new place or actor may take one that was another's. What is compared anew are
the claims whose links lead elsewhere now, and those that name an actor which is part of others than before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
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
#: Every different link. That of a party is the same in all its rows: one of them is read.
_DIFFERENT = {
    CLAIM_PLACES: "select distinct name, admin1, country, place, suggested from claim_places",
    CLAIM_PARTIES: """
        select named.party, actor, suggested from (select distinct party from claim_parties) as named
            cross join claim_parties as links
        where links.rowid = (select rowid from claim_parties as one where one.party = named.party limit 1)
    """,
}
#: What of a place its own point, and that of what is part of it, follow from.
_POINT = ("kind", "part_of", "latitude", "longitude", "where_prec", "border", "codes")

#: Every party and every voice that a claim names.
_NAMES = "select distinct party from claim_parties union select distinct voice from attributions"
#: The claims in which one of these names is a party, a voice, or one that carried what others have of the same text.
_NAMING = """
    with names(name) as (select value from json_each(:names))
    select event from claim_parties where party in (select name from names)
    union select event from attributions where voice in (select name from names) and hop = 1
    union select event
    from (select claim as root from claim_links where relation = 'same_text'
            union select other from claim_links where relation = 'same_text')
        cross join claim_spells using (root) cross join attributions using (event)
    where hop > 1 and voice in (select name from names)
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
#: The claims of which decisions say that a statement of theirs on a party was replaced, each with the party.
_DECIDED = """
    select distinct claim, party.value from supersessions cross join events on events.id = supersessions.event
        cross join json_tree(body, '$.fields') as party
    where party.key = 'party'
"""


def relink(gazetteer: Gazetteer, before: Recorded, now: Recorded, until: int) -> Touched:
    """Link the claims up to the position `until` anew, after the gazetteer has changed, and say what that touches.

    Incidents that are only called otherwise, or lie elsewhere, are told so at once.
    """
    db = gazetteer.db
    named = _called(gazetteer, before, now, until)
    events = _placed(gazetteer, before, now, until)
    names = {name for (name,) in db.execute(_NAMES) if named(name)} if named else set()
    events |= {event for (event,) in db.execute(_NAMING, {"names": listed(names)})} if names else set()
    control.note(db, events)
    slugs = {slug for (slug,) in db.execute(_ON, {"events": listed(events)})}
    # The fields of a decision may name a party as no claim does.
    decided = {claim for claim, party in db.execute(_DECIDED) if named(party)} if named else set()
    return Touched(slugs, set(slugs), decided)


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


def _called(gazetteer: Gazetteer, before: Recorded, now: Recorded, until: int) -> Callable[[str], bool] | None:
    """Link the claims with actors anew, and tell which names are others' now, or of actors that are others' parts.

    None where no name is.
    """
    db, find = gazetteer.db, gazetteer.actors.find
    if not _changed(before.actors, now.actors, "event"):
        return None
    db.execute(f"delete from [{ACTOR_PARTS.name}]")
    linking.link_parts(db)
    if not before.actors:
        linking.link_parties(gazetteer, 0, until)
    renamed = _changed(before.actors, now.actors, "names")
    if renamed:
        _relinked(db, CLAIM_PARTIES, "actor", lambda row: find(row["party"]))
        known_as.refresh(db, _of(db, _LINKED_ON, CLAIM_PARTIES, renamed))
        control.note(db, _of(db, _LINKED, CLAIM_PARTIES, _changed(before.actors, now.actors, "name")))
    above = {key: json.loads(actor["part_of"] or "[]") for key, actor in now.actors.items()}
    parts = _with_below(_changed(before.actors, now.actors, "part_of"), above)
    earlier, key = Actors(before.spellings).key, gazetteer.actors.key
    return (lambda name: key(name) in parts or key(name) != earlier(name)) if renamed or parts else None


def _of(db: Database, sql: str, table: Table, keys: Iterable[str]) -> set[str]:
    whom = "place" if table == CLAIM_PLACES else "actor"
    return {found for (found,) in db.execute(sql.format(links=table.name, whom=whom), [listed(keys)])}


def _relinked(db: Database, table: Table, whom: str, find: Callable[[Row], Match]) -> set[str]:
    """Write anew the links that lead elsewhere now, or suggest others; the events of those that lead elsewhere."""
    asked = _ASKED[table]
    links: dict[tuple[Any, ...], tuple[Row, bool]] = {}
    for row in select(db, _DIFFERENT[table]):
        link = linking.linked(whom, find(row))
        if any(row[name] != value for name, value in link.items()):
            links[tuple(row[name] for name in asked)] = link, link[whom] != row[whom]
    linked = (
        f"select event, {', '.join(asked)} from [{table.name}] where {asked[0]} in (select value from json_each(?))"
    )
    rows = list(select(db, linked, [listed(key[0] for key in links)])) if links else ()
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
