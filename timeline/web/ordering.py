"""Rows that are alike in the column by which a table is sorted come in the order of their keys, on every page of it.

Datasette takes that for granted where it asks for the next page: the rows that have the last value and a greater key,
then the others. Its first page does not ask for such an order, and SQLite gives what is quickest; rows on the border
between two pages were left out, or came twice, in CSV files too.
"""

from __future__ import annotations

import re

from timeline.projections.building import TABLES

#: A name as Datasette writes it: one that means something in SQL is quoted, in either way.
_NAME = r"""[\["]?(\w+)[\]"]?"""
#: How Datasette asks for the first page of a sorted table, and for nothing else.
_FIRST_PAGE = re.compile(
    rf"""(select [\w\[\]", ]+ from {_NAME} (?:where .*)?order by {_NAME}(?: desc)?)( limit \d+)""", re.DOTALL
)
_KEYS = {table.name: ", ".join(f"[{name}]" for name in table.pk) for table in TABLES}


def settled(sql: str) -> str:
    """The same query; where it is the first page of one of our tables, sorted by a column, with its key after that."""
    found = _FIRST_PAGE.fullmatch(sql)
    if found is None or (key := _KEYS.get(found[2])) is None:
        return sql
    return f"{found[1]}, {key}{found[4]}"
