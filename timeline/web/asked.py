"""What was asked of a table or query is said in one place, in words: its filters, its search, or the SQL itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from datasette.filters import Filters

from timeline.web import labels, naming, words
from timeline.web.metadata import DATABASE
from timeline.web.parameters import filtered
from timeline.web.questions import QUERIES

Pairs = Sequence[tuple[str, str]]

#: Letters of all of it; the address has the rest.
MOST = 400
#: Values of a filter by several that are told one by one, at most; the address has them all.
LISTED = 3
#: What a filter says, or a facet, of 1 and 0 in a column.
TRUTHS = {
    "disputed": {1: "in dispute", 0: "not in dispute"},
    "counted": {1: "counted", 0: "not counted"},
    "in_force": {1: "in force", 0: "not in force"},
}
#: What a column is called within a sentence, where its heading is no noun.
_WITHIN = {"occurred": "the date"}
#: What Datasette calls a statement of a reader's own, in both versions.
_OWN = (DATABASE, "query")


def called(name: str) -> str:
    """What the table or query with this `name` in the address is called; a statement of a reader's own has no name."""
    if name in QUERIES:
        return str(QUERIES[name]["title"])
    return "A query of a reader’s own" if name in _OWN else words.label(name)


def narrowed(pairs: Pairs) -> bool:
    """Whether the parameters of a table's address shut any of its rows out."""
    return bool(_filters(pairs)) or any(name.startswith(("_search", "_where", "_through")) for name, _ in pairs)


def told(name: str, pairs: Pairs) -> str:
    """What the parameters in the address of the table or query `name` ask of it; empty where they ask nothing.

    It goes on from a noun: `where type = "airstrike"`, `asked with place = "Musa Qala"`, `by the SQL: select 1`.
    """
    said = ", ".join(_told(name, pairs))
    return said if len(said) <= MOST else f"{said[: MOST - 1].rstrip()}…"


def _told(name: str, pairs: Pairs) -> Iterator[str]:
    filters = _filters(pairs)
    if name in _OWN or name in QUERIES:
        # A question that is left open in part is asked with the rest.
        given = plain([(column, value) for column, value in filters if value and column != "sql"])
        yield from (f"by the SQL: {' '.join(value.split())}" for column, value in filters if column == "sql" and value)
        yield from [f"asked with {given}"] if given else []
        return
    wheres = [value for column, value in pairs if column == "_where" and value]
    if given := _joined([*wheres, *(in_words(name, *one) for one in filters)]):
        yield f"where {given}"
    for column, value in pairs:
        if column.startswith("_search") and column != "_searchmode" and value:
            within = column.removeprefix("_search").removeprefix("_")
            yield f"with the words “{value}”{f' in {within}' if within else ''}"
        elif column == "_through" and value:
            yield f"through {value}"


def in_words(table: str, name: str, value: str) -> str:
    """A filter of a table as Datasette tells it, with its column called as its heading is; nothing if it is none."""
    said = plain([(name, value)])
    column, lookup = filtered(name)
    if column not in labels.columns(table):
        return said
    if lookup == "exact" and (truth := TRUTHS.get(column, {}).get(int(value) if value in ("0", "1") else -1)):
        return truth
    heading = _WITHIN.get(column) or labels.column(table, column)
    heading = heading if heading.isupper() else f"{heading[0].lower()}{heading[1:]}"
    if lookup == "in" and (many := len(_listed(value))) > LISTED:
        return f"{heading} is one of {many:,}"
    return said.replace(column, heading, 1)


def _listed(value: str) -> list[str]:
    """The values of a filter by several, which Datasette takes with commas between or as a list of JSON."""
    return naming.texts(value) or value.split(",")


def plain(filters: Pairs) -> str:
    """Filters as Datasette's own pages tell them."""
    return str(Filters(list(filters)).human_description_en()).removeprefix("where ")


def _joined(told: Sequence[str]) -> str:
    *others, last = [one for one in told if one] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _filters(pairs: Pairs) -> Pairs:
    """Whatever is no parameter of Datasette's or ours: filters of a table, or what a query asks for."""
    return [(name, value) for name, value in pairs if not name.startswith("_") or "__" in name]
