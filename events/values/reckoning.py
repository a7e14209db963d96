"""How the days are reckoned that words mean in a report: from the day of the report and the words' own parts alone.

Each function takes the words that were found, with their named groups, and the day of the report, and gives the first
and the last day. Raises ValueError where these do not tell which days are meant.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

Span = tuple[date, date]
Found = re.Match[str]
Reckon = Callable[[Found, date], Span]

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
WEEKDAYS = tuple(name.lower() for name in calendar.day_name)
MONTHS = tuple(name.lower() for name in calendar.month_name)[1:]


def _day(count: int) -> timedelta:
    return timedelta(days=count)


def _number(found: Found, least: int, most: int) -> int:
    word = found["number"]
    number = int(word) if word.isdigit() else NUMBERS.index(word) + 1
    if not least <= number <= most:
        raise ValueError(f"The codebook has a rule for {least} to {most} of them. Write the value yourself.")
    return number


def _month(found: Found) -> int:
    return next(number for number, name in enumerate(MONTHS, 1) if name[:3] == found["month"][:3])


def _latest(found: Found, reported: date, first: Callable[[int], date]) -> date:
    """What `first` gives for the year that is told, else for the latest in which it began on R or before."""
    told = found["year"]
    for year in [int(told)] if told else range(reported.year, reported.year - 9, -1):
        try:
            if (began := first(year)) <= reported or told:
                return began
        except ValueError:  # 29 February, in most years; 8 years apart at most
            continue
    raise ValueError("There is no such day. Write another one.")


def in_month(begins: int, ends: int, capped: bool) -> Reckon:
    """From day `begins` to day `ends` of the month, or to its last day, or to R where that is `capped`."""

    def days(found: Found, reported: date) -> Span:
        first = _latest(found, reported, lambda year: date(year, _month(found), begins))
        last = first.replace(day=min(ends, calendar.monthrange(first.year, first.month)[1]))
        return first, min(last, max(reported, first)) if capped else last

    return days


def dated(found: Found, reported: date) -> Span:
    """The one day of that date."""
    day = _latest(found, reported, lambda year: date(year, _month(found), int(found["day"])))
    return day, day


def around(found: Found, reported: date) -> Span:
    """That date, the day before it and the day after."""
    day, _ = dated(found, reported)
    return day - _day(1), day + _day(1)


def between(found: Found, reported: date) -> Span:
    """From the first to the last of two days of one month."""
    last, _ = dated(found, reported)
    return last.replace(day=int(found["from"])), last


def weekday(found: Found, reported: date) -> Span:
    """The latest of that name on R or before; with "last", or since when something goes on, before R."""
    back = (reported.weekday() - WEEKDAYS.index(found["weekday"])) % 7
    day = reported - _day(back or (7 if found["last"] else 0))
    return day, day


def since(found: Found, reported: date) -> Span:
    """From the latest day of that name to R."""
    back = (reported.weekday() - WEEKDAYS.index(found["weekday"])) % 7
    if not back:
        raise ValueError("The report is of that very day of the week: it may be that day or the one a week before.")
    return reported - _day(back), reported


def night_between(found: Found, reported: date) -> Span:
    """The two days of that night."""
    first, second = (WEEKDAYS.index(found[group]) for group in ("weekday", "next"))
    if (first + 1) % 7 != second:
        raise ValueError("These days do not follow each other.")
    last = reported - _day((reported.weekday() - second) % 7)
    return last - _day(1), last


def back(most: int, least: int) -> Reckon:
    """From `most` days before R to `least` days before it."""
    return lambda found, reported: (reported - _day(most), reported - _day(least))


def past_days(found: Found, reported: date) -> Span:
    """So many days before R."""
    return reported - _day(_number(found, 2, 6)), reported - _day(1)


def long(found: Found, reported: date) -> Span:
    """So many days, the last of which is R."""
    return reported - _day(_number(found, 2, 6) - 1), reported


def past_hours(found: Found, reported: date) -> Span:
    """R and the day before it, or the two days before it."""
    # 48 and 72 hours have the same days in the codebook.
    return reported - _day(1 if found["hours"] == "24" else 2), reported


def last_days(found: Found, reported: date) -> Span:
    """So many last days of a month."""
    number = _number(found, 2, 6)

    def first(year: int) -> date:
        return date(year, _month(found), calendar.monthrange(year, _month(found))[1] - number + 1)

    began = _latest(found, reported, first)
    return began, began + _day(number - 1)


def week(before: int, begins: int, ends: int) -> Reckon:
    """Weekdays `begins` to `ends` (Monday is 0) of the week that is `before` weeks before R's."""

    def days(found: Found, reported: date) -> Span:
        monday = reported - _day(reported.weekday() + 7 * before)
        return monday + _day(begins), monday + _day(ends)

    return days


def weekend(found: Found, reported: date) -> Span:
    """The latest Saturday and Sunday of which the Sunday is R or before it."""
    sunday = reported - _day((reported.weekday() + 1) % 7)
    return sunday - _day(1), sunday


def named_month(found: Found, reported: date) -> Span:
    """The month of that name."""

    def first(year: int) -> date:
        return date(year, _month(found), 1)

    if found["last"] and reported.month == _month(found):
        raise ValueError("The report is of that very month: it may be this year's or the year's before.")
    began = _latest(found, reported, first)
    return began, began.replace(day=calendar.monthrange(began.year, began.month)[1])


def last_month(found: Found, reported: date) -> Span:
    """The month before R's."""
    last = reported.replace(day=1) - _day(1)
    return last.replace(day=1), last


def year(back: int | None, months: tuple[int, int]) -> Reckon:
    """The first to the last of `months` in the year that is told, or in the one `back` years before R."""

    def days(found: Found, reported: date) -> Span:
        year = int(found["year"]) if back is None else reported.year - back
        return date(year, months[0], 1), date(year, months[1], calendar.monthrange(year, months[1])[1])

    return days


def past_months(found: Found, reported: date) -> Span:
    """So many months, 3 if none are told, up to R and within its year."""
    number = 3 if found["number"] is None else _number(found, 2, 11)
    new_year = reported.replace(month=1, day=1)
    if reported.month <= number:
        return new_year, reported
    month = reported.month - number
    same = reported.replace(month=month, day=min(reported.day, calendar.monthrange(reported.year, month)[1]))
    return same + _day(1), reported
