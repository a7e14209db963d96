"""Rows of any table or query are drawn that name events or incidents: each row that has days, once.

Rows without columns of days name events or incidents that have some: each of these is drawn once. What a row does not
say itself, its title, kind and whether sources disagree, is looked up by its ID or slug.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.registry import CLAIMS
from timeline.projections.listed import listed
from timeline.web import called, incidents, naming
from timeline.web.charts.chart import MOST, Chart, Span, chart, most, of_claim, of_incident
from timeline.web.lists import Listed
from timeline.web.queries import BY_DAY, CONTRADICTED, Row, Tables

DAYS = ("earliest", "latest")
_EVENTS = """
    select id, type, summary, status, earliest, latest, json_extract(body, '$.occurred.basis') as basis,
        origin, origin_kind, origin_evidence, source
    from events where id in (select value from json_each(:keys))
    order by coalesce(earliest, latest, '9999'), coalesce(latest, '9999'), position
"""
_INCIDENTS = f"""
    select slug, title, types, earliest, latest, rival_days, basis from incidents
    where slug in (select value from json_each(:keys))
    order by {BY_DAY}
"""
_TOLD = """
    select incident from claim_incidents
    where relation != 'counted_in' and event in (select value from json_each(:key))
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to draw of rows: those with a day, in the order of their days, with or without an end.

    They are among `of` of what `noun` says: the rows themselves, or the events or incidents that these name. `entries`
    of them are no claims: they record sources, places and the like. `undated` are what the others without a day are of:
    titles of incidents and IDs of claims, each once.
    """

    spans: list[Span]
    of: int
    noun: str
    entries: int = 0
    undated: Sequence[str] = ()


def is_charted(columns: Sequence[str], table: str | None) -> bool:
    """Whether rows of these columns can be drawn over time; `table` None: rows of a query."""
    return bool(about(columns, table) or naming.lists(columns))


async def dated(tables: Tables, columns: Sequence[str], rows: Sequence[Mapping[str, Any]], table: str | None) -> Found:
    """What there is to draw of the rows, whose columns are such as can be drawn."""
    what = about(columns, table)
    if not what or not set(DAYS) <= set(columns):
        return await _named(tables, [*what, *((name, "event") for name in naming.lists(columns))], rows)
    (name, of), *_ = what
    told = [("".join(naming.named(row, name)), _days(row)) for row in rows]
    found, disputed, make = await _looked_up(tables, of, {key for key, _ in told if key})
    if of == "incident" and "disputed" in columns:  # as of another day than today, perhaps
        disputed = {key for (key, _), row in zip(told, rows, strict=True) if row["disputed"]}
    # What is in none of the tables has no page to lead to.
    told = [(key, days) for key, days in told if key in found]
    with_day = [(key, days) for key, days in told if days["earliest"] or days["latest"]]
    with_day.sort(key=lambda row: (row[1]["earliest"] or row[1]["latest"] or "", row[1]["latest"] or "9999"))
    spans = [make(_of_days(found[key], days), key in disputed) for key, days in with_day]
    without = [found[key] for key, days in told if not (days["earliest"] or days["latest"])]
    return Found(spans, len(rows), "row", sum(map(_is_entry, without)), _undated(without))


async def _named(tables: Tables, about: Sequence[tuple[str, str]], rows: Sequence[Mapping[str, Any]]) -> Found:
    """The events or incidents that the rows name, by the first of the columns that names any with a day."""
    first = None
    for name, of in about:
        found, disputed, make = await _looked_up(tables, of, {key for row in rows for key in naming.named(row, name)})
        with_day = {key: row for key, row in found.items() if row["earliest"] or row["latest"]}
        spans = [make(row, key in disputed) for key, row in with_day.items()]
        without = [row for key, row in found.items() if key not in with_day]
        told = Found(spans, len(found), of, sum(map(_is_entry, without)), _undated(without))
        if spans:
            return told
        first = first or told
    return first or Found([], 0, "row")


def latest(listed: Listed, marks: Mapping[str, list[Row]]) -> Chart | None:
    """The latest of all incidents that have a day, those that lie close together; None where fewer than two have."""
    disputed = incidents.disputed(marks)
    spans = [of_incident(row, row["slug"] in disputed) for row in listed.by_day if row["earliest"] or row["latest"]]
    return most(spans[-MOST:], listed.dated) if len(spans) > 1 else None


def of_list(listed: Listed, marks: Mapping[str, list[Row]]) -> Chart | None:
    """The latest of the incidents of a page; None where fewer than two have a day."""
    return chart(listed.by_day, incidents.disputed(marks), listed.dated)


async def of_source(tables: Tables, claims: Sequence[Row]) -> Chart | None:
    """The incidents that the claims of a source tell of, those that count; None where fewer than two have a day."""
    events = json.dumps([claim["id"] for claim in claims if claim["status"] == "current"])
    told = await tables.incidents(_TOLD, key=events)
    return chart(told, incidents.disputed(await incidents.marks(tables, [row["slug"] for row in told])))


async def _looked_up(
    tables: Tables, of: str, keys: set[str]
) -> tuple[dict[str, Row], set[str], Callable[[Row, bool], Span]]:
    """The rows of these events or incidents, in the order of their days; which are in dispute; how one is drawn."""
    asked = listed(keys)
    if of == "event":
        found = await called.told(tables, await tables.rows(_EVENTS, keys=asked), "summary")
        rows = {row["id"]: row for row in await called.cited(tables, found)}
        return rows, {row["id"] for row in await tables.rows(CONTRADICTED, asked=asked)}, of_claim
    rows = {row["slug"]: row for row in await tables.rows(_INCIDENTS, keys=asked)}
    return rows, incidents.disputed(await incidents.marks(tables, list(rows))), of_incident


def _is_entry(row: Row) -> bool:
    """Whether it is an event that is no claim."""
    return "type" in row and row["type"] not in CLAIMS


def _days(row: Mapping[str, Any]) -> Row:
    """The days of a row, and where it says so itself, whether they are rival ones, and whence they are."""
    said = row.keys()
    rival = {"rival_days": int(row["rival_days"] in (1, "1"))} if "rival_days" in said else {}
    return {end: _day(row[end]) for end in DAYS} | rival | ({"basis": row["basis"]} if "basis" in said else {})


def _of_days(row: Row, days: Row) -> Row:
    """The row with these days: where they are not its own, they are rival ones only if they say so."""
    own = {end: row[end] for end in DAYS} == {end: days[end] for end in DAYS}
    return row | ({} if own else {"rival_days": 0}) | days


def _undated(rows: Iterable[Row]) -> list[str]:
    """What those of the rows are called that are claims or incidents, each once."""
    claims = (row for row in rows if not _is_entry(row))
    return list(dict.fromkeys(f"“{row['title']}”" if "title" in row else str(row["id"]) for row in claims))


def about(columns: Sequence[str], table: str | None) -> list[tuple[str, str]]:
    """The columns that say what a row is about, each with the kind of what it names, the first that says most of it."""
    claims, incidents = naming.claims(columns, table), naming.incidents(columns)
    return [*((name, "event") for name in claims), *((name, "incident") for name in incidents)]


def _day(value: Any) -> str | None:
    """The value if it is a day; a statement of a reader's own may give anything."""
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        return None
