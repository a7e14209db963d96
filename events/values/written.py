"""A day, month or year is written out in plain English; it takes no vocabulary, so that a command starts at once."""

from __future__ import annotations

import calendar

#: Whence the coder has a date that the source does not state, by its `basis`.
SUPPLIED = {"report_date": "date taken from the report", "imputed": "date supplied by the coder"}


def point(written: str) -> str:
    """A date without a qualifier: `22 August 2015`, `July 2015`, `2007`, `a day in July 2015`, `a month in 2007`."""
    year, month, day = (*written.split("-"), "", "")[:3]
    if month == "XX":
        return f"a {'day' if day else 'month'} in {year}"
    named = f"{calendar.month_name[int(month)]} {year}" if month else year
    if day == "XX":
        return f"a day in {named}"
    return f"{int(day)} {named}" if day else named
