"""Keys and slugs are shown by the names that readers know, which are looked up once for a whole page."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from timeline.projections import titles
from timeline.projections.listed import listed
from timeline.projections.titles import KNOWN, called
from timeline.web.queries import Row, Tables


async def of(tables: Tables, kind: str, keys: Collection[str]) -> dict[str, str]:
    """What those are called of these places, actors, incidents or sources that are recorded, by key."""
    if not keys:
        return {}
    return called(kind, await tables.rows(KNOWN[kind], keys=listed(keys)))


async def cited(tables: Tables, claims: Sequence[Row]) -> list[Row]:
    """The claims with what the source of each is called, as `cited`."""
    known = await of(tables, "source", {claim["source"] for claim in claims if claim["source"]})
    return [claim | {"cited": known.get(claim["source"], claim["source"])} for claim in claims]


async def told(tables: Tables, claims: Sequence[Row], column: str) -> list[Row]:
    """The claims; in their summaries, which `column` holds, an incident that casualties count in has its title."""
    names = await tables.incident_names(claim[column] or "" for claim in claims)
    return [claim | {column: titles.told(claim[column], names)} if claim[column] else claim for claim in claims]
