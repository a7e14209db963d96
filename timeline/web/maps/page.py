"""The map of a table or query shows exactly its rows, in their order, and says how many these are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from timeline.web import compat, rendering, words
from timeline.web.maps import outlines
from timeline.web.maps.rows import map_of, named_by
from timeline.web.metadata import DATABASE
from timeline.web.pictures import download
from timeline.web.queries import MOST, Tables

if TYPE_CHECKING:
    from datasette.app import Datasette

Row = Mapping[str, Any]

#: What `_file=` in the address asks for.
FILE = "svg"
#: Parts of a query that say how rows are shown, and not which.
_MANNER = frozenset({"_file", "_format", "_size", "_next", "_labels"})
#: What their marks are, in words.
_NOUNS = {"incident": "incidents", "event": "claims", "place": "places"}


def is_mapped(columns: Sequence[str]) -> bool:
    """Whether rows of these columns can be on a map."""
    return named_by(columns) is not None


async def render(datasette: Datasette, columns: Sequence[str], rows: Sequence[Row], request: Any, data: Any) -> Any:
    """The page with the map of the rows, or the picture as a file. Raises BadRequest."""
    named = named_by(columns)
    if named is None:
        raise compat.BadRequest(
            "A map needs the columns latitude and longitude and what is there: slug, incident or key; or else claims, "
            "with the columns event or id, incident and place."
        )
    query = parse_qsl(request.query_string, keep_blank_values=True)
    more = bool(data.get("next") or data.get("truncated"))
    if more and "_size" not in dict(query):
        # A page of a table has fewer rows than a map can show.
        return compat.Response.redirect(f"{request.path}?{urlencode([*query, ('_size', str(MOST))])}")
    of, column = named
    names = [str(name) for row in rows[:MOST] if (name := compat.plain(row[column])) is not None]
    noun, path = _NOUNS[of], request.path.removesuffix(".map")
    asked = [(name, value) for name, value in query if name not in _MANNER]
    found = await map_of(Tables(datasette.get_database(DATABASE)), of, names)
    heading = f"Map of {noun}"
    shown = _shown(len(rows), more, noun, path.rsplit("/", 1)[-1], asked)
    if dict(query).get("_file") == FILE and found:
        figure = rendering.figure(datasette, request, map=found, noun=noun, source=outlines.SOURCE)
        here = f"{request.path}?{urlencode([one for one in query if one[0] != '_file'])}".rstrip("?")
        cited = list(dict.fromkeys(spot.path.rsplit("/", 1)[-1] for mark in found.marks for spot in mark.spots))
        return await download.download(datasette, request, figure, f"map-of-{noun}", heading, shown, cited, here)
    return await rendering.page(
        datasette,
        request,
        "map_page",
        map=found,
        noun=noun,
        heading=heading,
        shown=shown,
        rows=f"{path}?{urlencode(asked)}".rstrip("?"),
        file=f"{request.path}?{urlencode([*query, ('_file', FILE)])}",
        source=outlines.SOURCE,
    )


def _shown(rows: int, more: bool, noun: str, name: str, asked: Sequence[tuple[str, str]]) -> str:
    """Which rows these are, in words."""
    number = min(rows, MOST)
    cut = f"The first {number:,} rows" if more or rows > MOST else words.count(rows, "row")
    where = ", ".join(f"{column} = {value}" for column, value in asked if not column.startswith("_") and value)
    sought = ", ".join(f"“{value}”" for column, value in asked if column.startswith("_search") and value)
    return (
        f"{cut} of {name}{f', where {where}' if where else ''}{f', with the words {sought}' if sought else ''}."
        f"{' Narrow the filter to see others.' if more or rows > MOST else ''}"
    )
