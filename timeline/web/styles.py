"""Our pages have one style sheet, made of a few files, and one script, at addresses that change with them."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline.web import compat

if TYPE_CHECKING:
    from datasette.app import Datasette

HTML = Path(__file__).parent / "html"
_SHEETS = (
    "style",
    "home",
    "question",
    "place",
    "chart",
    "ranges",
    "map",
    "rivals",
    "tables",
    "schema",
    "dark",
    "print",
)
STYLE = "".join((HTML / f"{name}.css").read_text(encoding="utf-8") for name in _SHEETS)
#: For Datasette's own pages, of tables and for SQL; no other page needs one.
SCRIPT = "".join((HTML / f"{name}.js").read_text(encoding="utf-8") for name in ("editor", "columns"))


def _path(text: str, ending: str) -> str:
    """An address that changes with the text, so that browsers may keep it."""
    return f"/-/timeline-{sha256(text.encode()).hexdigest()[:12]}.{ending}"


STYLE_PATH = _path(STYLE, "css")
SCRIPT_PATH = _path(SCRIPT, "js")
#: What never changes at its address.
_FOR_A_YEAR = {"Cache-Control": "max-age=31536000"}


async def style(datasette: Datasette) -> Any:
    """The style of these pages, and of Datasette's own tables."""
    return compat.Response(STYLE, content_type="text/css; charset=utf-8", headers=_FOR_A_YEAR)


async def script(datasette: Datasette) -> Any:
    """What Datasette's pages of tables and for SQL are mended with."""
    return compat.Response(SCRIPT, content_type="text/javascript; charset=utf-8", headers=_FOR_A_YEAR)
