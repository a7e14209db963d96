"""Where an incident was is told with who says so, unless all claims that name a place name the same one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from events.registry import CLAIMS
from events.values.chain import folded
from timeline.projections import voiced
from timeline.web import words
from timeline.web.queries import Row, Tables

#: The types of claims that say that something happened, as a JSON list: others give an incident no place.
HAPPENINGS = json.dumps([name for name, found in CLAIMS.items() if found.happening])

_NAMED = """
    select events.id as event, events.place, events.admin1, claim_places.place as linked,
        claim_values.origin, claim_values.origin_kind, claim_values.source
    from json_each(:events) as listed cross join events on events.id = listed.value
        cross join claim_values on claim_values.event = events.id and claim_values.property = 'place'
        left join claim_places on claim_places.event = events.id
    where claim_values.stance in ('asserts', 'confirms') and events.type in (select value from json_each(:happenings))
    order by position
"""


async def rivals(tables: Tables, claims: Iterable[Row], superseded: Iterable[Row], shown: str | None) -> list[Row]:
    """The places that `claims` name, each with its `voices` in words; none where all of them name one.

    The place of the claim `shown` is first: the most precise one, which stands for the incident. A place that was
    `superseded` is none.
    """
    gone = {value["event"] for value in superseded if value["property"] == "place"}
    events = [claim["id"] for claim in claims if claim["relation"] != "counted_in" and claim["id"] not in gone]
    found: dict[Any, list[Row]] = {}
    for row in await tables.rows(_NAMED, events=json.dumps(events), happenings=HAPPENINGS):
        named = row["linked"] or (folded(row["place"]), folded(row["admin1"] or ""))
        found.setdefault(named, []).append(row | {"origin_actor": None})
    if len(found) < 2:
        return []
    in_order = sorted(found.values(), key=lambda rows: all(row["event"] != shown for row in rows))
    return [{"name": words.place(rows[0]), "voices": voiced.resting(rows) or [("the coder", "")]} for rows in in_order]
