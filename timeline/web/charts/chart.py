"""Incidents and claims over time are spans of the days that they may mean, never points that nobody states.

Their kind is the ACLED event type of the claims, as each type's own module names it, and has a shape beside its
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
from timeline.web.charts.axis import NARROW, WIDE, Axis, shortened
from timeline.web.charts.zoom import EVERYTHING, Window

Row = Mapping[str, Any]

#: Marks in a chart beside a table that has all.
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
class Dated:
    """What is to be drawn: the page that it leads to, what it is called, its days (None: open) and its kind.

    `kind` is a name in KINDS. `status` says of an event that counts no more what became of it.
    """

    path: str
    title: str
    earliest: str | None
    latest: str | None
    kind: str
    disputed: bool = False
    status: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One of them: from where to where it may have been, in percent of the width; `before` and `after`: still open.

    `narrow` and `wide` are its title as far as there is room for it, `called` and `kind` the name of its kind and that
    of its style. `gone`: it counts no more. `beyond` says in words where it is cut.
    """

    path: str
    title: str
    narrow: str
    wide: str
    days: str
    called: str
    kind: str
    start: float
    end: float
    before: bool
    after: bool
    disputed: bool
    gone: bool
    beyond: str

    @property
    def open(self) -> bool:
        """Whether it goes on beyond what is drawn, or may."""
        return self.before or self.after

    @property
    def said(self) -> str:
        """All that is drawn of it, in words."""
        whole = f"{self.title}: {self.days}{f'; {self.beyond}' if self.beyond else ''}"
        return f"{whole}. Sources disagree." if self.disputed else whole


@dataclass(frozen=True, slots=True)
class Chart:
    """What is dated in the order of its days, over one axis, with the kinds that are among it."""

    axis: Axis
    bars: list[Bar]
    kinds: dict[str, str]

    #: The widths in pixels for which marks are chosen.
    sizes: ClassVar[dict[str, int]] = {"narrow": NARROW, "wide": WIDE}

    @property
    def paths(self) -> list[str]:
        """The last parts of the addresses that it leads to: IDs or slugs."""
        return list(dict.fromkeys(bar.path.rpartition("/")[2] for bar in self.bars))


def chart(rows: Sequence[Row], disputed: Collection[str]) -> Chart | None:
    """The first of the incidents that have a day; None where fewer than two have. `disputed` are slugs."""
    return several(of_incident(row, row["slug"] in disputed) for row in rows)


def of_incident(row: Row, disputed: bool) -> Dated:
    """An incident, by its slug, title, days and types."""
    kind = kind_of(json.loads(row["types"]))
    return Dated(f"/incident/{row['slug']}", row["title"], row["earliest"], row["latest"], kind, disputed)


def of_claim(row: Row, disputed: bool) -> Dated:
    """A claim, by its ID, summary, days, type and status."""
    status = "" if row["status"] == "current" else str(row["status"])
    title, kind = row["summary"] or row["id"], kind_of([row["type"]])
    return Dated(f"/event/{row['id']}", title, row["earliest"], row["latest"], kind, disputed, status)


def several(marks: Iterable[Dated]) -> Chart | None:
    """The first of the marks that have a day, in the order in which they come; None where fewer than two have."""
    dated = [mark for mark in marks if mark.earliest or mark.latest][:MOST]
    return drawn(dated) if len(dated) > 1 else None


def drawn(dated: Sequence[Dated], window: Window = EVERYTHING) -> Chart:
    """All of the marks, at least one, each of which has a day in the window; what reaches beyond it is cut."""
    first = window.first.toordinal() if window.first else None
    last = window.last.toordinal() + 1 if window.last else None
    spans = [_within(mark, first, last) for mark in dated]
    axis = Axis(day for span in [*spans, (first, last)] for day in span if day is not None)
    bars = [_bar(mark, axis, window, span) for mark, span in zip(dated, spans, strict=True)]
    shown = {bar.kind for bar in bars}
    return Chart(axis, bars, {name: style for name, style in KINDS.items() if style in shown})


def _bar(mark: Dated, axis: Axis, window: Window, span: tuple[int, int]) -> Bar:
    start, end = map(axis.at, span)
    real = _ends(mark)
    beyond = [
        *(["begins before what is shown"] if mark.earliest and real[0] < span[0] else []),
        *(["ends after what is shown"] if mark.latest and real[1] > span[1] else []),
    ]
    title = f"{mark.status.capitalize()}: {mark.title}" if mark.status else mark.title
    return Bar(
        path=mark.path,
        title=title,
        narrow=shortened(title, NARROW),
        wide=shortened(title, WIDE),
        days=words.days(mark.earliest, mark.latest),
        called=mark.kind,
        kind=KINDS[mark.kind],
        start=start,
        end=end,
        before=mark.earliest is None or real[0] < span[0],
        after=mark.latest is None or real[1] > span[1],
        disputed=mark.disputed,
        gone=bool(mark.status),
        beyond=" and ".join(beyond),
    )


def _within(mark: Dated, first: int | None, last: int | None) -> tuple[int, int]:
    """Its days as far as they are shown. An open end reaches into what is shown, wherever that lies."""
    start, end = _ends(mark)
    if first is not None:
        start, end = max(start, first), max(end, first + OPEN) if mark.latest is None else end
    if last is not None:
        start, end = min(start, last - OPEN) if mark.earliest is None else start, min(end, last)
        start = start if first is None else max(start, first)
    return start, max(start + 1, end)


def _ends(mark: Dated) -> tuple[int, int]:
    """The first day and the day after the last one, as ordinals."""
    first, last = (date.fromisoformat(end).toordinal() if end else None for end in (mark.earliest, mark.latest))
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
