"""Where an incident was is told with who says so, unless all claims that name a place name the same one."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from events.values.folding import folded
from timeline.projections import voiced
from timeline.projections.summary import HAPPENINGS
from timeline.reconcile.told import AFFIRMS
from timeline.web import words
from timeline.web.queries import Row, Tables

#: What says that something happened somewhere: claims of other types give an incident no place.
_PLACING = f"""
    cross join claim_values on claim_values.event = events.id and +claim_values.property = 'place'
        and +claim_values.stance in {AFFIRMS}
    left join claim_places on claim_places.event = events.id
    where events.type in (select value from json_each(:happenings))
"""
_HAPPENINGS = json.dumps(sorted(HAPPENINGS))
_NAMED = f"""
    select events.id as event, events.place, events.admin1, claim_places.place as linked,
        claim_values.origin, claim_values.origin_kind, claim_values.origin_evidence, claim_values.source
    from json_each(:events) as listed cross join events on events.id = listed.value {_PLACING} order by position
"""
_NAMED_OF = f"""
    select distinct told.incident, events.place, events.admin1, claim_places.place as linked
    from json_each(:slugs) as listed cross join claim_incidents as told on told.incident = listed.value
        cross join events on events.id = told.event {_PLACING}
        and relation != 'counted_in' and +status = 'current' and +claim_values.event_status = 'current'
"""


async def several(tables: Tables, slugs: Collection[str]) -> dict[str, int]:
    """How many places the claims on these incidents name, of those on which they name more than one."""
    found: dict[str, set[Any]] = {}
    for row in await tables.rows(_NAMED_OF, slugs=json.dumps(list(slugs)), happenings=_HAPPENINGS):
        found.setdefault(row["incident"], set()).add(_place(row))
    return {slug: len(places) for slug, places in found.items() if len(places) > 1}


async def rivals(tables: Tables, claims: Iterable[Row], superseded: Iterable[Row], shown: str | None) -> list[Row]:
    """The places that `claims` name, each with its `voices` in words; none where all of them name one.

    The place of the claim `shown` is first: the most precise one, which stands for the incident. A place that was
    `superseded` is none.
    """
    gone = {value["event"] for value in superseded if value["property"] == "place"}
    events = [claim["id"] for claim in claims if claim["relation"] != "counted_in" and claim["id"] not in gone]
    found: dict[Any, list[Row]] = {}
    for row in await tables.rows(_NAMED, events=json.dumps(events), happenings=_HAPPENINGS):
        found.setdefault(_place(row), []).append(row | {"origin_actor": None})
    if len(found) < 2:
        return []
    in_order = sorted(found.values(), key=lambda rows: all(row["event"] != shown for row in rows))
    return [{"name": words.place(rows[0]), "voices": voiced.resting(rows) or [("the coder", "")]} for rows in in_order]


def _place(row: Row) -> Any:
    """What is the same for two claims that name one place: the recorded one, or the name however it is written."""
    return row["linked"] or (folded(row["place"]), folded(row["admin1"] or ""))
