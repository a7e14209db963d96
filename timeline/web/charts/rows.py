"""Rows of any table or query are drawn that have days and name an event or an incident: each row that has a day, once.

What a row does not say itself, its title, kind and whether sources disagree, is looked up by its ID or slug.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from timeline.web import compat, incidents
from timeline.web.charts.chart import Chart, Dated, chart, of_claim, of_incident
from timeline.web.queries import CONTRADICTED, Row, Tables

_DAYS = ("earliest", "latest")
#: The columns that say what a row is about, the first that a row has, and the page that they lead to.
_ABOUT = {"id": "event", "event": "event", "slug": "incident", "incident": "incident"}
_EVENTS = "select id, type, summary, status from events where id in (select value from json_each(:keys))"
_INCIDENTS = "select slug, title, types from incidents where slug in (select value from json_each(:keys))"
_TOLD = """
    select incident from claim_incidents
    where relation != 'counted_in' and event in (select value from json_each(:key))
"""


def is_charted(columns: Sequence[str]) -> bool:
    """Whether rows of these columns can be drawn over time."""
    return set(_DAYS) <= set(columns) and _about(columns) is not None


async def dated(tables: Tables, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[Dated]:
    """What is drawn of the rows: those with a day, in the order of their days, with or without an end.

    `columns` are such as can be drawn.
    """
    name = _about(columns)
    assert name is not None
    told = [{name: _key(row[name])} | {end: _day(row[end]) for end in _DAYS} for row in rows]
    with_day = [row for row in told if row[name] and (row["earliest"] or row["latest"])]
    with_day.sort(key=lambda row: (row["earliest"] or row["latest"], row["latest"] or "9999"))
    keys = json.dumps(list(dict.fromkeys(row[name] for row in with_day)))
    if _ABOUT[name] == "event":
        found = {row["id"]: row for row in await tables.rows(_EVENTS, keys=keys)}
        disputed = {row["id"] for row in await tables.rows(CONTRADICTED, asked=keys)}
        return _made(with_day, name, found, disputed, of_claim)
    found = {row["slug"]: row for row in await tables.rows(_INCIDENTS, keys=keys)}
    disputed = incidents.disputed(await incidents.marks(tables, list(found)))
    return _made(with_day, name, found, disputed, of_incident)


async def of_source(tables: Tables, claims: Sequence[Row]) -> Chart | None:
    """The incidents that the claims of a source tell of, those that count; None where fewer than two have a day."""
    events = json.dumps([claim["id"] for claim in claims if claim["status"] == "current"])
    told = await tables.incidents(_TOLD, key=events)
    return chart(told, incidents.disputed(await incidents.marks(tables, [row["slug"] for row in told])))


def _made(
    rows: Sequence[Row], name: str, found: dict[str, Row], disputed: set[str], make: Callable[[Row, bool], Dated]
) -> list[Dated]:
    # What is in none of the tables has no page to lead to.
    return [make(found[row[name]] | row, row[name] in disputed) for row in rows if row[name] in found]


def _about(columns: Sequence[str]) -> str | None:
    return next((name for name in _ABOUT if name in columns), None)


def _key(value: Any) -> str | None:
    found = compat.plain(value)
    return None if found is None else str(found)


def _day(value: Any) -> str | None:
    """The value if it is a day; a statement of a reader's own may give anything."""
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        return None
