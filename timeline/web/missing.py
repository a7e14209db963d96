"""A page that found nothing says why, and what may be meant."""

from __future__ import annotations

from difflib import get_close_matches

from timeline.web import words
from timeline.web.queries import Row, Tables

#: How many near IDs or names are suggested.
SUGGESTIONS = 5


async def why(tables: Tables, id: str, position: int, head: int) -> str:
    """Why an ID that is well formed has no page."""
    if position > head:
        return f"{id} is a valid ID, but this timeline has only {words.count(head, 'event')} so far."
    for row in await tables.rows("select problem from problems where event = :id", id=id):
        return f"{id} is in the log, but has no effect on these tables: {row['problem']}"
    return f"{id} is not in these tables."


def close(given: str, known: dict[str, Row]) -> list[tuple[str, Row | None]]:
    """Those of the known names that are near the given one, with their rows."""
    return [(name, known[name]) for name in get_close_matches(given.lower(), known, SUGGESTIONS)]
