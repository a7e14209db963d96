from __future__ import annotations

import pytest

from timeline.errors import Faults
from timeline.sheets.yaml import read_yaml


def refusals(raw: str | bytes) -> list[str]:
    with pytest.raises(Faults) as refused:
        read_yaml(raw.encode() if isinstance(raw, str) else raw, "s")
    return [str(fault) for fault in refused.value.faults]


def test_every_scalar_is_the_text_that_was_written() -> None:
    written = "a: 2015\nb: 2015-08-26T09:30:00+04:30\nc: NO\nd: 0420\ne: 1_000\nf: 1:30\ng: <<\nh: 1e5\n2015: .inf\n"
    assert read_yaml(written.encode(), "s").data == {
        "a": "2015",
        "b": "2015-08-26T09:30:00+04:30",
        "c": "NO",
        "d": "0420",
        "e": "1_000",
        "f": "1:30",
        "g": "<<",
        "h": "1e5",
        "2015": ".inf",
    }


def test_only_what_is_left_empty_is_nothing() -> None:
    data = read_yaml(b"a:\nb: ~\nc: null\nd: ''\ne: 'null'\nf: [ , ]\n".replace(b"[ , ]", b"[~]"), "s").data
    assert data == {"a": None, "b": None, "c": None, "d": "", "e": "null", "f": [None]}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_positions_count_lines_and_characters_whatever_the_line_end(line_end: str, mark: str) -> None:
    lines = ["سرچینه: {نوم: پژواک, kind: [news,", "  wire]}", "events:", "- killed: 40", "- {x: y}"]
    document = read_yaml((mark + line_end.join(lines)).encode(), "s")
    assert document.data["سرچینه"] == {"نوم": "پژواک", "kind": ["news", "wire"]}
    assert document.locate(()) == (1, 1)
    assert document.locate(("سرچینه", "نوم")) == (1, 15)
    assert document.locate(("سرچینه", "kind"), key=True) == (1, 22)
    assert document.locate(("سرچینه", "kind", 0)) == (1, 29)
    assert document.locate(("سرچینه", "kind", 1)) == (2, 3)
    assert document.locate(("events", 0, "killed")) == (4, 11)
    assert document.locate(("events", 1, "x"), key=True) == (5, 4)


def test_what_is_not_there_is_located_at_what_encloses_it() -> None:
    document = read_yaml(b"events:\n  - type: airstrike\n    strikes:\n", "s")
    assert document.locate(("events", 0, "place", "name")) == (2, 5)
    assert document.locate(("events", 7)) == (2, 3)
    assert document.locate(("events", 0, "strikes")) == (3, 5)


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("", "s: The file is empty. Write events: and the first event below it."),
        ("# nothing\n", "s: The file is empty. Write events: and the first event below it."),
        ("a: b: c", 's:1:5: A second ": " stands in this line. Put the text after the first one in double quotes.'),
        ('a: 1\nb: "x\nc: 2\n', "s:2:4: The quoted text that begins here never ends. Write the closing quote."),
        ("a:\n\t- b\n\t- c", "s:2:1: A tab indents this line, and 1 more lines. Use blanks instead of tabs."),
        ("a: @x", "s:1:4: Text cannot begin with @. Put the whole text in double quotes."),
        ("a: 1\nfoo\nb: 2\n", "s:2:1: This line has no colon. Write name: value."),
        (
            "a: 1\n  b: 2",
            "s:2:4: This line does not go with the one above. "
            "Write a colon after the name above, or give both lines the same indentation.",
        ),
        (
            "a:\n   b: 1\n  c: 2",
            "s:3:3: This line is indented by 2 blanks, like none that it could belong to. "
            "Give it the indentation of the fields that it belongs with.",
        ),
        (
            "a: b\n- c",
            "s:2:1: A list item stands where a field is expected. Give it the indentation of the items above.",
        ),
        ("a: - b", "s:1:4: A list cannot begin here. Write its first - on a line of its own."),
        (
            "a: 'it's here'",
            "s:1:8: Text goes on after a closing quote or bracket. Put the whole text in double quotes. "
            'A quote within is written \\".',
        ),
        (
            'a: "C:\\Users"',
            "s:1:9: A backslash in double quotes begins an escape, and this one is unknown. "
            "Write \\\\ for a backslash, or put the text in single quotes.",
        ),
        (
            "a: [1, 2\nb: 3",
            "s:2:2: The list in [ ] is not finished here. Write a comma between its items and ] at its end; "
            'put text that holds , [ ] { } or ": " in quotes.',
        ),
        (": x", "s:1:1: A field's name is missing before this colon. Write name: value."),
        ("? [a]\n: b", "s:1:3: A field's name must be a word here. Write name: value."),
        ("a: 1\n---\nb: 2", "s:2:1: A second document begins here. Delete the line ---, or make it a file."),
        ("[" * 51, "s:1:51: This is nested more than 50 levels deep. Take it apart."),
        ("[" * 1_000_000, "s:1:51: This is nested more than 50 levels deep. Take it apart."),
        ("a: x\u2028y", "s:1:5: Here is the invisible character U+2028. Delete it."),
        ("a: \x07", "s:1:4: Here is the invisible character U+0007. Delete it."),
        (
            b"a: 1\nb: caf\xe9",
            "s:2:7: The file is not UTF-8: its byte E9 here is no character. Save it again with the encoding UTF-8.",
        ),
        ("a: 1".encode("utf-16"), "s: The file is in UTF-16 or UTF-32. Save it again with the encoding UTF-8."),
        ("a: 1".encode("utf-16-le"), "s: The file is in UTF-16 or UTF-32. Save it again with the encoding UTF-8."),
        (b"a: " + b"x" * 10_000_000, "s:1: This is larger than 10 MB. Split it into several."),
    ],
)
def test_what_cannot_be_read_says_where_and_what_to_write(sheet: str | bytes, expected: str) -> None:
    assert refusals(sheet) == [expected]


def test_a_fault_in_front_of_one_that_stops_the_reading_is_told_too() -> None:
    assert refusals("a: 1\na: 2\nb: [\n") == [
        's:2:1 a: "a" is written twice, first in line 1. Write it once.',
        "s:4:1: A value is missing here. Write one, or put the text in quotes.",
    ]


def test_the_first_of_two_values_of_one_name_is_kept_whole() -> None:
    document = read_yaml(b"a: {b: 1}\na: {b: 2, c: 3, c: 4}\n", "s")
    assert document.data == {"a": {"b": "1"}}
    assert [str(fault) for fault in document.faults] == [
        's:2:1 a: "a" is written twice, first in line 1. Write it once.',
        's:2:17 "a (again)".c: "c" is written twice, first in line 2. Write it once.',
    ]


def test_a_no_break_space_before_a_name_is_told_apart_from_a_blank() -> None:
    document = read_yaml("a:\n  \u00a0b: 1\n".encode(), "s")
    assert [str(fault) for fault in document.faults] == [
        's:2:3 a."b": A no-break space stands beside "b". Use ordinary blanks.'
    ]


def test_an_escape_for_an_invisible_character_is_told_at_its_text() -> None:
    document = read_yaml(b'a: {b: "x\\x9by", "c\\x00": 1}', "s")
    assert [str(fault) for fault in document.faults] == [
        "s:1:8 a.b: The text holds the invisible character U+009B. Delete it.",
        's:1:18 a."c\\u0000": The name holds the invisible character U+0000. Delete it.',
    ]


def test_a_tab_that_indents_nothing_is_left_alone() -> None:
    assert read_yaml(b"a: 1\t# remark\nb:\t2\nc: 'x\ty'\n", "s").data == {"a": "1", "b": "2", "c": "x\ty"}
