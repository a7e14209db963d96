"""Summaries are made of a claim's values alone, so that the same claim always reads the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from events.values.casualties import Casualties
from events.values.citation import Citation
from events.values.dates import Occurred
from events.values.edtf import Days, Point, parse
from events.values.people import NOUNS, grouped, some
from events.values.place import Place
from events.values.quantity import Quantity
from events.values.said import Attributed, Party, Said
from events.values.scope import Scope
from events.values.text import Text
from events.values.where import where
from events.values.written import SUPPLIED, point

_STANCES = {"confirms": "confirmed", "denies": "denied", "questions": "questioned", "cannot_confirm": "not confirmed"}
_DAY = re.compile(r"[0-9-]{10}")
_OUTCOMES = {"killed_or_injured": "killed or injured"}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


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
    called = f" {said.value}" if name == "characterised_as" and hasattr(said, "value") else ""
    return f"{name.replace('_', ' ')}{called} {words}" if words else ""


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
        these = some(number(said.value), people)
        phrases.append(f"{these} {hedge}{verb}{stance}")
    counted = f" (counted in {entry.counted_in})" if entry.counted_in not in (None, told_in) else ""
    return ", ".join(phrases) + counted


def number(quantity: Quantity) -> str:
    """The quantity as a phrase before a noun."""
    if quantity.bound == "unknown":
        return "an unknown number of"
    if quantity.word in NOUNS:
        return f"{quantity.word} of"
    return "no" if str(quantity) == "none" else grouped(str(quantity))


def count(said: Said[Quantity] | None, one: str, many: str) -> str:
    """A number with its noun: `3 US airstrikes`, `1 US airstrike`; without a number the noun may be one or several."""
    if said is None:
        return f"{one}(s)"
    hedge = f"{said.hedge} " if said.hedge else ""
    return f"{hedge}{number(said.value)} {one if str(said.value) == '1' else many}"


def one_of(said: Said[Quantity], many: str) -> str:
    """Which one in a row of `many`: `second of major gains`, `at least the third of major gains`."""
    hedge, quantity = f"{said.hedge} " if said.hedge else "", said.value
    if quantity.bound == "range":
        which = f"{_ordinal(quantity.value)} to {_ordinal(quantity.upper)}"
    elif quantity.bound in ("stated", "exact"):
        which = _ordinal(quantity.value) if quantity.value else "none"
    elif quantity.bound in ("vague", "unknown"):
        return f"{hedge}one of {number(quantity)} {many}"
    else:
        which = str(quantity).replace(str(quantity.value), f"the {_ordinal(quantity.value)}")
    return f"{hedge}{which} of {many}"


def _ordinal(place: int | None) -> str:
    assert place is not None
    if 1 <= place <= len(_ORDINALS):
        return _ORDINALS[place - 1]
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def by(perpetrators: Said[Quantity] | None, affiliation: Party | None, uniform: Said[Text] | None = None) -> str:
    """Who attacked, in words: ` by 2 Taliban perpetrators in Afghan uniform`; empty where nothing is said of them."""
    if not (perpetrators or affiliation or uniform):
        return ""
    force = f"{affiliation.value} " if affiliation else ""
    who = f"{force}perpetrators"
    if perpetrators:
        who = count(perpetrators, f"{force}perpetrator", who)
    elif affiliation and not uniform:
        who = affiliation.value
    return f" by {who}" + (f" in {uniform.value} uniform" if uniform else "")


def whole(scope: Scope | None, place: Place | None) -> str:
    """What changes hands or is held: `the town of Musa Qala, Helmand`; `a place` where nothing is said of it."""
    part = f"the {scope.value}" if scope and scope.value != "unstated" else ""
    return " of ".join(said for said in (part, name(place) if place else "") if said) or "a place"


def then(start: str, *rest: str) -> str:
    """`start` and whatever of `rest` is not empty, after a comma where there is one in `start` already."""
    said = [part.strip() for part in rest if part.strip()]
    return f"{start}{',' if ',' in start else ''} {' '.join(said)}" if said else start


def name(place: Place) -> str:
    """The place as written, with its province."""
    return where(place.name, place.admin1)


def where_and_when(place: Place | None, occurred: Occurred | None) -> str:
    """Place and date in words: ` at Musa Qala, Helmand, on 22 August 2015`."""
    if place is None:
        return when(occurred)
    named = name(place)
    region = place.where_prec in (4, 5, 6) and place.admin1 in (None, place.name)
    comma = "," if "," in named and occurred else ""
    return f" {'in' if region else 'at'} {named}{comma}{when(occurred)}"


def when(occurred: Occurred | None) -> str:
    """The date in words: ` on 22 August 2015`, ` in July 2015`, ` between 23 August 2015 and 26 August 2015`.

    What the source does not state is not told as if it did: ` on 26 August 2015 (date taken from the report)`.
    """
    return f" {days(parse(occurred.value), occurred.extent == 'within')}{_supplied(occurred)}" if occurred else ""


def during(period: Occurred) -> str:
    """The days that a figure covers, in words: `, from 2001 to 2014`, `, in 2007`, `, since 22 August 2015`."""
    return f", {days(parse(period.value), within=False)}{_supplied(period)}"


def _supplied(given: Occurred) -> str:
    """Whence the coder has a date that the source does not state, in brackets."""
    return f" ({SUPPLIED[given.basis]})" if given.basis in SUPPLIED else ""


def days(given: Days, within: bool = True) -> str:
    """A date in words, with the preposition that a sentence needs.

    An interval reads `between … and …` where something happened `within` it, else `from … to …`; one that ends where it
    begins reads as that day.
    """
    start, end = given.points[0], given.points[-1]
    if given.form == "interval" and start != end:
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
