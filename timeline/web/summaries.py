"""A summary that names incidents and sources by their keys calls them on a page as readers know them.

The table has the summary as the event alone gives it: what a key is called may change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from timeline.projections.definitions import EVENTS
from timeline.web import called, cells
from timeline.web.queries import Tables

if TYPE_CHECKING:
    from datasette.app import Datasette

#: A key or a slug of several words, and the label of a claim behind the key of its source.
_KEY = re.compile(r"(?<![\w/-])([a-z0-9]+(?:-[a-z0-9]+)+)(?::([\w-]+))?(?![\w/-])")
#: What declares or records something, and names it beside its key.
_NAMED = re.compile(r"(Incident|Source|Place|Actor) [a-z0-9-]+: ")


async def tell(datasette: Datasette, tables: Tables, rows: Sequence[Any]) -> None:
    """Put names in the place of keys in the cells `summary` of `rows`."""
    found = [(cell, row) for row in rows for cell in row.cells if cell["column"] == "summary" and cell["raw"]]
    names = await named(tables, [cell["raw"] for cell, _ in found])
    for cell, row in found:
        text = told(cell["raw"], names)
        if text != cell["raw"]:
            shown = cells.of(EVENTS.name, "summary", text)
            cell["value"] = (shown and shown(text, row, datasette.urls.path)) or text


async def named(tables: Tables, summaries: Iterable[str]) -> dict[str, str]:
    """What is recorded of the keys in these summaries, by key: a source by publisher and day, an incident in quotes."""
    keys = {match[1] for summary in summaries for match in _KEY.finditer(summary)}
    titles = await called.of(tables, "incident", keys)
    return await called.of(tables, "source", keys) | {slug: f"“{title}”" for slug, title in titles.items()}


def told(summary: str, names: dict[str, str]) -> str:
    """The summary with the `names` of what is recorded for its keys."""
    if named := _NAMED.match(summary):
        summary = f"{named[1]}: {summary[named.end() :]}"
    return _KEY.sub(lambda match: _called(match, names), summary)


def _called(match: re.Match[str], names: dict[str, str]) -> str:
    name = names.get(match[1])
    if name is None:
        return match[0]
    return f"the claim {match[2]} of {name}" if match[2] else name
