"""What leaves the site names it as citations do: by base_url where that is set, else as the request found it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.folder import Settings
from timeline.web.metadata import DATABASE

if TYPE_CHECKING:
    from datasette.app import Datasette


def absolute(datasette: Datasette, request: Any, settings: Settings, path: str) -> str:
    """The address of `path`, which begins as all paths of this Datasette do."""
    if settings.base_url:
        return f"{settings.base_url}/{below(datasette, path)}"
    return str(datasette.absolute_url(request, path))


#: Pages that are made of the question in their address; that in the address of another one gives a view of it.
_ASKED = (f"{DATABASE}/", "search")


def canonical(datasette: Datasette, request: Any, settings: Settings) -> str | None:
    """The one address of a page, whatever view of it the request asks for; None where no base_url says where it is."""
    asked = request.query_string and below(datasette, request.path).startswith(_ASKED)
    return (
        absolute(datasette, request, settings, request.full_path if asked else request.path)
        if settings.base_url
        else None
    )


def below(datasette: Datasette, path: str) -> str:
    """`path` without that under which Datasette itself is served, and without a slash before it."""
    return path.removeprefix(datasette.setting("base_url")).removeprefix("/")
