"""The page of a table says more than its cells can: names for keys, what is remarkable, and where the rows are drawn.

Cells and facets are only put into words here; what a filter takes is what the row holds, and so have CSV and JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from markupsafe import Markup

from timeline.projections.control_tables import CONTROL_CHANGES, CONTROL_PERIODS
from timeline.projections.decisions import INCIDENT_MERGES, INCIDENT_SPLITS
from timeline.projections.definitions import EVENTS
from timeline.projections.incident_tables import INCIDENTS
from timeline.projections.spells import CLAIM_SPELLS
from timeline.web import called, cells, compat, incidents, reading, terms, words
from timeline.web.marks import MARKS, mark
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
#: The columns that hold the key of a source, which Datasette would call by its title: that makes every row tall.
_SOURCES = ("source", "republishes")
#: Where rows can be drawn: the ending of the address, and what the link says.
_DRAWN = {"chart": "Chart of these rows", "map": "Map of these rows"}
#: What a facet says of 1 and 0, and of nothing.
_SAID = {
    "disputed": {1: "disputed", 0: "not disputed"},
    "counted": {1: "counted", 0: "not counted"},
    "in_force": {1: "in force", 0: "not in force"},
}
#: What a facet counts, where the column's name alone would say more than that.
_COUNTING = {(EVENTS.name, "hedge"): "hedge of the whole claim"}
#: The columns that the page of incidents has beside those of the table: they tell in words what others have as numbers.
_TOLD = {
    "casualties": "What is claimed, as in incident_casualties. Never add it up.",
    "rests_on": "How many current claims bear on it, and how many independent origins affirm it.",
}
_NOTHING = "nothing stated"
#: What Datasette says of the order of rows, where the column is folded away that it names.
_ORDERED = {
    "position": "in the order of the log",
    "position descending": "in the order of the log, the last first",
    "earliest": "in the order of their days",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What a table's page shows: columns, facets, where its rows are `drawn`, and what of its columns is not shown.

    `described` says which rows these are, and in which order.
    """

    described: str
    columns: list[Any]
    facets: list[Row]
    drawn: list[tuple[str, str]]
    empty: list[str]
    folded: list[str]
    all_columns: str | None
    usual_columns: str | None


async def page(
    datasette: Datasette,
    table: str,
    request: Any,
    columns: Sequence[Any],
    rows: Iterable[Any],
    facets: Sequence[Row],
    renderers: Mapping[str, str],
    described: str,
) -> Page:
    """What the page shows instead of Datasette's `columns`, `rows` and `facets`; the cells of `rows` are changed.

    `renderers` are the addresses at which these rows are in other forms, by ending; `described` is what Datasette says
    of them.
    """
    tables, rows = Tables(datasette.get_database(DATABASE)), list(rows)
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
    return Page(
        _described(described, read.folded),
        read.columns,
        [_in_words(table, facet) for facet in facets],
        [(said, renderers[ending]) for ending, said in _DRAWN.items() if rows and ending in renderers],
        read.empty,
        read.folded,
        _address(request, names) if read.folded else None,
        _address(request, []) if chosen else None,
    )


def _described(described: str, folded: Sequence[str]) -> str:
    """Datasette's words without the name of a column that is not on the page."""
    rows, sorted_by, order = described.rpartition("sorted by ")
    if not sorted_by or order.partition(" ")[0] not in folded:
        return described
    return rows + _ORDERED.get(order, sorted_by + order)


def _address(request: Any, columns: Sequence[str]) -> str:
    """The address of this page with these columns; none are chosen: those that it has by itself."""
    asked = parse_qsl(request.query_string, keep_blank_values=True)
    kept = [(name, value) for name, value in asked if name not in reading.CHOOSING]
    # The first is the key, which Datasette always adds.
    return "?" + urlencode([*kept, *(("_col", name) for name in columns)])


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
            cell["value"] = cells.link(datasette.urls.path, kind, key, named[key])
    for value in values:
        value["label"] = named.get(value["value"], value["label"])


async def _tell(datasette: Datasette, tables: Tables, rows: Sequence[Any], slugs: list[str]) -> None:
    """Say of each incident what is remarkable, in its cell `disputed`, and add the cells of the columns beside."""
    marked = await incidents.marks(tables, slugs)
    among = await tables.incidents("select value from json_each(:slugs)", len(slugs), slugs=json.dumps(slugs))
    found = {incident["slug"]: incident for incident in among}
    for row, slug in zip(rows, slugs, strict=True):
        for cell in row.cells:
            if cell["column"] == "disputed" and slug in marked:
                cell["value"] = Markup(" ").join(_mark(datasette, slug, one) for one in marked[slug])
        incident = found[slug]
        origins = words.origins(incident["origins_min"], incident["origins_max"])
        told = {
            "casualties": Markup("<br>").join(map(_figure, incident["figures"])) or "none counted",
            "rests_on": f"{words.count(incident['claim_count'], 'claim')}, {origins}",
        }
        row.cells.extend({"column": name, "value": told[name], "raw": None, "value_type": "str"} for name in _TOLD)


def _mark(datasette: Datasette, slug: str, found: Row) -> Markup:
    shapes = {"disagreements": MARKS["disputed"][1][:2], "places": ("hedge", "≠")}
    style, shape = shapes.get(found["section"], ("hedge", "↷"))
    at = datasette.urls.path(f"/incident/{slug}") + f"#{found['section']}"
    return Markup('<a href="{}">{}</a>').format(at, mark((style, shape, found["words"])))


def _figure(figure: Row) -> Markup:
    during = f" in all, {words.edtf(figure['period'])}" if figure["period"] else ""
    said = f"{words.those(figure)} {words.label(figure['outcome']).lower()}{during}"
    return Markup("<b>{}</b> {}").format(words.span(figure), said)


def _in_words(table: str, facet: Row) -> Row:
    """The facet with words for 1, 0, codes and nothing, and the key of what has no name."""
    said = _SAID.get(facet["name"], {})
    coded = facet["name"] in terms.CODED
    results = [
        value
        | {
            "label": said.get(value["value"])
            or (terms.term(facet["name"], str(value["value"])) if coded and value["value"] else "")
            or (value["label"] or value["value"] or _NOTHING)
        }
        for value in facet["results"]
    ]
    return facet | {"name": _COUNTING.get((table, facet["name"]), facet["name"]), "results": results}
