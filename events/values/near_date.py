"""A date in another notation is never read as one: it is answered with what its author may have meant, in EDTF.

Where a notation is read in two ways, as 08/09/2015 is in the United States and elsewhere, both are given.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

_NAMES = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS = _NAMES | {name[:3]: number for name, number in _NAMES.items()} | {"sept": 9}
_MONTH = f"({'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_DAY = r"([0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"([0-9]{4})"
_NUMBERS = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})", re.ASCII)
_BACKWARDS = re.compile(r"([0-9]{4})(?:[./-]([0-9]{1,2})(?:[./-]([0-9]{1,2}))?|([0-9]{2})([0-9]{2}))", re.ASCII)
_DAY_FIRST = re.compile(rf"{_DAY}(?: of)? {_MONTH} {_YEAR}", re.ASCII)
_MONTH_FIRST = re.compile(rf"{_MONTH} {_DAY} {_YEAR}", re.ASCII)
_DAY_OF = re.compile(rf"{_DAY}(?: of)? {_MONTH}", re.ASCII)
_OF_DAY = re.compile(rf"{_MONTH} {_DAY}", re.ASCII)
_MONTH_ONLY = re.compile(rf"{_MONTH}(?: of)? {_YEAR}", re.ASCII)
_DAYS = re.compile(rf"{_DAY} ?[-–/] ?{_DAY} {_MONTH} {_YEAR}", re.ASCII)
_DAYS_AFTER = re.compile(rf"{_MONTH} {_DAY} ?[-–/] ?{_DAY} {_YEAR}", re.ASCII)
_PAIRS = (re.compile(r"(?:between|from) (.+) (?:and|to) (.+)"), re.compile(r"(.+) (?:to|until|-|–|/) (.+)"))
_AROUND = re.compile(r"(?:c\.|ca\.?|circa|about|around|approximately|~) ?(.+)")
_OPEN = (("by ", "../{}"), ("until ", "../{}"), ("up to ", "../{}"), ("since ", "{}/.."), ("from ", "{}/.."))
#: Words that mean a day only together with the day of the report.
_RELATIVE = re.compile(
    rf"\b(?:today|yesterday|tonight|last|this|past|recent(?:ly)?|earlier|ago|week|weekend|month|{'|'.join(_MONTHS)}|"
    rf"{'|'.join(name.lower() for name in calendar.day_name)})\b"
)
_LONGEST = 60
#: Days of the longest month.
_LAST = 31


def meant(text: str) -> list[str]:
    """What `text`, which is no date in EDTF, may mean in it; empty where nothing is certain.

    Two where it is read in two ways, the day before the month first.
    """
    if len(text) > _LONGEST:
        return []
    plain = _plain(text)
    if found := _AROUND.fullmatch(plain):
        return [f"{one}~" for one in _point(found[1])]
    for words, form in _OPEN:
        if plain.startswith(words) and (points := _point(plain.removeprefix(words))):
            return [form.format(one) for one in points]
    for pair in _PAIRS:
        if found := pair.fullmatch(plain):
            first, last = _point(found[1]), _point(found[2])
            if len(first) == len(last) == 1 and first < last:
                return [f"{first[0]}/{last[0]}"]
    for spanned, (one, other, month, year) in ((_DAYS, (1, 2, 3, 4)), (_DAYS_AFTER, (2, 3, 1, 4))):
        if found := spanned.fullmatch(plain):
            days = [_day(found[year], _MONTHS[found[month]], found[number]) for number in (one, other)]
            return [f"{days[0]}/{days[1]}"] if all(days) and days[0] < days[1] else []
    return _point(plain)


def impossible(text: str) -> str:
    """Why `text`, which names a day, month and year, is no day: `February 2015 has 28 days`; empty where it is one.

    Before the name of a month a number above 31 is no day of it: `40 August 2015` may be 40 of something.
    """
    plain = _plain(text) if len(text) <= _LONGEST else ""
    if _point(plain):
        return ""
    if found := _NUMBERS.fullmatch(plain):
        first, second = int(found[1]), int(found[3])
        turned = first <= 12 < second
        return _over(found[4], *((first, found[3]) if turned else (second, found[1])))
    if (found := _BACKWARDS.fullmatch(plain)) and found[3]:
        return _over(found[1], int(found[2]), found[3])
    for written, (day_at, month_at) in ((_DAY_FIRST, (1, 2)), (_MONTH_FIRST, (2, 1))):
        if (found := written.fullmatch(plain)) and int(found[day_at]) <= _LAST:
            return _over(found[3], _MONTHS[found[month_at]], found[day_at])
    for written, (other, month_at) in ((_DAYS, (2, 3)), (_DAYS_AFTER, (3, 1))):
        if (found := written.fullmatch(plain)) and not _day(found[4], _MONTHS[found[month_at]], found[other]):
            return _over(found[4], _MONTHS[found[month_at]], found[other])
    return ""


def yearless(text: str) -> tuple[int, int | None] | None:
    """The month, and the day if there is one, of a date without a year: `26 Aug`, `August`; None of anything else."""
    plain = _plain(text) if len(text) <= _LONGEST else ""
    if plain in _MONTHS:
        return _MONTHS[plain], None
    for written, (day_at, month_at) in ((_DAY_OF, (1, 2)), (_OF_DAY, (2, 1))):
        # Of the days of a leap year.
        if (found := written.fullmatch(plain)) and _day("2000", _MONTHS[found[month_at]], found[day_at]):
            return _MONTHS[found[month_at]], int(found[day_at])
    return None


def relative(text: str) -> bool:
    """Whether `text` has words for a day that depend on the day of the report: Saturday, last month."""
    return len(text) <= _LONGEST and _RELATIVE.search(text.lower()) is not None


def _plain(text: str) -> str:
    return re.sub(rf"\b{_MONTH}\.", r"\1", " ".join(text.lower().replace(",", " ").split()))


def _over(year: str, month: int, day: str) -> str:
    """Why that is no day."""
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    if year == "0000":
        return "there is no year 0"
    last = calendar.monthrange(int(year), month)[1]
    said = f"{calendar.month_name[month]} {year} has {last} days"
    return said if int(day) else f"{said}, of which none is 0"


def _point(plain: str) -> list[str]:
    return list(dict.fromkeys(filter(None, _points(plain))))


def _points(plain: str) -> Iterator[str]:
    if found := _NUMBERS.fullmatch(plain):
        yield _day(found[4], int(found[3]), found[1])
        yield _day(found[4], int(found[1]), found[3])
    elif found := _BACKWARDS.fullmatch(plain):
        month, day = found[2] or found[4], found[3] or found[5]
        yield _day(found[1], int(month), day) if day else _month(found[1], int(month))
    elif found := _DAY_FIRST.fullmatch(plain):
        yield _day(found[3], _MONTHS[found[2]], found[1])
    elif found := _MONTH_FIRST.fullmatch(plain):
        yield _day(found[3], _MONTHS[found[1]], found[2])
    elif found := _MONTH_ONLY.fullmatch(plain):
        yield _month(found[2], _MONTHS[found[1]])
    elif re.fullmatch(_YEAR, plain, re.ASCII) and plain != "0000":
        yield plain


def _day(year: str, month: int, day: str) -> str:
    """The day in EDTF; empty where it is not in the calendar."""
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return ""


def _month(year: str, month: int) -> str:
    return f"{year}-{month:02}" if 1 <= month <= 12 and year != "0000" else ""
