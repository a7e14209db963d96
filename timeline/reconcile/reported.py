"""A source counts as reported from the day that is printed on it, or from the last day of the month or year that is.

That is a local day, of a zone which is often not known: elsewhere it may have been the next one.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from pydantic import TypeAdapter, ValidationError

from events.decision import Decision
from events.ledger.incident_assessed import IncidentAssessed
from events.ledger.incident_split import IncidentSplit
from events.ledger.statement_superseded import StatementSuperseded
from events.values import edtf
from events.values.dates import Moment

_MOMENT = TypeAdapter(Moment)


@lru_cache(maxsize=1024)  # of one incident each is asked for again and again
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


def surely_before(published: str | None, other: str | None) -> bool:
    """Whether what was published as printed in `published` was out before the first day that `other` may mean."""
    if published is None or other is None:
        return False
    first = edtf.parse(other.partition("T")[0]).earliest
    return first is not None and latest_day(published) < first


def reported_by(day: date, published: str | None) -> bool:
    """Whether what was published then counts as reported by the end of `day`, by what is printed on it.

    A source of unknown publication (None) does not: nobody can say that it was.
    """
    return published is not None and latest_day(published) <= day


def decided_by(day: date, decision: Decision, reported: Callable[[str], bool]) -> bool:
    """Whether the decision is on what was reported by the end of `day`, as `reported` tells of each claim by its name.

    Our own decisions hold throughout, whenever we made them: a split for those of its claims that were reported. A
    statement is superseded from when the first of the new claims was reported or, where there is none, from when the
    issuer said so; where nobody says when, from the beginning. An assessment was not there before the day it bears.
    """
    if isinstance(decision, StatementSuperseded):
        said = any(map(reported, decision.new)) if decision.new else _said_by(day, decision.said)
        return said and any(map(reported, decision.old))
    if isinstance(decision, IncidentSplit):
        return any(map(reported, decision.claims))
    if isinstance(decision, IncidentAssessed):
        assessed = edtf.parse(decision.assessed).latest
        return assessed is not None and assessed <= day and all(map(reported, decision.relies_on))
    return all(reported(name) for _, name in decision.claims_named())


def _said_by(day: date, said: str | None) -> bool:
    return said is None or reported_by(day, said)
