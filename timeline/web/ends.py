"""An end that nobody has set is told as open, or as holding now, where the row has the other end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from markupsafe import Markup

from timeline.web import compat

#: Gives the address of a path on this server.
Path = Callable[[str], str]
#: Makes the HTML of a cell out of its value, its row and the addresses; None leaves it to Datasette.
Cell = Callable[[Any, Any, Path], Markup | None]

#: The other end of the days that a column begins or ends.
_DAYS = {"earliest": "latest", "from_earliest": "from_latest", "to_latest": "to_earliest"}
_DAYS |= {latest: earliest for earliest, latest in _DAYS.items() if earliest == "earliest"}


def of(column: str) -> Cell | None:
    """The cell of a column that holds an end, where nothing in it means that this end is open."""
    base, _, end = column.rpartition("_")
    if column == "to_day":
        return partial(_ended, lambda row: beside(row, "from_day"), "now")
    if column in ("low", "high"):
        return partial(_ended, lambda row: beside(row, "bound") not in (None, "unknown"), "open")
    if column in ("lowest", "highest"):
        return partial(_ended, _ranges, "open")
    if column in _DAYS or end in ("earliest", "latest"):
        other = _DAYS.get(column) or f"{base}_{_DAYS[end]}"
        return partial(_ended, lambda row: beside(row, other), "open")
    if base and end in ("low", "high"):
        return partial(_ended, lambda row: beside(row, base) not in (None, "unknown"), "open")
    return None


def _ended(known: Callable[[Any], Any], word: str, value: Any, row: Any, path: Path) -> Markup | None:
    return lacking(word) if value is None and known(row) else None


def _ranges(row: Any) -> bool:
    """Whether a group has figures at all: those that are all unknown leave no end open."""
    known = (beside(row, "lowest"), beside(row, "highest")) != (None, None)
    return known or any(beside(row, end) not in (None, "[]") for end in ("low_events", "high_events"))


def lacking(word: str) -> Markup:
    return Markup('<span class="end">{}</span>').format(word)


def beside(row: Any, column: str) -> Any:
    """What the row has in another column; None where it has no such column."""
    try:
        return compat.plain(row[column])
    except (KeyError, IndexError, TypeError):
        return None
