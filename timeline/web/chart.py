"""Incidents over time are drawn as spans of the days that their claims allow, never as points that nobody states.

Their kind is the ACLED event type of their claims, as each type's own module names it, and has a shape beside its
colour.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from events.registry import CLAIMS
from timeline.web import words
from timeline.web.axis import NARROW, WIDE, Axis

Row = Mapping[str, Any]

#: Incidents in one chart; the table has all.
MOST = 30
#: How far an end that a claim leaves open is drawn, in days.
OPEN = 30
#: ACLED's event types (Codebook 2023, table 1), each with the name of its style; whatever has none is the last.
KINDS = {
    "Explosions/Remote violence": "explosions",
    "Battles": "battles",
    "Violence against civilians": "civilians",
    "Strategic developments": "strategic",
    "Other": "other",
}
_ACLED = re.compile(r"^ACLED: ([A-Z][A-Za-z/ ]+?)[,.(]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bar:
    """One incident: from where to where it may have been, in percent of the width; `before` and `after`: still open."""

    slug: str
    title: str
    days: str
    kind: str
    start: float
    end: float
    before: bool
    after: bool
    disputed: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Incidents in the order of their days, over one axis, with the kinds that are among them."""

    axis: Axis
    bars: list[Bar]
    kinds: dict[str, str]

    #: The widths in pixels for which marks are chosen.
    sizes: ClassVar[dict[str, int]] = {"narrow": NARROW, "wide": WIDE}


def chart(rows: Sequence[Row], disputed: Collection[str]) -> Chart | None:
    """The first of the incidents that have a day; None where fewer than two have. `disputed` are slugs."""
    dated = [row for row in rows if row["earliest"] or row["latest"]][:MOST]
    if len(dated) < 2:
        return None
    axis = Axis(day for row in dated for day in _ends(row))
    bars = [_bar(row, axis, row["slug"] in disputed) for row in dated]
    shown = {bar.kind for bar in bars}
    return Chart(axis, bars, {name: style for name, style in KINDS.items() if style in shown})


def _bar(row: Row, axis: Axis, disputed: bool) -> Bar:
    start, end = map(axis.at, _ends(row))
    days = words.days(row["earliest"], row["latest"])
    kind = KINDS[kind_of(json.loads(row["types"]))]
    return Bar(
        *(row["slug"], row["title"], days, kind, start, end),
        before=row["earliest"] is None,
        after=row["latest"] is None,
        disputed=disputed,
    )


def _ends(row: Row) -> tuple[int, int]:
    """The first day and the day after the last one, as ordinals."""
    first, last = (date.fromisoformat(row[end]).toordinal() if row[end] else None for end in ("earliest", "latest"))
    if first is None:
        assert last is not None
        first = last - OPEN
    return first, (first + OPEN if last is None else last) + 1


def kind_of(types: Iterable[str]) -> str:
    """The ACLED event type of most of these types of claims that have one; of as many, the one that KINDS has first."""
    found = Counter(kind for kind in map(_acled, types) if kind != "Other")
    return max(KINDS, key=lambda kind: found[kind]) if found else "Other"


def _acled(name: str) -> str:
    module = sys.modules[CLAIMS[name].__module__].__doc__ if name in CLAIMS else None
    named = _ACLED.search(module or "")
    return named[1] if named and named[1] in KINDS else "Other"
