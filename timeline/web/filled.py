"""Cells of an answer call what has a key by its name, and say how far it is doubted; no row comes, and none goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from markupsafe import Markup, escape

from timeline.projections import titles
from timeline.web import called, contested, placed, rivals, words
from timeline.web.ends import Path
from timeline.web.marks import MARKS, mark
from timeline.web.queries import Tables

#: What a column of such a name holds, and cells show as a link of its key.
_NAMED = ("place", "source")
#: What the answer has that tells of incidents as they are now, and as they were known by a day.
_PLACED = {"incident", "place", "rival_days"}
_PLACED_THEN = {"incident", "place", "places_named", "from_day"}
#: A link, as cells have it.
LINK = re.compile(r"<a [^>]*>([^<]+)</a>")


async def cells(tables: Tables, columns: Sequence[str], rows: Sequence[Sequence[Any]], path: Path) -> list[list[Any]]:
    """The rows of an answer that has these columns, their cells filled so."""
    named = await _placed(tables, columns, await _named(tables, columns, rows), path)
    return await _as_a_whole(tables, columns, await _titled(tables, columns, named))


async def _named(tables: Tables, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """The same rows with the names of recorded places and sources for their keys."""
    named = [list(row) for row in rows]
    for at, column in enumerate(columns):
        if column not in _NAMED:
            continue
        links = {str(row[at]): found[1] for row in rows if (found := LINK.fullmatch(str(row[at])))}
        known = await called.of(tables, column, {unescape(key) for key in links.values()})
        shown = {link: escape(known.get(unescape(key), unescape(key))) for link, key in links.items()}
        for row in named:
            link = str(row[at])
            if link in shown:
                row[at] = Markup(link.replace(f">{links[link]}<", f">{shown[link]}<"))
    return named


async def _placed(tables: Tables, columns: Sequence[str], rows: list[list[Any]], path: Path) -> list[list[Any]]:
    """The same rows; a place is marked where claims name several for the incident, by the day that the answer tells."""
    then = set(columns) >= _PLACED_THEN
    if not then and not set(columns) >= _PLACED:
        return rows
    incident, place = columns.index("incident"), columns.index("place")
    slugs = [Markup(row[incident]).striptags() for row in rows]
    if then:
        at, since = columns.index("places_named"), columns.index("from_day")
        named = [(int(str(row[at])), f"?as-reported={row[since]}") for row in rows]
    else:
        several = await placed.several(tables, slugs)
        named = [(several.get(slug, 1), "") for slug in slugs]
    for row, slug, (many, asked) in zip(rows, slugs, named, strict=True):
        if many > 1:
            link = Markup('<a href="{}">{}</a>').format(
                f"{path(f'/incident/{slug}')}{asked}#places", mark(rivals.mark("places", many))
            )
            row[place] = Markup("{}<br>{}").format(row[place], link)
    return rows


async def _titled(tables: Tables, columns: Sequence[str], rows: list[list[Any]]) -> list[list[Any]]:
    """The same rows; summaries call an incident in which their casualties count by its title."""
    if "summary" not in columns:
        return rows
    at = columns.index("summary")
    names = await tables.incident_names(str(row[at]) for row in rows)
    shown = {slug: escape(title) for slug, title in names.items()}
    for row in rows:
        row[at] = Markup(titles.told(escape(row[at]), shown)) if shown else row[at]
    return rows


async def _as_a_whole(tables: Tables, columns: Sequence[str], rows: list[list[Any]]) -> list[list[Any]]:
    """The same rows; what is denied or doubted with all of its claim is no more than that."""
    if not {"event", "stance", "outcome"} <= set(columns):
        return rows
    event, stance = columns.index("event"), columns.index("stance")
    whole = await contested.as_a_whole(tables, (Markup(row[event]).striptags() for row in rows))
    for row in rows:
        how = whole.get(Markup(row[event]).striptags())
        if how and words.STANCES[how] in Markup(str(row[stance])).striptags():
            row[stance] = mark(MARKS["stance"][how])
    return rows
