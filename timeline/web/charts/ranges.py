"""Each claimed figure of casualties is drawn as its own range, beside its rivals, and nothing is added up.

An end that a claim leaves open goes on to the end of the scale, fading and with an arrowhead. The scale begins with
zero; where the largest number is far from the smallest, it is logarithmic, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, log10
from typing import Any, ClassVar

from events.values.quantity import Quantity
from timeline.projections.toll import toll
from timeline.web import rivals, tolls, words
from timeline.web.charts.axis import NARROW, WIDE, folded, length, shortened

Row = Mapping[str, Any]

#: Figures in one picture; the table has all.
MOST = 40
#: The scale is logarithmic where the largest number is so many times the smallest one above zero, or more.
FAR = 20
#: How far to each side an approximate number is drawn, in percent of the width: its ends are open.
AROUND = 8
#: Heights in pixels: of a group's heading, of a figure, of the room after a group, and of a label's second line.
HEAD, EACH, AFTER, LINE = 44, 42, 14, 15


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on the scale: where it is, in percent, and which part of its text is there."""

    at: float
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Where each number is, in percent of the width; `most` is a little beyond the largest one."""

    most: float
    logarithmic: bool

    def at(self, number: float) -> float:
        if self.logarithmic:
            return 100 * log10(1 + number) / log10(1 + self.most)
        return 100 * number / self.most

    def ticks(self, width: int) -> list[Tick]:
        """The round numbers of which there is room to write where the scale is so many pixels wide."""
        found: list[Tick] = []
        reached = -1.0
        for number in self._round(width):
            text, at = f"{number:,}", self.at(number)
            here, wide = at * width / 100, length(text)
            anchor = "start" if here < wide / 2 else "end" if here > width - wide / 2 else "middle"
            begins = here - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * wide
            if begins > reached:
                found.append(Tick(at, text, anchor))
                reached = begins + wide + 12
        return found

    def _round(self, width: int) -> Sequence[int]:
        if self.logarithmic:
            powers = range(ceil(log10(self.most)) + 1)
            return [0, *(step * 10**power for power in powers for step in (1, 2, 5) if step * 10**power <= self.most)]
        step = _step(self.most, width // 80)
        return range(0, int(self.most) + 1, step)


@dataclass(frozen=True, slots=True)
class Line:
    """A group's heading or one figure: from where to where it reaches, in percent of the width.

    `said` is all of it in words; `narrow`, in one line or two, and `wide` are its label as far as there is room for it.
    `y` is where it begins, in pixels from the top, and the first of two lines above that. `open_low` and `open_high`:
    that end is open. `middle`: whence it fades to both sides. `point`: it is one number. `drawn`: it gives
    any number. `path`: the page of its event, empty of a heading. `apart`: it takes no part in the range of its group.
    `pieces` are what is drawn of a heading: of its range, whatever any of its figures allows.
    """

    y: int
    path: str
    said: str
    narrow: list[str]
    wide: str
    start: float
    end: float
    open_low: bool
    open_high: bool
    middle: float
    point: bool
    drawn: bool
    apart: bool
    pieces: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranges:
    """The groups and their figures line by line, over one scale; `more` figures have no room."""

    scale: Scale
    lines: list[Line]
    height: int
    more: int
    events: list[str]

    #: The widths in pixels for which numbers are chosen.
    sizes: ClassVar[dict[str, int]] = {"narrow": NARROW, "wide": WIDE}

    @property
    def groups(self) -> list[tuple[int, int, list[Line]]]:
        """Where each group begins and ends, and its lines: paper may have it on the next page."""
        found = [at for at, line in enumerate(self.lines) if not line.path]
        ends = [*found[1:], len(self.lines)]
        tops = [self.lines[at].y - LINE * (len(self.lines[at].narrow) - 1) for at in found]
        parts = [self.lines[at:end] for at, end in zip(found, ends, strict=True)]
        return list(zip(tops, [*tops[1:], self.height], parts, strict=True))

    @property
    def marks(self) -> set[str]:
        """Which marks there are in it: numbers, ranges, open ends, those that take no part, and unknown ones."""
        shown = [one for line in self.lines if line.drawn for one in (line.pieces or (line,))]
        found = {
            "number": any(one.point for one in shown),
            "range": any(not (one.point or one.open_low or one.open_high) for one in shown),
            "open": any(one.open_low or one.open_high for one in shown),
            "apart": any(one.apart for one in shown),
            "unknown": any(line.path and not line.drawn for line in self.lines),
        }
        return {name for name, there in found.items() if there}


def ranges(groups: Sequence[Row]) -> Ranges | None:
    """The picture of the groups of an incident, as tolls.groups tells them; None of fewer than two figures."""
    figures = [figure for group in groups for figure in group["figures"]]
    numbers = [number for figure in figures for number in _ends(figure) if number is not None]
    if len(figures) < 2 or not numbers:
        return None
    scale, kept, y = _scale(numbers), MOST, 0
    lines: list[Line] = []
    for group in groups:
        shown, kept = group["figures"][:kept], max(0, kept - len(group["figures"]))
        if shown:
            lines.append(_heading(group, scale, y))
            y = lines[-1].y + HEAD
            for figure in shown:
                lines.append(_figure(figure, scale, y))
                y = lines[-1].y + EACH
            y += AFTER
    events = list(dict.fromkeys(line.path.rpartition("/")[2] for line in lines if line.path))
    return Ranges(scale, lines, y, max(0, len(figures) - MOST), events)


def _scale(numbers: Iterable[int]) -> Scale:
    above = [number for number in numbers if number > 0] or [1]
    most = max(above)
    if most >= FAR * min(above):
        return Scale(1.5 * most, logarithmic=True)
    return Scale(max(most + 1, 1.1 * most), logarithmic=False)


def _step(most: float, ticks: int) -> int:
    """The smallest round number, at least 1, of which at most so many reach `most`."""
    steps: list[int] = [step * 10**power for power in range(17) for step in (1, 2, 5)]
    return min(step for step in steps if most / step <= ticks)


def _heading(group: Row, scale: Scale, y: int) -> Line:
    """Its range in words, and drawn where several figures make one."""
    span = group["span"]
    if span:
        said = toll(span)
    else:
        called = f"{rivals.whose(group)} {words.label(group['outcome']).lower()}"
        called += f" in all, {words.edtf(group['period'])}" if group["period"] else ""
        said = f"{called}: none counts here"
    said = said[0].upper() + said[1:]
    # A single figure is its own range.
    drawn = span is not None and words.span(span) != "unknown" and len(group["figures"]) > 1
    ends = (span["lowest"], span["highest"]) if span else (None, None)
    pieces = tuple(_pieces(group["figures"], scale, y)) if drawn else ()
    return replace(_line(scale, y, "", said, *ends, drawn=drawn), pieces=pieces)


def _pieces(figures: Iterable[Row], scale: Scale, y: int) -> Iterator[Line]:
    """What those allow that take part, those together that meet; what is about a number, for itself."""
    taking = [figure for figure in figures if tolls.takes_part(figure)]
    sharp = [_ends(figure) for figure in taking if figure["bound"] != "about"]
    reached: tuple[int | None, int | None] | None = None
    for low, high in sorted(sharp, key=lambda ends: (ends[0] is not None, ends[0] or 0)):
        if reached is None:
            reached = low, high
        elif reached[1] is None or low is None or low <= reached[1] + 1:
            reached = reached[0], None if None in (reached[1], high) else max(reached[1] or 0, high or 0)
        else:
            yield _line(scale, y, "", "", *reached)
            reached = low, high
    if reached:
        yield _line(scale, y, "", "", *reached)
    for figure in taking:
        if figure["bound"] == "about":
            yield _line(scale, y, "", "", *_ends(figure), around=True)


def _figure(figure: Row, scale: Scale, y: int) -> Line:
    remarks = list(_remarks(figure))
    hedged = f" ({figure['hedge']})" if figure["hedge"] else ""
    aside = f" ({', '.join(remarks)})" if remarks else ""
    said = f"{words.value(figure)}{hedged}, {words.plain(words.first_by(figure))}{aside}"
    low, high = _ends(figure)
    around = figure["bound"] == "about"
    return _line(
        *(scale, y, f"/event/{figure['event']}", said, low, high),
        drawn=figure["bound"] != "unknown",
        around=around,
        apart=bool(remarks),
    )


def _remarks(figure: Row) -> Iterator[str]:
    """Why a figure takes no part in the range of its group."""
    if figure["superseded_by"]:
        yield "replaced by its issuer"
    elif not figure["counts"]:
        yield "counted in another incident"
    if figure["stance"] not in ("asserts", "confirms"):
        yield words.STANCES.get(figure["stance"], str(figure["stance"]))


def _ends(figure: Row) -> tuple[int | None, int | None]:
    """The ends of a figure; of an approximate one, the number that it is about."""
    if figure["bound"] != "about":
        return figure["low"], figure["high"]
    number = Quantity.parse(figure["value"]).value
    return number, number


def _line(
    scale: Scale,
    y: int,
    path: str,
    said: str,
    low: int | None,
    high: int | None,
    *,
    drawn: bool = True,
    around: bool = False,
    apart: bool = False,
) -> Line:
    narrow = folded(said, NARROW)
    start, end = 0.0 if low is None else scale.at(low), 100.0 if high is None else scale.at(high)
    middle = (start + end) / 2
    if around:
        start, end = max(0.0, start - AROUND), min(100.0, end + AROUND)
    return Line(
        *(y + LINE * (len(narrow) - 1), path, said, narrow, shortened(said, WIDE), start, end),
        open_low=low is None or around,
        open_high=high is None or around,
        middle=middle,
        point=low is not None and low == high,
        drawn=drawn,
        apart=apart,
    )
