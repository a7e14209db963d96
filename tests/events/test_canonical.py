from __future__ import annotations

import json
import re
from typing import Any
from unicodedata import normalize

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from events.canonical import MAX_DEPTH, MAX_INTEGER, canonical

TEXT = st.text().map(lambda text: normalize("NFC", text))
KEYS = st.text(st.characters(max_codepoint=127))
# rfc8785 refuses 2^53 - 1 itself.
INTEGERS = st.integers(-(MAX_INTEGER - 1), MAX_INTEGER - 1)
DATA = st.recursive(
    st.none() | st.booleans() | INTEGERS | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
    max_leaves=30,
)


@given(DATA)
def test_the_bytes_are_those_of_an_independent_implementation(data: Any) -> None:
    assert canonical(data) == rfc8785.dumps(data)


@given(DATA)
def test_the_bytes_read_back_as_the_data(data: Any) -> None:
    assert json.loads(canonical(data)) == data


@given(st.dictionaries(KEYS, DATA, min_size=2, max_size=6), st.randoms(use_true_random=True))
def test_the_order_of_keys_does_not_matter(data: dict[str, Any], random: Any) -> None:
    items = list(data.items())
    random.shuffle(items)
    assert canonical(dict(items)) == canonical(data)


def test_the_largest_integers_are_written() -> None:
    assert canonical([MAX_INTEGER, -MAX_INTEGER]) == b"[9007199254740991,-9007199254740991]"


def test_a_tuple_is_written_as_a_list() -> None:
    assert canonical(("a", ("b",))) == b'["a",["b"]]'


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (1.0, "the value is a float"),
        ({"a": [0, {"b": 1.5}]}, "a[1].b is a float"),
        ({"a": float("nan")}, "a is a float"),
        ([2**53], "[0] is an integer beyond 2^53 - 1"),
        ([-(2**53)], "[0] is an integer beyond 2^53 - 1"),
        ({"a": {"é": 1}}, "a has the key '\\xe9'"),
        ({"a": {1: 1}}, "a has the key 1"),
        ({"a": "e\u0301"}, "a is not in Unicode's Normalization Form C"),
        ({"a": "\ud800"}, "a holds half a surrogate pair"),
        ({"a": b"bytes"}, "a is a bytes"),
        ({"a": {1, 2}}, "a is a set"),
    ],
)
def test_what_could_be_spelt_in_two_ways_is_refused_with_its_path(data: Any, text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}"):
        canonical(data)


@pytest.mark.parametrize("wrap", [lambda inner: [inner], lambda inner: {"a": inner}])
def test_nesting_is_limited(wrap: Any) -> None:
    data: Any = 1
    for _ in range(MAX_DEPTH):
        data = wrap(data)
    assert json.loads(canonical(data)) == data
    for _ in range(10_000):
        data = wrap(data)
    with pytest.raises(ValueError, match="is nested over 100 levels"):
        canonical(data)
