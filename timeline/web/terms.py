"""A code of the tables is said in one way wherever readers see it; filters, JSON and CSV have the code itself."""

from __future__ import annotations

import re

from events.values.matters import PROPERTIES
from timeline.projections.codes import in_words
from timeline.web import words
from timeline.web.maps import outlines

#: Columns of codes, whatever their table: words with a low line between them.
CODED = frozenset(
    {"type", "types", "entry_type", "outcome", "rule", "civilian_status", "role", "relation", "kind", "basis", "extent"}
    | {"scope", "change", "bound", "lost", "property", "party", "base_party", "field", "fields", "superseded"}
    | {"only", "stance", "origin_kind"}
)
#: What kind of origin a claim has, in words.
ORIGINS = {
    "named": "a named voice",
    "unnamed": "a voice without a name",
    "unstated": "nobody is named",
    "own": "the publisher’s own voice",
    "coder": "the coder’s reading",
}
#: Columns of days as known: a day, month or year, a local time, or a date in EDTF.
DATED = frozenset(
    {"occurred", "earliest", "latest", "from_day", "to_day", "from_earliest", "from_latest", "to_earliest", "to_latest"}
    | {"reported", "first_reported", "last_reported", "published", "updated", "said", "assessed", "period", "told"}
)
#: What of a claim is a date, where a row has any of its values.
DATES = frozenset({"occurred", "period", "assessed"})
_INDEX = re.compile(r"\[[0-9]+\]")
_FIELDS = frozenset({"property", "field", "fields", "superseded"})
#: The values of a claim, each with whose they are, as one text: `occurred,killed (all)`.
_VALUE = re.compile(r"(?:^|(,))([a-z_]+)(?: \(([^)]*)\))?(?=,[a-z_]|$)")
#: A day, or the first and the last of several, within a sentence.
_DAYS = re.compile(r"(?<![\w/-])[0-9]{4}-[0-9]{2}-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?(?![\w/~?%-])")


def term(column: str, code: str) -> str:
    """What a code in a column of CODED is called."""
    if column in ("party", "base_party"):
        return words.party({"party": code})
    if column == "only":
        return _VALUE.sub(_value, code)
    if column == "origin_kind":
        return ORIGINS.get(code, code)
    if column in _FIELDS:
        # Of a field within a list, such as casualties[0].killed, the words alone.
        code = PROPERTIES.get(code) or _INDEX.sub("", code).replace(".", " ")
    return in_words(code)


def _value(found: re.Match[str]) -> str:
    comma, name, party = found.groups()
    whose = f" ({words.party({'party': party})})" if party else ""
    return f"{', ' if comma else ''}{term('property', name)}{whose}"


def said(column: str, value: str) -> str:
    """What a value of a column is called: a code or a date in words; whatever else stands there, as it is written."""
    if column == "place":
        return place(value)
    return term(column, value) if column in CODED else dated(value) if column in DATED else value


def place(label: str) -> str:
    """A place as tables call one that is not recorded, its country by name: `Musa Qala, Helmand, Afghanistan`."""
    within, _, code = label.rpartition(", ")
    country = outlines.names().get(code)
    return f"{within}, {country}" if within and country else label


def dated(value: str) -> str:
    """A date or local time as known, as one would say it; what is none stays as it is written."""
    day, at, _ = value.partition("T")
    try:
        said = words.edtf(day)
    except ValueError:
        return value
    return words.moment(value) if at else said


def in_sentence(text: str) -> str:
    """The text with its days as one would say them."""
    return _DAYS.sub(lambda days: words.edtf(days[0]), text)
