"""The page of a table says more than its cells can: names for keys, what is remarkable, and where the rows are drawn.

Cells and facets are only put into words here; what a filter takes is what the row holds, and so have CSV and JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from markupsafe import Markup

from timeline.projections.amendments import CORRECTIONS
from timeline.projections.control_tables import CONTROL_CHANGES, CONTROL_PERIODS
from timeline.projections.decisions import INCIDENT_MERGES, INCIDENT_SPLITS
from timeline.projections.definitions import ATTRIBUTIONS, CASUALTIES, EVENTS
from timeline.projections.incident_tables import INCIDENTS
from timeline.projections.spells import CLAIM_SPELLS
from timeline.projections.typed import TYPED
from timeline.web import (
    asked,
    called,
    compat,
    contested,
    incidents,
    labels,
    leading,
    reading,
    summaries,
    terms,
    unbroken,
    undated,
    words,
)
from timeline.web.corrected import REPLACED
from timeline.web.marks import mark
from timeline.web.metadata import DATABASE
from timeline.web.queries import Row, Tables

if TYPE_CHECKING:
    from datasette.app import Datasette

#: The columns that hold keys without being foreign keys, for which Datasette would look up names: by table, the page
#: to which each leads.
_KEYS = {
    CONTROL_CHANGES.name: {"place": "place"},
    CONTROL_PERIODS.name: {"place": "place"},
    CLAIM_SPELLS.name: {"incident": "incident"},
    INCIDENT_MERGES.name: {"slug": "incident", "into": "incident"},
    INCIDENT_SPLITS.name: {"slug": "incident", "into": "incident"},
}
#: The column whose IDs alone say what a row is about: what the event says stands before each.
_EVENTS = {ATTRIBUTIONS.name: "event", CORRECTIONS.name: "amends"}
#: The columns that hold the key of a source, which Datasette would call by its title: that makes every row tall.
_SOURCES = ("source", "republishes")
#: Where rows can be drawn: the ending of the address, and what the link says.
_DRAWN = {"chart": "Chart of these rows", "map": "Map of these rows"}
#: What a facet counts, where the column's name alone would say more than that.
_COUNTING = {(EVENTS.name, "hedge"): "Hedge of the whole claim"}
#: The column that the page of incidents has beside those of the table: it tells in words what others have as numbers.
_TOLD = {
    "rests_on": "How many current claims bear on it, and how many independent origins affirm it.",
}
_NOTHING = "nothing stated"
#: Tables of claims of one type, and which of their claims tell casualties.
_TYPED = frozenset(table.name for table in TYPED.values())
_TELLING = "select distinct event from casualties where event in (select value from json_each(:events))"
#: What the facets of all that the log holds count.
_ENTRIES = "Entries of every kind are counted here, also those that record a source or an incident, or change a claim."
#: A column in what Datasette says of the order of rows.
_SORTED = re.compile(r"(?<=\bsorted by )[a-z_0-9]+(?= descending$|$)")
#: What tells claims from the other events, in an address and as Datasette says it: nobody makes the others.
_CLAIM, _CLAIMS = ("stance__notnull", "1"), "stance is not null"
#: What Datasette says of the order of rows, in better words.
_ORDERED = {
    "reported descending": "with the latest reported first",
    "position": "in the order of the log",
    "position descending": "in the order of the log, the last first",
    "earliest": "in the order of their days",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What a table's page shows: columns, facets, where its rows are `drawn`, and what of its columns is not shown.

    `described` says which rows these are, and in which order; `chosen` are values of facets, each
    with the address without it; `ways` lead to other rows and forms of this table, and
    `kept` is what of the address a search among these rows keeps; `left` are rows that a filter by days leaves out.
    """

    described: str
    columns: list[Any]
    facets: list[Row]
    chosen: list[tuple[str, str]]
    ways: list[tuple[str, str]]
    empty: list[str]
    folded: list[str]
    kept: list[tuple[str, str]]
    left: list[undated.LeftOut]


async def page(
    datasette: Datasette,
    table: str,
    request: Any,
    columns: Sequence[Any],
    rows: Iterable[Any],
    facets: Sequence[Row],
    renderers: Mapping[str, str],
    described: str,
    count: Any,
    more: Any,
) -> Page:
    """What the page shows instead of Datasette's `columns`, `rows` and `facets`; the cells of `rows` are changed.

    `renderers` are the addresses at which these rows are in other forms, by ending; `described` is what Datasette says
    of them. `count` is how many there are in all, if that is known, and one too many where there are `more`.
    """
    tables, rows = Tables(datasette.get_database(DATABASE)), list(rows)
    described = described if rows else described.partition("sorted by ")[0]
    # Where a key has several columns, Datasette puts a link before them, which is no column of the table.
    names = [column["name"] for column in columns if column["name"] != reading.LINK]
    chosen = not reading.CHOOSING.isdisjoint(request.args)
    slugs = [str(row["slug"]) for row in rows] if table == INCIDENTS.name and not chosen else []
    read = reading.read(table, request.args, columns, rows)
    keys = {column: "source" for column in _SOURCES if column in names} | _KEYS.get(table, {})
    for column, kind in keys.items():
        await _name(datasette, tables, column, kind, rows, facets)
    if slugs:
        await _tell(datasette, tables, rows, slugs)
        unsorted = {"sortable": False, "is_pk": False, "type": "", "notnull": 0}
        read.columns.extend(unsorted | {"name": name, "description": told} for name, told in _TOLD.items())
    entries = table == EVENTS.name and _CLAIM not in _asked(request)
    offered = [facet for facet in _each_once(facets) if facet["results"]]
    facets = [_in_words(table, facet) | {"note": _ENTRIES if entries else ""} for facet in offered]
    await contested.tell(datasette, tables, table, rows)
    if table == EVENTS.name:
        await summaries.tell(datasette, tables, rows)
    if table in _EVENTS:
        await summaries.tell_named(datasette, tables, _EVENTS[table], rows)
    for cell in (cell for row in rows for cell in row.cells):
        cell["value"] = unbroken.text(cell["value"]) or cell["value"]
    ways = [
        *(_among_events(request) if table == EVENTS.name else []),
        *((said, renderers[ending]) for ending, said in _DRAWN.items() if rows and ending in renderers),
        *(await _beside(datasette, tables) if table == CORRECTIONS.name else []),
        *(await _casualties(datasette, tables, rows) if table in _TYPED else []),
        *([("Show all columns", _address(request, names))] if read.folded else []),
        *([("Show the usual columns", _address(request, []))] if chosen else []),
    ]
    return Page(
        _headed(table, _described(_counted(count, more), described, read.folded), _asked(request)),
        read.columns,
        facets,
        [
            (f"{labels.column(table, facet['name'])}: {value['label']}", value["toggle_url"])
            for facet in facets
            for value in facet["results"]
            if value["selected"]
        ],
        ways,
        [labels.column(table, name) for name in read.empty],
        [labels.column(table, name) for name in read.folded],
        [one for one in _asked(request) if one[0] not in ("_search", "_next")],
        await undated.left_out(datasette, request, table, f"/{DATABASE}/{table}", _asked(request)),
    )


def _counted(count: Any, more: Any) -> str:
    """How many rows there are in all."""
    if not isinstance(count, int):
        return "Rows"
    return f"{count - 1:,}+ rows" if more is True else words.count(count, "row")


def _described(counted: str, described: str, folded: Sequence[str]) -> str:
    """How many rows, and Datasette's words for them without the name of a column that is not on the page."""
    rows, sorted_by, order = described.rpartition("sorted by ")
    if sorted_by and (order in _ORDERED or order.partition(" ")[0] in folded):
        described = rows + _ORDERED.get(order, sorted_by + order)
    return f"{counted} {described}".replace(f" where {_CLAIMS}", " that are claims").strip()


def _headed(table: str, described: str, pairs: Sequence[tuple[str, str]]) -> str:
    """The same with the columns called as their headings are, and what a filter of 1 or 0 says in words."""
    for name, value in pairs:
        if plain := asked.plain([(name, value)]):
            described = described.replace(plain, asked.in_words(table, name, value), 1)
    return _SORTED.sub(lambda column: _lowered(labels.column(table, column[0])), described)


def _lowered(heading: str) -> str:
    return heading if heading.isupper() else f"{heading[0].lower()}{heading[1:]}"


def _among_events(request: Any) -> list[tuple[str, str]]:
    """The way from everything that the log holds to the claims alone, or back."""
    asked = [(name, value) for name, value in _asked(request) if name != "_next"]
    others = [one for one in asked if one != _CLAIM]
    claims = len(others) < len(asked)
    return [("Everything in the log" if claims else "Claims only", _query(others if claims else [*others, _CLAIM]))]


async def _beside(datasette: Datasette, tables: Tables) -> list[tuple[str, str]]:
    """The way from what was corrected here to what issuers replaced, which is no correction of ours."""
    replaced = (await tables.rows(REPLACED))[0]["statements"]
    said = f"{words.count(replaced, 'statement')} replaced by the issuer"
    return [(said, datasette.urls.path(f"/{DATABASE}/corrected-since?since="))] if replaced else []


async def _casualties(datasette: Datasette, tables: Tables, rows: Sequence[Any]) -> list[tuple[str, str]]:
    """The way from claims of a type to the casualties that they tell, where there are any."""
    ids = [str(compat.plain(cell["raw"])) for row in rows for cell in row.cells if cell["column"] == "event"]
    found = await tables.rows(_TELLING, events=json.dumps(ids)) if len(ids) <= leading.NAMED else []
    at = f"/{DATABASE}/{CASUALTIES.name}?event__in={','.join(row['event'] for row in found)}"
    return [("Casualties that these claims tell", datasette.urls.path(at))] if found else []


def _asked(request: Any) -> list[tuple[str, str]]:
    return parse_qsl(request.query_string, keep_blank_values=True)


def _query(pairs: Sequence[tuple[str, str]]) -> str:
    return "?" + urlencode(pairs)


def _address(request: Any, columns: Sequence[str]) -> str:
    """The address of this page with these columns; none are chosen: those that it has by itself."""
    kept = [(name, value) for name, value in _asked(request) if name not in reading.CHOOSING]
    # The first is the key, which Datasette always adds.
    return _query([*kept, *(("_col", name) for name in columns)])


async def _name(
    datasette: Datasette, tables: Tables, column: str, kind: str, rows: Sequence[Any], facets: Sequence[Row]
) -> None:
    """Put names in the place of the keys in a column and in its facet."""
    found = [
        (cell, str(key))
        for row in rows
        for cell in row.cells
        if cell["column"] == column and (key := compat.plain(cell["raw"]))
    ]
    values = [value for facet in facets if facet["name"] == column for value in facet["results"]]
    named = await called.of(tables, kind, {key for _, key in found} | {str(value["value"]) for value in values})
    for cell, key in found:
        if key in named:
            cell["value"] = leading.link(datasette.urls.path, kind, key, named[key])
    for value in values:
        value["label"] = named.get(value["value"], value["label"])


async def _tell(datasette: Datasette, tables: Tables, rows: Sequence[Any], slugs: list[str]) -> None:
    """Say of each incident what is remarkable, in its cell `disputed`, its casualties, and what it rests on beside."""
    marked = await incidents.marks(tables, slugs)
    among = await tables.incidents("select value from json_each(:slugs)", len(slugs), slugs=json.dumps(slugs))
    found = {incident["slug"]: incident for incident in among}
    for row, slug in zip(rows, slugs, strict=True):
        for cell in row.cells:
            if cell["column"] == "disputed" and slug in marked:
                cell["value"] = Markup(" ").join(_mark(datasette, slug, one) for one in marked[slug])
            elif cell["column"] == "casualties":
                cell["value"] = words.claimed(found[slug]["figures"])
        told = {"rests_on": words.rests_on(found[slug])}
        row.cells.extend({"column": name, "value": told[name], "raw": None, "value_type": "str"} for name in _TOLD)


def _mark(datasette: Datasette, slug: str, found: Row) -> Markup:
    at = datasette.urls.path(f"/incident/{slug}") + f"#{found['section']}"
    return Markup('<a href="{}">{}</a>').format(at, mark(found["mark"]))


def _each_once(facets: Sequence[Row]) -> list[Row]:
    """The facets without those that Datasette has twice: those of the table that the address asks for as well."""
    return list({(facet["name"], facet["type"]): facet for facet in reversed(facets)}.values())[::-1]


def _in_words(table: str, facet: Row) -> Row:
    """The facet with words for codes, for 1, 0 and nothing, and the key of what has no name."""
    name = facet["name"]
    said = asked.TRUTHS.get(name, {})
    results = [
        one | {"label": said.get(one["value"]) or terms.said(name, str(one["label"] or one["value"] or _NOTHING))}
        for one in facet["results"]
    ]
    return facet | {"heading": _COUNTING.get((table, name)) or labels.column(table, name), "results": results}
