"""A local day is a stretch of time only together with a zone: the IANA database says when it begins and ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator

#: The IANA names; bare abbreviations (EST, GMT+5) are left out because they name no place's history.
ZONES: frozenset[str] = frozenset(
    name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
) | {"UTC"}


#: Other names for the time of which all others are told.
_UTC = frozenset({"gmt", "z", "zulu", "utc", "uct"})


def check_zone(text: str) -> str:
    """`text` itself. Raises ValueError where it is no IANA name, with the one that may be meant."""
    if text not in ZONES:
        meant = " or ".join(_meant(text)) or "an IANA name such as Asia/Kabul"
        raise ValueError(f'"{text[:60]}" is not a time zone. Write {meant}.')
    return text


def _meant(text: str) -> list[str]:
    """The zones that are called so but for capitals and blanks, or of a city that is."""
    plain = "_".join(text.lower().split())
    if plain in _UTC:
        return ["UTC"]
    return sorted(name for name in ZONES if plain in (name.lower(), name.lower().rpartition("/")[2]))


def _check_zone_or_unknown(text: str) -> str:
    return text if text == "unknown" else check_zone(text)


Zone = Annotated[str, AfterValidator(check_zone)]
ZoneOrUnknown = Annotated[str, AfterValidator(_check_zone_or_unknown)]


def instants(first: date, last: date, zone: str, start: int = 0, end: int = 24) -> tuple[datetime, datetime]:
    """The UTC instants from `start` o'clock of the local day `first` to before `end` o'clock of `last` in `zone`.

    The day 2015-08-26 of Asia/Kabul goes from 2015-08-25T19:30Z to 2015-08-26T19:30Z. Raises ValueError where the
    zone's clocks left all of it out, as those of Pacific/Apia did with 2011-12-30.
    """
    begins = _instant(first, start, zone)
    ends = _instant(last + timedelta(days=1), 0, zone) if end == 24 else _instant(last, end, zone)
    if ends <= begins:
        raise ValueError(f"The clocks of {zone} left out {first}. Write another day.")
    return begins, ends


def days_elsewhere(begins: datetime, ends: datetime, zone: str) -> tuple[date, date]:
    """The first and the last local day in `zone` of the time from `begins` to before `ends`."""
    there = ZoneInfo(zone)
    return begins.astimezone(there).date(), (ends - timedelta(microseconds=1)).astimezone(there).date()


def _instant(day: date, hour: int, zone: str) -> datetime:
    # Of an hour that comes twice the first, and for one that never comes the moment of the change: fold is 0.
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)
