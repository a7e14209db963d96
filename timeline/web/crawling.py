"""Crawlers find each event, incident, source, place, actor and voice once, and none of the endless other addresses.

Whatever has a question in its address, such as a filter, a facet, SQL or a day, is another view of the same: robots.txt
(RFC 9309) asks that it be left alone, but for the pages of those tables that lead on from one to the next, and a header
keeps what is found nevertheless out of indexes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.web import compat
from timeline.web.metadata import DATABASE

if TYPE_CHECKING:
    from datasette.app import Datasette

#: The tables by whose pages everything can be reached.
_LEADING = ("events", "incidents", "sources", "places", "actors")


async def robots(datasette: Datasette) -> Any:
    """robots.txt."""
    path = datasette.urls.path
    rules = [
        "User-agent: *",
        f"Disallow: {path('/-/')}",
        f"Disallow: {path('/*?')}",
        *(f"Allow: {path(f'/{DATABASE}/{name}?_next=')}" for name in _LEADING),
    ]
    return compat.Response.text("\n".join([*rules, ""]))


def headers(path: str, query: bytes) -> list[tuple[bytes, bytes]]:
    """What an answer says to crawlers: links may be followed."""
    return [(b"X-Robots-Tag", b"noindex")] if query or path.startswith("/-/") else []
