"""Columns fit the terminal, and no character of a cell is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from timeline.cli.columns import GAP, columns, width

words = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Mn"]), min_size=1, max_size=30)
cells = st.lists(words, max_size=5).map(" ".join)


def rows_of(wide: int) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(cells, min_size=wide, max_size=wide), min_size=1, max_size=4)


@given(st.integers(1, 5).flatmap(rows_of), st.integers(20, 120))
def test_of_any_rows_no_character_is_lost_and_no_line_is_wider_than_there_is_room(
    rows: list[list[str]], room: int
) -> None:
    made = list(columns(rows, room))
    assert len(made) == len(rows)
    for row, text in zip(rows, made, strict=True):
        assert sorted("".join(row).replace(" ", "")) == sorted("".join(text.split()))
        assert all(width(line) <= room and line == line.rstrip() for line in text.split("\n"))


def test_columns_are_as_wide_as_their_widest_cell_where_there_is_room() -> None:
    assert list(columns([["id", "claim"], ["HEL-1", "took Musa Qala"]], 80)) == [
        "id     claim",
        "HEL-1  took Musa Qala",
    ]


def test_the_widest_column_gives_way_and_is_broken_at_blanks() -> None:
    assert list(columns([["HEL-1", "the town fell to them"]], 5 + GAP + 10)) == [
        "HEL-1  the town\n       fell to\n       them"
    ]


def test_words_stay_whole_where_the_longest_of_each_column_fit() -> None:
    rows = [["HEL-0000-0008-63 corrected", "a long sentence about nothing at all"]]
    assert list(columns(rows, 26)) == [
        "HEL-0000-0008-63  a long\ncorrected         sentence\n                  about\n                  nothing\n"
        "                  at all"
    ]


def test_words_longer_than_their_column_are_broken_anywhere() -> None:
    assert list(columns([["a", "musa-qala-bombing"]], 1 + GAP + 9)) == ["a  musa-qala\n   -bombing"]


def test_wide_characters_count_twice_and_marks_nothing() -> None:
    assert width("東京") == 4
    assert width("a\u0301") == 1
    assert list(columns([["東京", "x"], ["ab", "y"]], 80)) == ["東京  x", "ab    y"]


def test_where_there_is_room_for_nothing_each_column_keeps_one_cell() -> None:
    assert list(columns([["ab", "cd"]], 1)) == ["a  c\nb  d"]
