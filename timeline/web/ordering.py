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
#: The parts in which Datasette asks for the first page of a sorted table, and for nothing else: its columns, the table
#: with what is asked of it, and the order.
_COLUMNS = re.compile(r"""select [\w\[\]", ]+""")
_TABLE = re.compile(rf"{_NAME} (?:where |$)")
_ORDER = re.compile(rf"({_NAME}(?: desc)?)( limit \d+)")
_KEYS = {table.name: ", ".join(f"[{name}]" for name in table.pk) for table in TABLES}


def settled(sql: str) -> str:
    """The same query; where it is the first page of one of our tables, sorted by a column, with its key after that.

    It takes time in proportion to the query's length: readers' own SQL comes here, too.
    """
    rows, by, asked = sql.rpartition("order by ")
    columns, _, rest = rows.partition(" from ")
    order, table = _ORDER.fullmatch(asked), _TABLE.match(rest)
    if not order or not table or not _COLUMNS.fullmatch(columns) or (key := _KEYS.get(table[1])) is None:
        return sql
    return f"{rows}{by}{order[1]}, {key}{order[3]}"
