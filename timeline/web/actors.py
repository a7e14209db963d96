"""The page of an actor shows what is claimed of it by any of its names, and what it says; nothing is added up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from timeline.web import incidents, lists
from timeline.web.queries import Row, Tables

#: The incidents of which a claim that counts names the actor, or a part of it, as a party; not those in whose account
#: only its casualties are told that count elsewhere; of most claims none do, which is known without their figures.
_AMONG = """
    select told.incident from claim_parties join claim_incidents as told using (event)
    where event_status = 'current' and actor in (select part from actor_parts where actor = :key)
        and relation != 'counted_in' and (fields != '["casualties"]' or relation = 'told' and not exists (
            select 1 from claim_incidents as other where other.event = told.event and other.relation = 'counted_in'
        ) or exists (
            select 1 from casualties
            where casualties.event = claim_parties.event and casualties.party = claim_parties.party
                and coalesce(counted_in, casualties.incident) = told.incident
        ))
"""
#: Where it speaks or passes something on as a voice, by whichever of its names that is no other actor's.
_HEARD = """
    from actor_names cross join attributions on voice_normalised = normalised where actor = :key and not exists (
        select 1 from actor_names as other where other.normalised = voice_normalised and other.actor != :key)
"""
_SAID = f"select distinct attributions.event, null as relation {_HEARD} and hop = 1"
_CALLED = f"select voice {_HEARD} order by attributions.event limit 1"
_NAMES = "select name, language from actor_names where actor = :key order by number"
_WHOLES = """
    select key, name from actor_parts join actors on key = actor where part = :key and depth > 0 order by depth, name
"""
_PARTS = """
    select key, name from actor_parts join actors on key = part where actor = :key and depth > 0 order by depth, name
"""
_FIGURES = """
    select actor_casualties.*, title, name as party from actor_casualties join incidents on slug = incident
        join actors on key = actor
    where actor = :key and {among} order by coalesce(earliest, latest, '9999'), incident, outcome, civilian_status,
        role, period, reach
"""
#: Where the incidents are too many for the page, the figures are of those that it lists.
_OF_LISTED = "incident in (select value from json_each(:slugs))"


async def page(tables: Tables, key: str) -> Row | None:
    """Whatever the page of an actor shows, by the names of its template; None where none has this key."""
    actor = await tables.row("select * from actors where key = :key", key=key)
    if actor is None:
        return None
    at = await lists.incidents(tables, _AMONG, key=key)
    said = await lists.claims(tables, _SAID, key)
    figures = _FIGURES.format(among=_OF_LISTED if at.cut else "true")
    return {
        "found": actor,
        "names": await tables.rows(_NAMES, key=key),
        "codes": json.loads(actor["codes"] or "[]"),
        "wholes": await tables.rows(_WHOLES, key=key),
        "parts_of": await tables.rows(_PARTS, key=key),
        "figures": list(_figures(await tables.rows(figures, key=key, slugs=json.dumps(at.slugs)))),
        "incidents": at,
        "marks": await incidents.marks(tables, at.slugs),
        "claims": replace(said, rows=await incidents.with_fate(tables, said.rows)),
        "voice": await tables.row(_CALLED, key=key),
    }


def _figures(rows: list[Row]) -> Iterator[Row]:
    """The figures of the actor alone, and those with its parts where these are others."""
    alone: Row = {}
    for row in rows:
        told = {name: value for name, value in row.items() if name not in ("reach", "parties")}
        if row["reach"] == "alone":
            alone = told
            yield row
        elif told != alone:
            yield row
