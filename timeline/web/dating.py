"""A day is said no more exactly than it is known, and a time as it was printed: no zone is added to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import takewhile
from typing import Any

from events import english
from events.values.edtf import parse
from events.values.rules import RULES
from events.values.written import SUPPLIED, point

Row = Mapping[str, Any]

#: What a date in EDTF has beside days: doubt, unspecified digits, one of several.
_MARKED = re.compile(r"[?~%X\[]")
#: How many characters of a UTC instant tell it to the minute, to the second, and whole.
_MINUTE, _SECOND, _ALL = 16, 19, 26


def days(earliest: str | None, latest: str | None) -> str:
    """The local days from `earliest` to `latest` (ISO 8601) as one would say them: `1–31 July 2015` is `July 2015`.

    An end that is None is open; with both open nothing is known, whether a claim has a date or not.
    """
    if not earliest or not latest:
        known = earliest or latest
        return f"{'Since' if earliest else 'By'} {point(known)}" if known else "No day known"
    if earliest == latest:
        return point(earliest)
    if months := whole(earliest, latest):
        return " to ".join(dict.fromkeys(months))
    if earliest[:7] == latest[:7]:
        return f"{date.fromisoformat(earliest).day}–{point(latest)}"
    return f"{point(earliest)} to {point(latest)}"


def whole(earliest: str, latest: str) -> tuple[str, str] | None:
    """The first and the last of the months or years that these days are, whole ones, in words; else None."""
    first, last = date.fromisoformat(earliest), date.fromisoformat(latest)
    if first.day != 1 or (last != date.max and (last + timedelta(days=1)).day != 1):
        return None
    length = len("2015" if (first.month, last.month) == (1, 12) else "2015-08")
    return point(earliest[:length]), point(latest[:length])


def between(earliest: str | None, latest: str | None) -> str:
    """Of the days from `earliest` to `latest`, which sources have otherwise: `Between 24 and 26 August 2015, as …`."""
    if not earliest or not latest or earliest >= latest:
        return days(earliest, latest)
    first, last = point(earliest).split(), point(latest).split()
    alike = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(reversed(first), reversed(last), strict=False))
    )
    own, other = " ".join(first[: len(first) - alike]), " ".join(last)
    beside = date.fromisoformat(latest) - date.fromisoformat(earliest) == timedelta(days=1)
    return f"{own} or {other}, as sources disagree" if beside else f"Between {own} and {other}, as sources disagree"


def within(earliest: str | None, latest: str | None) -> str:
    """The days that claims allowed, where it is not told whether these are rival ones: `within 22–23 August 2015`."""
    if not earliest or not latest or earliest == latest:
        return days(earliest, latest)
    return f"within {days(earliest, latest)}"


def when(incident: Row) -> str:
    """The days of an incident, of which rival ones are no duration."""
    told = between if incident["rival_days"] else days
    return told(incident["earliest"], incident["latest"])


def edtf(value: str | None) -> str:
    """A date in EDTF as one would say it, with whatever doubt it expresses."""
    if not value:
        return "Date not stated"
    given = parse(value)
    if given.earliest and given.latest and not _MARKED.search(value):
        return days(given.earliest.isoformat(), given.latest.isoformat())
    said = english.days(given)
    return said[0].upper() + said[1:]


def moment(text: str | None) -> str:
    """A date or local time as printed in a source: `26 August 2015, 22:13`. No zone is added."""
    if not text:
        return ""
    day, _, time = text.partition("T")
    return point(day) + (f", {time}" if time else "")


def is_day(text: str) -> bool:
    """Whether this is a day as ISO 8601 writes it with hyphens: `2015-08-27`."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def instant(text: str) -> str:
    """A UTC instant to the minute: `22 November 2026, 16:00 UTC`."""
    return f"{moment(text[:_MINUTE])} UTC"


def to_the_second(text: str) -> str:
    """A UTC instant to the second; to the minute where it is a whole one, or the last of it, as at the end of a day."""
    minute = text[_MINUTE:_ALL] in (":00.000000", ":59.999999")
    return f"{moment(text[: _MINUTE if minute else _SECOND])} UTC"


def instants(texts: Sequence[str]) -> list[str]:
    """UTC instants to the minute; those of one minute, or of one second, as far as it takes to tell them apart."""
    lengths = (_MINUTE, _SECOND, _ALL)
    counted = {length: Counter(text[:length] for text in texts) for length in lengths}
    needed = (next((to for to in lengths if counted[to][text[:to]] == 1), _ALL) for text in texts)
    return [f"{moment(text[:to])} UTC" for text, to in zip(texts, needed, strict=True)]


def past(row: Row) -> str:
    """As of when tables of the past are, by their row of the table projection."""
    recorded, reported = str(row["as_recorded"]), row["as_reported"]
    if recorded[:1].isalpha():
        by = f"up to {recorded}"
    else:
        by = f"by {instant(recorded)}" if "T" in recorded else f"by the end of {moment(recorded)}, UTC"
    only = f", and as reported by {moment(reported)}" if reported else ""
    return f"As recorded {by}{only}. What came later is not here."


def supplied(basis: str | None) -> str:
    """Whence the coder has days that no source states; nothing where one does."""
    return SUPPLIED.get(basis or "", "")


def reasons(occurred: Any) -> list[str]:
    """How the coder came to the date; nothing where the source states it outright."""
    given = occurred if isinstance(occurred, dict) else {}
    rule = RULES.get(given.get("rule", ""))
    basis = {
        "report_date": "The source names no day: the coder takes it from the report.",
        "imputed": "The source names no day: the coder supplies it.",
    }
    extent = {"throughout": "All through these days.", "cumulative": "A total over these days."}
    return [
        *([basis[given["basis"]]] if given.get("basis") in basis else []),
        *([extent[given["extent"]]] if given.get("extent") in extent else []),
        *([f"Time of day: {given['time_of_day']}"] if given.get("time_of_day") else []),
        *([f"Resolved in the zone {given['zone']}"] if given.get("zone") else []),
        *([f"By the rule {rule.name}: {rule.gives} (UCDP GED codebook 19.1, p. {rule.page})"] if rule else []),
    ]
