"""By when: what was recorded by an instant, and what was reported by a day; without either it is now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.values import near_date
from timeline.errors import TimelineError
from timeline.reconcile.recorded import last_instant
from timeline.reconcile.reported import latest_day

#: A day, a month or a year, whether there is such a one or not.
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class AsOf:
    """`recorded` is a UTC instant as the log writes it, `reported` a local day of publication; None is now."""

    recorded: str | None = None
    reported: date | None = None

    def __bool__(self) -> bool:
        """Whether it is another time than now."""
        return self.recorded is not None or self.reported is not None

    def holds(self, spell: Mapping[str, Any]) -> bool:
        """Whether what began at `from_at` and ended at `to_at` (None: never) was on record then."""
        if self.recorded is None:
            return spell["to_at"] is None
        return bool(spell["from_at"] <= self.recorded and (spell["to_at"] is None or self.recorded < spell["to_at"]))


NOW = AsOf()


def as_of(recorded: str | None = None, reported: str | None = None) -> AsOf:
    """The time that a person has written; nothing, or only blanks, is now.

    `recorded` is a day in UTC or an instant with its zone, `reported` a day, a month or a year. Raises TimelineError,
    with all that is wrong.
    """
    recorded, reported = (recorded or "").strip(), (reported or "").strip()
    faults: list[str] = []
    instant, day = None, None
    try:
        instant = last_instant(recorded) if recorded else None
    except ValueError as problem:
        faults.append(f"As recorded: {problem}")
    try:
        day = _day(reported) if reported else None
    except ValueError as problem:
        faults.append(f"As reported: {problem}")
    if faults:
        raise TimelineError("\n".join(faults))
    return AsOf(instant, day)


def _day(text: str) -> date:
    if text[10:11] == "T":
        raise ValueError(f'"{text}" has a time of day, and sources are reported by the day. Write {text[:10]}.')
    try:
        return latest_day(text)
    except ValueError as problem:
        if _DATE.fullmatch(text):
            raise
        meant = ", or ".join(filter(_DATE.fullmatch, near_date.meant(text))) or "2015-08-26, 2015-08 or 2015"
        raise ValueError(f'"{text[:60]}" is not a date. Write {meant}.') from problem
