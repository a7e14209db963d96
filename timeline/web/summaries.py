"""A summary that names incidents and sources by their keys calls them on a page as readers know them: see titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from timeline.projections import titles
from timeline.projections.definitions import EVENTS
from timeline.projections.listed import listed
from timeline.web import called, cells, compat, ends
from timeline.web.queries import Tables

if TYPE_CHECKING:
    from datasette.app import Datasette

told = titles.told
_SUMMARIES = "select id, summary from events where id in (select value from json_each(:ids))"


async def tell(datasette: Datasette, tables: Tables, rows: Sequence[Any]) -> None:
    """Put names in the place of keys in the cells `summary` of `rows`."""
    found = [
        (str(ends.beside(row, "id")), cell, row)
        for row in rows
        for cell in row.cells
        if cell["column"] == "summary" and cell["raw"]
    ]
    names = await named(tables, {id: cell["raw"] for id, cell, _ in found})
    for id, cell, row in found:
        text = told(cell["raw"], names, id)
        if text != cell["raw"]:
            shown = cells.of(EVENTS.name, "summary", text)
            cell["value"] = (shown and shown(text, row, datasette.urls.path)) or text


async def tell_named(datasette: Datasette, tables: Tables, column: str, rows: Sequence[Any]) -> None:
    """Say in the cells of a column of events what each of them says, before its ID."""
    found = [(cell, str(compat.plain(cell["raw"]))) for row in rows for cell in row.cells if cell["column"] == column]
    asked = await tables.rows(_SUMMARIES, ids=listed(id for _, id in found))
    summaries = {row["id"]: row["summary"] for row in asked}
    names = await named(tables, summaries)
    for cell, id in found:
        if id in summaries:
            at = datasette.urls.path(f"/event/{id}")
            said = shorten(told(summaries[id], names, id), cells.LONG, placeholder=" …")
            cell["value"] = Markup('<a class="told" href="{}">{}</a><br><small class="id">{}</small>').format(
                at, said, id
            )


async def named(tables: Tables, summaries: Mapping[str, str], others: Iterable[str] = ()) -> dict[str, str]:
    """What is recorded of the keys in these summaries, which are by event, and in `others`: see titles.names."""
    keys = titles.keys([*summaries.values(), *others])
    return titles.names(
        await called.of(tables, "incident", keys),
        await called.of(tables, "source", keys),
        await called.of(tables, "issuer", titles.issued(summaries)),
    )
