"""A filter by days says how many rows it leaves out because they have no day, and leads to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from timeline.web import compat, labels, parameters, words

if TYPE_CHECKING:
    from datasette.app import Datasette

Asked = Sequence[tuple[str, str]]

#: What of an address says how rows are shown, and not which.
_SHOWN = frozenset({"_next", "_size", "_sort", "_sort_desc", "_facet", "_facet_size", "_col", "_nocol"})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that a filter by days leaves out: in words how many of which kind, and the address that asks for them."""

    said: str
    href: str


async def left_out(datasette: Datasette, request: Any, table: str, path: str, asked: Asked) -> list[LeftOut]:
    """Of the `table` at `path`, the rows that all filters would have of those that are `asked` but the ones by days.

    Those without a day in any of the columns that are filtered so, and where these are several, without one in one.
    """
    columns = list(dict.fromkeys(parameters.filtered(name)[0] for name, _ in asked if parameters.compares_days(name)))
    if not columns:
        return []
    asked = [one for one in asked if one[0] not in _SHOWN]
    found = []
    for without in [columns, *([column] for column in columns if len(columns) > 1)]:
        kept = [
            (name, value)
            for name, value in asked
            if not (parameters.compares_days(name) and parameters.filtered(name)[0] in without)
        ]
        wanted = [*kept, *((f"{column}__isnull", "1") for column in without)]
        if count := await compat.counted(datasette, request, f"{path}.json", wanted):
            said = f"{words.count(count, 'row')} without {_named(table, without, columns)}"
            found.append(LeftOut(said, str(datasette.urls.path(f"{path}?{urlencode(wanted)}"))))
    return found


def said(left: Sequence[LeftOut]) -> str:
    """The same for a picture, in a sentence."""
    return f"Left out by the filter by days: {', '.join(one.said for one in left)}." if left else ""


def _named(table: str, without: Sequence[str], columns: Sequence[str]) -> str:
    if len(without) == len(columns) > 1:
        return "a day"
    heading = labels.column(table, without[0])
    return f"a day in “{heading}”"
