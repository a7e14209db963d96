"""Summaries are made of a claim's values alone, so that the same claim always reads the same."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence

from events.values.casualties import Casualties
from events.values.citation import Citation
from events.values.dates import Occurred
from events.values.edtf import Days, Point, parse
from events.values.place import Place
from events.values.quantity import Quantity
from events.values.said import Attributed, Said

_STANCES = {"confirms": "confirmed", "denies": "denied", "questions": "questioned", "cannot_confirm": "not confirmed"}
#: Vague words that are nouns: dozens of people, but several people.
_NOUNS = ("tens", "dozens", "scores", "hundreds", "thousands", "tens of thousands", "hundreds of thousands")
_DAY = re.compile(r"[0-9-]{10}")
_OUTCOMES = {"killed_or_injured": "killed or injured"}


def sentence(
    core: str, asides: Sequence[str], citation: Citation, casualties: Iterable[Casualties], told_in: str | None
) -> str:
    """A claim in one sentence without a full stop: stance and hedge, what is claimed, then its casualties.

    `asides` say of single values how they are said, where the claim as a whole is said otherwise.
    """
    before = [_STANCES.get(citation.stance, ""), citation.hedge or ""]
    start = "".join(f"{word.capitalize()}: " for word in before if word)
    core += f" ({'; '.join(asides)})" if asides else ""
    text = line(start + "; ".join([core, *(tolls(entry, told_in, citation.stance) for entry in casualties)]))
    return text[0].upper() + text[1:]


def aside(name: str, said: Attributed, citation: Citation) -> str:
    """How one value is said, where that is not how its claim is: `occurred denied`, `place reportedly`; else empty.

    The hedge on a number is left out: it stands with the number.
    """
    counted = isinstance(getattr(said, "value", None), Quantity)
    hedge = said.hedge if said.hedge != citation.hedge and not counted else None
    stance = _STANCES.get(said.stance or "", "asserted") if said.stance not in (None, citation.stance) else None
    words = " ".join(word for word in (hedge, stance) if word)
    return f"{name.replace('_', ' ')} {words}" if words else ""


def line(text: str) -> str:
    """`text` with every run of blanks, tabs and line ends as one blank."""
    return " ".join(text.split())


def tolls(entry: Casualties, told_in: str | None, stance_of_all: str) -> str:
    """One party's figures: `40 Taliban reportedly killed`; with a stance that is not that of the whole claim."""
    party = entry.party.wording or entry.party.value
    people = {"all": "people"}.get(party, party)
    phrases = []
    for outcome, said in entry.figures().items():
        hedge = f"{said.hedge} " if said.hedge else ""
        own = said.stance if said.stance != stance_of_all else None
        stance = f" ({_STANCES.get(own, 'asserted')})" if own else ""
        verb = _OUTCOMES.get(outcome, outcome)
        phrases.append(f"{number(said.value)} {people} {hedge}{verb}{stance}")
    counted = f" (counted in {entry.counted_in})" if entry.counted_in not in (None, told_in) else ""
    return ", ".join(phrases) + counted


def number(quantity: Quantity) -> str:
    """The quantity as a phrase before a noun."""
    if quantity.bound == "unknown":
        return "an unknown number of"
    if quantity.word in _NOUNS:
        return f"{quantity.word} of"
    return "no" if str(quantity) == "none" else str(quantity)


def count(said: Said[Quantity] | None, one: str, many: str) -> str:
    """A number with its noun: `3 US airstrikes`, `1 US airstrike`; without a number the noun may be one or several."""
    if said is None:
        return f"{one}(s)"
    hedge = f"{said.hedge} " if said.hedge else ""
    return f"{hedge}{number(said.value)} {one if str(said.value) == '1' else many}"


def name(place: Place) -> str:
    """The place as written, with its province unless the name says it already: `Musa Qala, Helmand`."""
    if place.admin1 is None or place.admin1.casefold() in place.name.casefold():
        return place.name
    return f"{place.name}, {place.admin1}"


def where_and_when(place: Place | None, occurred: Occurred | None) -> str:
    """Place and date in words: ` at Musa Qala, Helmand, on 22 August 2015`."""
    if place is None:
        return when(occurred)
    named = name(place)
    region = place.where_prec in (4, 5, 6) and place.admin1 in (None, place.name)
    comma = "," if "," in named and occurred else ""
    return f" {'in' if region else 'at'} {named}{comma}{when(occurred)}"


def when(occurred: Occurred | None) -> str:
    """The date in words: ` on 22 August 2015`, ` in July 2015`, ` between 23 August 2015 and 26 August 2015`."""
    return " " + days(parse(occurred.value), occurred.extent == "within") if occurred else ""


def days(given: Days, within: bool = True) -> str:
    """A date in words, with the preposition that a sentence needs.

    An interval reads `between … and …` where something happened `within` it, else `from … to …`.
    """
    if given.form == "interval":
        start, end = given.points
        if start is None or end is None:
            return f"since {_about(start)}" if start else f"{'by' if within else 'until'} {_about(end)}"
        return f"between {_about(start)} and {_about(end)}" if within else f"from {_about(start)} to {_about(end)}"
    points = [each for each in given.points if each]
    if given.form == "set":
        return _one_of([each.written for each in points])
    return _QUALIFIED[points[0].qualifier].format(on=_preposition(points[0].written), day=point(points[0].written))


#: A day, a month or a year by its qualifier in EDTF.
_QUALIFIED = {"": "{on} {day}", "?": "possibly {on} {day}", "~": "around {day}", "%": "possibly around {day}"}


def _preposition(written: str) -> str:
    return "on" if len(written) == 10 else "in"


def _about(end: Point | None) -> str:
    """An end of an interval, with its qualifier."""
    assert end is not None
    return _QUALIFIED[end.qualifier].format(on="", day=point(end.written)).strip().replace("  ", " ")


def _one_of(written: list[str]) -> str:
    """`on 22 or 23 August 2015`, `on 31 July 2015 or 1 August 2015`, `in July 2015 or on 2 August 2015`."""
    if len({each[:7] for each in written}) == 1 and all(_DAY.fullmatch(each) for each in written):
        *said, last = [point(each).split(" ", 1)[0] for each in written[:-1]] + [point(written[-1])]
        return f"on {', '.join(said)} or {last}"
    prepositions = [_preposition(each) for each in written]
    alike = len(set(prepositions)) == 1
    *said, last = [
        point(each) if alike else f"{on} {point(each)}" for on, each in zip(prepositions, written, strict=True)
    ]
    return f"{prepositions[0]} {', '.join(said)} or {last}" if alike else f"{', '.join(said)} or {last}"


def point(written: str) -> str:
    """A date without a qualifier: `22 August 2015`, `July 2015`, `2007`, `a day in July 2015`, `a month in 2007`."""
    year, month, day = (*written.split("-"), "", "")[:3]
    if month == "XX":
        return f"a {'day' if day else 'month'} in {year}"
    named = f"{calendar.month_name[int(month)]} {year}" if month else year
    if day == "XX":
        return f"a day in {named}"
    return f"{int(day)} {named}" if day else named
