"""What the pages say in words follows from the rows alone: codes become plain English, and nothing is added to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from events.values import ends as both_ends
from events.values.people import attacking as are_attacking
from events.values.people import grouped, is_side, status_of
from events.values.where import where
from timeline.projections import codes, figures, titles, toll, voiced
from timeline.reconcile import inferred
from timeline.reconcile.told import ALL
from timeline.web import dating
from timeline.web.maps import outlines

Row = Mapping[str, Any]

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
#: How many groups of casualties a row of many tells at once; a single one more is not folded away.
UNFOLDED = 4
#: Those among them that are told first.
_WEIGHTY = ("victim", "killed")
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


#: Days and times.
days, between, within, when = dating.days, dating.between, dating.within, dating.when
edtf = dating.edtf
moment, is_day, instant, past = dating.moment, dating.is_day, dating.instant, dating.past
instants, to_the_second = dating.instants, dating.to_the_second
supplied, reasons = dating.supplied, dating.reasons

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
    return grouped(figures.reach(group))


def party(row: Row) -> str:
    """Whose a figure is: of a total `people`, or nothing where `people` says who; a side that is not named is so."""
    name = str(row["party"])
    if name == ALL:
        return "" if status_of(name, row.get("civilian_status")) else "people"
    return f"unnamed {name}" if is_side(name) else name


def claimed(groups: Sequence[Row]) -> Markup:
    """The casualties of an incident in one row of many: of more than a few, those killed, and the rest folded away."""
    if not groups:
        return Markup("None counted")
    told = list(map(_claimed, groups))
    weighty = sorted(range(len(groups)), key=lambda at: (groups[at]["role"], groups[at]["outcome"]) != _WEIGHTY)
    first = weighty[:UNFOLDED] if len(groups) > UNFOLDED + 1 else weighty
    rest = [said for at, said in enumerate(told) if at not in first]
    folded = Markup('<details class="rest"><summary>{} more</summary>{}</details>')
    shown = Markup("").join(told[at] for at in sorted(first))
    return shown + folded.format(len(rest), Markup("").join(rest)) if rest else shown


def _claimed(group: Row) -> Markup:
    during = f" in all, {edtf(group['period'])}" if group["period"] else ""
    said = f"{those(group)} {label(group['outcome']).lower()}{during}"
    return Markup('<span class="figure"><b>{}</b> <bdi>{}</bdi></span>').format(span(group), said)


def those(group: Row) -> str:
    """Whom a group of figures counts, behind their number: `civilians`, `NATO combatant` behind 1, `of group B`."""
    return toll.behind(group, span(group))


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
