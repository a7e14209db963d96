"""What an incident's claims say of casualties is drawn on its own page; an answer of such figures leads to that."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from timeline.web.queries import Row, Tables
from timeline.web.question import INCIDENT

#: The question that answers with figures of one incident.
_KILLED = "killed"
#: The incident, where there are two figures and one of them has a number, as the picture of its page needs.
_DRAWN = f"""
    select coalesce(counted_in, incident) as slug from casualties
    where outcome in ('killed', 'killed_or_injured') and coalesce(counted_in, incident) = {INCIDENT}
        and event_status in ('current', 'superseded')
    group by slug having count(*) > 1 and count(coalesce(low, high, iif(bound = 'about', 0, null))) > 0
"""


async def picture(tables: Tables, name: str, arguments: Any) -> str | None:
    """The path of the picture of the figures that the question `name` is answered with; None where there is none."""
    if name != _KILLED or not arguments.get("incident"):
        return None
    found: Row | None = await tables.row(_DRAWN, incident=arguments["incident"])
    return f"/incident/{quote(found['slug'], safe='')}/casualties.svg" if found else None
