"""A source counts as reported once the last local day on which it may have been published is over: never before."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from pydantic import TypeAdapter, ValidationError

from events.values.dates import Moment

_MOMENT = TypeAdapter(Moment)


def latest_day(published: str) -> date:
    """The last day that a publication as printed may mean: of 2015-08 it is 2015-08-31, of 2015 it is 2015-12-31.

    A time of day changes nothing, and no zone is asked for: it is the local day of whoever published it. Raises
    ValueError, which says what to write, for what is no date and no local time.
    """
    try:
        day = _MOMENT.validate_python(published).partition("T")[0]
    except ValidationError as problem:
        raise ValueError(str(problem.errors()[0]["msg"]).removeprefix("Value error, ")) from problem
    year, month = int(day[:4]), int(day[5:7] or 12)
    return date(year, month, int(day[8:10]) if len(day) > 7 else monthrange(year, month)[1])


def reported_by(day: date, published: str | None) -> bool:
    """Whether what was published then was certainly reported by the end of `day`.

    A source of unknown publication (None) is not: nobody can say that it was.
    """
    return published is not None and latest_day(published) <= day
