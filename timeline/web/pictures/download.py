"""What is downloaded as a picture is the figure of its page, with the state of the tables at that moment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from timeline.web import addresses, compat
from timeline.web.metadata import DATABASE, settings_of
from timeline.web.pictures import svg
from timeline.web.queries import Tables
from timeline.web.styles import STYLE

if TYPE_CHECKING:
    from datasette.app import Datasette

_LINK = re.compile(r'href="(/[^"]*)"')
MEDIA_TYPE = "image/svg+xml; charset=utf-8"


async def download(
    datasette: Datasette,
    request: Any,
    figure: str,
    name: str,
    heading: str,
    shown: str,
    cited: Sequence[str],
    page: str,
    listed: Sequence[str] = (),
) -> Any:
    """The `figure` of a page as a file called `name`.svg; see `svg.file` for what it may be.

    `heading`, `shown`, `cited` and `listed` go into its caption, as `svg.Caption` has them; `page` is the path of the
    page, with its query, under which it is asked for again.
    """
    state = await Tables(datasette.get_database(DATABASE)).state()
    settings = settings_of(await compat.instance_metadata(datasette), state.prefix)

    def absolute(path: str) -> str:
        return addresses.absolute(datasette, request, settings, path)

    here = absolute(page)
    figure = _LINK.sub(lambda link: f'href="{escape(absolute(unescape(link[1])))}"', figure)
    caption = svg.Caption(heading, shown, cited, state, datetime.now(UTC).date(), settings, here, listed)
    headers = {"Content-Disposition": f'attachment; filename="{name}.svg"'}
    return compat.Response(svg.file(figure, caption, _rules()), content_type=MEDIA_TYPE, headers=headers)


@cache
def _rules() -> str:
    return svg.rules(STYLE)
