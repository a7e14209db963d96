"""The chart of a table or query shows exactly its rows on that page, in a window that its address tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from timeline.web import compat, rendering, words
from timeline.web.charts import rows as chart_rows
from timeline.web.charts import zoom
from timeline.web.charts.chart import Chart, Dated, drawn
from timeline.web.metadata import DATABASE
from timeline.web.pictures import files
from timeline.web.queries import Tables
from timeline.web.questions import QUESTIONS

if TYPE_CHECKING:
    from datasette.app import Datasette

Row = Mapping[str, Any]
Asked = list[tuple[str, str]]

#: Rows drawn in one chart, the first of them by day.
MOST = 300
_WINDOW = (zoom.FROM, zoom.TO)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is drawn of the rows, through which window, and why not all of them: in words, how many of how many."""

    name: str
    window: zoom.Window
    chart: Chart | None
    starts: list[date]
    counted: str


async def page(datasette: Datasette, columns: Sequence[str], rows: Sequence[Row], request: Any, data: Any) -> Any:
    """The chart with its controls, and the same as a table. Raises BadRequest."""
    shown = await _shown(datasette, columns, rows, request)
    asked, path = _asked(request), _path(request)
    filters = [(name, given) for name, given in asked if name not in _WINDOW]

    def at(ending: str, more: Asked = filters) -> str:
        query = f"?{urlencode(more)}" if more else ""
        return str(datasette.urls.path(f"{path}{ending}{query}"))

    def step(one: zoom.Step) -> dict[str, Any]:
        ends = [(name, end) for name, end in zip(_WINDOW, (one.first, one.last), strict=True) if end]
        return {"words": one.words, "marks": one.marks, "href": at(".chart", [*filters, *ends])}

    following = [*((name, given) for name, given in asked if name != "_next"), ("_next", str(data.get("next")))]
    return await rendering.page(
        datasette,
        request,
        "chart_page",
        400 if shown.window.faults else 200,
        shown=shown,
        filters=filters,
        told=_told(filters),
        table=at(""),
        whole=at(".chart"),
        action=at(".chart", []),
        file=at(".svg", asked) if shown.chart and not shown.window.faults else None,
        following=at(".chart", following) if data.get("next") else None,
        truncated=bool(data.get("truncated")),
        closer=list(map(step, zoom.closer(shown.window, shown.starts))),
        beside=list(map(step, zoom.beside(shown.window))),
        wider=list(map(step, zoom.wider(shown.window))),
        ends=[(zoom.FROM, "From", "2015-08"), (zoom.TO, "To", "2015-09")],
    )


async def file(datasette: Datasette, columns: Sequence[str], rows: Sequence[Row], request: Any) -> Any:
    """The chart as a file. Raises BadRequest, and NotFound where nothing has a day in the window."""
    shown = await _shown(datasette, columns, rows, request)
    if shown.window.faults:
        raise compat.BadRequest(" ".join(shown.window.faults.values()))
    if shown.chart is None:
        raise compat.NotFound(shown.counted)
    asked = _asked(request)
    filters = [(name, given) for name, given in asked if name not in _WINDOW]
    only = f" Only: {_told(filters)}." if _told(filters) else ""
    when = f" Shown: {shown.window.said}." if shown.window else ""
    query = f"?{urlencode(asked)}" if asked else ""
    what = f"{shown.name}.{only} {shown.counted}{when}".replace("?.", "?")
    return await files.rows(datasette, request, shown.chart, f"{_path(request)}.chart{query}", shown.name, what)


async def _shown(datasette: Datasette, columns: Sequence[str], rows: Sequence[Row], request: Any) -> Shown:
    if not chart_rows.is_charted(columns):
        raise compat.BadRequest(
            "A chart needs the columns earliest and latest, and one of id, event, slug and incident, such as those of "
            "incidents and events."
        )
    window = zoom.window(*(request.args.get(name) or "" for name in _WINDOW))
    dated = await chart_rows.dated(Tables(datasette.get_database(DATABASE)), columns, rows)
    inside = [mark for mark in dated if window.holds(mark.earliest, mark.latest)]
    return Shown(
        _called(_path(request).rpartition("/")[2]),
        window,
        drawn(inside[:MOST], window) if inside else None,
        [date.fromisoformat(mark.earliest or mark.latest or "") for mark in inside],
        _counted(len(rows), dated, inside),
    )


def _counted(rows: int, dated: Sequence[Dated], inside: Sequence[Dated]) -> str:
    """How many of how many are drawn, and what became of the rest."""
    left = [
        *([f"{rows - len(dated):,} without a day"] if rows > len(dated) else []),
        *([f"{len(dated) - len(inside):,} outside these days"] if len(dated) > len(inside) else []),
        *([f"{len(inside) - MOST:,} later than the first {MOST:,}"] if len(inside) > MOST else []),
    ]
    said = f"{min(len(inside), MOST):,} of {words.count(rows, 'row')} drawn"
    return f"{said}; not drawn: {', '.join(left)}." if left else f"{said}."


def _told(filters: Asked) -> str:
    """The filters of a table, or what a query was asked, in a few words."""
    return ", ".join(
        f"{name.removesuffix('__exact').replace('__', ' ')} {given}".strip()
        for name, given in filters
        if given and name != "sql" and (not name.startswith("_") or name.startswith("_search"))
    )


def _called(name: str) -> str:
    """What a table or query is called; a statement of a reader's own has no name."""
    if name in QUESTIONS:
        return QUESTIONS[name].title
    return "Query" if name in (DATABASE, "query") else words.label(name)


def _asked(request: Any) -> Asked:
    return [
        (name, given)
        for name, given in parse_qsl(request.query_string, keep_blank_values=True)
        if name not in ("_format", "_labels")
    ]


def _path(request: Any) -> str:
    """The path of the table or query itself, below wherever the site begins."""
    path = str(request.scope.get("route_path") or request.path)
    return path.removesuffix(".chart").removesuffix(".svg")
