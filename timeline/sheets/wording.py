"""Each kind of refusal that pydantic knows has one sentence of ours, and a remedy that can be typed as it stands."""

from __future__ import annotations

import re
from difflib import get_close_matches
from unicodedata import combining, normalize

from pydantic_core import ErrorDetails

from events.values import near_date
from events.values.quantity import Quantity
from timeline.closest import NEAR
from timeline.sheets.text import brief, printable, shown

_DATED = re.compile(r"[0-9]{4}\b")
_WORD = re.compile(r"\w+")
#: What is expected, by the beginning of the kind's name.
_EXPECTED = {
    "string_": "Text",
    "bool_": "true or false",
    "list_": "A list",
    "tuple_": "A list",
    "dict_": "A group of fields",
    "model_": "A group of fields",
}

#: How an address begins that is written without its scheme.
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/|\Z)", re.IGNORECASE)


def words(problem: ErrorDetails, about: str, example: str) -> tuple[str, str]:
    """Problem and remedy for one of pydantic's errors.

    `about` describes the field, and `example` shows how a group of fields in it begins; both may be empty.
    """
    kind, given, context = problem["type"], problem["input"], problem.get("ctx", {})
    remedy = f"Write {instead(about)}" if about else ""
    if kind == "value_error":
        return printable(str(context["error"])), ""
    if kind == "literal_error":
        return _choice(given, str(context["expected"]), _name(problem), remedy)
    if kind == "string_pattern_mismatch":
        problem_ = f"{shown(given)} is not how {_name(problem)} is written."
        return problem_, _respelt(str(given), context["pattern"]) or remedy
    if kind == "string_too_short":
        return "The text is empty.", remedy
    if kind == "string_too_long":
        return f"The text has {len(given)} characters.", f"Write at most {context['max_length']}."
    if kind == "too_long":
        return f"The list has more than {context['max_length']} items.", f"Write at most {context['max_length']}."
    if kind == "too_short":
        return f"The list has {context['actual_length']} items.", f"Write at least {context['min_length']}."
    if given is None:
        return "Nothing is written here.", remedy
    for beginning, expected in _EXPECTED.items():
        if kind.startswith(beginning):
            return _expected(expected, given, remedy, example)
    # A type that is added later may want what no type wants today.
    return f"{shown(given)} cannot stand here: {printable(problem['msg'])}.", remedy


def instead(about: str) -> str:
    """A description as the end of a sentence that begins with Write."""
    first = about.split(" ", 1)[0]
    # A word with a second capital is a name (ISO, IANA, EDTF).
    return about if first[1:] != first[1:].lower() else about[0].lower() + about[1:]


def _name(problem: ErrorDetails) -> str:
    """What the thing is called that is wrong: the last word of its path that its author wrote."""
    loc = problem["loc"]
    if loc and loc[-1] == "[key]":
        return "a name in " + brief(str(loc[-3]))
    named = [str(step) for step in loc if isinstance(step, str)]
    return brief(named[-2] if named[-1:] == ["value"] and len(named) > 1 else named[-1] if named else "this")


def _expected(expected: str, given: object, remedy: str, example: str) -> tuple[str, str]:
    said = f"{expected} {'are' if expected.startswith('true') else 'is'} expected here, not {shown(given)}."
    if expected == "A list":
        if isinstance(given, dict):
            return said, "Begin each item with -, or put it in [ ]."
        return said, f"Write [{example or brief(str(given))}]."
    if expected == "A group of fields" and example:
        return said, f"Write {example}."
    if expected == "Text" and given and isinstance(given, list) and all(_DATED.match(str(item)) for item in given):
        return said, f'One of several dates is put in quotes: "[{",".join(map(str, given))}]".'
    if expected == "Text" and isinstance(given, bool | int):
        dates = near_date.meant(str(given)) if "date" in _WORD.findall(remedy) else []
        return said, f'Write it in quotes: "{dates[0] if len(dates) == 1 else shown(given)}".'
    return said, "Write true or false." if expected.startswith("true") else remedy


def _choice(given: object, expected: str, name: str, remedy: str) -> tuple[str, str]:
    """`expected` is pydantic's text: 'town', 'district' or 7. Bare numbers are explained by `remedy`."""
    choices = [quoted or number for quoted, number in re.findall(r"'((?:[^'\\]|\\.)*)'|(-?\d+)", expected)]
    said = f"{shown(given)} is not among the choices for {name}."
    if name == "hedge" and _bounds(f"{given} 40"):
        return said, f'It bounds a number: write it with that, such as "{brief(str(given))} 40".'
    if remedy and all(choice.isdigit() for choice in choices):
        return said, remedy
    if close := get_close_matches(str(given).strip().lower(), choices, n=1, cutoff=NEAR):
        others = [choice for choice in choices if choice not in close]
        return said, f"Write {close[0]}{', or one of ' if others else ''}{', '.join(others)}."
    return said, f"Write one of {', '.join(choices)}."


def _bounds(text: str) -> bool:
    """Whether `text` is a number with a bound."""
    try:
        return Quantity.parse(text).bound != "stated"
    except ValueError:
        return False


def _respelt(given: str, pattern: str) -> str:
    """The same text in the spelling that `pattern` wants, where only capitals, blanks, accents or signs are wrong.

    Of an address it may be what it begins with.
    """
    plain = (letter for letter in normalize("NFKD", given.casefold()) if not combining(letter))
    slug = re.sub(r"[^a-z0-9]+", "-", "".join(plain)).strip("-")
    address = given.strip().replace(" ", "%20")
    whole = f"https://{address}" if _HOST.match(address) else given
    for spelling in (given.strip(), given.strip().upper(), given.strip().lower(), slug, address, whole):
        if spelling != given and re.search(pattern, spelling):
            return f"Write {brief(spelling)}."
    return ""
