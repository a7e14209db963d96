"""Where rows were is what their claims say; where these only name a place, it is what the gazetteer knows of it.

Of the claim's precision and the gazetteer's the coarser one holds for a point that is the gazetteer's.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote

from timeline.web import words
from timeline.web.charts.chart import KINDS, kind_of
from timeline.web.maps.map import Map, Spot, draw
from timeline.web.maps.outlines import border
from timeline.web.queries import CONTRADICTED, Row, Tables

#: Characters of all borders that one map draws; places beyond that are drawn as discs.
BORDERS = 1_000_000

_GAZETTEER = """places.key, places.latitude as place_latitude, places.longitude as place_longitude,
    places.where_prec as place_prec, places.border is not null as bordered"""
_INCIDENTS = f"""
    select slug as id, title, types, incidents.earliest, incidents.latest, incidents.place, incidents.admin1,
        incidents.latitude, incidents.longitude, incidents.where_prec, json_extract(body, '$.place.country') as country,
        {_GAZETTEER}
    from json_each(:asked) as asked cross join incidents on slug = asked.value
        left join events on events.id = place_event
        left join claim_places on claim_places.event = place_event left join places on places.key = claim_places.place
"""
_EVENTS = f"""
    select events.id, summary as title, json_array(events.type) as types, earliest, latest, events.place, events.admin1,
        json_extract(body, '$.place.lat') as latitude, json_extract(body, '$.place.lon') as longitude,
        json_extract(body, '$.place.where_prec') as where_prec, json_extract(body, '$.place.country') as country,
        {_GAZETTEER}
    from json_each(:asked) as asked cross join events on events.id = asked.value
        left join claim_places on claim_places.event = events.id left join places on places.key = claim_places.place
"""
_PLACES = f"""
    select places.key as id, name as title, '[]' as types, null as earliest, null as latest, name as place,
        admin1, latitude, longitude, where_prec, country, {_GAZETTEER}
    from json_each(:asked) as asked cross join places on places.key = asked.value
"""
_BORDERS = """
    select key, border from (
        select places.key, border, sum(length(border)) over (order by length(border), places.key) as total
        from json_each(:keys) as asked cross join places on places.key = asked.value where border is not null
    ) where total <= :most
"""
#: Of what a row is: the statement that tells where it was, and the one that tells which are in dispute.
_OF = {
    "incident": (
        _INCIDENTS,
        """select distinct incident as id from contradictions
        where judgement = 'contradiction' and incident in (select value from json_each(:asked))""",
    ),
    "event": (_EVENTS, CONTRADICTED),
    "place": (_PLACES, "select null as id where :asked is null"),
}
_POINT = frozenset({"latitude", "longitude"})


def named_by(columns: Sequence[str]) -> tuple[str, str] | None:
    """Of what rows of these columns are, incident, place or event, and the column that names it.

    None where they cannot be on a map: they have no point, and are of no claims that name a place.
    """
    if set(columns) >= _POINT:
        for column, of in (("slug", "incident"), ("incident", "incident"), ("key", "place")):
            if column in columns:
                return of, column
    if set(columns) >= {"place", "incident"}:
        for column in ("event", "id"):
            if column in columns:
                return "event", column
    return None


async def map_of(tables: Tables, of: str, names: Collection[str]) -> Map | None:
    """The map of these incidents, places or events; None where of none it is known where it was."""
    return draw(await spots(tables, of, names))


async def map_at(tables: Tables, place: str, slugs: Collection[str]) -> Map | None:
    """The map of the incidents of a place; of the place itself, if it is recorded, where they give none."""
    return await map_of(tables, "incident", slugs) or await map_of(tables, "place", [place])


async def spots(tables: Tables, of: str, names: Collection[str]) -> list[Spot]:
    """Where these incidents, places or events were, as far as that is known, in the order of their names."""
    where, disputed = _OF[of]
    asked = json.dumps(list(dict.fromkeys(names)))
    rows = await tables.rows(where, asked=asked)
    contested = {row["id"] for row in await tables.rows(disputed, asked=asked)}
    borders = await _borders(tables, {row["key"] for row in rows if row["bordered"]})
    return [_spot(of, row, row["id"] in contested, borders) for row in rows]


def _spot(of: str, row: Row, disputed: bool, borders: Mapping[str, str]) -> Spot:
    own = row["latitude"] is not None
    found = [row[name] for name in ("where_prec", "place_prec") if row[name] and (name == "where_prec" or not own)]
    point = ("longitude", "latitude") if own else ("place_longitude", "place_latitude")
    return Spot(
        path=f"/{of}/{quote(row['id'], safe='')}",
        title=row["title"] or row["id"],
        place=words.place(row) if row["place"] else "",
        days="" if of == "place" else words.days(row["earliest"], row["latest"]),
        kind="" if of == "place" else _kind(row["types"]),
        point=None if row[point[0]] is None else (float(row[point[0]]), float(row[point[1]])),
        precision=max(found, default=None),
        border=border(borders[row["key"]]) if row["key"] in borders else None,
        country=row["country"] or "",
        disputed=disputed,
    )


@lru_cache
def _kind(types: str) -> str:
    return KINDS[kind_of(json.loads(types))]


async def _borders(tables: Tables, keys: Collection[str]) -> dict[str, str]:
    """The borders of places, as long as they are not too many to be drawn; the smallest first."""
    rows = await tables.rows(_BORDERS, keys=json.dumps(sorted(keys)), most=BORDERS) if keys else []
    return {row["key"]: row["border"] for row in rows}
