"""A table page has its columns in reading order: when, what, where, who says so, how sure, and only then the technical.

What is only technical is folded away, until a reader asks for it. The tables themselves, and so CSV and JSON, keep the
order on which scripts rely, and leave nothing out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from timeline.projections.typed import TYPED

#: The columns that hold an end of a quantity or of days, or are made of both.
_END = re.compile(r"(?:^|_)(?:low|high|earliest|latest)$")

#: What is read first, after the key: since when, on what days, what and where, about whom and how many. Columns that
#: stand in neither list come next, in the order of their table.
_FIRST = (
    "from_at to_at from_day to_day judgement title earliest latest occurred",
    "type types summary place name admin1 scope kind controller",
    "from_earliest from_latest to_earliest to_latest disputed lost_by incident counted_in property party",
    "casualties civilian_status role outcome value low best high lowest highest bound period why",
)
#: What is read last: what it rests on, how sure it is and what became of it, its IDs, and the technical.
_LAST = (
    "claim_count source_count origins_min origins_max origin source counts_as via hedge stance status event_status",
    "replaced_by",
    "reported first_reported last_reported locator quote note",
    "event events low_events high_events from_events to_events denied_by",
    "latitude longitude where_prec point_place place_event",
    "basis extent subset_of counted rule grade tags origin_kind origin_evidence date_prec responds_to",
    "answered superseded superseded_by amends entry_type recorded_at recorded_by codes actor lost_by_actor",
    "origin_actor identity number member position version sha256 border body",
)
FIRST, LAST = ([name for line in lines for name in line.split()] for lines in (_FIRST, _LAST))
#: What a table has first, although it is technical in others.
OWN = {
    "corrections": ("recorded_at", "action", "amends"),
    "contradictions": ("judgement", "incident", "property", "party", "why"),
    "attributions": ("event",),
    "claim_parties": ("event",),
    "incidents": ("title", "disputed", "earliest", "latest"),
    "events": ("occurred", "type", "summary", "status", "incident", "source", "origin"),
    "incident_origins": ("incident", "origin"),
    "claim_spells": ("incident", "relation"),
    "control_changes": ("occurred", "place", "scope", "kind", "stance", "controller", "status", "hedge"),
}
#: What no table has on its page, and what single ones have not: the numbers by which rows are ordered, keys beside what
#: they stand for, and what few readers ask for. Whoever names a column, in a filter, an order or as one to show, has
#: it.
FOLDED = frozenset(
    (
        *("position", "version", "sha256", "body", "border", "identity", "entry_type", "date_prec"),
        *("origin_actor", "origin_evidence", "basis"),
    )
)
OWN_FOLDED = {
    "incidents": "slug year admin1 latitude longitude where_prec point_place place_event claim_count source_count "
    "origins_min origins_max first_reported last_reported disagreements names rival_days",
    "events": "earliest latest via origin_kind place admin1 locator quote grade tags note recorded_by amends reported "
    "responds_to answered superseded replaced_by recorded_at disputed doubted",
    "claim_values": "number role locator quote superseded_by earliest latest extent subset_of low high "
    "civilian_status bound wording origin_kind via",
    "casualties": "number wording figure_wording subset_of superseded_by civilian_status low high bound origin_kind "
    "via",
    "contradicting_values": "number member civilian_status scope bound low high earliest latest origin_kind",
    "contradictions": "number civilian_status role type lowest highest earliest latest",
    "control_changes": "name admin1 country earliest latest reported lost_by lost_by_actor actor property "
    "counted told_from told_to denied_by origin_kind",
    "control_periods": "number actor inferred_from denied_by from_events to_events",
    "claim_spells": "number",
    "incident_origins": "number",
    "lone_values": "number",
    "attributions": "number voice_normalised",
    "corrections": "number type recorded_by",
    # The ends of what stands beside them as written.
    **{
        table.name: " ".join(column.name for column in table.columns if _END.search(column.name)) + " admin1"
        for table in TYPED.values()
    },
    "sources": "zone retrieved edition archive_url updated host language note event cited_as",
    "places": "where_prec codes event",
}
_RANKS = {name: rank for rank, name in enumerate(FIRST, -len(FIRST))} | {name: n for n, name in enumerate(LAST, 1)}
#: What of an address chooses columns.
CHOOSING = frozenset({"_col", "_nocol"})
#: What Datasette calls its column of links to the rows of a table whose key has several columns.
LINK = "Link"
#: What Datasette shows for what is empty.
_NULL = "&nbsp;"


@dataclass(frozen=True, slots=True)
class Read:
    """The columns that a page shows; the names of those that nothing stands in on it, and of those folded away."""

    columns: list[Any]
    empty: list[str]
    folded: list[str]


def read(table: str, args: Mapping[str, Any], columns: Sequence[Any], rows: Iterable[Any]) -> Read:
    """Put the cells of `rows` into reading order, and tell the columns that they are in.

    Where the reader has chosen columns, these stay as they were chosen. `columns` and `rows` are Datasette's own.
    """
    chosen, rows = not CHOOSING.isdisjoint(args), list(rows)
    order = list(range(len(columns)))
    if not chosen:
        order.sort(key=lambda place: _rank(table, columns[place], place))
    asked = {name.partition("__")[0] for name in args} | {str(args[name]) for name in args if name.startswith("_")}
    order = [place for place in order if columns[place]["name"] != LINK]
    free = [place for place in order if rows and not chosen and columns[place]["name"] not in asked]
    empty = [place for place in free if _empty(rows, place)]
    own = OWN_FOLDED.get(table, "").split()
    folded = [place for place in free if place not in empty and columns[place]["name"] in FOLDED.union(own)]
    shown = [place for place in order if place not in empty and place not in folded]
    for row in rows:
        row.cells = [row.cells[place] for place in shown]
    named = [[columns[place]["name"] for place in places] for places in (empty, folded)]
    return Read([columns[place] for place in shown], *named)


def _rank(table: str, column: Any, place: int) -> tuple[int, int]:
    own = OWN.get(table, ())
    if place == 0:
        return (-len(FIRST) - len(own) - 1, 0)  # the key, or the links to the rows
    name = column["name"]
    return (own.index(name) - len(FIRST) - len(own) if name in own else _RANKS.get(name, 0), place)


def _empty(rows: Sequence[Any], place: int) -> bool:
    """Whether nothing stands in the column, not even what NULL means there."""
    return all(row.cells[place]["raw"] in (None, "") and row.cells[place]["value"] in (_NULL, "") for row in rows)
