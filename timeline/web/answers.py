"""The page of a question shows the rows that Datasette found, in words, or says why there are none.

CSV, JSON and the others have every column, as the query gives it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from timeline.web import (
    asking,
    cells,
    compat,
    fate,
    figured,
    filled,
    forms,
    held,
    labels,
    naming,
    paging,
    refusing,
    rendering,
    reported,
    sayers,
    scopes,
    terms,
    words,
)
from timeline.web.ends import Path
from timeline.web.filled import LINK
from timeline.web.marks import DOUBTS, MARKS
from timeline.web.metadata import DATABASE
from timeline.web.queries import Tables
from timeline.web.questions import ALL
from timeline.web.replies import DONE

if TYPE_CHECKING:
    from datasette.app import Datasette

#: The template of each question: ours where the query is ours too. Datasette looks for it by the name of the query.
TEMPLATES = {
    f"query-{DATABASE}-{name}.html": "{% filter timeline_mended %}{% include 'timeline/asked.html' if timeline_question"
    " is defined and query.sql == timeline_question.sql else 'query.html' %}{% endfilter %}"
    for name in ALL
}
_WHO = "Who held it"
#: The ends of a group of figures.
_REACH = ("lowest", "highest")
_BORDERS = "Begun and ended by"
#: What stands together in one column: the columns that it is made of, the first of which it replaces, and its heading.
_TOGETHER = (
    (("earliest", "latest"), "When"),
    (("incident", "title"), "Incident"),
    (("event", "summary"), "Claim"),
    (("low", "high"), "Range"),
    (_REACH, "Range"),
    (("origins_min", "origins_max"), "Independent origins"),
    (("from_day", "to_day"), "Known so"),
    (("begun_by", "dated_later_by", "ended_by"), _BORDERS),
    (scopes.HOLDER, _WHO),
)
#: The same where the answer tells what became of claims.
_FATE = tuple((tuple(parts), heading) for heading, parts in fate.PARTS.items())
#: What the answer by `killed` has: figures, whether others contradict them, and whether they are part of a range.
_FIGURE, _DISPUTED, _IN_RANGE = ("stance", "outcome"), "disputed", "in_range"
#: What only a map or a program reads, and what another cell says already.
_APART = (
    *("latitude", "longitude", "where_prec", "point_place", "rival_days", "basis", "places_named"),
    *("bound", "origin_evidence", "said", _IN_RANGE),
)
#: What an answer calls otherwise than tables do, or has alone.
_HEADINGS = {
    "party": "Whose",
    "event": "Claim",
    "part": "Its part",
    "only": "Only in",
    "events": "Which claims",
    "answered_by": "Answered by",
    "answers": "What it answers",
    "lost_hedge": "Hedge lost",
}
#: Beside what it changes, or what kind of entry it is, an event need be no claim.
_CHANGING = frozenset({"amends", "entry_type"})
_OF_CHANGES = {"event": "Event"}
#: What the answer by `who-held` has, and no other.
_HELD = "said_by"
#: What the heading of such an answer says already, and what its other lists have.
_ASKED = ("day", "events")
#: Dates that stand in a column of their own.
_DATED = terms.DATED | {"day"}
#: What goes without saying.
_USUAL = {"status": "current", "stance": "asserts", "role": "victim", "disputed": "no"}
_EMPTY = ("", "&nbsp;", "None")
#: A sentence that names claims, and lists of claims, which cells show as links of their IDs.
_SENTENCE = "why"
_CLAIMS = frozenset({*naming.LISTS, *cells.SAID, _SENTENCE})
#: What keeps to one line.
_ID = 'class="id" '
#: What a cell says of days that are rival ones.
_RIVAL = MARKS["rival_days"][1][2]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Answer:
    """The headings of the columns that anything stands in, and the cells below them."""

    headings: list[str]
    rows: list[list[Any]]


def of_template(template: str | None) -> str | None:
    """The name of the question that a template of Datasette's is for."""
    return template.removeprefix(f"query-{DATABASE}-").removesuffix(".html") if template in TEMPLATES else None


async def parts(datasette: Datasette, request: Any, name: str, **found: Any) -> dict[str, Any]:
    """What the layout shows of a question: `found` is what Datasette has found, by the names of its own template."""
    question = ALL[name]
    tables = await rendering.tables_for(datasette, request)
    asked = await asking.asked(tables, question, request.args)
    refusing.answers_with(request, asked.status)
    part = paging.shown(datasette, request, found["display_rows"] or ())
    columns, rows = found["columns"] or (), part.rows
    named = await filled.cells(tables, columns, rows, datasette.urls.path)
    answer = answered(columns, await _said(tables, columns, named, datasette.urls.path))
    day = asked.typed.get("day") if name == "known-by" and asked.anything and not asked.faults else None
    told = {key: given for key, given in (found["metadata"] or {}).items() if given}
    return await rendering.parts(
        datasette,
        request,
        "question",
        query=name,
        question=question,
        title=told.get("title") or question.title,
        heading=asked.heading(question) if told.get("title", question.title) == question.title else told["title"],
        asked=asked,
        wanting=bool(question.asks.keys() - question.optional) and not asked.anything,
        lists=await asking.offered(tables, question),
        moments=asking.MOMENTS,
        answer=answer,
        figures=await figured.picture(tables, name, request.args) if answer.rows else None,
        reported=await reported.by(tables, day) if day else None,
        within=await held.within(tables, asked.typed["place"], columns, rows) if rows and _HELD in columns else [],
        part=part,
        total=None if part.whole else await paging.total(tables, question.sql, asked.typed),
        most=datasette.setting("max_returned_rows"),
        error=found["error"],
        licence=await compat.instance_metadata(datasette) | told,
        formats=[
            (form, paging.all_of(at))
            for form, at in forms.called({**(found["renderers"] or {}), "CSV": found["url_csv"]})
        ],
        sql=question.sql,
        edit=found["edit_sql_url"],
    )


async def _said(tables: Tables, columns: Sequence[str], rows: Sequence[Sequence[Any]], path: Path) -> list[list[Any]]:
    """The same rows, with who says each claim of a list, and in which source, before its ID."""
    lists = [at for at, column in enumerate(columns) if column in _CLAIMS]
    known = await sayers.of(tables, {id for row in rows for at in lists for id in sayers.ids_in(row[at])}, path)
    if _HELD in columns:
        return scopes.told(columns, scopes.together(columns, rows), lists, known)
    return [
        [
            cell
            if at not in lists or not sayers.ids_in(cell)
            else sayers.within(cell, known)
            if columns[at] == _SENTENCE
            else sayers.told(cell, known)
            for at, cell in enumerate(row)
        ]
        for row in rows
    ]


def answered(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Answer:
    """The cells that Datasette has made, those together that are read together; columns of nothing are left out."""
    found = [dict(zip(columns, row, strict=True)) for row in rows]
    shown: list[tuple[str, list[Any]]] = []
    headings = _HEADINGS | (_OF_CHANGES if not _CHANGING.isdisjoint(columns) else {})
    together = _TOGETHER + (_FATE if set(columns) >= fate.TELLING else ())
    joined = {column for names, _ in together if set(names) <= set(columns) for column in names}
    for column in columns:
        for names, heading in together:
            if column == names[0] and set(names) <= set(columns):
                cells = [_together(heading, row, names) for row in found]
                shown.append((headings["event"] if heading == "Claim" else heading, cells))
        if column in joined or column in _APART or (_HELD in columns and column in _ASKED):
            continue
        if column == _DISPUTED and set(_FIGURE) <= set(columns):
            continue
        cells = [_plain(column, row[column]) for row in found]
        if column == "value" and set(_FIGURE) <= set(columns):
            cells = [_doubted(cell, row["stance"]) for cell, row in zip(cells, found, strict=True)]
        if column == "value" and {*_FIGURE, _DISPUTED} <= set(columns):
            cells = [_in_range(cell, row) for cell, row in zip(cells, found, strict=True)]
            cells = [_disputed(cell, _plain(_DISPUTED, row[_DISPUTED])) for cell, row in zip(cells, found, strict=True)]
        shown.append((headings.get(column) or labels.column(None, column), cells))
    kept = [(heading, cells) for heading, cells in shown if any(cell != "" for cell in cells)]
    return Answer(
        [heading for heading, _ in kept], [list(row) for row in zip(*(cells for _, cells in kept), strict=True)]
    )


def _plain(column: str, cell: Any) -> Any:
    text = str(cell).strip()
    if text in _EMPTY or text == "[]" or Markup(text).striptags().split()[-1:] == [_USUAL.get(column)]:
        return ""
    return terms.dated(text) if column in _DATED and not isinstance(cell, Markup) else cell


def _doubted(cell: Any, stance: Any) -> Any:
    """A figure that is not affirmed by whoever names it does not look like one that is."""
    said = Markup(str(stance)).striptags()
    how = next((DONE[one].lower() for one in DOUBTS if words.STANCES[one] in said), "")
    return Markup("{} <small>({})</small>").format(cell, how) if how else cell


def _in_range(cell: Any, row: Mapping[str, Any]) -> Any:
    """A figure that takes no part in the range of figures says so, as on the page of its incident."""
    apart = str(row.get(_IN_RANGE)).strip() == "0"
    return Markup("{}<br><small>takes no part in the range</small>").format(cell) if apart else cell


def _disputed(cell: Any, mark: Any) -> Any:
    """A figure that others contradict has the mark of that below it, as in tables of figures."""
    return Markup("{}<br>{}").format(cell, mark) if mark != "" else cell


def _together(heading: str, row: Mapping[str, Any], names: Sequence[str]) -> Any:
    if heading == _WHO:
        return scopes.holder(row)
    if heading in fate.PARTS:
        return fate.told(heading, lambda column: _plain(column, row[column]))
    if heading == _BORDERS:
        borders = [(labels.column(None, name), _plain("", row[name])) for name in names]
        part = Markup('<span class="line quiet">{}</span> {}')
        return Markup().join(part.format(said, cell) for said, cell in borders if cell != "")
    first, last = (row[name] for name in names)
    one, other = (str(cell).strip() for cell in (first, last))
    if heading == "Incident":
        return last if other not in _EMPTY else _plain("", first)
    if heading == "Claim":
        link, id = str(first), Markup(first).striptags()
        summary = LINK.sub("", str(escape(last))).strip()  # a longer one is cut, with a link to where this leads
        told = link.replace(f">{id}<", f">{summary}<").replace(_ID, "") if other not in _EMPTY else link
        return Markup('{}<span class="line quiet id">{}</span>').format(Markup(told), id)
    if heading in ("When", "Known so"):
        ends = [text if _DAY.fullmatch(text) else None for text in (one, other)]
        rival = heading == "When" and ("disjoint" in str(row.get("rule")) or str(row.get("rival_days")) == _RIVAL)
        # That sources disagree has a column of its own, or is what was asked.
        told = words.between(*ends).partition(", ")[0] if rival else words.days(*ends)
        basis = words.supplied(str(row.get("basis")).replace(" ", "_")) if heading == "When" else ""
        told = Markup("{}<br><small>{}</small>").format(told, basis) if basis else told
        return told if any(ends) else ""
    if names == _REACH and "low_events" in row:
        return _reach(row)
    if one in _EMPTY and other in _EMPTY:
        return ""
    told = words.ends(_number(one), _number(other))
    return "" if _bare(told) == _bare(Markup(str(row.get("value"))).striptags()) else told


def _reach(group: Mapping[str, Any]) -> str:
    """A group of figures from its lowest to its highest, as on the page of its incident."""
    lowest, highest = (_number(str(group[name]).strip()) for name in _REACH)
    ends = {name: _plain(name, group[name]) or "[]" for name in ("low_events", "high_events")}
    return words.span({"lowest": lowest, "highest": highest, "said": _plain("said", group["said"]), **ends})


def _bare(number: str) -> str:
    """A number or a range as one types it."""
    return number.replace("–", "-").replace(",", "").strip()


def _number(text: str) -> int | None:
    """The number in a cell; None for an end that is open."""
    plain = text.replace(",", "")
    return int(plain) if plain.isdecimal() else None
