"""The incidents of a place, by day, are those on which a claim counts that is linked with it or with a part of it."""

from __future__ import annotations

import json

from timeline.web import lists, places
from timeline.web.lists import Listed
from timeline.web.places import Found
from timeline.web.queries import BY_DAY, Row, Tables

#: How many incidents are named before and after one.
NEIGHBOURS = 5
_LINKED = """
    with recursive within(place) as (
        select :key union select key from within join places on part_of = within.place
    )
    select event from within cross join claim_places using (place) where event_status = 'current'
"""
_LISTED = "select value from json_each(:key)"
_ON = "select incident from claim_incidents where relation != 'counted_in' and event in ({events})"
_AROUND = f"""
    with there as materialized (
        select slug, title, earliest, latest, rival_days, row_number() over (order by {BY_DAY}) as number from incidents
        where coalesce(earliest, latest) is not null and slug in ({{among}})
    )
    select there.*, there.number - here.number as step from there as here cross join there
    where here.slug = :slug and abs(there.number - here.number) <= {NEIGHBOURS} order by there.number
"""
_ELSEWHERE = """
    with here as materialized ({among})
    select links.event, links.reason, relation, links.incident, links.other, one.title as title,
        another.title as other_title,
        iif(links.other in here, links.incident, links.other) as there
    from incident_links as links join decision_spells as spells using (event)
        join incidents as one on one.slug = links.incident join incidents as another on another.slug = links.other
    where spells.to_at is null
        and (links.incident in here) + (links.other in here) = 1
    order by links.event
"""


async def incidents(tables: Tables, found: Found) -> Listed:
    """The incidents of the place as the home page has them."""
    among, key = await _among(tables, found)
    return await lists.incidents(tables, among, key=key)


async def around(tables: Tables, found: Found, slug: str) -> list[Row]:
    """The incident `slug` among those of the place, `step` 0, with a few before (-1, …) and after it (1, …), by day.

    Those without a day are neither earlier nor later, and nothing is around one of them.
    """
    among, key = await _among(tables, found)
    return await tables.rows(_AROUND.format(among=among), key=key, slug=slug)


async def elsewhere(tables: Tables, found: Found) -> list[Row]:
    """The links that hold between one of the incidents of the place and one of another, which is `there`."""
    among, key = await _among(tables, found)
    return await tables.rows(_ELSEWHERE.format(among=among), key=key)


async def _among(tables: Tables, found: Found) -> tuple[str, str]:
    """A statement that gives the slugs of the place's incidents, and what `:key` is in it."""
    if not found.identity.startswith(","):
        return _ON.format(events=_LINKED), found.identity
    return _ON.format(events=_LISTED), json.dumps(await places.telling(tables, found))
