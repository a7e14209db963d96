"""An incident is marked in lists where claims name several places for it."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from timeline.projections.listed import listed
from timeline.projections.places_named import PLACING, place_of
from timeline.projections.summary import TELLING
from timeline.web.queries import Tables

_NAMED = f"""
    select distinct told.incident, events.place, events.admin1, claim_places.place as linked
    from json_each(:slugs) as listed cross join claim_incidents as told on told.incident = listed.value
        cross join events on events.id = told.event {PLACING}
        and relation != 'counted_in' and +status = 'current' and +claim_values.event_status = 'current'
"""


_TELLING = listed(TELLING)


async def several(tables: Tables, slugs: Collection[str]) -> dict[str, int]:
    """How many places the claims on these incidents name, of those on which they name more than one."""
    found: dict[str, set[Any]] = {}
    for row in await tables.rows(_NAMED, slugs=json.dumps(list(slugs)), telling=_TELLING):
        found.setdefault(row["incident"], set()).add(place_of(row))
    return {slug: len(places) for slug, places in found.items() if len(places) > 1}
