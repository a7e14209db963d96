"""A date in EDTF is read in one way only, into the days that it may mean; what could be read in two ways is refused.

The profile of EDTF (ISO 8601-2:2019; Library of Congress, Extended Date/Time Format, 2019) that is read here: days,
months and years; `?`, `~` and `%` after a whole date; XX for the day, the month or both; intervals, whose ends may be
open (`..`) or qualified; and sets of which one is meant (`[2015-08-22,2015-08-23]`). Left out, because readers and
programs differ on them: seasons, decades (`201X`), exponents, qualifiers of a part, blank ends, and sets that mean all.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from events.values import near_date
from events.values.near_quantity import QUOTES

HOW = "Write a day 2015-08-22, a month 2015-08, a year 2015, or an interval 2015-08-23/2015-08-26."
#: The same for whoever has more to say than that.
MORE = (
    "With ? it is uncertain, with ~ approximate, with % both: 2015-08-22~. An end may be open: ../2015-08-22, "
    "2015-08-22/... One of several: [2015-08-22,2015-08-23]. Some day of a month: 2015-08-XX."
)

_POINT = r"[0-9]{4}(?:-(?:XX(?:-XX)?|[0-9]{2}(?:-(?:XX|[0-9]{2}))?))?"
_END = rf"{_POINT}[?~%]?"
#: What JSON Schema can check of it: not the calendar, and not which end comes first.
EDTF = rf"^(?:{_END}(?:/(?:{_END}|\.\.))?|\.\./{_END}|\[{_POINT}(?:,{_POINT})+\])$"
_EDTF = re.compile(EDTF.replace("$", r"\Z"), re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

Form = Literal["point", "interval", "set"]
#: UCDP's precision of a date, from 1 (a day) to 5 (a year).
DatePrec = Literal[1, 2, 3, 4, 5]


class Point(NamedTuple):
    """A day, a month or a year, as written but for its qualifier (empty, `?`, `~` or `%`), and the days it spans."""

    written: str
    qualifier: str
    first: date
    last: date

    def __str__(self) -> str:
        return self.written + self.qualifier


class Days(NamedTuple):
    """The local days that a date may mean: `earliest` and `latest` are None where that end is open.

    `points` has one point, the two ends of an interval (None for an open one), or those of which one is meant.
    """

    form: Form
    points: tuple[Point | None, ...]
    earliest: date | None
    latest: date | None

    def __str__(self) -> str:
        """The date in EDTF, as it was written."""
        texts = [".." if point is None else str(point) for point in self.points]
        return f"[{','.join(texts)}]" if self.form == "set" else "/".join(texts)

    @property
    def date_prec(self) -> DatePrec | None:
        """UCDP's precision: 1 a day, 2 two to six days, 3 a week, 4 a month, 5 a year (GED codebook 19.1, appendix 2).

        Days are counted from the earliest to the latest. A day that is qualified has 2, because 1 is for a day that
        is known ("around 2 July" has 2 there). None for an open end and for more than a year, which UCDP does not
        code.
        """
        if self.earliest is None or self.latest is None:
            return None
        length = (self.latest - self.earliest).days + 1
        if length == 1:
            return 2 if any(point and point.qualifier for point in self.points) else 1
        for most, precision in _LONGEST:
            if length <= most:
                return precision
        return None


_LONGEST: tuple[tuple[int, DatePrec], ...] = ((6, 2), (7, 3), (31, 4), (366, 5))


@lru_cache(maxsize=1 << 12)
def parse(text: str) -> Days:
    """The days that `text` may mean, local to wherever it happened. Qualifiers and XX add no day to them.

    Raises ValueError, with what to write instead, for whatever is not in the profile or not in the calendar.
    """
    if _DAY.fullmatch(text):  # by far the most frequent
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise _not_in_calendar(text) from None
        return Days("point", (Point(text, "", day, day),), day, day)
    if not _EDTF.match(text):
        raise ValueError(_otherwise(text))
    if text.startswith("["):
        return _set(text)
    start, slash, end = text.partition("/")
    if not slash:
        only = _point(text)
        return Days("point", (only,), only.first, only.last)
    begin, finish = (None if part == ".." else _point(part) for part in (start, end))
    if begin and finish and finish.last < begin.first:
        raise ValueError(f'"{text}" ends before it begins. Write {end}/{start}.')
    return Days("interval", (begin, finish), begin and begin.first, finish and finish.last)


def span(first: date, last: date) -> str:
    """The days from `first` to `last` in EDTF, as one would write them: 2015-07 for a whole month."""
    if first == last:
        return first.isoformat()
    whole_months = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if whole_months and first.year == last.year:
        if (first.month, last.month) == (1, 12):
            return f"{first.year:04}"
        if first.month == last.month:
            return first.isoformat()[:7]
    return f"{first.isoformat()}/{last.isoformat()}"


def _set(text: str) -> Days:
    points = [_point(part) for part in text[1:-1].split(",")]
    in_order = sorted({(point.first, point.last, point) for point in points})
    if [point for _, _, point in in_order] != points:
        raise ValueError(
            f'"{text[:60]}" is not in order, or names a date twice. '
            f"Write {_listed([str(point) for _, _, point in in_order])}."
        )
    return Days("set", tuple(points), points[0].first, max(point.last for point in points))


def _listed(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"[{','.join(texts)}]"


def _point(text: str) -> Point:
    written = text.rstrip("?~%")
    year, month, day = (*written.split("-"), "XX", "XX")[:3]
    if year == "0000":
        raise ValueError(f'"{written}" has no such year. Years go from 0001 to 9999.')
    if month == "XX":
        first, last = date(int(year), 1, 1), date(int(year), 12, 31)
    elif not 1 <= int(month) <= 12:
        raise _no_month(written)
    elif day == "XX":
        first = date(int(year), int(month), 1)
        last = first.replace(day=calendar.monthrange(int(year), int(month))[1])
    else:
        try:
            first = last = date.fromisoformat(written)
        except ValueError:
            raise _not_in_calendar(written) from None
    return Point(written, text[len(written) :], first, last)


def _not_in_calendar(day: str) -> ValueError:
    """Why a day in the right notation is none."""
    year, month = int(day[:4]), int(day[5:7])
    if year == 0:
        return ValueError(f'"{day}" has no such year. Years go from 0001 to 9999.')
    if not 1 <= month <= 12:
        return _no_month(day)
    days = calendar.monthrange(year, month)[1]
    return ValueError(f'"{day}" is not in the calendar. {calendar.month_name[month]} {year} has {days} days.')


def _no_month(written: str) -> ValueError:
    year, month = written[:4], int(written[5:7])
    if len(written) == 7 and 21 <= month <= 41:  # EDTF's codes for seasons, quarters and the like
        return ValueError(
            f'"{written}" is a season or a part of a year, which begins on no agreed day. '
            f"Write its months, such as {year}-03/{year}-05, and the words as wording."
        )
    return ValueError(f'"{written}" has no such month. Months go from 01 to 12, after the year.')


def _otherwise(text: str) -> str:
    """What is wrong with a text that is not in the profile, and what its author may have meant."""
    said = f'"{text[:60]}" is not a date.'
    if decade := re.fullmatch(r"([0-9]{3})[Xx]s?[?~%]?", text, re.ASCII):
        return f"{said} Write a decade as an interval: {decade[1]}0/{decade[1]}9."
    if century := re.fullmatch(r"([0-9]{2})[Xx]{2}[?~%]?", text, re.ASCII):
        return f"{said} Write a century as an interval: {century[1]}00/{century[1]}99."
    if text.lower() in ("unknown", "undated", "none", "n/a", "?"):
        return f"{said} Leave the date out where the source does not say."
    if text == "../..":
        return f'"{text}" is open at both ends, and so says nothing. Leave the date out.'
    if timed := re.match(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9]", text, re.ASCII):
        return f'"{text[:60]}" holds a time. Write {timed[1]}, and the time as time_of_day.'
    if text.startswith("{") and text.endswith("}"):
        return f"{said} Write [ ] for one of several dates, and a claim for each where all are meant."
    if found := re.search(r"[?~%]", text):
        parts = [re.sub(r"[?~%]", "", part) + found[0] for part in text.split("/") if part]
        whole = "/".join(parts)
        if text.count(found[0]) == len(re.findall(r"[?~%]", text)) and _EDTF.match(whole):
            return f'"{text[:60]}" qualifies a part of a date. Write {whole}, for the whole of it.'
    tidy = re.sub(r"\s", "", text.strip(QUOTES)).translate(_TYPED).upper().replace("?~", "%").replace("~?", "%")
    tidy = re.sub(r"^/", "../", re.sub(r"/$", "/..", tidy))
    single = re.fullmatch(rf"\[({_POINT})\]", tidy)
    tidy = single[1] if single else tidy
    if tidy != text and _EDTF.match(tidy):
        return f"{said} Write {tidy}."
    if near := near_date.meant(text.strip(QUOTES)):
        return f"{said} Write {', or '.join(near)}."
    if near_date.relative(text):
        return f"{said} Write the day, or leave it to the words: {{wording: {text[:60]}, rule: auto}}."
    return f"{said} {HOW}"


#: What keyboards and word processors give for a hyphen.
_TYPED = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
