from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.errors import Faults
from timeline.sheets.json import read_json, read_json_lines
from timeline.sheets.marks import Path
from timeline.sheets.read import parse

SCALARS = (
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(st.characters(categories=["L", "N", "P"]))
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text('ab"\\é', max_size=3), inner, max_size=4),
)


def refusals(raw: str) -> list[str]:
    with pytest.raises(Faults) as refused:
        read_json(raw.encode(), "j")
    return [str(fault) for fault in refused.value.faults]


def test_numbers_keep_their_digits() -> None:
    assert read_json(b'{"lat": 32.40, "n": 40, "big": 12345678901234567890, "e": 1e400}', "j").data == {
        "lat": "32.40",
        "n": 40,
        "big": "12345678901234567890",
        "e": "1e400",
    }


@given(TREES, st.sampled_from([None, 0, 2]))
def test_every_value_is_found_where_it_stands(data: Any, indent: int | None) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=False)
    document = read_json(text.encode(), "j")
    assert document.data == data
    lines = text.split("\n")

    def walk(value: Any, path: Path) -> None:
        line, column = document.locate(path)
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert json.JSONDecoder().raw_decode(rest)[0] == value
        for key, inner in (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        ):
            walk(inner, (*path, key))
            if isinstance(key, str):
                line, column = document.locate((*path, key), key=True)
                assert json.JSONDecoder().raw_decode(lines[line - 1][column - 1 :])[0] == key

    walk(data, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "j: The file is empty. See whether it was saved, and whether it is the one."),
        (" \n", "j: The file is empty. See whether it was saved, and whether it is the one."),
        (" \u00a0\n", "j:1:2: The blank U+00A0 is none in JSON. Write an ordinary one."),
        ('{"a":\u00a01}', "j:1:6: The blank U+00A0 is none in JSON. Write an ordinary one."),
        ('{"a": [1, 2', "j:1:12: The file ends before its data do. Get the whole of it, or write the missing ] or }."),
        ('{"a":\n', "j:2:1: The file ends before its data do. Get the whole of it, or write the missing ] or }."),
        ('{"a": 1\n "b": 2}', "j:2:2: A comma is missing here. Write one between two values."),
        ("{a: 1}", 'j:1:2: A name in double quotes is missing here. Write "name": value; no comma at the end.'),
        ('{"a" 1}', 'j:1:6: A colon is missing here. Write "name": value.'),
        ('{"a": yes}', 'j:1:7: A value is missing here, or text without quotes. Write text as "text".'),
        ('{"a": "x}', 'j:1:7: The text that begins here never ends. Write the closing ".'),
        (
            '{"a": "x\ny"}',
            "j:1:9: A line break, tab or control character stands in the text. Write \\n or \\t.",
        ),
        ("{} {}", "j:1:4: Something stands after the end of the data. Write several events as a list, or as .jsonl."),
        ("[" * 100_000, "j:1:51: This is nested more than 50 levels deep. Take it apart."),
        ('{"a":' * 51 + "1" + "}" * 51, "j:1:251: This is nested more than 50 levels deep. Take it apart."),
    ],
)
def test_what_cannot_be_read_says_where_and_what_to_write(text: str, expected: str) -> None:
    assert refusals(text) == [expected]


def test_a_backslash_that_escapes_nothing_is_told_where_it_stands() -> None:
    # Python 3.11 and 3.14 count the column of this error from different characters of the escape.
    (said,) = refusals('{"a": "\\q"}')
    assert said.startswith("j:1:")
    assert "A backslash begins an escape, and this one is unknown." in said


def test_what_is_json_and_yet_means_nothing_is_told_all_at_once() -> None:
    document = read_json(
        b'{"a": [NaN, "\\u200e\\u0007"],\n "a": {"b": 1, "b": -Infinity}, "c": "x\\u0000", "d": "\\ud83d\\ude00"}', "j"
    )
    assert [str(fault) for fault in document.faults] == [
        "j:1:8 a[0]: NaN is no number. Write unknown in quotes.",
        "j:1:13 a[1]: The text holds the invisible character U+0007. Delete it.",
        'j:2:2 a: "a" is written twice, first in line 1. Write it once.',
        'j:2:16 "a (again)".b: "b" is written twice, first in line 2. Write it once.',
        'j:2:21 "a (again)"."b (again)": -Infinity is no number. Write unknown in quotes.',
        "j:2:38 c: The text holds the invisible character U+0000. Delete it.",
    ]
    assert document.data["d"] == "😀"


def test_each_line_is_a_document_and_a_bad_one_does_not_hide_the_others() -> None:
    rows = [b'{"a": 1}\r\n', b"\n", b"{a}\n", b'{"b": {"c": 2}}']
    first, second, third = read_json_lines(rows, "j")
    assert not isinstance(first, Faults)
    assert not isinstance(third, Faults)
    assert isinstance(second, Faults)
    assert first.locate(("a",)) == (1, 7)
    assert [(fault.line, fault.column) for fault in second.faults] == [(3, 2)]
    assert third.locate(("b", "c")) == (4, 13)


def test_lines_in_utf_16_are_refused_once() -> None:
    (refused,) = read_json_lines('{"a": 1}\n{"b": 2}\n'.encode("utf-16").split(b"\n"), "j")
    assert [str(fault) for fault in refused.faults] == [
        "j: The file is in UTF-16 or UTF-32. Save it again with the encoding UTF-8."
    ]


def test_half_a_character_is_refused_with_all_else_that_is_no_data() -> None:
    assert refusals('{"a": "\\ud83d", "b": 1, "b": NaN}') == [
        "j:1:7 a: The text holds the invisible character U+D83D. Delete it.",
        'j:1:25 b: "b" is written twice, first in line 1. Write it once.',
        'j:1:30 "b (again)": NaN is no number. Write unknown in quotes.',
    ]


@pytest.mark.parametrize("blank", ["\ufeff", "\ufeff\r", "", "  "])
def test_a_line_of_json_lines_that_holds_a_byte_order_mark_alone_is_blank(blank: str) -> None:
    source = '{"type": "source_recorded", "key": "gazette", "kind": "news", "publisher": "Gazette"}'
    assert len(parse(f"{blank}\n{source}\n{blank}\n".encode(), "f", "jsonl")) == 1
