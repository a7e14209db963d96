"""What the pages say in words follows from the rows alone: codes become plain English, and nothing is added to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import takewhile
from typing import Any

from events import english
from events.values import ends as both_ends
from events.values.edtf import parse
from events.values.people import attacking as are_attacking
from events.values.people import grouped, is_side, status_of
from events.values.rules import RULES
from events.values.where import where
from timeline.projections import codes, figures, titles, toll, voiced
from timeline.reconcile import inferred
from timeline.reconcile.told import ALL
from timeline.web.maps import outlines

Row = Mapping[str, Any]

#: What a date in EDTF has beside days: doubt, unspecified digits, one of several.
_MARKED = re.compile(r"[?~%X\[]")

#: How a bound is read. Both ends are in the columns low and high; NULL there is an open end.
BOUNDS = {
    "stated": "a bare figure",
    "exact": "said to be exact",
    "at_least": "a lower bound",
    "more_than": "a lower bound",
    "up_to": "an upper bound",
    "less_than": "an upper bound",
    "about": "approximate",
    "range": "a range",
    "vague": "a vague number",
    "unknown": "unknown: it takes part in no range",
}
STANCES = {
    "asserts": "asserts",
    "confirms": "confirms",
    "denies": "denies",
    "questions": "questions",
    "cannot_confirm": "cannot confirm",
}
BASES = {
    "witnessed": "The source says that it witnessed this itself.",
    "document": "A document",
    "named": "A named voice",
    "unnamed": "A voice without a name",
    "unstated": "Not stated",
}
#: Languages by the first part of their tags (ISO 639).
LANGUAGES = {
    "ar": "Arabic",
    "bal": "Balochi",
    "bn": "Bengali",
    "da": "Danish",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "ha": "Hausa",
    "he": "Hebrew",
    "hi": "Hindi",
    "it": "Italian",
    "ja": "Japanese",
    "ku": "Kurdish",
    "my": "Burmese",
    "nl": "Dutch",
    "pl": "Polish",
    "prs": "Dari",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ru": "Russian",
    "so": "Somali",
    "sv": "Swedish",
    "sw": "Swahili",
    "ti": "Tigrinya",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "uz": "Uzbek",
    "am": "Amharic",
    "zh": "Chinese",
}
#: What an amendment does to another event.
ACTIONS = {
    "corrected": "corrects",
    "retracted": "retracts",
    "undone": "undoes",
    "restricted": "restricts",
    "published": "publishes",
    "redacted": "redacts",
}
#: How exactly a place is known: UCDP GED codebook 19.1, where_prec. None is not stated.
PRECISION = {
    1: "the exact location",
    2: "within about 25 km",
    3: "somewhere in the district",
    4: "somewhere in the province",
    5: "somewhere along a line or in a part of the country",
    6: "somewhere in the country",
    7: "somewhere in international waters or airspace",
    None: "how exactly it is known is not stated",
}


def days(earliest: str | None, latest: str | None) -> str:
    """The local days from `earliest` to `latest` (ISO 8601) as one would say them: `1–31 July 2015` is `July 2015`.

    An end that is None is open; with both open nothing is known, whether a claim has a date or not.
    """
    if not earliest or not latest:
        known = earliest or latest
        return f"{'Since' if earliest else 'By'} {english.point(known)}" if known else "No day known"
    if earliest == latest:
        return english.point(earliest)
    first, last = date.fromisoformat(earliest), date.fromisoformat(latest)
    begins, ends = first.day == 1, last == date.max or (last + timedelta(days=1)).day == 1
    if begins and ends:
        if (first.month, last.month) == (1, 12):
            years = english.point(earliest[:4]), english.point(latest[:4])
            return " to ".join(dict.fromkeys(years))
        if earliest[:7] == latest[:7]:
            return english.point(earliest[:7])
        return f"{english.point(earliest[:7])} to {english.point(latest[:7])}"
    if earliest[:7] == latest[:7]:
        return f"{first.day}–{english.point(latest)}"
    return f"{english.point(earliest)} to {english.point(latest)}"


def between(earliest: str | None, latest: str | None) -> str:
    """Of the days from `earliest` to `latest`, which sources have otherwise: `Between 24 and 26 August 2015, as …`."""
    if not earliest or not latest or earliest >= latest:
        return days(earliest, latest)
    first, last = english.point(earliest).split(), english.point(latest).split()
    alike = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(reversed(first), reversed(last), strict=False))
    )
    own, other = " ".join(first[: len(first) - alike]), " ".join(last)
    beside = date.fromisoformat(latest) - date.fromisoformat(earliest) == timedelta(days=1)
    return f"{own} or {other}, as sources disagree" if beside else f"Between {own} and {other}, as sources disagree"


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
    return english.point(day) + (f", {time}" if time else "")


def is_day(text: str) -> bool:
    """Whether this is a day as ISO 8601 writes it with hyphens: `2015-08-27`."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def instant(text: str) -> str:
    """A UTC instant to the minute: `22 November 2026, 16:00 UTC`."""
    return f"{moment(text[:16])} UTC"


def past(row: Row) -> str:
    """As of when tables of the past are, by their row of the table projection."""
    recorded, reported = str(row["as_recorded"]), row["as_reported"]
    if recorded[:1].isalpha():
        by = f"up to {recorded}"
    else:
        by = f"by {instant(recorded)}" if "T" in recorded else f"by the end of {moment(recorded)}, UTC"
    only = f", and as reported by {moment(reported)}" if reported else ""
    return f"As recorded {by}{only}. What came later is not here."


#: A field's or a type's name within a sentence, and as a heading.
name, label = codes.in_words, codes.heading


#: What a source is called in few words.
published = titles.published

#: Who says what.
told_by, first_by, steps, plain = voiced.told_by, voiced.first_by, voiced.steps, voiced.plain
#: What stands behind a voice that the coder infers.
mark = inferred.mark

#: The two ends of a figure or of a group of figures.
ends = both_ends.ends
origins = figures.origins


def rests_on(row: Row) -> str:
    """What an incident or a group of figures rests on: `2 claims, 1–2 independent origins`."""
    if not row["claim_count"]:
        return "no claim that counts"
    return f"{count(row['claim_count'], 'claim')}, {origins(row['origins_min'], row['origins_max'])}"


def span(group: Row) -> str:
    """A row of incident_casualties from its lowest to its highest figure."""
    return figures.reach(group)


def party(row: Row) -> str:
    """Whose a figure is: of a total `people`, or nothing where `people` says who; a side that is not named is so."""
    name = str(row["party"])
    if name == ALL:
        return "" if status_of(name, row.get("civilian_status")) else "people"
    return f"unnamed {name}" if is_side(name) else name


def those(group: Row) -> str:
    """Whom a group of figures counts, behind their number: `civilians`, `civilian` behind 1, `of group B`."""
    return toll.behind({"party": group["party"]}, span(group))


def counted(figure: Row) -> str:
    """Whom one figure counts, behind its number: `NATO combatants`, `combatant of group B` behind 1, `people`."""
    return toll.behind(figure, str(figure["value"]))


def people(row: Row) -> str:
    """`civilians`, `combatants`; nothing where no claim says so, or the party is called so."""
    return status_of(str(row["party"]), row["civilian_status"])


def unnamed(groups: Iterable[Row]) -> bool:
    """Whether any of the groups is of a side that nobody names."""
    return any(is_side(str(group["party"])) for group in groups)


def attacking(row: Row) -> bool:
    """Whether it must be said that they are the perpetrators: they are, and are not called so."""
    return are_attacking(str(row["party"]), row["role"])


def source(row: Row) -> str:
    """What a source is called: its title, else who published it and when: `RFE/RL, 26 August 2015`."""
    at = f", {moment(row['published'])}" if row["published"] else ""
    return str(row["title"] or f"{row['publisher']}{at}")


def place(row: Row) -> str:
    """The place with its province."""
    return where(str(row["place"]), row["admin1"])


def supplied(basis: str | None) -> str:
    """Whence the coder has days that no source states; nothing where one does."""
    return english.SUPPLIED.get(basis or "", "")


def dating(occurred: Any) -> list[str]:
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


def placing(place: Any) -> list[str]:
    """How exactly the place is known, and its point."""
    given = place if isinstance(place, dict) else {}
    return [
        *([str(given["admin2"])] if given.get("admin2") else []),
        *([country(str(given["country"]))] if given.get("country") else []),
        *([label(PRECISION[given["where_prec"]])] if given.get("where_prec") in range(1, 8) else []),
        *([f"{given['lat']}, {given['lon']} (WGS 84)"] if given.get("lat") else []),
    ]


def country(code: str) -> str:
    """A country by the name that maps here give it, behind which its code stands: `Afghanistan (AF)`."""
    name = outlines.names().get(code)
    return f"{name} ({code})" if name else f"Country code {code}"


def language(tag: str) -> str:
    """A language by its name in English, as far as it is listed here; with its tag where that says more: `fa-AF`."""
    name = LANGUAGES.get(tag.partition("-")[0].lower())
    return tag if name is None else f"{name} ({tag})" if "-" in tag else name


def value(row: Row) -> str:
    """A claimed value as it is written, the digits of a number in threes."""
    return grouped(str(row["value"])) if row["bound"] else str(row["value"])


def count(number: int, noun: str) -> str:
    """`1 claim`, `2 claims`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def in_order(locator: str | None) -> list[tuple[bool, int, str]]:
    """A key that sorts `para 3` before `para 10`, and whatever has no locator last."""
    parts = re.findall(r"[0-9]+|[^0-9]+", locator or "￿")
    return [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part.casefold()) for part in parts]
