"""Where an incident was is what the claim that names its place says, else what the gazetteer knows of that place."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlite_utils import Database

from timeline.matching.points import Recorded, linked, middle
from timeline.projections.listed import listed
from timeline.projections.statements import select, update

Row = dict[str, Any]

#: How far up a chain of places leads that are part of one another; also where such a chain is a ring.
_DEPTH = 8
#: Whether codes, a JSON list as the log writes it, have one of GeoNames among them.
CREDITED = """coalesce({codes} like '%"system":"geonames"%', 0) as credited"""
#: Each of the places `:keys`, with what it is part of, and so on.
CHAINS = f"""
    with recursive chain(key, place, depth) as (
        select value, value, 0 from json_each(:keys)
        union select chain.key, part_of, depth + 1 from chain join places on places.key = chain.place
        where part_of is not null and depth < {_DEPTH}
    )
    select chain.key as linked, places.key, kind, latitude, longitude, where_prec, border is not null as bordered,
        {CREDITED.format(codes="codes")}
    from chain cross join places on places.key = chain.place order by chain.key, depth
"""
_LINKED = "select place from claim_places where event = ? and place is not null"
#: Those of the incidents `:slugs` whose claims give no point, with how exactly these know the place.
_POINTLESS = """
    select slug, place_event, latitude, longitude, incidents.where_prec, point_place,
        json_extract(body, '$.place.where_prec') as claimed
    from json_each(:slugs) as asked cross join incidents on slug = asked.value
        cross join events on events.id = place_event where json_extract(body, '$.place.lat') is null
"""


def chains(rows: Iterable[Row]) -> dict[str, list[Recorded]]:
    """The rows of CHAINS by the place that each chain begins with."""
    return {key: [_recorded(row) for row in chain] for key, chain in groupby(rows, lambda row: str(row["linked"]))}


def _recorded(row: Row) -> Recorded:
    point = None if row["latitude"] is None else (row["longitude"], row["latitude"])
    bordered, credited = bool(row["bordered"]), bool(row["credited"])
    return Recorded(row["key"], row["kind"], point, row["where_prec"], bordered, credited)


class Located:
    """The points of the gazetteer in `db`, as long as it does not change; claims have been linked with it."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._empty = db.execute("select 1 from places limit 1").fetchone() is None
        self._chains: dict[str, list[Recorded]] = {}

    def completed(self, row: Row) -> Row:
        """The row of an incident as its claims alone give it, with the point that the gazetteer has for it."""
        if row["latitude"] is not None:
            return row | {"point_place": None}
        return row | self.of(row["place_event"], row["where_prec"])

    def of(self, event: str | None, claimed: int | None) -> Row:
        """What an incident's row says of its point, where the claim that names its place gives none.

        `claimed` is how exactly the claim knows the place. A point of the gazetteer is no more exact than both say.
        """
        places = self._places(event) if event and not self._empty else []
        if not places:
            return {"latitude": None, "longitude": None, "where_prec": claimed, "point_place": None}
        found = linked(claimed, None, places)
        longitude, latitude = found.point or (None, None)
        whose = middle(claimed, places)
        return {
            "latitude": latitude,
            "longitude": longitude,
            "where_prec": found.precision,
            "point_place": whose.key if whose else None,
        }

    def _places(self, event: str) -> list[Recorded]:
        for (key,) in self.db.execute(_LINKED, [event]):
            if key not in self._chains:
                self._chains |= chains(select(self.db, CHAINS, {"keys": listed([key])}))
            return self._chains.get(key, [])
        return []


def refresh(db: Database, slugs: Iterable[str]) -> None:
    """Tell anew where these incidents were, as far as their claims give no point."""
    located = Located(db)
    for row in list(select(db, _POINTLESS, {"slugs": listed(slugs)})):
        found = located.of(row["place_event"], row["claimed"])
        if any(row[name] != value for name, value in found.items()):
            update(db, "incidents", {"slug": row["slug"]}, found)
