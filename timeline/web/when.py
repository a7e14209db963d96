"""Among what is typed into the search box may be one date, in any usual notation; the rest is words.

Where a notation is read in two ways, as 08/09/2015 is, neither is taken: both are offered.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from events.values import edtf, near_date
from timeline.web import words

#: Words that are looked at, and those of the longest date: from 22 August 2015 to 26 August 2015.
_MOST, _LONGEST = 24, 8
_YEAR = re.compile("[12][0-9]{3}", re.ASCII)
_EDTF = re.compile(edtf.EDTF)
_BEFORE = frozenset({"in", "on", "of", "during"})
_AROUND = ",.;:!?()"
_MONTHS = frozenset(name.lower() for name in (*calendar.month_name, *calendar.month_abbr) if name) - {"may", "mar"}


@dataclass(frozen=True, slots=True)
class When:
    """The first and the last day that are meant, in ISO 8601, `9999` for no end; `said` in words; `rest` is not of it.

    Without a date `first` is None. `ways` are the dates that may be meant, where there are two; `yearless` is a month
    of which no year is told.
    """

    rest: str
    first: str | None = None
    last: str | None = None
    said: str = ""
    ways: tuple[str, ...] = ()
    yearless: str = ""

    @property
    def dated(self) -> bool:
        """Whether days are asked for."""
        return self.first is not None


def when(given: str) -> When:
    """The longest date in `given`, of these the first."""
    typed = [word.strip(_AROUND) for word in given.split()[:_MOST]]
    for length in range(min(_LONGEST, len(typed)), 0, -1) if any(map(str.isdigit, given)) else ():
        for start in range(len(typed) - length + 1):
            if meant := _meant(" ".join(typed[start : start + length])):
                before = typed[: start - 1] if start and typed[start - 1].lower() in _BEFORE else typed[:start]
                return _when(meant, " ".join([*before, *given.split()[start + length :]]))
    return When(given, yearless=next((word for word in typed if word.lower() in _MONTHS), ""))


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
