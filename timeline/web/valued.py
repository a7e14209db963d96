"""The cell of a value says it as one would: days and long numbers in words, and a doubt with what is doubted."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from events.values.matters import matter
from events.values.people import grouped
from timeline.reconcile.told import WHOLE_CLAIM
from timeline.web import dating, ends, naming, terms
from timeline.web.ends import Cell, Path
from timeline.web.marks import DOUBTS, MARKS, mark


def date(value: Any, row: Any, path: Path) -> Markup | None:
    """A date, or a JSON list of dates, as one would say it."""
    said = ", ".join(map(terms.dated, naming.texts(value) or [value])) if isinstance(value, str) else value
    return None if said == value else Markup('<span class="day">{}</span>').format(said)


def end_of_days(end: int, value: Any, row: Any, path: Path) -> Markup | None:
    """The first (0) or the last (1) of the days of an incident: of a whole month or year that one, as `2007`."""
    days = [ends.beside(row, name) for name in ("earliest", "latest")]
    months = dating.whole(*days) if all(days) and not ends.beside(row, "rival_days") else None
    return Markup('<span class="day">{}</span>').format(months[end]) if months else date(value, row, path)


def first_day(dated: Cell, value: Any, row: Any, path: Path) -> Markup | None:
    """A day that no source states, and whence the coder has it."""
    basis, day = dating.supplied(ends.beside(row, "basis")), dated(value, row, path)
    return Markup("{}<br><small>{}</small>").format(day, basis) if basis and day else None


def value(value: Any, row: Any, path: Path) -> Markup | None:
    """What is claimed, where that is a date, a number of five digits or more, or a range, which keeps to one line."""
    if ends.beside(row, "property") in terms.DATES:
        return date(value, row, path)
    number = grouped(value) if isinstance(value, str) and ends.beside(row, "bound") else value
    if isinstance(number, str) and ends.beside(row, "bound") == "range" and " " not in number:
        return Markup('<span class="whole">{}</span>').format(number)
    return Markup("{}").format(number) if number != value else None


def stance(value: Any, row: Any, path: Path) -> Markup | None:
    """How a single value is said, with what that is, where it is denied or doubted: `questions the number killed`."""
    field = ends.beside(row, "outcome") or ends.beside(row, "property")
    if value not in DOUBTS or not isinstance(field, str) or field == WHOLE_CLAIM:
        return None
    return doubt(value, matter(field))


def doubt(stance: str, of: str) -> Markup:
    """A mark of how something is said, and what that is, which may stand on several lines."""
    return Markup("{} {}").format(mark(MARKS["stance"][stance]), of)
