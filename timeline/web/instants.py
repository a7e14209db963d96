"""A row says of which event or incident it is, and the log when that was recorded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from timeline.web.queries import Tables

Row = Mapping[str, Any]

RECORDED = "recorded_at"
_INCIDENT = frozenset({"slug", "last_reported"})
_EVENTS = "select id as name, recorded_at from events where id in (select value from json_each(:asked))"
_INCIDENTS = """
    with bearing(name, id) as (
        select incident, event from claim_incidents where incident in (select value from json_each(:asked))
        union select incident, event from incident_slugs where incident in (select value from json_each(:asked))
    )
    select name, max(recorded_at) as recorded_at from bearing join events using (id) group by name
"""


def dated(columns: Sequence[str]) -> bool:
    """Whether rows of these columns have instants: they say so, or name an event, or are incidents."""
    return "event" in columns or {RECORDED, "id"} <= set(columns) or set(columns) >= _INCIDENT


def newest(columns: Sequence[str]) -> str:
    """By which column a table has the newest of its rows first, descending. IDs of events sort as they are recorded."""
    return next(name for name in ("position", RECORDED, "event", "last_reported") if name in columns)


async def instants(tables: Tables, columns: Sequence[str], rows: Sequence[Row]) -> list[str | None]:
    """When what each row tells was recorded, as far as the tables know: UTC instants."""
    if RECORDED in columns:
        return [row[RECORDED] for row in rows]
    name, sql = ("event", _EVENTS) if "event" in columns else ("slug", _INCIDENTS)
    known = await _known(tables, sql, (row[name] for row in rows))
    return [known.get(row[name]) for row in rows]


async def _known(tables: Tables, sql: str, names: Iterable[Any]) -> dict[str, str]:
    found = await tables.rows(sql, asked=json.dumps(list(dict.fromkeys(names))))
    return {row["name"]: row[RECORDED] for row in found}
