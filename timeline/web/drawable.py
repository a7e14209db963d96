"""A chart or a map of rows is offered where one of these rows has a day or a place: no link leads to an empty picture.

Which rows these are is known when their page is made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from timeline.web import compat, naming
from timeline.web.charts import rows as chart_rows
from timeline.web.maps import rows as map_rows
from timeline.web.metadata import DATABASE
from timeline.web.queries import Tables

if TYPE_CHECKING:
    from datasette.app import Datasette

Row = Mapping[str, Any]

_EVENTS = """
    select 1 from events where stance is not null and coalesce(earliest, latest) is not null
        and id in (select value from json_each(:asked)) limit 1
"""
_INCIDENTS = """
    select 1 from incidents where coalesce(earliest, latest) is not null
        and slug in (select value from json_each(:asked)) limit 1
"""
#: Whether any of these has a day.
_DATED = {"event": _EVENTS, "incident": _INCIDENTS}


class Undrawable(compat.NotFound):  # type: ignore[misc]  # Datasette has no types
    """There is nothing to draw of what is asked for."""


#: What has been found of the rows of a page: a chart is offered twice.
_FOUND: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()


async def has_days(
    datasette: Datasette, request: Any, table: str | None, columns: Sequence[str], rows: Sequence[Row]
) -> bool:
    """Whether any of the rows can be drawn over time."""
    if set(chart_rows.DAYS) <= set(columns):
        return any(row[end] for row in rows for end in chart_rows.DAYS)
    if request not in _FOUND:
        tables = Tables(datasette.get_database(DATABASE))
        about = [*chart_rows.about(columns, table), *((name, "event") for name in naming.lists(columns))]
        _FOUND[request] = False
        for column, of in about if rows else ():
            asked = json.dumps(list(chain.from_iterable(naming.named(row, column) for row in rows)))
            if await tables.row(_DATED[of], asked=asked):
                _FOUND[request] = True
                break
    return _FOUND[request]


async def has_places(
    datasette: Datasette, request: Any, table: str | None, columns: Sequence[str], rows: Sequence[Row]
) -> bool:
    """Whether any of the rows can be on a map."""
    tables = Tables(datasette.get_database(DATABASE))
    return bool(rows) and await map_rows.can_be(tables, map_rows.named_by(columns, table), rows)
