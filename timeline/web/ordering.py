"""Rows alike in the column by which a table is sorted come in the order of their keys; those without a value come last.

Datasette takes the former for granted where it asks for the next page: the rows that have the last value and a greater
key, then the others. Its first page does not ask for such an order, and SQLite gives what is quickest; rows on the
border between two pages were left out, or came twice, in CSV files too. Upwards it has rows without a value first.
"""

from __future__ import annotations

import re

from timeline.projections.building import TABLES

#: A name as Datasette writes it: one that means something in SQL is quoted, in either way.
_NAME = r"""[\["]?(\w+)[\]"]?"""
#: The parts in which Datasette asks for a page of a sorted table, and for nothing else: its columns, the table with
#: what is asked of it, and the order, which has the key from the second page on.
_COLUMNS = re.compile(r"""select [\w\[\]", ]+""")
_TABLE = re.compile(rf"{_NAME} (?:where |$)")
_ORDER = re.compile(rf"({_NAME})( desc)?((?:, {_NAME})*)( limit \d+)")
#: Which rows come after one that has a value, and after one that has none.
_AFTER = re.compile(rf"\(({_NAME}) > :(p\d+) or \(\1 = :\3 and (?s:.*)\)\) ")
_AFTER_NONE = re.compile(rf"\(({_NAME}) is not null or (\(\1 is null and (?s:.*)\))\) ")
_LAST = " nulls last"
_KEYS = {table.name: tuple(table.pk) for table in TABLES}


def settled(sql: str) -> str:
    """The same query; where it is a page of one of our tables, sorted by a column, with its key after that.

    It takes time in proportion to the query's length: readers' own SQL comes here, too.
    """
    rows, by, asked = sql.rpartition("order by ")
    columns, _, rest = rows.partition(" from ")
    order, table = _ORDER.fullmatch(asked), _TABLE.match(rest)
    if not order or not table or not _COLUMNS.fullmatch(columns) or (key := _KEYS.get(table[1])) is None:
        return sql
    column, name, down, then, limit = order.group(1, 2, 3, 4, 6)
    last = "" if down or name in key else _LAST
    if not then:
        return f"{rows}{by}{column}{down or ''}{last}, {', '.join(f'[{one}]' for one in key)}{limit}"
    if not last or tuple(re.findall(_NAME, then)) != key:
        return sql
    return _after(rows, column, f"{by}{column}", then + limit, limit)


def _after(rows: str, column: str, by: str, then: str, limit: str) -> str:
    """A later page of what is sorted upwards: rows without a value come after all others.

    They are looked for alone, where the others do not fill the page: SQLite would sort all that are left otherwise.
    """
    begins = rows.rfind(f"({column} > :")
    if begins >= 0 and _AFTER.fullmatch(rows, begins):
        last = f"{rows[:begins]}{column} is null {by}{_LAST}{then}"
        return f"select * from ({rows}{by}{then}) union all select * from ({last}){limit}"
    begins = rows.rfind(f"({column} is not null or ")
    found = _AFTER_NONE.fullmatch(rows, begins) if begins >= 0 else None
    return f"{rows[:begins]}{found[3]} {by}{then}" if found else f"{rows}{by}{_LAST}{then}"
