"""What a cell shows follows from its value, its column and its own row: no cell asks the database for anything.

Only the HTML is changed: CSV and JSON have the raw values, and what a filter takes is what the row holds.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache, partial
from typing import Any

from markupsafe import Markup, escape

from timeline.projections.control_tables import CONTROL_PERIODS
from timeline.projections.incident_tables import INCIDENTS
from timeline.web import compat, ends, leading, naming, terms, valued, words
from timeline.web.ends import Cell, Path
from timeline.web.marks import MARKS, Mark, mark

#: Longer text is cut at a word. Characters.
LONG, SHORT = 160, 60

_INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9]{2}:[0-9]{2}[0-9:.]*Z")

#: What a column holds, wherever it stands: the page that its values lead to.
_EVENT = (
    *("id", "event", "replaced_by", "superseded_by", "supersession", "claim", "other", "base", "link"),
    *("amends", "responds_to", "place_event", "root"),
)
#: Of a table, such a list of several is the link to them.
_COUNTED = ("events", "from_events", "to_events", "inferred_from")
#: Lists of claims in queries, each with words behind its ID, such as who says so.
SAID = (
    *("said_by", "inferred_from", "denied_by", "begun_by", "dated_later_by", "ended_by"),
    *("answered_by", "answers", "derived_from", "lost_hedge"),
)
_INCIDENT = ("incident", "counted_in", "slug", "into", "other")
#: The tables whose column `place` says which place it is; elsewhere it is the name that a claim writes. None: a query.
_PLACED = (None, "control_changes", "control_periods", "claim_places", "place_names")
#: Lists of words as JSON.
_WORDS = ("tags", "suggested")
#: The page of a row, and the column that has its key; of other tables it is that of their event.
_PAGES = {name: (name.removesuffix("s"), "key") for name in ("sources", "places", "actors")} | {
    "events": ("event", "id")
}
#: Text that may be long; the page that has all of it is that of the row.
_TEXT = dict.fromkeys(("summary", "quote", "note", "via", "reason"), LONG)
_TEXT |= dict.fromkeys(("body", "border", "codes"), SHORT)
#: The column of titles in a table of which not every row has one.
_TITLED = ("sources", "title")
#: Numbers that are names, not amounts.
_NUMBERED = ("position", "number", "version", "hop", "depth", "member", "side", "counts_as")


def of(table: str | None, column: str, value: object) -> Cell | None:
    """How a column shows a value of this kind, of a table or of a query (None); None for what is left to Datasette.

    Most cells are left so, which is why the kind is asked for: a page has thousands.
    """
    if value is None:
        return _untitled if (table, column) == _TITLED else _of_nothing(column)
    if isinstance(value, str | dict):  # a foreign key that Datasette has looked up is a dictionary
        return _of_text(table, column)
    return _of_number(column) if isinstance(value, int) else None


@lru_cache(maxsize=4096)
def _of_nothing(column: str) -> Cell | None:
    return partial(_instant, column) if column == "to_at" else ends.of(column)


@lru_cache(maxsize=4096)
def _of_number(column: str) -> Cell | None:
    return partial(_mark, MARKS[column]) if column in MARKS else None if column in _NUMBERED else _amount


@lru_cache(maxsize=4096)
def _of_text(table: str | None, column: str) -> Cell | None:
    shown = _texts(table, column)
    return None if not shown else shown[0] if len(shown) == 1 else partial(_first, tuple(shown))


def _texts(table: str | None, column: str) -> list[Cell]:
    ends_of = {"earliest": 0, "latest": 1} if table == INCIDENTS.name else {}
    dated = partial(valued.end_of_days, ends_of[column]) if column in ends_of else valued.date
    return [
        *([valued.stance] if column == "stance" else []),
        *([partial(_mark, MARKS[column])] if column in MARKS else []),
        *([_doubted] if column == "doubted" else []),
        *([partial(_term, column)] if column in terms.CODED else []),
        *([partial(valued.first_day, dated)] if column in ("earliest", "occurred") and table else []),
        *([dated] if column in terms.DATED and table and column != "told" else []),
        *([valued.value] if column == "value" else []),
        *([_why] if column == "why" else []),
        *([leading.counted] if column in _COUNTED and table else []),
        *([leading.said] if column in SAID and table is None else []),
        *([partial(leading.carried, column)] if column in ("told", "events") and table == CONTROL_PERIODS.name else []),
        *([partial(leading.events, table)] if column in naming.LISTS else []),
        *([leading.event] if column in _EVENT else []),
        *([leading.incident] if column in _INCIDENT else []),
        *([leading.source] if column == "source" or (column == "key" and table == "sources") else []),
        *([leading.place] if column == "place" and table in _PLACED else []),
        *([leading.where] if column == "place" and table == INCIDENTS.name else []),
        *([leading.place] if column in ("key", "part_of") and table == "places" else []),
        *([leading.actor] if column in ("actor", "origin_actor") or (column == "key" and table == "actors") else []),
        *([leading.voice] if column in ("origin", "voice") else []),
        *([leading.title] if column == "title" else []),
        *([_words] if column in _WORDS or (column == "part_of" and table == "actors") else []),
        *([_json] if column in ("before", "after") else []),
        *([valued.date] if column == "told" and table else []),
        *([partial(_text, table, _TEXT[column])] if column in _TEXT else []),
        *([partial(_instant, column)] if column.endswith("_at") else []),
    ]


def _first(shown: tuple[Cell, ...], value: Any, row: Any, path: Path) -> Markup | None:
    for cell in shown:
        made = cell(value, row, path)
        if made is not None:
            return made
    return None


def _untitled(value: Any, row: Any, path: Path) -> Markup | None:
    """What pages call a source that has no title, which is none itself."""
    key, said = ends.beside(row, "key"), ends.beside(row, "cited_as")
    if not isinstance(key, str) or not isinstance(said, str):
        return None
    return Markup('<span class="untitled">{} (no title)</span>').format(leading.link(path, "source", key, said))


def _term(column: str, value: Any, row: Any, path: Path) -> Markup | None:
    """A code, or a JSON list of codes, in words; one that is a word already is left as it is."""
    found = naming.texts(value)
    said = ", ".join(terms.term(column, code) for code in found or [str(compat.plain(value))])
    return Markup("{}").format(said) if found or (isinstance(value, str) and said != value) else None


def _why(value: Any, row: Any, path: Path) -> Markup | None:
    """Why values cannot all be true, with days as elsewhere, and each claim that it names as a link."""
    if not isinstance(value, str):
        return None
    told = terms.in_sentence(value) if ends.beside(row, "property") == "occurred" else value
    named = [id for id in naming.texts(ends.beside(row, "events")) if naming.ID.fullmatch(id)]
    parts = re.split(f"({'|'.join(named)})", told) if named else [told]
    shown = (leading.link_of_event(path, part) if at % 2 else escape(part) for at, part in enumerate(parts))
    return Markup().join(shown) if told != value or len(parts) > 1 else None


def _words(value: Any, row: Any, path: Path) -> Markup | None:
    found = naming.texts(value)
    return Markup("{}").format(", ".join(found)) if found else None


def _json(value: Any, row: Any, path: Path) -> Markup | None:
    """A text in JSON without its quotation marks; whatever else is cut."""
    try:
        told = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        told = None
    text = told if isinstance(told, str) else value
    whole = Markup("{}").format(text) if isinstance(told, str) and told.strip() else None
    return _text(None, LONG, text, row, path) or whole


def _text(table: str | None, most: int, value: Any, row: Any, path: Path) -> Markup | None:
    if not isinstance(value, str) or len(value) <= most:
        return None
    cut = _whole(value[:most].rsplit(None, 1)[0]) + " … "
    page, column = _PAGES.get(table or "", ("event", "event"))
    key = ends.beside(row, column)
    return Markup("{}{}").format(cut, leading.link(path, page, key, "all of it") if isinstance(key, str) else "")


def _whole(text: str) -> str:
    """The text up to the last of its clauses that is whole, unless that leaves out half of it."""
    end = max(text.rfind("; "), text.rfind(", "))
    return text[: end + 1] if end > len(text) / 2 else text


def _instant(column: str, value: Any, row: Any, path: Path) -> Markup | None:
    """A UTC instant to the minute; the end of what has none yet."""
    if value is None and column == "to_at":
        return ends.lacking("now") if ends.beside(row, "from_at") else None
    found = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    if found is None or not words.is_day(found[1]):
        return None
    return Markup('<time datetime="{}">{}</time>').format(value, words.instant(value))


def _amount(value: Any, row: Any, path: Path) -> Markup | None:
    return Markup(f"{value:,}") if type(value) is int and abs(value) >= 10_000 else None


def _mark(marks: dict[Any, Mark], value: Any, row: Any, path: Path) -> Markup | None:
    return mark(marks[value]) if isinstance(value, str | int) and value in marks else None


def _doubted(value: Any, row: Any, path: Path) -> Markup | None:
    """How others doubt a claim, each way with its mark."""
    found = [MARKS["doubted"].get(one) for one in value.split(", ")] if isinstance(value, str) else [None]
    return Markup(" ").join(mark(one) for one in found if one) if all(found) else None
