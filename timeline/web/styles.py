"""Our pages have one style sheet, made of a few files, at an address that changes with it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

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
#: Its address changes with it, so that browsers may keep it.
STYLE_PATH = f"/-/timeline-{sha256(STYLE.encode()).hexdigest()[:12]}.css"
