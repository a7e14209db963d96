from __future__ import annotations

import string
from itertools import islice, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_97_10

from timeline.errors import TimelineError
from timeline.log.ids import InvalidId, check_prefix, format_id, ids_after, nearest, parse_id

PREFIXES = st.text(string.ascii_uppercase, min_size=2, max_size=6)
#: The positions of any log below 100 million entries.
POSITIONS = st.integers(1, 99_999_999)
ALPHABET = string.ascii_letters + string.digits + "-"


@st.composite
def one_edit_away(draw: st.DrawFn) -> tuple[str, int, str]:
    """A prefix, a position, and its ID with one character wrong, swapped, missing or added."""
    prefix, position = draw(PREFIXES), draw(POSITIONS)
    text = format_id(prefix, position)
    at, letter = draw(st.integers(0, len(text) - 1)), draw(st.sampled_from(ALPHABET))
    edited = draw(
        st.sampled_from(
            [
                text[:at] + letter + text[at + 1 :],
                text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
                text[:at] + text[at + 1 :],
                text[:at] + letter + text[at:],
                text + letter,
            ]
        )
    )
    assume(edited.upper() != text)
    return prefix, position, edited


@given(PREFIXES, st.integers(1, 10**14))
def test_an_id_names_its_prefix_and_position(prefix: str, position: int) -> None:
    text = format_id(prefix, position)
    assert parse_id(text) == parse_id(text, prefix) == (prefix, position)
    assert format_id(*parse_id(text)) == text


@given(PREFIXES, st.integers(1, 10**14))
def test_the_check_digits_are_those_of_an_independent_implementation(prefix: str, position: int) -> None:
    body = f"{prefix}{position:08}"
    assert format_id(prefix, position).replace("-", "") == body + mod_97_10.calc_check_digits(body)


@given(PREFIXES, st.one_of(st.integers(0, 10**14), st.sampled_from([0, 9_990, 99_999_990, 999_999_990])))
def test_the_ids_after_a_position_are_spelt_as_each_alone(prefix: str, position: int) -> None:
    alone = [format_id(prefix, position + number).encode() for number in range(1, 21)]
    assert list(islice(ids_after(prefix, position), 20)) == alone


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (42, "HEL-0000-0042-58"),
        (99_999_999, "HEL-9999-9999-41"),
        (100_000_000, "HEL-10000-0000-36"),
        (123_456_789_012, "HEL-12345678-9012-42"),
    ],
)
def test_positions_are_written_in_eight_digits_or_as_many_as_they_need(position: int, text: str) -> None:
    assert format_id("HEL", position) == text


@given(one_edit_away())
def test_one_edit_never_leads_to_another_entry(case: tuple[str, int, str]) -> None:
    prefix, position, edited = case
    try:
        found = parse_id(edited, prefix)[1]
    except InvalidId:
        return
    bare = "".join(edited.replace("-", "").split()).upper()
    missing_hyphen = bare == format_id(prefix, position).replace("-", "")
    assert found == position if missing_hyphen else found > 99_999_999


@given(PREFIXES, POSITIONS)
def test_every_wrong_digit_and_every_swap_of_digits_is_refused(prefix: str, position: int) -> None:
    text = format_id(prefix, position)
    places = [at for at, letter in enumerate(text) if letter.isdigit()]
    wrong = {text[:at] + digit + text[at + 1 :] for at in places for digit in string.digits}
    for left, right in pairwise(places):
        letters = list(text)
        letters[left], letters[right] = letters[right], letters[left]
        wrong.add("".join(letters))
    for mistyped in wrong - {text}:
        with pytest.raises(InvalidId):
            parse_id(mistyped, prefix)


@given(one_edit_away())
def test_what_was_meant_is_among_the_nearest(case: tuple[str, int, str]) -> None:
    prefix, position, edited = case
    assert format_id(prefix, position) in nearest(edited, prefix, head=99_999_999)


@given(one_edit_away(), POSITIONS)
def test_the_nearest_are_valid_ids_of_the_log_without_duplicates(case: tuple[str, int, str], head: int) -> None:
    prefix, _, edited = case
    found = nearest(edited, prefix, head)
    assert len(set(found)) == len(found)
    assert all(parse_id(text, prefix)[1] <= head for text in found)


@pytest.mark.parametrize(
    "text",
    [
        "hel-0000-0042-58",
        "HEL0000004258",
        "hel 0000 0042 58",
        "HEL - 0000 - 0042 - 58",
        "HEL-00000042-58",
        "HEL–0000—0042−58",
        "HEL\u20110000\u20100042\u201558",
        "HEL- 0000-\n0042-\u00a058",
        "HEL-00\u00ad00-0042-58",
        "  HEL-0000-0042-58\n",
        "HEL-0000-0042-58".translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}),  # full width
        "HEL\uff0d0000-0042-58",
    ],
)
def test_lenient_spellings_are_understood(text: str) -> None:
    assert parse_id(text, "HEL") == ("HEL", 42)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "HEL",
        "HEL-42",
        "H-0000-0042-58",
        "HELMAND-0000-0042-58",
        "HEL--0000-0042-58",
        "HEL-000-00042-58",
        "HEL-00000-0042-58",
        "HEL-0000-0000-55",
        "HEL-\u0660\u0660\u0660\u0660-\u0660\u0660\u0664\u0662-\u0665\u0668",
        "x" * 1_000_000,
    ],
)
def test_what_is_no_id_is_refused_in_a_short_text(text: str) -> None:
    with pytest.raises(InvalidId) as refused:
        parse_id(text)
    assert len(str(refused.value)) < 200


def test_wrong_check_digits_are_refused_with_the_right_ones() -> None:
    with pytest.raises(InvalidId, match="write HEL-0000-0042-58"):
        parse_id("HEL-0000-0042-59", "HEL")


@pytest.mark.parametrize("aliased", ["00", "01", "99"])
def test_check_digits_that_only_leave_the_same_remainder_are_refused(aliased: str) -> None:
    same = next(n for n in range(1, 500) if (int(format_id("HEL", n)[-2:]) - int(aliased)) % 97 == 0)
    assert mod_97_10.is_valid(f"HEL{same:08}{aliased}")
    with pytest.raises(InvalidId):
        parse_id(f"HEL{same:08}{aliased}")


def test_another_timelines_id_is_refused_by_name() -> None:
    with pytest.raises(InvalidId, match=r"has the prefix AFG.*begin with HEL"):
        parse_id(format_id("AFG", 1), "HEL")


def test_the_nearest_to_wrong_check_digits_begins_with_the_right_ones() -> None:
    assert nearest("HEL-0000-0042-59", "HEL", 100)[0] == "HEL-0000-0042-58"
    assert nearest("HEL-0000-0042-13", "HEL", 100)[-1] == "HEL-0000-0042-58"
    assert nearest("HEL-0000-0042-13", "HEL", 41) == []


def test_nothing_is_near_to_a_text_that_is_no_id() -> None:
    assert nearest("musa-qala", "HEL", 100) == []
    assert nearest("7" * 1_000_000, "HEL", 100) == []


@pytest.mark.parametrize("prefix", ["H", "HELMAND", "hel", "HE1", "ÄÖ", "", "HEL\n"])
def test_a_prefix_is_two_to_six_capital_letters(prefix: str) -> None:
    with pytest.raises(TimelineError, match="is not a prefix"):
        check_prefix(prefix)


def test_positions_count_from_one() -> None:
    with pytest.raises(ValueError, match="count from 1"):
        format_id("HEL", 0)
