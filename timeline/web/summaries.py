"""A summary that names incidents and sources by their keys calls them on a page as readers know them: see titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from timeline.projections import titles
from timeline.projections.definitions import EVENTS
from timeline.web import called, cells, ends
from timeline.web.queries import Tables

if TYPE_CHECKING:
    from datasette.app import Datasette

told = titles.told


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


async def named(tables: Tables, summaries: Mapping[str, str], others: Iterable[str] = ()) -> dict[str, str]:
    """What is recorded of the keys in these summaries, which are by event, and in `others`: see titles.names."""
    keys = titles.keys([*summaries.values(), *others])
    return titles.names(
        await called.of(tables, "incident", keys),
        await called.of(tables, "source", keys),
        await called.of(tables, "issuer", titles.issued(summaries)),
    )
