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
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from events.registry import CLAIMS
from timeline.web import words
from timeline.web.charts.axis import NARROW, WIDE, Axis, folded, shortened
from timeline.web.charts.cluster import begun
from timeline.web.charts.zoom import EVERYTHING, Days, Step, Window

Row = Mapping[str, Any]

#: Marks in a chart beside a table that has all.
MOST = 30
#: Pixels from the top of one bar to that of the next one, and as many more where a title has a second line.
LANE, LINE = 36, 15
#: Pixels from the top of the chart to that of the first bar, and the height of a bar.
TOP, BAR = 22, 12
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
class Span:
    """What is to be drawn: the page that it leads to, what it is called, its days (None: open) and its kind.

    `kind` is a name in KINDS. `status` says of an event that counts no more what became of it. `basis` is whence its
    days are, None where nothing else is said than that a source states them. `said_by` is of a claim whose it is, and
    in which source, which tells it from others of that voice that are called the same. `rival`: it was on one of rival
    days.
    """

    path: str
    title: str
    earliest: str | None
    latest: str | None
    kind: str
    disputed: bool = False
    status: str = ""
    basis: str | None = None
    said_by: tuple[str, str] | None = None
    rival: bool = False

    @property
    def days(self) -> Days:
        return self.earliest, self.latest


@dataclass(frozen=True, slots=True)
class Bar:
    """One of them: from where to where it may have been, in percent of the width; `before` and `after`: still open.

    `y` is where it begins, in pixels from the top; its title is above it. `narrow`, in one line or two, and `wide` are
    that as far as there is room for it, `called` and `kind` the name of its kind and that of its style. `exact`: a
    source states the one day. `gone`: it counts no more. `beyond` says in words where it is cut.
    """

    y: int
    path: str
    title: str
    narrow: list[str]
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
    exact: bool

    @property
    def middle(self) -> float:
        """Where its mark is: an uncertain day is no nearer to the first of those that it may be than to the last."""
        return (self.start + self.end) / 2

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
    """What is dated in the order of its days, over one axis, with the kinds that are among it.

    Of `of` with a day these are the latest, where they are not all. `height` is how far down the bars reach, in pixels.
    """

    axis: Axis
    bars: list[Bar]
    kinds: dict[str, str]
    height: int
    of: int
    #: The window that shows those which are left out for lying long before the others.
    earlier: Step | None = None

    #: The widths in pixels for which words are chosen.
    sizes: ClassVar[dict[str, int]] = {"narrow": NARROW, "wide": WIDE}

    @property
    def cut(self) -> bool:
        """Whether it has not all that have a day."""
        return len(self.bars) < self.of

    def said(self, noun: str) -> str:
        """How many of how many such it shows: `9 incidents`, `The latest 30 of 45 incidents`."""
        if not self.cut:
            return words.count(self.of, noun)
        which = f"{len(self.bars)} of {self.of:,} {noun}s"
        return f"{which} ({self.earlier.words})" if self.earlier else f"The latest {which}"

    @property
    def paths(self) -> list[str]:
        """The addresses that it leads to, of events or incidents."""
        return list(dict.fromkeys(bar.path for bar in self.bars))


def chart(rows: Sequence[Row], disputed: Collection[str], of: int = 0) -> Chart | None:
    """The latest of the incidents that have a day, `of` so many where `rows` are not all; None of fewer than two.

    `disputed` are slugs.
    """
    return several((of_incident(row, row["slug"] in disputed) for row in rows), of)


def of_incident(row: Row, disputed: bool) -> Span:
    """An incident, by its slug, title, days and types."""
    kind = kind_of(json.loads(row["types"]))
    days, rival = (row["earliest"], row["latest"]), bool(row["rival_days"])
    return Span(f"/incident/{row['slug']}", row["title"], *days, kind, disputed, "", row["basis"], rival=rival)


def of_claim(row: Row, disputed: bool) -> Span:
    """A claim, by its ID, summary, days, type, status, voice, and what its source is `cited` as."""
    status = "" if row["status"] == "current" else str(row["status"])
    title, kind = row["summary"] or row["id"], kind_of([row["type"]])
    said_by = (words.plain(words.first_by(row)), f"in {row['cited']}") if row["origin"] else None
    return Span(
        f"/event/{row['id']}", title, row["earliest"], row["latest"], kind, disputed, status, row["basis"], said_by
    )


def several(spans: Iterable[Span], of: int = 0) -> Chart | None:
    """The last of the spans that have a day, which come in the order of their days; None where fewer than two have.

    They are the last `of` so many, where that is more than they are.
    """
    dated = [span for span in spans if span.earliest or span.latest]
    return drawn(dated[-MOST:], of=max(of, len(dated))) if len(dated) > 1 else None


def most(spans: Sequence[Span], of: int) -> Chart:
    """The spans, at least one and the last of `of` with a day, but for those that lie long before most of them."""
    first, earlier = begun([_ends(span) for span in spans], of - len(spans))
    return drawn(spans[first:], of=of, earlier=earlier)


def drawn(spans: Sequence[Span], window: Window = EVERYTHING, of: int = 0, earlier: Step | None = None) -> Chart:
    """All of the spans, at least one, each of which has a day in the window; what reaches beyond it is cut."""
    first = window.first.toordinal() if window.first else None
    last = window.last.toordinal() + 1 if window.last else None
    spans = _told_apart(spans)
    shown = [_within(span, first, last) for span in spans]
    axis = Axis(day for ends in [*shown, (first, last)] for day in ends if day is not None)
    bars: list[Bar] = []
    y = TOP - LANE
    for span, ends in zip(spans, shown, strict=True):
        bar = _bar(span, axis, ends, y)
        bars.append(bar)
        y = bar.y
    kinds = {bar.kind for bar in bars}
    named = {name: style for name, style in KINDS.items() if style in kinds}
    return Chart(axis, bars, named, y + BAR + 6, of or len(bars), earlier)


def _told_apart(spans: Sequence[Span]) -> list[Span]:
    """The same, each claim with whose it is before its title, and where that is the same in which source."""
    alike = Counter((span.title, span.said_by[0]) for span in spans if span.said_by)

    def told(span: Span) -> str:
        if not span.said_by:
            return span.title
        voice, source = span.said_by
        return f"{voice}, {source}: {span.title}" if alike[span.title, voice] > 1 else f"{voice}: {span.title}"

    return [replace(span, title=told(span)) for span in spans]


def _bar(span: Span, axis: Axis, shown: tuple[int, int], above: int) -> Bar:
    """The bar below the one that begins `above`, which are pixels from the top."""
    start, end = map(axis.at, shown)
    real = _ends(span)
    beyond = [
        *(["begins before what is shown"] if span.earliest and real[0] < shown[0] else []),
        *(["ends after what is shown"] if span.latest and real[1] > shown[1] else []),
    ]
    title = f"{span.status.capitalize()}: {span.title}" if span.status else span.title
    narrow = folded(title, NARROW)
    return Bar(
        y=above + LANE + LINE * (len(narrow) - 1),
        path=span.path,
        title=title,
        narrow=narrow,
        wide=shortened(title, WIDE),
        days=(words.between if span.rival else words.days)(*span.days),
        called=span.kind,
        kind=KINDS[span.kind],
        start=start,
        end=end,
        before=span.earliest is None or real[0] < shown[0],
        after=span.latest is None or real[1] > shown[1],
        disputed=span.disputed,
        gone=bool(span.status),
        beyond=" and ".join(beyond),
        exact=span.earliest == span.latest and span.basis in (None, "stated"),
    )


def _within(span: Span, first: int | None, last: int | None) -> tuple[int, int]:
    """Its days as far as they are shown. An open end reaches into what is shown, wherever that lies."""
    start, end = _ends(span)
    if first is not None:
        start, end = max(start, first), max(end, first + OPEN) if span.latest is None else end
    if last is not None:
        start, end = min(start, last - OPEN) if span.earliest is None else start, min(end, last)
        start = start if first is None else max(start, first)
    return start, max(start + 1, end)


def _ends(span: Span) -> tuple[int, int]:
    """The first day and the day after the last one, as ordinals."""
    first, last = (date.fromisoformat(end).toordinal() if end else None for end in (span.earliest, span.latest))
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
