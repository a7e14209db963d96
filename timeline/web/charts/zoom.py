"""A window on a time axis is in the address of the page, in days, months or years, so that it can be sent on and cited.

Both ends are typed as a source's dates are: 2015-08 as the last end is 31 August. Whatever reaches beyond is cut.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from events.values import edtf
from timeline.web import words

#: Its parameters, with the underscore that Datasette's own have, which is never the name of a column.
FROM, TO = "_from", "_to"
#: The first and the last day of something, in ISO 8601; None is an open end, and one of them is none.
Days = tuple[str | None, str | None]
_POINT = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}", re.ASCII)
#: Years, decades or centuries that are offered to be looked at more closely; of more of them, what they lie in is.
MOST = 24
#: How much of a day, in ISO 8601, names its century, decade, year, month and the day itself.
_CENTURY, _DECADE, _YEAR, _MONTH, _DAY = 2, 3, 4, 7, 10


@dataclass(frozen=True, slots=True)
class Window:
    """From the first day to the last one; None is no limit. `typed` and `faults` are by parameter, for the form."""

    first: date | None = None
    last: date | None = None
    typed: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether it shuts anything out."""
        return self.first is not None or self.last is not None

    @property
    def said(self) -> str:
        """The window in words; empty where everything is shown."""
        first, last = (day.isoformat() if day else None for day in (self.first, self.last))
        return words.days(first, last) if self else ""

    def holds(self, earliest: str | None, latest: str | None) -> bool:
        """Whether any day from `earliest` to `latest` lies in it; None is an open end."""
        return not (
            (self.first and latest and date.fromisoformat(latest) < self.first)
            or (self.last and earliest and date.fromisoformat(earliest) > self.last)
        )


EVERYTHING = Window()


@dataclass(frozen=True, slots=True)
class Step:
    """Another window to look through: what it is called and, in EDTF, its ends; both empty for everything.

    `spans` is how many of those that are dated may lie in it; None where nobody counts.
    """

    words: str
    first: str
    last: str
    spans: int | None = None


def window(first: str, last: str) -> Window:
    """The window that was typed. Where an end is no date it has faults, and shows everything."""
    typed = {FROM: first.strip(), TO: last.strip()}
    ends: dict[str, date | None] = {FROM: None, TO: None}
    faults: dict[str, str] = {}
    for name, text in typed.items():
        try:
            ends[name] = _end(text, name == TO) if text else None
        except ValueError as problem:
            faults[name] = str(problem)
    start, end = ends.values()
    if start and end and end < start:
        faults[TO] = f"“{typed[TO]}” ends before “{typed[FROM]}” begins. Write a later day, month or year."
    return Window(typed=typed, faults=faults) if faults else Window(start, end, typed)


def _end(text: str, last: bool) -> date:
    if not _POINT.fullmatch(text):
        raise ValueError(f"“{text[:60]}” is no day, month or year. Write 2015-08-22, 2015-08 or 2015.")
    read = edtf.parse(text)
    end = read.latest if last else read.earliest
    assert end is not None
    return end


def closer(shown: Window, days: Mapping[Days, int]) -> list[Step]:
    """The years, months or days, whichever are the fewest parts of what is `shown`, in which anything may lie.

    Of many years it is their decades, and of many decades their centuries. Each says how many may lie in it. `days`
    are those of whatever may lie in what is shown, and how many have them.
    """
    reaches = {_reaches(shown, *ends) for ends in days}
    if not reaches:
        return []
    around = min(reaches)[0].isoformat()
    for name, length in (("year", _YEAR), ("month", _MONTH), ("day", _DAY)):
        parts = sorted({part for ends in reaches for part in _parts(name, *ends)})
        if len(parts) > 1:
            # Whatever was longer than these is the same for all.
            units = [f"{around[: length - 3]}-{part:02}" if length > _YEAR else f"{part:04}" for part in parts]
            return [_step(unit, days) for unit in _few(units)]
    return [] if shown.first and shown.first == shown.last else [_step(around, days)]


def _parts(name: str, first: date, last: date) -> range:
    """The numbers of the years, or within one of the months or days, from `first` to `last`."""
    return range(getattr(first, name), getattr(last, name) + 1)


def _few(units: Sequence[str]) -> list[str]:
    """The units; of more years than MOST their decades, or their centuries where those are more."""
    several = [list(dict.fromkeys(unit[:length] for unit in units)) for length in (_DAY, _DECADE, _CENTURY)]
    return next((found for found in several if len(found) <= MOST or len(units[0]) > _YEAR), several[-1])


def _step(unit: str, days: Mapping[Days, int] | None = None) -> Step:
    first, last = (max(unit.ljust(_YEAR, "0"), "0001"), unit.ljust(_YEAR, "9")) if len(unit) < _YEAR else (unit, unit)
    within = window(first, last)
    spans = None if days is None else sum(many for ends, many in days.items() if within.holds(*ends))
    return Step(within.said, first, last, spans)


def _reaches(shown: Window, earliest: str | None, latest: str | None) -> tuple[date, date]:
    """The first and the last day of what is shown on which it may be; of an end that is open, the one that is known."""

    def within(day: date) -> date:
        day = max(day, shown.first) if shown.first else day
        return min(day, shown.last) if shown.last else day

    first, last = (date.fromisoformat(end) for end in (earliest or latest or "", latest or earliest or ""))
    return within(first), within(max(first, last))


def wider(shown: Window) -> list[Step]:
    """The month and the year around what is shown, where they are more than that, and at last everything."""
    return [*map(_step, _around(shown)), Step("Everything", "", "")] if shown else []


def beside(shown: Window) -> list[Step]:
    """The day, month, year or decade before what is shown and the one after it, where that is one."""
    if not shown.first or not shown.last or _unit(shown.first, shown.last) is None:
        return []
    length = len(_unit(shown.first, shown.last) or "")
    found = []
    for next_to in (shown.first.toordinal() - 1, shown.last.toordinal() + 1):
        if date.min.toordinal() <= next_to <= date.max.toordinal():
            found.append(_step(date.fromordinal(next_to).isoformat()[:length]))
    return found


def _around(shown: Window) -> Iterator[str]:
    if not shown.first or not shown.last:
        return
    own = _unit(shown.first, shown.last)
    for length in (_MONTH, _YEAR):
        unit = shown.first.isoformat()[:length]
        if unit == shown.last.isoformat()[:length] and unit != own:
            yield unit


def _unit(first: date, last: date) -> str | None:
    """The day, month, year or decade that lasts exactly from `first` to `last`."""
    if first == last:
        return first.isoformat()
    if first.day == 1 and last == first.replace(day=monthrange(first.year, first.month)[1]):
        return first.isoformat()[:_MONTH]
    if (first.month, first.day) == (1, 1) and last == date(first.year, 12, 31):
        return first.isoformat()[:_YEAR]
    if (first.month, first.day, first.year % 10) == (1, 1, 0) and last == date(first.year + 9, 12, 31):
        return first.isoformat()[:_DECADE]
    return None
