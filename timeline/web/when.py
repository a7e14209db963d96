"""Among what is typed into the search box may be one date, in any usual notation; the rest is words.

Where a notation is read in two ways, as 08/09/2015 is, neither is taken: both are offered. What names a day that is not
in the calendar is no date, and not read as the month in it; what names no year is asked for one.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from events.values import edtf, near_date
from timeline.web import words

#: Words that are looked at, and those of the longest date: from 22 August 2015 to 26 August 2015.
_MOST, _LONGEST = 24, 8
#: Words of the longest day: 26th of August 2015.
_POINT = 4
_YEAR = re.compile("[12][0-9]{3}", re.ASCII)
_EDTF = re.compile(edtf.EDTF)
_BEFORE = frozenset({"in", "on", "of", "during"})
_AROUND = ",.;:!?()"
#: Months that are words of other meanings as well: beside a day they are months.
_WORDS = frozenset({"may", "mar"})


@dataclass(frozen=True, slots=True)
class When:
    """The first and the last day that are meant, in ISO 8601, `9999` for no end; `said` in words; `rest` is not of it.

    Without a date `first` is None. `ways` are the dates that may be meant, where there are two; `wrong` says of a date
    why there is no such day; `yearless` is a month, and perhaps a day of it, of which no year is told.
    """

    rest: str
    first: str | None = None
    last: str | None = None
    said: str = ""
    ways: tuple[str, ...] = ()
    wrong: str = ""
    yearless: tuple[int, int | None] | None = None

    @property
    def of_any_year(self) -> str:
        """The day or month without a year, in words; empty where there is none."""
        if self.yearless is None:
            return ""
        month, day = self.yearless
        return f"{day} {calendar.month_name[month]}" if day else calendar.month_name[month]

    @property
    def dated(self) -> bool:
        """Whether days are asked for."""
        return self.first is not None


def when(given: str) -> When:
    """The longest date in `given`, of these the first."""
    typed = [word.strip(_AROUND) for word in given.split()[:_MOST]]
    if any(map(str.isdigit, given)) and (wrong := _wrong(typed)):
        return When(given, wrong=wrong)
    for length in range(min(_LONGEST, len(typed)), 0, -1) if any(map(str.isdigit, given)) else ():
        for start in range(len(typed) - length + 1):
            if meant := _meant(" ".join(typed[start : start + length])):
                before = typed[: start - 1] if start and typed[start - 1].lower() in _BEFORE else typed[:start]
                return _when(meant, " ".join([*before, *given.split()[start + length :]]))
    return _without_year(given, typed)


def _wrong(typed: list[str]) -> str:
    """What is wrong with a day that is typed and is not in the calendar."""
    for length in range(_POINT, 0, -1):
        for start in range(len(typed) - length + 1):
            text = " ".join(typed[start : start + length])
            if why := near_date.impossible(text):
                return f"“{text}” is no day: {why}."
    return ""


def _without_year(given: str, typed: list[str]) -> When:
    for length in range(_POINT - 1, 0, -1):
        for start in range(len(typed) - length + 1):
            text = " ".join(typed[start : start + length])
            if text.lower() not in _WORDS and (found := near_date.yearless(text)):
                before = typed[: start - 1] if start and typed[start - 1].lower() in _BEFORE else typed[:start]
                return When(" ".join([*before, *given.split()[start + length :]]), yearless=found)
    return When(given)


def _meant(text: str) -> list[str]:
    """What `text` is as a date in EDTF, the whole of it: nothing, one or two."""
    if text.isdigit() and len(text) == 4:
        return [text] if _YEAR.fullmatch(text) else []
    return [text] if _EDTF.match(text) and _days(text) else [one for one in near_date.meant(text) if _days(one)]


def _days(text: str) -> edtf.Days | None:
    try:
        return edtf.parse(text)
    except ValueError:
        return None


def _when(meant: list[str], rest: str) -> When:
    days = _days(meant[0])
    if days is None or len(meant) > 1:
        return When(rest, ways=tuple(meant))
    first, last = ((day.isoformat() if day else none) for day, none in ((days.earliest, ""), (days.latest, "9999")))
    return When(rest, first, last, words.edtf(meant[0]))
