"""A row names events or incidents, and the log says when what is told of them was recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from timeline.projections.listed import listed
from timeline.web import compat, naming
from timeline.web.naming import EVENT, RECORDED
from timeline.web.queries import Tables

Row = Mapping[str, Any]

#: Since when the log has told so, of a row that says what was recorded at some time.
_SINCE = "from_at"
_EVENTS = "select id as name, recorded_at from events where id in (select value from json_each(:asked))"
_INCIDENTS = """
    with bearing(name, id) as (
        select incident, event from claim_incidents where incident in (select value from json_each(:asked))
        union select incident, event from incident_slugs where incident in (select value from json_each(:asked))
    )
    select name, max(recorded_at) as recorded_at from bearing join events using (id) group by name
"""


def is_dated(columns: Sequence[str], table: str | None) -> bool:
    """Whether rows of these columns have instants: they say so, or name events or incidents. `table` None: a query."""
    own = EVENT in columns or ("id" in columns and RECORDED in columns)
    return own or bool(naming.lists(columns) or naming.incidents(columns))


def newest(columns: Sequence[str]) -> str | None:
    """By which column a table has the newest of its rows first, descending, if by any.

    IDs of events sort as they are recorded.
    """
    return next((name for name in ("position", RECORDED, EVENT, _SINCE, "last_reported") if name in columns), None)


async def instants(tables: Tables, columns: Sequence[str], rows: Sequence[Row]) -> list[str | None]:
    """When what each row tells was recorded, as far as the tables know: UTC instants.

    What rests on several events was last told anew by the latest of them.
    """
    if RECORDED in columns:
        return [row[RECORDED] for row in rows]
    lists, incidents = naming.lists(columns), naming.incidents(columns)[:1]
    if EVENT in columns:
        return await _latest(tables, _EVENTS, rows, lambda row: naming.named(row, EVENT))
    if _SINCE in columns:
        return [compat.plain(row[_SINCE]) for row in rows]
    found = await _latest(tables, _EVENTS, rows, lambda row: naming.listed(lists, row))
    if all(found) or not incidents:
        return found
    bearing = await _latest(tables, _INCIDENTS, rows, lambda row: naming.named(row, incidents[0]))
    return [one or other for one, other in zip(found, bearing, strict=True)]


async def _latest(
    tables: Tables, sql: str, rows: Sequence[Row], named: Callable[[Row], Iterable[str]]
) -> list[str | None]:
    """The latest instant of what each row names."""
    told = [list(named(row)) for row in rows]
    asked = listed(name for names in told for name in names)
    known = {row["name"]: row[RECORDED] for row in await tables.rows(sql, asked=asked)}
    return [max((known[name] for name in names if name in known), default=None) for names in told]
