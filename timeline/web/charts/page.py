"""The chart of a table or query shows its rows, as many as one answer can have, in a window that its address tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from timeline.web import asked as asking
from timeline.web import compat, figured, labels, rendering, undated, words
from timeline.web.asking import heading
from timeline.web.charts import counting, zoom
from timeline.web.charts import rows as chart_rows
from timeline.web.charts.chart import Chart, drawn
from timeline.web.drawable import Undrawable
from timeline.web.metadata import DATABASE
from timeline.web.pictures import files
from timeline.web.queries import MOST, Tables
from timeline.web.questions import ALL

if TYPE_CHECKING:
    from datasette.app import Datasette

Row = Mapping[str, Any]
Asked = list[tuple[str, str]]

_WINDOW = (zoom.FROM, zoom.TO)
#: Of all events, those that say when: most of the others record sources, places and the like.
_EVENTS, _WITH_DAY = "events", ("occurred__notblank", "1")
#: Quotation marks within others.
_WITHIN = str.maketrans("“”", "\u2018\u2019")
#: How many of what has no day are named.
NAMED = 6
#: Parts of an address that say how many rows a page has, and not which.
_PAGING = ("_size", "_next")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is drawn of the rows, through which window, and why not all of them: in words, how many of how many.

    `days` are those of all that may lie in the window, and how many have them. `heading` says what is drawn: of a
    question when that was, and not its answer.
    """

    heading: str
    window: zoom.Window
    chart: Chart | None
    days: Counter[zoom.Days]
    counted: str


async def page(
    datasette: Datasette, columns: Sequence[str], rows: Sequence[Row], request: Any, table: str | None, data: Any
) -> Any:
    """The chart with its controls, and the same as a table. Raises BadRequest."""
    if request.args.get("_file") == "svg":  # as a map's file is asked for
        return await file(datasette, columns, rows, request, table, data)
    if better := _better(request, data):
        return compat.Response.redirect(datasette.urls.path(f"{_path(request)}.chart?{urlencode(better)}"))
    shown = await _shown(datasette, columns, rows, request, table)
    asked, path = _asked(request), _path(request)
    filters = [(name, given) for name, given in asked if name not in _WINDOW]
    narrowing = [(name, given) for name, given in filters if name not in _PAGING]

    def at(ending: str, more: Asked = filters) -> str:
        query = f"?{urlencode(more)}" if more else ""
        return str(datasette.urls.path(f"{path}{ending}{query}"))

    more, wide = bool(data.get("next")), counting.widened(filters, shown.window)
    counted = await counting.days(datasette, request, data, path, narrowing, columns) if more else None

    def step(one: zoom.Step) -> dict[str, Any]:
        ends = [(name, end) for name, end in zip(_WINDOW, (one.first, one.last), strict=True) if end]
        rows = filters
        if counted is not None or wide != filters:
            rows = counting.narrowed([one for one in wide if one[0] != "_next"], zoom.window(one.first, one.last))
        return {"words": one.words, "spans": one.spans, "href": at(".chart", [*rows, *ends])}

    following = [*((name, given) for name, given in asked if name != "_next"), ("_next", str(data.get("next")))]
    of_these_days = _of_these_days(columns, shown.window, asked) if more else None
    days = shown.days if counted is None else counting.within(shown.window, counted)
    return await rendering.page(
        datasette,
        request,
        "chart_page",
        400 if shown.window.faults else 200,
        shown=shown,
        filters=wide,
        told=_told(_name(path), narrowing),
        table=at("", narrowing),
        whole=at(".chart"),
        left=await _left(datasette, request, path, narrowing),
        action=at(".chart", []),
        figures=await figured.picture(Tables(datasette.get_database(DATABASE)), _name(path), request.args),
        file=at(".svg", asked) if shown.chart and not shown.window.faults else None,
        undrawn=_undrawn(shown, rows),
        read=len(rows),
        total=await compat.total(datasette, request, data, f"{path}.json", narrowing) if more else None,
        counted=counted and counted.total(),
        open_ended=sum(many for ends, many in (counted or {}).items() if any(ends) and not all(ends)),
        later="_next" in dict(asked),
        following=at(".chart", following) if more else None,
        of_these_days=at(".chart", of_these_days) if of_these_days else None,
        truncated=bool(data.get("truncated")),
        closer=list(map(step, zoom.closer(shown.window, days))),
        beside=list(map(step, zoom.beside(shown.window))),
        wider=list(map(step, zoom.wider(shown.window))),
        ends=[(zoom.FROM, "From", "2015-08"), (zoom.TO, "To", "2015-09")],
    )


async def file(
    datasette: Datasette, columns: Sequence[str], rows: Sequence[Row], request: Any, table: str | None, data: Any
) -> Any:
    """The chart as a file. Raises BadRequest, and NotFound where nothing has a day in the window."""
    if better := _better(request, data):
        return compat.Response.redirect(datasette.urls.path(f"{_path(request)}.svg?{urlencode(better)}"))
    shown = await _shown(datasette, columns, rows, request, table)
    if shown.window.faults:
        raise compat.BadRequest(" ".join(shown.window.faults.values()))
    if shown.chart is None:
        raise Undrawable(_undrawn(shown, rows))
    asked, path = _asked(request), _path(request)
    told = _told(_name(path), [(name, given) for name, given in asked if name not in _WINDOW])
    following = ": the page at the address below leads to the next." if data.get("next") else "."
    cut = data.get("next") or data.get("truncated")
    first = f" Only {len(rows):,} rows are looked at, and there are more{following}" if cut else ""
    later = " The rows before these are not looked at." if "_next" in dict(asked) else ""
    apart = undated.said(await _left(datasette, request, path, asked))
    left = f" {apart}" if apart else ""
    when = f" Shown: {shown.window.said}." if shown.window else ""
    query = f"?{urlencode(asked)}" if asked else ""
    rest = f"{_answer(columns, rows)}{shown.counted}{left}{first}{later}{when}"
    if await figured.picture(Tables(datasette.get_database(DATABASE)), _name(path), request.args):
        rest += " The figures themselves are drawn in the picture of casualties on the page of the incident."
    called = "" if _name(path) in ALL else f"{asking.called(_name(path))}{f', {told}' if told else ''}. "
    what = f"{called}{rest}"
    return await files.rows(datasette, request, shown.chart, f"{path}.chart{query}", shown.heading, what)


async def _left(datasette: Datasette, request: Any, path: str, asked: Asked) -> list[undated.LeftOut]:
    """What a filter by days leaves out of a table, for the want of a day."""
    name = _name(path)
    if not labels.columns(name):
        return []
    given = [one for one in asked if one[0] not in _WINDOW]
    return await undated.left_out(datasette, request, name, path, given)


def _told(name: str, asked: Asked) -> str:
    """What is asked of a table, or by SQL; of a question its heading tells that."""
    return "" if name in ALL else asking.told(name, asked)


def _answer(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """What the rows answer, where they are those of who-held: a picture of their claims does not tell it."""
    if not _is_held(columns):
        return ""
    told = [
        f"{row['scope']}: {row['answer']}"
        + (f" ({row['controllers']})" if row["controllers"] not in ("", row["answer"]) else "")
        for row in rows
    ]
    return f"The answer, by what of the place is meant: {', '.join(told)}. "


def _undrawn(shown: Shown, rows: Sequence[Row]) -> str:
    """Why there is no chart."""
    if not rows:
        return "Nothing can be drawn: there are no such rows."
    return f"Nothing can be drawn: none of these rows has a day{' that is shown' if shown.window else ''}."


def _better(request: Any, data: Any) -> Asked | None:
    """What to ask instead, where that shows more: as many rows as one answer can have, and events that have a day."""
    asked = _asked(request)
    better = list(asked)
    if _name(_path(request)) == _EVENTS and not asking.narrowed([one for one in asked if one[0] not in _WINDOW]):
        better.append(_WITH_DAY)
    if data.get("next") and "_size" not in dict(asked):
        better.append(("_size", "max"))
    return better if better != asked else None


def _of_these_days(columns: Sequence[str], window: zoom.Window, asked: Asked) -> Asked | None:
    """What asks the table itself for the rows of the window's days, where both of their ends are known."""
    if not window or not set(chart_rows.DAYS) <= set(columns):
        return None
    asked = [one for one in asked if one[0] != "_next"]
    narrowed = counting.narrowed(asked, window)
    return narrowed if narrowed != asked else None


async def _shown(
    datasette: Datasette, columns: Sequence[str], rows: Sequence[Row], request: Any, table: str | None
) -> Shown:
    if not chart_rows.is_charted(columns, table):
        raise compat.BadRequest(
            "A chart needs rows that name events or incidents: a column id, event, claim, slug or incident, or a list "
            "such as events, in a table or query of what was claimed."
        )
    window, name = zoom.window(*(request.args.get(name) or "" for name in _WINDOW)), _name(_path(request))
    tables = Tables(datasette.get_database(DATABASE))
    found = await chart_rows.dated(tables, columns, rows, table)
    inside = [span for span in found.spans if window.holds(*span.days)]
    return Shown(
        _headed(name, await heading(tables, name, request.args), found),
        window,
        drawn(inside[:MOST], window) if inside else None,
        Counter(span.days for span in inside),
        _counted("the answer names" if _is_held(columns) else _naming(len(rows)), found, len(inside)),
    )


def _headed(name: str, question: str | None, found: chart_rows.Found) -> str:
    """What a chart shows: a question is answered by its rows, of which it has the days alone."""
    if question is None or not question.endswith("?"):
        return f"{question or asking.called(name)} over time"
    drawn = "incidents" if found.spans and found.spans[0].path.startswith("/incident/") else "claims"
    return f"When: the {drawn} that answer “{question.translate(_WITHIN)}”"


def _naming(rows: int) -> str:
    return f"the {rows:,} rows name" if rows != 1 else "the row names"


def _is_held(columns: Sequence[str]) -> bool:
    """Whether these are the columns of who-held, which a page tells in fewer rows."""
    return {"scope", "answer", "controllers"} <= set(columns)


def _counted(naming: str, found: chart_rows.Found, inside: int) -> str:
    """How many of how many are drawn of what is named, and what became of the rest."""
    outside, without = len(found.spans) - inside, found.of - len(found.spans) - found.entries
    left = [
        *([f"{found.entries:,} without a claim (records of sources, places and the like)"] if found.entries else []),
        *([f"{without:,} without a day{_named(found.undated)}"] if without else []),
        *([f"{outside:,} outside these days"] if outside else []),
        *([f"{inside - MOST:,} later than the first {MOST:,}"] if inside > MOST else []),
    ]
    shown, noun = min(inside, MOST), "claim" if found.noun == "event" and not found.entries else found.noun
    if noun == "row":
        said = f"{shown:,} of {words.count(found.of, noun)} drawn"
    else:
        of = f"the {found.of:,} {noun}s" if found.of != 1 else f"the one {noun}"
        which = f"{shown:,} of {of}" if left else f"all {of.removeprefix('the ')}" if found.of != 1 else of
        said = f"Drawn: {which} that {naming}"
    return f"{said}; not drawn: {', '.join(left)}." if left else f"{said}."


def _named(undated: Sequence[str]) -> str:
    """Which they are that have no day, as far as a caption has room."""
    more = [f"{len(undated) - NAMED:,} more"] if len(undated) > NAMED else []
    return f" ({', '.join([*undated[:NAMED], *more])})" if undated else ""


def _asked(request: Any) -> Asked:
    return [
        (name, given)
        for name, given in parse_qsl(request.query_string, keep_blank_values=True)
        if name not in ("_file", "_format", "_labels")
    ]


def _path(request: Any) -> str:
    """The path of the table or query itself, below wherever the site begins."""
    path = str(request.scope.get("route_path") or request.path)
    return path.removesuffix(".chart").removesuffix(".svg")


def _name(path: str) -> str:
    return path.rpartition("/")[2]
