"""A near miss of a quantity is never taken for one: it is answered with what its author may have meant.

What comes back must be what was written; so other words for a bound are refused, and the plain ones suggested.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
#: Other words for a bound, before the number.
_BEFORE = {
    "over": "more than",
    "above": "more than",
    "upwards of": "more than",
    "in excess of": "more than",
    "fewer than": "less than",
    "under": "less than",
    "below": "less than",
    "as many as": "up to",
    "at most": "up to",
    "no more than": "up to",
    "not more than": "up to",
    "a maximum of": "up to",
    "max.": "up to",
    "max": "up to",
    "no fewer than": "at least",
    "no less than": "at least",
    "not less than": "at least",
    "a minimum of": "at least",
    "minimum": "at least",
    "min.": "at least",
    "min": "at least",
    "around": "about",
    "approximately": "about",
    "approx.": "about",
    "approx": "about",
    "roughly": "about",
    "some": "about",
    "an estimated": "about",
    "circa": "about",
    "ca.": "about",
    "ca": "about",
    "c.": "about",
    "~": "about",
    "≈": "about",
    ">=": "at least",
    "≥": "at least",
    "<=": "up to",
    "≤": "up to",
    ">": "more than",
    "<": "less than",
}
#: The same after the number.
_AFTER = {
    "or more": "at least",
    "and more": "at least",
    "or over": "at least",
    "plus": "at least",
    "+": "at least",
    "or fewer": "up to",
    "or less": "up to",
    "at most": "up to",
    "max": "up to",
    "at least": "at least",
    "or so": "about",
    "odd": "about",
    "approx": "about",
}
#: Words that come near a number from below: neither "less than" nor "about" says quite the same.
_NEARLY = ("nearly", "almost", "close to", "just under", "just short of")
HEDGES = ("reportedly", "allegedly", "apparently", "possibly", "probably")
_DOZENS = {"a dozen": 12, "one dozen": 12, "dozen": 12, "half a dozen": 6, "two dozen": 24, "three dozen": 36}
_NAMES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_WORDS = {name: number for number, name in enumerate(re.findall(r"\w+", _NAMES), 1)}
_WORDS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORDS |= {"a hundred": 100, "one hundred": 100}
_SCALES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
#: What is counted, which the field's own name says.
_COUNTED = re.compile(
    r"(?: (?:of them|people|persons?|men|women|children|civilians|soldiers|troops|fighters|militants|insurgents|police"
    r"(?:men)?|officers|strikes|airstrikes|killed|dead|deaths|injured|wounded|missing|captured|casualties))+\Z"
)


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_BOUNDED = re.compile(rf"({_any(_BEFORE)}) ?({NUMBER})", re.ASCII)
_BEHIND = re.compile(rf"({NUMBER})[ -]?({_any(_AFTER)})", re.ASCII)
_UNDER = re.compile(rf"(?:{_any(_NEARLY)}) ({NUMBER})", re.ASCII)
_RANGE = re.compile(
    rf"(?:between|from) ({NUMBER}) (?:and|to) ({NUMBER})|({NUMBER})(?: or |/|[.][.]| ?~ ?)({NUMBER})", re.ASCII
)
_SCALED = re.compile(rf"([0-9]+(?:[.][0-9]+)?) ?({_any(_SCALES)})", re.ASCII)
#: Digits in groups of three as other languages write them.
_GROUPED = re.compile(r"[0-9]{1,3}(?:[ .'][0-9]{3})+", re.ASCII)
_HEDGED = re.compile(rf"({_any(HEDGES)}) ({NUMBER})|({NUMBER}) ?[(]?({_any(HEDGES)})[)]?", re.ASCII)
_LONGEST = 60
#: Quotation marks that a word processor makes of plain ones, or that are within plain ones.
QUOTES = "“”„‟«»\u2018\u2019\u201a\"'"


def simplified(text: str) -> str:
    """`text`, in small letters with single blanks, in the digits 0 to 9 and without the words for what is counted.

    Nor has it the quotation marks of a word processor, which to YAML are letters.
    """
    if len(text) > _LONGEST:
        return text
    text = text.strip(QUOTES)
    return _COUNTED.sub("", "".join(str(unicodedata.decimal(letter, letter)) for letter in text))


def remedy(text: str) -> str:
    """What to write for `text`, which is simplified and no quantity; empty where nothing is certain."""
    if len(text) > _LONGEST:
        return ""
    if found := _BOUNDED.fullmatch(text):
        return f'Write "{_BEFORE[found[1]]} {found[2]}".'
    if found := _BEHIND.fullmatch(text):
        return f'Write "{_AFTER[found[2]]} {found[1]}".'
    if found := _UNDER.fullmatch(text):
        return f'Write "less than {found[1]}" or "about {found[1]}", and the words of the source as wording.'
    if found := _RANGE.fullmatch(text):
        low, high = sorted(filter(None, found.groups()), key=lambda number: int(number.replace(",", "")))
        return f"Write {low}-{high}." if low != high else f"Write {low}."
    if found := _HEDGED.fullmatch(text):
        return f"Write {{value: {found[2] or found[3]}, hedge: {found[1] or found[4]}}}."
    if number := _DOZENS.get(text):
        return f'Write {number}, or "about {number}".'
    if number := _WORDS.get(text):
        return f"Write {number}."
    if _GROUPED.fullmatch(text):
        return f"Write {re.sub('[^0-9]', '', text)}."
    if (found := _SCALED.fullmatch(text)) and (whole := Decimal(found[1]) * _SCALES[found[2]]) == int(whole):
        return f"Write {int(whole)}."
    if text in ("zero", "no", "nobody", "nil"):
        return "Write none."
    return "Write unknown." if text in ("?", "n/a", "na", "-", "unclear") else ""
