"""What stands after the question mark of an address is judged only where Datasette has failed at it, but for filters:
those that it does not know it passes over, or SQLite takes for mere words, as it does whatever is compared with a day.

Datasette documents the parameters (https://docs.datasette.io/en/stable/json_api.html#table-arguments); what it does
with other values than those is left to chance, a KeyError or a column that SQLite does not know.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection, Sequence

from datasette.filters import Filters

from timeline.web.dating import is_day
from timeline.web.limits import TOO_LARGE

#: Letters of a value that are repeated to whoever typed it.
MOST = 80
#: Integers of SQLite (https://www.sqlite.org/datatype3.html).
_LARGEST = 2**63 - 1
_COLUMN = frozenset({"_sort", "_sort_desc", "_col", "_nocol", "_facet", "_facet_array", "_facet_date"})
_NUMBER = {
    "_size": "Write a whole number, or max for as many rows as can be had",
    "_timelimit": "Write a whole number of milliseconds",
    "_ttl": "Write a whole number of seconds",
    "_facet_size": "Write a whole number, or max",
}
_YES_OR_NO = frozenset({"_json_infinity", "_labels"})
_TRUTHS = frozenset({"on", "off", "true", "false", "1", "0"})
_LISTED = frozenset({"in", "notin"})
#: Filters, as Datasette has them behind a column's name.
_WITHIN = frozenset({"arraycontains", "arraynotcontains"})
_LOOKUPS = tuple(lookup for lookup, _, _ in Filters(()).lookups())
#: The columns that hold a local day, and filters that compare it with another one.
_DAY = re.compile(r"(?:.+_)?(?:earliest|latest)|(?:from|to)_day|told_(?:from|to)")
_COMPARING = frozenset({"exact", "not", "gt", "gte", "lt", "lte", "date"}) | _LISTED
#: What SQLite calls the number of a row of any table.
_ROWID = "rowid"
#: What others append to links that are shared or mailed, to see who follows them: no filter of anybody here.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|twclid|igshid|mc_[ce]id")
#: What is SQL, or may be, and what to do with it.
_SQL = {
    "_where": "Write a condition on the columns of the table, such as type = 'airstrike'",
    "_search": "Write words, and leave out _searchmode=raw",
    "_fts_table": "Leave it out",
    "_fts_pk": "Leave it out",
}


def fault(pairs: Sequence[tuple[str, str]], columns: Collection[str], exception: Exception) -> str | None:
    """Which of these parameters Datasette could not take, why not, and what to write instead; None if none is wrong.

    `columns` are those of the table; empty for a query, a row or a table of none of ours.
    """
    for name, value in pairs:
        why = _of_any(name, value) or (_of_table(name, value, columns) if columns else "")
        if why:
            return _told(name, value, why)
    said = str(exception)
    if said == TOO_LARGE:
        return None
    if "malformed JSON" in said:
        for name, value in pairs:
            if name == "_facet_array" or filtered(name)[1] in _WITHIN:
                return _told(name, value, "The column does not hold lists. Ask for what its values are, without array")
    given = dict(pairs)
    for name, remedy in _SQL.items():
        if name in given and (_of_sqlite(exception) or name in said):
            return _told(name, given[name], f"{said.rstrip('.')}. {remedy}")
    if "_next" in given:
        return _told(
            "_next", given["_next"], "This is no place to go on from. Leave it out to begin with the first row"
        )
    return None


def misnamed(pairs: Sequence[tuple[str, str]], columns: Collection[str]) -> str | None:
    """Which of these parameters is no filter of a table with these columns, and what to write instead; None if all are.

    Those that begin with _ and have no __ are Datasette's own, and ours.
    """
    for name, value in pairs:
        if ("__" in name or not name.startswith("_")) and (why := _of_filter(name, columns) or _of_day(name, value)):
            return _told(name, value, why)
    return None


def without_tracking(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the parameters that ask for anything."""
    return [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)]


def filtered(name: str) -> tuple[str, str]:
    """The column of a filter, and how that is compared: the last __ in the name stands before it, as in Datasette."""
    column, said, lookup = name.rpartition("__")
    return (column, lookup) if said else (name, "exact")


def compares_days(name: str) -> bool:
    """Whether this is a filter of a column of local days by other days."""
    column, lookup = filtered(name)
    return lookup in _COMPARING and _DAY.fullmatch(column) is not None


def _of_day(name: str, value: str) -> str:
    """What is wrong with what days are compared with: as text a month comes before each of its days."""
    if not compares_days(name):
        return ""
    listed = filtered(name)[1] in _LISTED
    if listed and _of_list(value):
        return ""  # told where Datasette fails at it
    several = json.loads(value) if listed and value.startswith("[") else [one.strip() for one in value.split(",")]
    if all(is_day(str(one)) for one in (several if listed else [value])):
        return ""
    return "This is no day. Write one as 2015-08-27; of a month the first or the last"


def _of_filter(name: str, columns: Collection[str]) -> str:
    """What is wrong with a filter."""
    column, lookup = filtered(name)
    if column not in (*columns, _ROWID):
        return _no_column(column, columns)
    if lookup not in _LOOKUPS:
        return f"There is no filter “{lookup[:MOST]}”. Write {column}__ and one of {', '.join(_LOOKUPS)}"
    return ""


def _no_column(name: str, columns: Collection[str]) -> str:
    return f"There is no column “{name[:MOST]}” here. Name one of {', '.join(columns)}"


def _of_sqlite(exception: BaseException) -> bool:
    """Whether SQLite said so, perhaps to Datasette, which says it again."""
    causes = (exception, exception.__cause__, exception.__context__)
    return any(isinstance(one, sqlite3.Error) for one in causes)


def _told(name: str, value: str, why: str) -> str:
    named, shown = (text if len(text) <= MOST else f"{text[:MOST]}…" for text in (name, value))
    return f"{named}={shown}: {why}."


def _of_any(name: str, value: str) -> str:
    """What is wrong with a parameter whatever it is asked of."""
    if "\0" in value or "\0" in name:
        return "No text here has a null character. Leave out %00"
    if name in _NUMBER and not (value == "max" and "max" in _NUMBER[name]) and not _is_number(value):
        return f"This is no such number. {_NUMBER[name]}"
    if name in _YES_OR_NO and value.lower() not in _TRUTHS:
        return "This is neither on nor off. Write one of these"
    if name == "_through":
        return _of_through(value)
    if filtered(name)[1] in _LISTED:
        return _of_list(value)
    if not name.startswith("_") and value.isdigit() and not _is_number(value):
        return "No number here is so large. Write a smaller one"
    return ""


def _of_table(name: str, value: str, columns: Collection[str]) -> str:
    """What is wrong with a parameter that names a column."""
    return _no_column(value, columns) if name in _COLUMN and value not in columns else ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= _LARGEST


def _of_through(value: str) -> str:
    remedy = 'Write {"table": …, "column": …, "value": …}, with a table that has a foreign key to this one'
    try:
        given = json.loads(value)
    except (ValueError, RecursionError):
        return f"This is no JSON. {remedy}"
    if not isinstance(given, dict) or not given.keys() >= {"table", "column", "value"}:
        return f"This does not say through which table. {remedy}"
    return f"No rows are reached so. {remedy}"


def _of_list(value: str) -> str:
    """What is wrong with several values: each is a text or a number, with commas between them or as JSON."""
    if not value.startswith("["):
        return ""
    try:
        given = json.loads(value)
    except (ValueError, RecursionError):
        given = None
    if isinstance(given, list) and all(_is_bound(one) for one in given):
        return ""
    return 'This is no list. Write a,b or ["a", "b"]'


def _is_bound(value: object) -> bool:
    return isinstance(value, str | float | None) or (isinstance(value, int) and abs(value) <= _LARGEST)
