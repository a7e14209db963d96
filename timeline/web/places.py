"""A place is found by its key or by any of its names; who held it, claims tell that are linked with exactly it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from timeline.matching.names import normalised
from timeline.matching.places import identity, label
from timeline.web import lists, terms
from timeline.web.queries import Row, Tables

#: Claims that name a place and are linked with none that is recorded. The full-text search finds words of its name.
_NAMED = """
    select events.id, events.place, events.admin1, json_extract(body, '$.place.country') as country, status
    from events_fts join events on events.rowid = events_fts.rowid
        left join claim_places on claim_places.event = events.id
    where events_fts match :words and claim_places.place is null and events.place is not null
"""
#: What a claim does that does not affirm a change.
_DOUBTS = {"denies": "denies", "questions": "questions", "cannot_confirm": "cannot confirm"}
_COUNTED = "select event from control_changes where identity = :key and counted"
#: Of so many parts of a place, in the order of their names, it is told that claims tell who held them.
PARTS = 30
_HELD_WITHIN = f"""
    with recursive within(place) as (
        select key from places where part_of = :key union select key from within join places on part_of = within.place
    )
    select key, name from within join places on key = within.place
    where exists (select 1 from control_periods where control_periods.place = within.place)
    order by name, key limit {PARTS + 1}
"""
_CHANGES = "select event, null as relation from control_changes where identity = :key"


class Found(NamedTuple):
    """A place: what makes it one, what it is called, and what stands after /place/ in the address of its page."""

    identity: str
    name: str
    path: str

    @property
    def called(self) -> str:
        """What readers call it: the country of one that is not recorded by its name."""
        return terms.place(self.name)


async def find(tables: Tables, given: str) -> list[Found]:
    """The places that `given` names: by key, else by recorded names, else by the names that claims write.

    Several where it names several, none where it names none.
    """
    keyed = await tables.rows("select key, name from places where key in (:given, lower(:given)) limit 1", given=given)
    recorded = keyed or await _recorded(tables, given)
    if recorded and not given.startswith(","):
        return [Found(row["key"], row["name"], row["key"]) for row in recorded]
    written = await _written(tables, given)
    exact = [one for one in written if one == _wanted(given)] or sorted(written)
    return [Found(one, written[one], one if await _recorded(tables, written[one]) else written[one]) for one in exact]


async def _recorded(tables: Tables, name: str) -> list[Row]:
    return await tables.rows(
        "select key, name from places where key in (select place from place_names where normalised = :name)"
        " order by key",
        name=normalised(name),
    )


async def _written(tables: Tables, given: str) -> dict[str, str]:
    """The places that are not recorded and that claims call so, with or without province and country: their names."""
    wanted = _wanted(given)
    rows = await tables.rows(
        "select identity, min(place) as place from control_changes where identity = :wanted"
        " or (identity > :wanted || ',' and identity < :wanted || '-') group by identity",
        wanted=wanted,
    )
    found = {row["identity"]: row["place"] for row in rows}
    for row in await _named(tables, given):
        one, name = identity(*_place(row)), label(*_place(row))
        if f"{one},".startswith(f"{wanted},"):
            found[one] = min(name, found.get(one, name))
    return found


def _wanted(given: str) -> str:
    """The identity of the place that is not recorded and is called exactly so, or has exactly this identity."""
    return "," + normalised(given.removeprefix(","))


async def _named(tables: Tables, name: str) -> list[Row]:
    """The claims whose place has the words of `name`, up to its first comma."""
    words = name.strip(",").partition(",")[0].replace('"', '""')
    return await tables.rows(_NAMED, words=f'place : "{words}"') if words.strip() else []


def _place(row: Row) -> tuple[str, str | None, str | None]:
    return row["place"], row["admin1"], row["country"]


async def near(tables: Tables, given: str, most: int) -> list[tuple[str, Row]]:
    """The places that may be meant where `given` names none: the path of each, and its name as `title`."""
    rows = await tables.rows(
        "select lower(key) as spelt, key as path, name from places"
        " union select lower(place_names.name), key, places.name from place_names join places on key = place"
        " union select lower(name), place, place from control_changes where identity like ',%'"
    )
    spelt = {row["spelt"]: row for row in rows}
    close = (spelt[one] for one in get_close_matches(given.lower(), spelt, most))
    return [(path, {"title": name}) for path, name in dict.fromkeys((row["path"], row["name"]) for row in close)]


async def page(tables: Tables, found: Found) -> Row:
    """Whatever the page of a place shows, by the names of its template."""
    row = await tables.row("select * from places where key = :key", key=found.identity)
    key = {"key": found.identity}
    names = await tables.rows("select name, language from place_names where place = :key order by number", **key)
    changes = await tables.rows("select * from control_changes where identity = :key", **key)
    listed = await lists.claims(tables, _CHANGES, found.identity)
    claims = listed.rows
    by_event = {change["event"]: change for change in changes}
    for claim in claims:
        claim["remarks"] = list(_remarks(by_event[claim["id"]]))
    return {
        "place": row,
        "names": names,
        "codes": json.loads(row["codes"] or "[]") if row else [],
        "within": await tables.row("select key, name from places where key = :key", key=row["part_of"])
        if row
        else None,
        "parts_of": await tables.rows("select key, name from places where part_of = :key order by name", **key),
        "held_within": await held_within(tables, found.identity),
        "periods": await tables.rows("select * from control_periods where identity = :key", **key),
        "claims": listed,
        "by_id": {claim["id"]: claim for claim in claims},
        "scopes": {change["event"]: change["scope"] for change in changes},
        "changes": {one["event"]: (one["incident"], one["controller"]) if one["incident"] else None for one in changes},
        "tells": {one["event"]: (one["told_from"], one["told_to"]) if one["told_to"] else None for one in changes},
        "namesakes": [other for other in await _namesakes(tables, found) if other.identity != found.identity],
    }


async def held_within(tables: Tables, key: str) -> list[Row]:
    """The places in it of which claims tell who held them, one more than PARTS where there are more."""
    return await tables.rows(_HELD_WITHIN, key=key)


async def telling(tables: Tables, found: Found) -> list[str]:
    """The claims that count and name a place that is not recorded."""
    named = [one["id"] for one in await _named(tables, found.name) if _is(one, found) and one["status"] == "current"]
    return [*named, *(one["event"] for one in await tables.rows(_COUNTED, key=found.identity))]


def _remarks(change: Row) -> Iterator[Row]:
    """What a claim does not tell by itself: who denies it, and whether it counts."""
    if denials := json.loads(change["denied_by"]):
        yield {"words": "Denied by", "events": denials}
    if not change["counted"] and change["event_status"] == "current":
        asserted = change["stance"] in ("asserts", "confirms")
        why = "it gives no day, or nobody who held it" if asserted else f"it {_DOUBTS[change['stance']]} this"
        yield {"words": f"The bands do not rest on it: {why}.", "events": []}


async def _namesakes(tables: Tables, found: Found) -> list[Found]:
    """Other places of the same name, recorded or not."""
    name = found.name.partition(",")[0]
    recorded = [Found(row["key"], row["name"], row["key"]) for row in await _recorded(tables, name)]
    written = (await _written(tables, name)).items()
    return [*recorded, *(Found(one, called, one if recorded else called) for one, called in sorted(written))]


def _is(row: Row, found: Found) -> bool:
    return identity(*_place(row)) == found.identity


async def path_of(tables: Tables, event: str) -> str | None:
    """What stands after /place/ in the address of the place that a claim names; None where it names none."""
    row = await tables.row(
        """select events.place, admin1, json_extract(body, '$.place.country') as country,
            (select place from claim_places where claim_places.event = id) as linked
        from events where id = :id and events.place is not null""",
        id=event,
    )
    if row is None:
        return None
    return str(row["linked"]) if row["linked"] else await _path(tables, *_place(row))


async def path_of_incident(tables: Tables, incident: Row) -> str | None:
    """What stands after /place/ in the address of the place that the incident's row names; None where it names none."""
    row = await tables.row(
        """select id from claim_incidents cross join events on id = event
        where claim_incidents.incident = :slug and place = :place and admin1 is :admin1 and +status = 'current'
        order by position limit 1""",
        **{name: incident[name] for name in ("slug", "place", "admin1")},
    )
    return await path_of(tables, row["id"]) if row else None


async def _path(tables: Tables, name: str, admin1: str | None, country: str | None) -> str:
    called = label(name, admin1, country)
    return identity(name, admin1, country) if await _recorded(tables, called) else called
