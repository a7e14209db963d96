"""The map of a table or query shows exactly its rows on that page, in their order, and says how many these are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from timeline.web import asked as asking
from timeline.web import compat, labels, rendering, undated, words
from timeline.web.asking import heading as heading_of
from timeline.web.drawable import Undrawable
from timeline.web.maps import outlines
from timeline.web.maps.areas import Spot
from timeline.web.maps.map import Map
from timeline.web.maps.rows import as_told, found_by, map_with, named_by
from timeline.web.metadata import DATABASE
from timeline.web.pictures import download
from timeline.web.queries import MOST, Tables
from timeline.web.questions import ALL

if TYPE_CHECKING:
    from datasette.app import Datasette

Row = Mapping[str, Any]
Asked = list[tuple[str, str]]

#: What `_file=` in the address asks for.
FILE = "svg"
#: Parts of a query that say in what form rows are shown, and not which.
_FORM = frozenset({"_file", "_format", "_labels"})
#: Parts that say which of them are on this page.
_PAGE = frozenset({"_size", "_next"})
_UNDRAWN = "Nothing can be drawn: of none of these rows a point or a border is known."
#: The columns that say since when a row holds, and what is said of such rows.
_SINCE = frozenset({"from_day", "from_at"})
_AS_NOW = "Where each was is told as it is known now."
#: What their marks are, in words.
_NOUNS = {"incident": "incident", "event": "claim", "place": "place"}


def is_mapped(columns: Sequence[str], table: str | None) -> bool:
    """Whether rows of these columns can be on a map."""
    return bool(named_by(columns, table))


async def render(
    datasette: Datasette, columns: Sequence[str], rows: Sequence[Row], request: Any, table: str | None, data: Any
) -> Any:
    """The page with the map of the rows, or the picture as a file. Raises BadRequest."""
    named = named_by(columns, table)
    if not named:
        raise compat.BadRequest(
            "A map needs the columns that name what is there: incident or slug, event, id or a list of claims, or key "
            "of places, such as those of incidents, events and places."
        )
    query = parse_qsl(request.query_string, keep_blank_values=True)
    following = str(data.get("next") or "")
    more = bool(following or data.get("truncated"))
    if more and "_size" not in dict(query):
        # A page of a table has fewer rows than a map can show.
        return compat.Response.redirect(f"{request.path}?{urlencode([*query, ('_size', str(MOST))])}")
    tables, path = Tables(datasette.get_database(DATABASE)), request.path.removesuffix(".map")
    of, names, spots = await found_by(tables, named, rows[:MOST])
    spots = as_told(spots, names, rows) if of == "incident" else spots
    found = await map_with(tables, list(spots.values()))
    one = _NOUNS[of]
    noun = f"{one}s"
    question = await heading_of(tables, path.rpartition("/")[2], request.args)
    heading = f"Map of {noun}{f': {question}' if question else ''}"
    asked = [(name, value) for name, value in query if name not in _FORM]
    filters = [(name, value) for name, value in asked if name not in _PAGE]
    told = [_shown(rows, more, "_next" in dict(query), path, filters), _left(names, set(spots), one)]
    told += [_AS_NOW] if of == "incident" and not _SINCE.isdisjoint(columns) else []
    shown = " ".join(filter(None, told))
    left = await _without_days(datasette, request, table, filters)
    if dict(query).get("_file") == FILE:
        if found is None:
            raise Undrawable(_UNDRAWN if rows else "Nothing can be drawn: there are no such rows.")
        figure = rendering.figure(datasette, request, map=found, noun=noun, source=outlines.SOURCE)
        drawn = [name for name, spot in spots.items() if spot not in found.nowhere]
        cited = await tables.declaring(of, drawn)
        if found.nowhere:
            shown += f" Of {words.count(len(found.nowhere), one)} no place is known that can be drawn."
        shown += f" {undated.said(left)}" if left else ""
        shown += "" if of == "event" else f" Each {of} is named below by the event that records it."
        listed = _listed(found, {spots[name].path: id for name, id in zip(drawn, cited, strict=True)})
        return await download.download(
            datasette, request, figure, f"map-of-{noun}", heading, shown, cited, _at(request.path, asked), listed
        )
    return await rendering.page(
        datasette,
        request,
        "map_page",
        map=found,
        noun=noun,
        heading=heading,
        shown=shown,
        left=left,
        rows=_at(path, asked),
        following=_at(request.path, [*(one for one in asked if one[0] != "_next"), ("_next", following)])
        if following
        else None,
        file=_at(request.path, [*query, ("_file", FILE)]),
        source=outlines.SOURCE,
    )


async def _without_days(datasette: Datasette, request: Any, table: str | None, asked: Asked) -> list[undated.LeftOut]:
    """What a filter by days leaves out of a table, for the want of a day."""
    path = str(request.scope.get("route_path") or request.path).removesuffix(".map")
    known = labels.columns(table) if table else ()
    return await undated.left_out(datasette, request, table, path, asked) if table and known else []


def _listed(found: Map, ids: Mapping[str, str]) -> list[str]:
    """What is at each place of the map, with the events that record it, which are `ids` by their paths."""

    def told(spot: Spot, place: str) -> str:
        called = ", ".join(filter(None, [spot.title, spot.days]))
        return ids[spot.path] if called == place else f"{called} ({ids[spot.path]})"

    return [
        f"{place} ({how}): {'; '.join(told(spot, place) for spot in spots)}."
        for mark in (*found.marks, *found.wholes)
        for place, how, spots in mark.places
    ]


def _at(path: str, asked: Asked) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path


def _shown(rows: Sequence[Row], more: bool, later: bool, path: str, asked: Asked) -> str:
    """Which rows these are, in words."""
    cut = more or len(rows) > MOST
    number = words.count(min(len(rows), MOST), "row")
    which = f"{number}, not the first" if later else f"the first {number}" if cut else number
    name = path.rpartition("/")[2]
    told = asking.told(name, asked)
    # The heading of a question has what was asked.
    said = f"{which[0].upper()}{which[1:]}" if name in ALL else f"{asking.called(name)}: {which}"
    return (
        f"{said}{f', {told}' if told and name not in ALL else ''}.{' Narrow the filter to see others.' if cut else ''}"
    )


def _left(names: Sequence[str], found: set[str], one: str) -> str:
    """How many of the rows are of nothing that could be drawn: what was recorded beside claims, or decided."""
    left = sum(name not in found for name in names)
    return f"Of these {left:,} {'tells' if left == 1 else 'tell'} of no {one}." if left else ""
