"""Of a table with more rows than a chart looks at, those in each part of the time are counted by the table itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from timeline.web import compat
from timeline.web.charts.rows import DAYS
from timeline.web.charts.zoom import Days, Window
from timeline.web.metadata import DATABASE
from timeline.web.queries import Tables

if TYPE_CHECKING:
    from datasette.app import Datasette

Asked = list[tuple[str, str]]

_BY_DAYS = "select earliest, latest, count(*) as many from ({rows}) group by earliest, latest"


async def days(
    datasette: Datasette, request: Any, data: Any, path: str, asked: Asked, columns: Sequence[str]
) -> Counter[Days] | None:
    """How many of all rows that the table has where it is `asked` at `path` have which first and last day.

    None where the columns tell of no days, or to count takes longer than a query may.
    """
    if not set(DAYS) <= set(columns):
        return None
    found = await compat.statement(datasette, request, data, f"{path}.json", asked)
    if found is None:
        return None
    rows, given = found
    tables = Tables(datasette.get_database(DATABASE))
    try:
        counted = await tables.rows(_BY_DAYS.format(rows=_all_of(rows)), **given)
    except compat.interrupted():
        return None
    return Counter({(row["earliest"], row["latest"]): row["many"] for row in counted})


def _all_of(rows: str) -> str:
    """The statement without its limit, and without the order, unless that might be one within it."""
    rows = rows.rpartition(" limit ")[0]
    whole, _, order = rows.rpartition(" order by ")
    return whole if whole and "(" not in order and ")" not in order else rows


def within(shown: Window, counted: Counter[Days]) -> Counter[Days]:
    """Those of which both ends are known that may lie in what is `shown`: what `narrowed` asks for."""
    return Counter({ends: many for ends, many in counted.items() if all(ends) and shown.holds(*ends)})


def narrowed(asked: Asked, shown: Window) -> Asked:
    """What asks the table for the rows that begin and end so that they may lie in the window, where it has an end."""
    begin = [("earliest__lte", shown.last.isoformat())] if shown.last else []
    end = [("latest__gte", shown.first.isoformat())] if shown.first else []
    return [*asked, *(one for one in (*begin, *end) if one not in asked)]


def widened(asked: Asked, shown: Window) -> Asked:
    """The same without what `narrowed` has put there."""
    own = narrowed([], shown)
    return [one for one in asked if one not in own]
