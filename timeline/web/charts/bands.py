"""The bands of a place show its rows in control_periods and nothing else: what no row covers is said to be unknown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, ClassVar

from timeline.web import words
from timeline.web.charts.axis import NARROW, WIDE, Axis, room
from timeline.web.charts.stretches import NO_HOLDER, Row, Stretch, begins, called, holder

#: How many colours there are for controllers; beyond that they come again.
COLOURS = 6
#: The scopes in the order in which they are told.
SCOPES = ("district", "town", "centre", "unstated")


@dataclass(frozen=True, slots=True)
class Band:
    """A band in one lane, in percent of the width: `start` to `end`, sure from `sure` to `until`.

    `carried` are the parts of what is sure, from and to, on which it is carried on and not said.
    """

    start: float
    sure: float
    until: float
    end: float
    disputed: bool
    anchor: str
    title: str
    carried: list[tuple[float, float]]
    #: Whether there is room for the word `disputed`: narrow, wide or empty.
    room: str


@dataclass(frozen=True, slots=True)
class Lane:
    """All bands of one controller."""

    name: str
    colour: str
    bands: list[Band]


@dataclass(frozen=True, slots=True)
class Gap:
    """Days between bands of which nothing is known, in percent of the width."""

    start: float
    end: float
    room: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What is known of one scope of a place, or of several alike."""

    scopes: list[str]
    lanes: list[Lane]
    gaps: list[Gap]
    stretches: list[Stretch]
    #: What lies before and after it, in words, and the last day that it tells of.
    outside: str
    last_day: str


@dataclass(frozen=True, slots=True)
class Bands:
    """The charts of a place over one axis, one for each scope, or for several of which the same is known."""

    axis: Axis
    charts: list[Chart]
    colours: list[str]

    #: The widths in pixels for which marks are chosen.
    sizes: ClassVar[dict[str, int]] = {"narrow": NARROW, "wide": WIDE}


def coloured(rows: Sequence[Row]) -> dict[str, str]:
    """The name of the style of each controller of these rows, in the order in which they had the place."""
    names = dict.fromkeys(row["controller"] for row in sorted(rows, key=_when))
    parties = [name for name in names if name not in NO_HOLDER]
    colours = {name: f"c{number % COLOURS + 1}" for number, name in enumerate(parties)}
    return {name: colours.get(name) or NO_HOLDER[name][1] for name in names}


def bands(rows: Sequence[Row]) -> Bands | None:
    """The bands of one place, out of its rows in control_periods; None where it has none."""
    if not rows:
        return None
    axis, colours = Axis(day for row in rows for day in _borders(row)), coloured(rows)
    charts = [_chart(scopes, told, axis, colours) for scopes, told in _alike(rows)]
    return Bands(axis, charts, sorted({"c1", *colours.values()}))


def _alike(rows: Sequence[Row]) -> list[tuple[list[str], list[Row]]]:
    """The rows of each scope; of scopes of which the same is known those of all, with the events of any of them."""
    found: list[tuple[list[str], list[Row]]] = []
    for scope in SCOPES:
        told = sorted((row for row in rows if row["scope"] == scope), key=lambda row: row["number"])
        for scopes, others in found:
            if told and list(map(_look, told)) == list(map(_look, others)):
                scopes.append(scope)
                others[:] = [dict(one) | _joined(one, other) for one, other in zip(others, told, strict=True)]
                break
        else:
            if told:
                found.append(([scope], told))
    return found


def _look(row: Row) -> tuple[Any, ...]:
    return row["controller"], _when(row), row["told"]


def _joined(one: Row, other: Row) -> dict[str, str]:
    lists = ("events", "inferred_from", "denied_by", "from_events", "to_events")
    return {name: json.dumps(sorted({*json.loads(one[name]), *json.loads(other[name])})) for name in lists}


def _chart(scopes: list[str], rows: list[Row], axis: Axis, colours: Mapping[str, str]) -> Chart:
    scope = scopes[0]
    lanes: dict[str, list[Band]] = {}
    for number, (_, together) in enumerate(groupby(rows, _when), 1):
        for row in together:
            lanes.setdefault(row["controller"], []).append(_band(row, axis, f"{scope}-{number}"))
    first, last = min(map(begins, rows)), max(row["to_latest"] for row in rows)
    return Chart(
        scopes,
        [Lane(called(name), colours[name], found) for name, found in lanes.items()],
        list(_gaps(rows, axis)),
        list(_stretches(scope, rows, colours)),
        f"Before {words.days(first, first)} and after {words.days(last, last)} no claim says who held it.",
        last,
    )


def _when(row: Row) -> tuple[Any, ...]:
    """Equal for the rows of one stretch, and in the order of their days."""
    return begins(row), row["from_latest"], row["to_latest"], row["to_earliest"] or "", row["disputed"]


def _ordinals(row: Row) -> tuple[int, int, int, int]:
    """The first and the first sure day of a row, the last sure and the last day; an open beginning is drawn a month."""
    from_latest, to_latest = _day(row["from_latest"]), _day(row["to_latest"])
    from_earliest = _day(row["from_earliest"]) if row["from_earliest"] else from_latest - 30
    to_earliest = _day(row["to_earliest"]) if row["to_earliest"] else from_earliest - 1
    return from_earliest, from_latest, to_earliest, to_latest


def _borders(row: Row) -> Iterator[int]:
    from_earliest, from_latest, to_earliest, to_latest = _ordinals(row)
    yield from_earliest
    yield to_latest + 1
    if from_latest <= to_earliest:
        yield from_latest
        yield to_earliest + 1
    for first, last in _carried(row):
        yield first
        yield last + 1


def _band(row: Row, axis: Axis, anchor: str) -> Band:
    from_earliest, from_latest, to_earliest, to_latest = _ordinals(row)
    start, end = axis.at(from_earliest), axis.at(to_latest + 1)
    sure, until = axis.at(from_latest), axis.at(to_earliest + 1)
    if sure > until:  # no day is sure: it fades from the middle both ways
        sure = until = (start + end) / 2
    carried, inferred = [(axis.at(first), axis.at(last + 1)) for first, last in _carried(row)], _inferred(row)
    also = ", disputed" if row["disputed"] else f", inferred for {inferred}" if inferred else ""
    title = f"{called(row['controller'])}{also}: {_said(row)}"
    return Band(start, sure, until, end, bool(row["disputed"]), anchor, title, carried, room(end - start, "disputed"))


def _carried(row: Row) -> Iterator[tuple[int, int]]:
    """The first and the last day of each run of sure days of which no claim tells; none where the row is disputed."""
    _, start, end, _ = _ordinals(row)
    if row["disputed"]:
        return
    for told in json.loads(row["told"]):
        first, last = _day(told[:10]), _day(told[-10:])
        if start < first <= end + 1:
            yield start, first - 1
        start = max(start, last + 1)
    if start <= end:
        yield start, end


def _inferred(row: Row) -> str:
    """The days of a row on which it is carried on, in words."""
    ends = ([date.fromordinal(day).isoformat() for day in run] for run in _carried(row))
    return ", ".join(words.days(*run) for run in ends)


def _gaps(rows: list[Row], axis: Axis) -> Iterator[Gap]:
    for before, after in _apart(rows):
        start, end = axis.at(before + 1), axis.at(after)
        yield Gap(start, end, room(end - start, "unknown"))


def _apart(rows: list[Row]) -> Iterator[tuple[int, int]]:
    """The last day before and the first day after each run of days that no row covers."""
    reached: int | None = None
    for row in sorted(rows, key=_when):
        start, _, _, end = _ordinals(row)
        if reached is not None and start > reached + 1:
            yield reached, start
        reached = end if reached is None else max(reached, end)


def _stretches(scope: str, rows: list[Row], colours: Mapping[str, str]) -> Iterator[Stretch]:
    gaps = dict(_apart(rows))
    for number, (_, found) in enumerate(groupby(rows, _when), 1):
        together = list(found)
        row = together[0]
        holders = [holder(one, colours) for one in together]
        denied_by = sorted({event for one in together for event in json.loads(one["denied_by"])})
        coarse = (row["from_earliest"], row["to_latest"]) != (row["from_latest"], row["to_earliest"])
        lists = (json.loads(row["from_events"]), json.loads(row["to_events"]))
        yield Stretch(
            f"{scope}-{number}",
            _said(row),
            bool(row["disputed"]),
            begins(row),
            row["to_latest"],
            holders,
            *lists,
            denied_by,
            coarse,
            _inferred(row),
        )
        if after := gaps.get(_day(row["to_latest"])):
            first, last = (date.fromordinal(day).isoformat() for day in (_day(row["to_latest"]) + 1, after - 1))
            yield Stretch(f"{scope}-{number}-unknown", words.days(first, last), False, first, last, [], [], [], [])


def _said(row: Row) -> str:
    """When a row begins and ends, in words."""
    earliest, sure, until, latest = (row[end] for end in ("from_earliest", "from_latest", "to_earliest", "to_latest"))
    if earliest == sure and until == latest:
        return words.days(sure, latest)
    begins = words.days(earliest, sure) if earliest else f"by {words.days(sure, sure)}"
    ends = words.days(until or latest, latest)
    return (
        f"{'some day of ' if earliest and earliest != sure else ''}{begins} to "
        f"{'some day of ' if until and until < latest else ''}{ends}"
    )


def _day(iso: str) -> int:
    return date.fromisoformat(iso).toordinal()
