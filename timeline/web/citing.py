"""What a page tells its readers to cite is, letter by letter, what `timeline cite` prints of the same state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.reports import cite, styles
from timeline.reports.cite import Citation
from timeline.web import compat
from timeline.web.metadata import settings_of
from timeline.web.queries import Row, Tables

if TYPE_CHECKING:
    from datasette.app import Datasette

#: How a citation is downloaded, by the ending of its address: the notation, and its media type (Zotero's list of
#: import formats knows both).
FILES = {
    "json": (styles.csl_json, "application/vnd.citationstyles.csl+json; charset=utf-8"),
    "bib": (styles.bibtex, "application/x-bibtex; charset=utf-8"),
}


async def of_event(datasette: Datasette, tables: Tables, row: Row, summary: str) -> Citation:
    """The citation of the event with this row of the table events; `summary` has names for the keys in its own."""
    state = await tables.state()
    return cite.of_event(row, summary, settings_of(await compat.instance_metadata(datasette), state.prefix), state)


async def of_incident(datasette: Datasette, tables: Tables, row: Row) -> Citation:
    """The citation of the incident with this row of the table incidents."""
    state = await tables.state()
    settings = settings_of(await compat.instance_metadata(datasette), state.prefix)
    return cite.of_incident(row, await tables.bearing(row["slug"]), settings, state)


def download(citation: Citation, ending: str) -> Any:
    """The citation as a file, which `ending`, a key of FILES, says the notation of."""
    style, media_type = FILES[ending]
    headers = {"Content-Disposition": f'attachment; filename="{citation.id}.{ending}"'}
    return compat.Response(f"{style([citation])}\n", content_type=media_type, headers=headers)


def told(citation: Citation) -> dict[str, str]:
    """What a page shows of a citation: its `text`, its `url`, empty where it has none, and the `caution` before it."""
    return {"text": styles.text([citation]), "url": citation.url, "caution": citation.caution}
