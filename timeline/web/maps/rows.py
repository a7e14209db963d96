"""Where rows were is what their claims say; where these only name a place, it is what the gazetteer knows of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import Any
from urllib.parse import quote

from timeline.matching.points import Linked, Point, Recorded, linked
from timeline.projections.listed import listed
from timeline.projections.located import CHAINS, CREDITED, chains
from timeline.web import called, naming, words
from timeline.web.charts.chart import KINDS, kind_of
from timeline.web.maps.areas import Spot
from timeline.web.maps.map import Map, crop_of, draw
from timeline.web.maps.outlines import border
from timeline.web.queries import Row, Tables

#: Characters of all borders that one map draws; places beyond that are drawn as discs.
BORDERS = 1_000_000
#: Places of the gazetteer that are named for readers to find their way, the largest first.
AROUND = 40
#: How many are looked up at once to see whether any can be drawn: mostly the first can.
_AT_ONCE = 10

_CLAIMED = CREDITED.format(codes="json_extract(body, '$.place.codes')")
_RECORDED = CREDITED.format(codes="codes")
#: What a claim says itself of where it was: what the gazetteer adds is looked up anew, with its borders.
_OWN = """json_extract(body, '$.place.lat') as latitude, json_extract(body, '$.place.lon') as longitude,
        json_extract(body, '$.place.where_prec') as where_prec, json_extract(body, '$.place.country') as country"""
_INCIDENTS = f"""
    select slug as id, title, types, incidents.earliest, incidents.latest, rival_days, incidents.place,
        incidents.admin1, {_OWN}, claim_places.place as key, {_CLAIMED}
    from json_each(:asked) as asked cross join incidents on slug = asked.value
        left join events on events.id = place_event left join claim_places on claim_places.event = place_event
"""
#: What is no claim has no stance, and is nowhere.
_EVENTS = f"""
    select events.id, summary as title, json_array(events.type) as types, earliest, latest, 0 as rival_days,
        events.place, events.admin1, {_OWN}, claim_places.place as key, {_CLAIMED}
    from json_each(:asked) as asked cross join events on events.id = asked.value
        left join claim_places on claim_places.event = events.id
    where stance is not null
"""
_PLACES = f"""
    select places.key as id, name as title, '[]' as types, null as earliest, null as latest, 0 as rival_days,
        name as place, admin1, latitude, longitude, where_prec, country, places.key, {_RECORDED}
    from json_each(:asked) as asked cross join places on places.key = asked.value
"""
_BORDERS = """
    select key, border from (
        select places.key, border, sum(length(border)) over (order by length(border), places.key) as total
        from json_each(:keys) as asked cross join places on places.key = asked.value where border is not null
    ) where total <= :most
"""
_AROUND = f"""
    select name, longitude, latitude, {_RECORDED} from places
    where latitude between :south and :north
        and (longitude between :west and :east or longitude + 360 between :west and :east)
    order by kind != 'province', kind != 'district', kind != 'town', key limit {AROUND}
"""
#: Of what a row is: the statement that tells where it was, and the one that tells which are in dispute, also on what.
_OF = {
    "incident": (
        _INCIDENTS,
        """select incident as id, max(property = 'place') as place from contradictions
        where judgement = 'contradiction' and incident in (select value from json_each(:asked)) group by incident""",
    ),
    "event": (
        _EVENTS,
        """select event as id, max(contradictions.property = 'place') as place
        from contradicting_values cross join contradictions using (incident, number)
        where judgement = 'contradiction' and event in (select value from json_each(:asked)) group by event""",
    ),
    "place": (_PLACES, "select null as id, null as place where :asked is null"),
}
_POINT = frozenset({"latitude", "longitude"})
#: What rows may have of an incident that is as of their own day.
_OWN_DAY = ("earliest", "latest", "rival_days", "disputed")


def named_by(columns: Sequence[str], table: str | None = None) -> list[tuple[str, str]]:
    """Of what rows of these columns may be, incident, place or event, each with the column that names it.

    What they are is told by the first of which anything is found. `table` is None for a query. Empty where they cannot
    be on a map. A `place` beside no event or incident is recorded in a gazetteer; else it is the name that claims give.
    """
    incidents = [("incident", name) for name in naming.incidents(columns)]
    events = [("event", name) for name in naming.claims(columns, table)]
    places = [("place", "key")] if "key" in columns and (not table or set(columns) >= _POINT) else []
    if "place" in columns and not incidents and not events:
        places.append(("place", "place"))
    events += [("event", name) for name in naming.lists(columns)]
    return [*incidents, *places, *events] if set(columns) >= _POINT else [*places, *events, *incidents]


async def found_by(
    tables: Tables, named: Sequence[tuple[str, str]], rows: Sequence[Mapping[str, Any]]
) -> tuple[str, list[str], dict[str, Spot]]:
    """Of what the rows are, how each is named, and where those are that are found; `named` as `named_by` has it.

    A row that names several is where the first of these is that is found.
    """
    kind, none = named[0][0] if named else "", [""] * len(rows)
    for of, column in named:
        told = [naming.named(row, column) for row in rows]
        if found := await spots(tables, of, list(chain.from_iterable(told))):
            return of, [next((name for name in names if name in found), "") for names in told], found
    return kind, none, {}


def as_told(spots: Mapping[str, Spot], names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> dict[str, Spot]:
    """These incidents with the days and the dispute that their own rows tell, which may be as of another day than now.

    Where several rows are of one incident, or these do not tell it, it is as it is now.
    """
    told, many = dict(spots), Counter(names)
    for name, row in zip(names, rows, strict=False):
        if name in told and many[name] == 1 and set(_OWN_DAY) <= set(row.keys()):
            spot, disputed = told[name], bool(row["disputed"])
            days = {end: row[end] if words.is_day(str(row[end])) else None for end in ("earliest", "latest")}
            told[name] = replace(
                spot,
                days=words.when(days | {"rival_days": row["rival_days"]}),
                disputed=disputed,
                place_disputed=disputed and spot.place_disputed,
            )
    return told


async def map_of(tables: Tables, of: str, names: Collection[str]) -> Map | None:
    """The map of these incidents, places or events; None where of none it is known where it was."""
    return await map_with(tables, list((await spots(tables, of, names)).values()))


async def map_with(tables: Tables, found: Sequence[Spot]) -> Map | None:
    """The map of these spots, with the names of the recorded places around them."""
    shown = crop_of(found)
    if shown is None:
        return None
    ends = {"west": shown.west, "south": shown.south, "east": shown.east, "north": shown.north}
    around = await tables.rows(_AROUND, **ends)
    drawn = draw(found, [(row["name"], (row["longitude"], row["latitude"])) for row in around])
    credited = any(spot.credited for spot in found) or any(row["credited"] for row in around)
    return replace(drawn, credited=True) if drawn and credited else drawn


async def map_at(tables: Tables, place: str, slugs: Collection[str]) -> Map | None:
    """The map of the incidents of a place; of the place itself, if it is recorded, where they give none."""
    return await map_of(tables, "incident", slugs) or await map_of(tables, "place", [place])


async def spots(tables: Tables, of: str, names: Collection[str]) -> dict[str, Spot]:
    """Where these incidents, places or claims were, as far as that is known, in the order of their names."""
    rows, told = await _located(tables, of, names)
    if of == "event":
        rows = await called.told(tables, rows, "title")
    disputed = await tables.rows(_OF[of][1], asked=json.dumps([row["id"] for row in rows]))
    contested = {row["id"]: bool(row["place"]) for row in disputed}
    borders = await _borders(tables, {one.border.key for one in told.values() if one.border})
    return {row["id"]: _spot(of, row, told[row["id"]], contested, borders) for row in rows}


async def can_be(tables: Tables, named: Sequence[tuple[str, str]], rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether any of the rows can be on a map, which is known without their borders; `named` as `named_by` has it."""
    for of, column in named:
        names = list(dict.fromkeys(chain.from_iterable(naming.named(row, column) for row in rows)))
        found = False
        for first in range(0, len(names), _AT_ONCE):
            _, told = await _located(tables, of, names[first : first + _AT_ONCE])
            if any(one.point or one.border for one in told.values()):
                return True
            found = found or bool(told)
        if found:
            return False
    return False


async def _located(tables: Tables, of: str, names: Collection[str]) -> tuple[list[Row], dict[str, Linked]]:
    """The rows of these incidents, places or claims, in the order of their names, and where each was, by its ID."""
    rows = await tables.rows(_OF[of][0], asked=json.dumps(list(dict.fromkeys(names))))
    parts = await _chains(tables, {row["key"] for row in rows if row["key"]})
    for row in rows:
        row["credited"] = row["credited"] or any(place.credited for place in parts.get(row["key"], ()))
    return rows, {row["id"]: _told(of, row, parts.get(row["key"], [])) for row in rows}


def _told(of: str, row: Row, places: Sequence[Recorded]) -> Linked:
    own = _point(row)
    if of == "place":
        (place, *_) = places
        return Linked(own, place.tells, place if place.bordered else None)
    return linked(row["where_prec"], own, places)


def _spot(of: str, row: Row, told: Linked, contested: Mapping[str, bool], borders: Mapping[str, str]) -> Spot:
    drawn = told.border if told.border and told.border.key in borders else None
    return Spot(
        path=f"/{of}/{quote(row['id'], safe='')}",
        title=row["title"] or row["id"],
        place=words.place(row) if row["place"] else "",
        days="" if of == "place" else words.when(row),
        kind="" if of == "place" else _kind(row["types"]),
        point=told.point,
        precision=told.precision,
        border=border(borders[drawn.key]) if drawn else None,
        whole=bool(drawn and drawn.level == 6),
        country=row["country"] or "",
        disputed=row["id"] in contested,
        place_disputed=contested.get(row["id"], False),
        credited=bool(row["credited"]),
    )


def _point(row: Row) -> Point | None:
    return None if row["latitude"] is None else (float(row["longitude"]), float(row["latitude"]))


@lru_cache
def _kind(types: str) -> str:
    return KINDS[kind_of(json.loads(types))]


async def _chains(tables: Tables, keys: Collection[str]) -> dict[str, list[Recorded]]:
    """Each of these places, with what it is part of, and so on."""
    return chains(await tables.rows(CHAINS, keys=listed(keys))) if keys else {}


async def _borders(tables: Tables, keys: Collection[str]) -> dict[str, str]:
    """The borders of places, as long as they are not too many to be drawn; the smallest first."""
    rows = await tables.rows(_BORDERS, keys=listed(keys), most=BORDERS) if keys else []
    return {row["key"]: row["border"] for row in rows}
