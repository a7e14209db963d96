"""A date is as exact as the source's words and no more: earliest and latest are the days that those words allow.

The notation is EDTF (ISO 8601-2:2019, Library of Congress): a day, a month or a year, or an interval of two of them.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Annotated, ClassVar, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints

from events.values.said import Attributed
from events.values.text import Text

_POINT = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
EDTF = rf"^{_POINT}(?:/{_POINT})?$"
_EDTF = re.compile(rf"({_POINT})(?:/({_POINT}))?", re.ASCII)
HOW = "Write a day 2015-08-22, a month 2015-08, a year 2015, or an interval 2015-08-23/2015-08-26."

_MOMENT = re.compile(r"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?", re.ASCII)
MOMENT = r"^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?)?)?$"


def bounds(edtf: str) -> tuple[date, date]:
    """The first and the last day that `edtf` may mean, local to wherever it happened.

    Raises ValueError, with what to write instead, for anything but a day, month, year or an interval of these.
    """
    found = _EDTF.fullmatch(edtf)
    if not found:
        raise ValueError(f'"{edtf[:60]}" is not a date. {HOW}')
    earliest, latest = _span(found[1])
    if found[2]:
        latest = _span(found[2])[1]
        if latest < earliest:
            raise ValueError(f'"{edtf}" ends before it begins. Write {found[2]}/{found[1]}.')
    return earliest, latest


def _span(point: str) -> tuple[date, date]:
    parts = [int(part) for part in point.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else None
    if year == 0:
        raise ValueError(f'"{point}" has no such year. Years go from 0001 to 9999.')
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        raise ValueError(f'"{point}" has no such month. Months go from 01 to 12, after the year.')
    last = calendar.monthrange(year, month)[1]
    if len(parts) == 2:
        return date(year, month, 1), date(year, month, last)
    if not 1 <= parts[2] <= last:
        name = calendar.month_name[month]
        raise ValueError(f'"{point}" is not in the calendar. {name} {year} has {last} days.')
    return date(year, month, parts[2]), date(year, month, parts[2])


def _check_edtf(text: str) -> str:
    bounds(text)
    return text


def _check_moment(text: str) -> str:
    found = _MOMENT.fullmatch(text)
    if not found or (found[2] and len(found[1]) < 10):
        raise ValueError(f'"{text[:60]}" is not a date or a local time. Write 2015-08-26 or 2015-08-26T22:13.')
    _span(found[1])
    if found[2] and (int(found[2]) > 23 or int(found[3]) > 59 or int(found[4] or 0) > 59):
        raise ValueError(f'"{text}" is not a time of day. Hours go to 23, minutes and seconds to 59.')
    return text


def _check_zone(text: str) -> str:
    if text not in ZONES:
        raise ValueError(f'"{text[:60]}" is not a time zone. Write an IANA name such as Asia/Kabul.')
    return text


def _check_zone_or_unknown(text: str) -> str:
    return text if text == "unknown" else _check_zone(text)


#: The IANA names; bare abbreviations (EST, GMT+5) are left out because they name no place's history.
ZONES: frozenset[str] = frozenset(
    name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
) | {"UTC"}

Edtf = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_check_edtf)]
Zone = Annotated[str, AfterValidator(_check_zone)]
ZoneOrUnknown = Annotated[str, AfterValidator(_check_zone_or_unknown)]
#: A date as known, or a local time to the minute or second, exactly as printed: no zone, nothing filled in.
Moment = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_check_moment)]

Basis = Literal["stated", "report_date", "imputed"]
Extent = Literal["within", "throughout", "cumulative"]


class Occurred(Attributed):
    """When it happened, as local days. A bare date is enough."""

    bare: ClassVar[str] = "value"

    value: Edtf = Field(description=f"The date in EDTF. {HOW}", json_schema_extra={"pattern": EDTF})
    zone: Zone | None = Field(None, description="The IANA zone in which the words were resolved: Asia/Kabul.")
    basis: Basis = Field(
        "stated",
        description="stated: the source has words for the day, however resolved; report_date: the coder takes the "
        "day from the report; imputed: the coder supplies it. Only stated dates can contradict.",
    )
    extent: Extent = Field(
        "within",
        description="within: some time in it; throughout: all the time; cumulative: a total over it.",
    )
    time_of_day: Text | None = Field(None, description="The time of day in words or as HH:MM, local.")

    @property
    def earliest(self) -> date:
        """The first local day that it may have happened on."""
        return bounds(self.value)[0]

    @property
    def latest(self) -> date:
        """The last local day that it may have happened on."""
        return bounds(self.value)[1]
