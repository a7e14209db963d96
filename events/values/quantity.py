"""A quantity keeps its number and its bound: what is written is what comes back, and unknown is never zero.

The bounds follow the field's own practice of stating minima and maxima (Airwars `killed_min`/`killed_max`; UCDP GED
codebook 19.1 p. 23, low/high), but keep the words that those columns lose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from events.values import near_quantity
from events.values.near_quantity import NUMBER

Bound = Literal["stated", "exact", "at_least", "more_than", "up_to", "less_than", "about", "range", "vague", "unknown"]
BOUNDS: tuple[str, ...] = get_args(Bound)

#: RFC 8785 numbers are IEEE 754 doubles: integers above this are not exact.
LARGEST = 2**53 - 1

VAGUE = (
    "a few",
    "several",
    "some",
    "many",
    "multiple",
    "numerous",
    "tens",
    "dozens",
    "scores",
    "hundreds",
    "thousands",
    "tens of thousands",
    "hundreds of thousands",
)
_BEFORE: dict[str, Bound] = {
    "exactly": "exact",
    "at least": "at_least",
    "more than": "more_than",
    "up to": "up_to",
    "less than": "less_than",
    "about": "about",
}
_WORDS: dict[Bound, str] = {bound: words for words, bound in _BEFORE.items()}
_BOUNDED = re.compile(rf"(?:({'|'.join(_BEFORE)}) )?({NUMBER})", re.ASCII)
_RANGE = re.compile(rf"({NUMBER}) ?[-–] ?({NUMBER})|({NUMBER}) to ({NUMBER})", re.ASCII)

HOW = 'Write 40, "up to 40", "at least 40", "more than 40", "less than 40", "about 40", 30-40, none or unknown.'
PATTERN = (
    rf"^(?:{NUMBER}|(?:{'|'.join(_BEFORE)}) {NUMBER}|{NUMBER} ?[-–] ?{NUMBER}|{NUMBER} to {NUMBER}"
    rf"|{'|'.join(VAGUE)}|none|unknown)$"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of people or things as one source gives it; whole, from 0 to 2^53 - 1.

    `low` and `high` are the ends that the words allow, None where they leave an end open: "up to 40" has no low end,
    "more than 400" starts at 401 and has no high end, "about 40" and "dozens" have neither.
    """

    bound: Bound
    value: int | None = None
    upper: int | None = None
    word: str | None = None

    @property
    def low(self) -> int | None:
        if self.bound == "more_than" and self.value is not None:
            return self.value + 1
        return self.value if self.bound in ("stated", "exact", "at_least", "range") else None

    @property
    def high(self) -> int | None:
        if self.bound == "range":
            return self.upper
        if self.bound == "less_than" and self.value is not None:
            return self.value - 1
        return self.value if self.bound in ("stated", "exact", "up_to") else None

    def __str__(self) -> str:
        if self.bound == "stated":
            return str(self.value)
        if self.bound == "range":
            return f"{self.value}-{self.upper}"
        if self.bound == "vague":
            return str(self.word)
        if self.bound == "unknown":
            return "unknown"
        return "none" if (self.bound, self.value) == ("exact", 0) else f"{_WORDS[self.bound]} {self.value}"

    @classmethod
    def parse(cls, written: object) -> Quantity:
        """The quantity in plain words, or a whole number. Raises ValueError that says what to write instead."""
        if isinstance(written, Quantity):
            return written
        if isinstance(written, int) and not isinstance(written, bool):
            # Checked first: Python refuses to spell out an integer of more than 4,300 digits.
            if not -LARGEST <= written <= LARGEST:
                raise ValueError(f"That number cannot be stored. Write a whole number from 0 to {LARGEST}.")
            if written >= 0:
                return cls("stated", written)
            written = str(written)
        if isinstance(written, list | tuple | dict):
            raise ValueError(f"A {'group' if isinstance(written, dict) else 'list'} is not a quantity. {HOW}")
        if not isinstance(written, str):
            raise ValueError(f"{_shown(written)} is not a quantity. {HOW}")
        text = " ".join(written.split()).lower()
        if text in VAGUE:
            return cls("vague", word=text)
        if text == "unknown":
            return cls("unknown")
        if text == "none":
            return cls("exact", 0)
        if found := _RANGE.fullmatch(text):
            low, high = (_whole(number) for number in found.groups() if number)
            if low >= high:
                better = str(low) if low == high else f"{high}-{low}"
                raise ValueError(f'"{written}" is not a range from a lower to a higher number. Write {better}.')
            return cls("range", low, high)
        if found := _BOUNDED.fullmatch(text):
            bound, value = _BEFORE[found[1]] if found[1] else "stated", _whole(found[2])
            if (bound, value) == ("less_than", 0):
                raise ValueError('Nothing is "less than 0". Write none or unknown.')
            return cls(bound, value)
        raise ValueError(f"{_shown(written)} is not a quantity. {_better(text) or HOW}")

    def to_json(self) -> int | str:
        """A bare figure as a number, everything else in words."""
        return self.value if self.bound == "stated" and self.value is not None else str(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse, serialization=core_schema.plain_serializer_function_ser_schema(cls.to_json)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": LARGEST},
                {"type": "string", "pattern": PATTERN},
            ],
            "title": "Quantity",
            "description": f"A number with its bound, in plain words. {HOW}",
        }


def _whole(digits: str) -> int:
    digits = digits.replace(",", "").lstrip("0") or "0"
    if len(digits) > 16 or int(digits) > LARGEST:
        raise ValueError(f"{digits[:20]} is too large. Write a number of at most {LARGEST}.")
    return int(digits)


def _shown(written: object) -> str:
    text = str(written).lower() if isinstance(written, bool) else str(written)
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'


def _better(text: str) -> str:
    """What to write instead of a near miss; empty where none is certain."""
    plain = near_quantity.simplified(text)
    if plain != text and re.match(PATTERN, plain):
        return f'Write "{plain}".' if " " in plain else f"Write {plain}."
    return near_quantity.remedy(plain)
