"""The page of the database leads to what is in it: questions, tables by what they are for, and at last SQL.

Tables without a row are folded away, not left out. What an operator or a plugin has added stands behind ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from timeline.web import compat, front, rendering, schema, words
from timeline.web.questions import ALL, OTHERS, QUESTIONS

if TYPE_CHECKING:
    from datasette.app import Datasette

#: Of several sentences, where one ends.
_END = re.compile(r"(?<=\.)\s+")


@dataclass(frozen=True, slots=True)
class Listed:
    """A table: what a row of it is, in a sentence, and how many there are, in words."""

    name: str
    tells: str
    rows: str
    empty: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Tables that are for one thing."""

    title: str
    tells: str
    anchor: str
    filled: list[Listed]
    empty: list[Listed]


async def parts(
    datasette: Datasette,
    request: Any,
    tables: Sequence[Any],
    queries: Sequence[Any],
    **found: Any,
) -> dict[str, Any]:
    """What the layout shows of the database: `tables`, `queries` and what is `found` are what Datasette has found."""
    added = [(one["name"], one.get("title") or one["name"]) for one in map(compat.listed, queries)]
    told = await front.page(await rendering.tables_for(datasette, request))
    return await rendering.parts(
        datasette,
        request,
        "listing",
        questions=list(QUESTIONS.items()),
        examples=told["examples"],
        offered=told["offered"],
        others=[*((name, one.title) for name, one in OTHERS.items()), *(one for one in added if one[0] not in ALL)],
        parts=listed([compat.listed(table) for table in tables]),
        sql=compat.SQL,
        **found,
    )


def listed(tables: Sequence[Mapping[str, Any]]) -> list[Part]:
    """The tables that are shown, group by group; those that are not ours are a group of their own."""
    counted = {table["name"]: table for table in tables if not table["hidden"]}
    found = [
        _part(group.title, group.tells, group.anchor, [(one.name, _sentence(one)) for one in group.tables], counted)
        for group in schema.GROUPS
    ]
    ours = {name for group in schema.GROUPS for name in group.names}
    others = [(name, "") for name in counted if name not in ours]
    return [*found, _part("Others", "Tables that are not the timeline's.", "for-others", others, counted)]


def _part(
    title: str, tells: str, anchor: str, names: Sequence[tuple[str, str]], counted: Mapping[str, Mapping[str, Any]]
) -> Part:
    tables = [_listed(counted[name], told) for name, told in names if name in counted]
    return Part(title, tells, anchor, [one for one in tables if not one.empty], [one for one in tables if one.empty])


def _listed(table: Mapping[str, Any], tells: str) -> Listed:
    """Datasette stops counting at some number, or gives none, where counting takes too long."""
    count = table["count"]
    if count is None:
        rows = "many rows"
    elif table.get("count_truncated"):
        rows = f"more than {count - 1:,} rows"
    else:
        rows = words.count(count, "row")
    return Listed(table["name"], tells, rows, count == 0)


def _sentence(table: Any) -> str:
    """The sentence of a table's description that tells most: of a type's table what the type is."""
    first, *rest = _END.split(table.description)
    return rest[0] if rest and table.name in schema.TYPED else first
