"""Equal data has equal bytes: `canonical` writes JSON as RFC 8785 (JSON Canonicalization Scheme) orders and spells it.

It refuses whatever two writers could spell in two ways, and so narrows RFC 8785 to a profile in which sorting the keys
is all there is to do: no floats (RFC 8785 §3.2.2.3 is never needed), integers within ±(2^53 - 1) (RFC 7493 §2.2), ASCII
keys (code points then sort as the UTF-16 units of RFC 8785 §3.2.3), strings in Unicode's Normalization Form C.
"""

from __future__ import annotations

from typing import Any
from unicodedata import is_normalized

from pydantic_core import to_json

MAX_INTEGER = 2**53 - 1
#: Levels of lists and objects within one another; well below the depth at which JSON readers give up.
MAX_DEPTH = 100


class _Refused(ValueError):
    """Carries the path upwards while the recursion unwinds, so that data without a fault pays nothing for it."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.path = ""


def canonical(data: Any) -> bytes:
    """The one way to write `data` (None, bool, int, str, lists or tuples, and dicts of them) as UTF-8 JSON.

    Raises ValueError, whose text names the path, for a float, an integer beyond ±(2^53 - 1), a key that is not an ASCII
    string, a string that is not in NFC or holds half a surrogate pair, nesting over 100 levels, and any other type.
    """
    try:
        return to_json(_sorted(data, 0))
    except _Refused as refused:
        raise ValueError(f"{refused.path.removeprefix('.') or 'the value'} {refused.problem}") from None


def _sorted(value: Any, depth: int) -> Any:
    kind = type(value)
    if kind is str:
        if not value.isascii():
            _check(value)
    elif kind is dict:
        return _sorted_object(value, depth + 1)
    elif kind is list or kind is tuple:
        return _sorted_items(value, depth + 1)
    elif kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            raise _Refused("is an integer beyond 2^53 - 1. Write it as a string.")
    elif kind is float:
        raise _Refused("is a float. Write it as a string.")
    elif value is not None and kind is not bool:
        raise _Refused(f"is a {kind.__name__}, which JSON does not have.")
    return value


def _sorted_object(value: dict[Any, Any], depth: int) -> dict[str, Any]:
    if depth > MAX_DEPTH:
        raise _Refused(f"is nested over {MAX_DEPTH} levels.")
    for key in value:
        if type(key) is not str or not key.isascii():
            raise _Refused(f"has the key {key!a}. Keys are ASCII strings.")
    result = {}
    for key in sorted(value):
        try:
            result[key] = _sorted(value[key], depth)
        except _Refused as refused:
            refused.path = f".{key}{refused.path}"
            raise
    return result


def _sorted_items(value: list[Any] | tuple[Any, ...], depth: int) -> list[Any]:
    if depth > MAX_DEPTH:
        raise _Refused(f"is nested over {MAX_DEPTH} levels.")
    result: list[Any] = []
    for item in value:
        try:
            result.append(_sorted(item, depth))
        except _Refused as refused:
            refused.path = f"[{len(result)}]{refused.path}"
            raise
    return result


def _check(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _Refused("holds half a surrogate pair, which is no character.") from None
    if not is_normalized("NFC", text):
        raise _Refused("is not in Unicode's Normalization Form C.")
