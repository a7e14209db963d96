"""What is one name and what is two: every spelling of a place in the press is found, and no two places become one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.values.text import SLUG
from timeline.matching.names import normalised, slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Now Zad", "Nowzad"),
        ("Naw-Zād", "nawzad"),
        ("Musa Qal\u2018ah", "Musa Qal'ah"),
        ("Mūsá Qal\u2018ah", "MUSA QALʿAH"),
        ("Nad-e `Ali", "Nad e Ali"),
        ("U.S.", "US"),
        ("\uff2e\uff41\uff57\uff5a\uff41\uff44", "Nawzad"),
        ("Nawza\u0304d", "Nawzād"),
        # The Arabic keyboard's yeh and kaf, a tatweel, a joiner, a mark, and digits of its own.
        ("موسي بند", "موسی\u200cبند"),
        ("كجكي", "کجکی"),
        ("آب کمری", "اب کمــری"),
        ("سَنگین", "سنگین"),
        ("ناحیه ۱۲", "ناحیه 12"),
    ],
)
def test_spellings_of_one_name_are_the_same(one: str, other: str) -> None:
    assert normalised(one) == normalised(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nawzad", "Nowzad"),
        ("Musa Qala", "Musa Qalah"),
        # Letters of other scripts are not put into Latin ones: these two provinces would both be Shanxi.
        ("陕西", "山西"),
        ("نوزاد", "nwzd"),
        ("शांति", "शत"),
        ("1/205", "12/05"),
    ],
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


@given(st.text(max_size=20))
def test_normalising_again_changes_nothing_more(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once
    assert " " not in once


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("AF Helmand Musa Qal\u2018ah", "af-helmand-musa-qalah"),
        ("Reg(Khanshin)", "reg-khanshin"),
        ("--", ""),
        ("Mūsá", "musa"),
    ],
)
def test_a_slug_is_made_of_ascii_words(text: str, key: str) -> None:
    assert slug(text) == key


@given(st.text(min_size=1, max_size=30))
def test_a_slug_is_a_slug_or_nothing(text: str) -> None:
    assert not slug(text) or re.fullmatch(SLUG, slug(text))
