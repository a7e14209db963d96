from __future__ import annotations

import json
import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from events.values.near_quantity import HEDGES
from events.values.quantity import BOUNDS, HOW, LARGEST, VAGUE, Quantity
from events.values.said import Hedge
from tests.written import quantities

ADAPTER = TypeAdapter(Quantity)


@given(quantities)
def test_formatting_and_parsing_give_the_same_quantity(quantity: Quantity) -> None:
    assert Quantity.parse(str(quantity)) == quantity


@given(quantities)
def test_the_json_form_survives_a_round_trip(quantity: Quantity) -> None:
    assert ADAPTER.validate_json(json.dumps(quantity.to_json())) == quantity
    assert ADAPTER.validate_json(ADAPTER.dump_json(quantity)) == quantity


@given(quantities)
def test_the_schema_accepts_whatever_is_written(quantity: Quantity) -> None:
    number, words = ADAPTER.json_schema()["anyOf"]
    form = quantity.to_json()
    if isinstance(form, int):
        assert number["minimum"] <= form <= number["maximum"]
    else:
        assert re.search(words["pattern"], form)


@given(quantities)
def test_the_lower_end_is_never_above_the_higher(quantity: Quantity) -> None:
    if quantity.low is not None and quantity.high is not None:
        assert 0 <= quantity.low <= quantity.high


@pytest.mark.parametrize(
    ("words", "bound", "low", "high"),
    [
        ("40", "stated", 40, 40),
        ("0", "stated", 0, 0),
        ("exactly 40", "exact", 40, 40),
        ("none", "exact", 0, 0),
        ("up to 40", "up_to", None, 40),
        ("at least 110", "at_least", 110, None),
        ("more than 400", "more_than", 401, None),
        ("less than 40", "less_than", None, 39),
        ("less than 1", "less_than", None, 0),
        ("about 12000", "about", None, None),
        ("30-40", "range", 30, 40),
        ("dozens", "vague", None, None),
        ("unknown", "unknown", None, None),
    ],
)
def test_each_bound_has_its_ends(words: str, bound: str, low: int | None, high: int | None) -> None:
    quantity = Quantity.parse(words)
    assert (quantity.bound, quantity.low, quantity.high) == (bound, low, high)
    assert str(quantity) == words


def test_every_bound_can_be_written() -> None:
    words = [
        "4",
        "exactly 4",
        "at least 4",
        "more than 4",
        "up to 4",
        "less than 4",
        "about 4",
        "3-4",
        "some",
        "unknown",
    ]
    assert tuple(Quantity.parse(each).bound for each in words) == BOUNDS


@pytest.mark.parametrize("word", VAGUE)
def test_vague_words_are_kept_and_open_at_both_ends(word: str) -> None:
    quantity = Quantity.parse(word)
    assert (str(quantity), quantity.low, quantity.high) == (word, None, None)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (40, "40"),
        (" 40\n", "40"),
        ("12,000", "12000"),
        ("1,234,567", "1234567"),
        ("Up  To 40", "up to 40"),
        ("UNKNOWN", "unknown"),
        ("30–40", "30-40"),
        ("30 - 40", "30-40"),
        ("30 to 40", "30-40"),
        ("exactly 0", "none"),
        ("1,000-2,000", "1000-2000"),
    ],
)
def test_other_spellings_of_the_same_words_are_understood(written: object, meant: str) -> None:
    assert str(Quantity.parse(written)) == meant


def test_none_is_a_number_and_unknown_is_not() -> None:
    assert Quantity.parse("none").high == 0
    assert Quantity.parse("unknown") != Quantity.parse("none") != Quantity.parse("0")


@pytest.mark.parametrize(
    ("written", "better"),
    [
        ("over 400", '"more than 400"'),
        ("above 400", '"more than 400"'),
        ("upwards of 400", '"more than 400"'),
        ("fewer than 10", '"less than 10"'),
        ("under 10", '"less than 10"'),
        ("below 10", '"less than 10"'),
        ("as many as 40", '"up to 40"'),
        ("at most 40", '"up to 40"'),
        ("no more than 40", '"up to 40"'),
        ("max 40", '"up to 40"'),
        ("no fewer than 40", '"at least 40"'),
        ("no less than 40", '"at least 40"'),
        ("minimum 40", '"at least 40"'),
        ("min 40", '"at least 40"'),
        ("around 40", '"about 40"'),
        ("Approximately 1,200", '"about 1,200"'),
        ("approx 40", '"about 40"'),
        ("roughly 40", '"about 40"'),
        ("circa 40", '"about 40"'),
        ("ca. 40", '"about 40"'),
        ("ca.40", '"about 40"'),
        ("~40", '"about 40"'),
        (">= 40", '"at least 40"'),
        (">=40", '"at least 40"'),
        ("<=40", '"up to 40"'),
        (">40", '"more than 40"'),
        ("< 40", '"less than 40"'),
        ("between 30 and 40", "30-40"),
        ("c. 50", '"about 50"'),
        ("ca 50", '"about 50"'),
        ("some 12,000", '"about 12,000"'),
        ("15+", '"at least 15"'),
        ("15 or more", '"at least 15"'),
        ("15 or so", '"about 15"'),
        ("20-odd", '"about 20"'),
        ("≥ 15", '"at least 15"'),
        ("30 or 40", "30-40"),
        ("40/30", "30-40"),
        ("from 30 to 40", "30-40"),
        ("40 people", "40"),
        ("40 soldiers killed", "40"),
        ("up to 40 dead", '"up to 40"'),
        ("over 40 fighters", '"more than 40"'),
        ("forty", "40"),
        ("Twelve", "12"),
        ("two soldiers", "2"),
        ("a hundred", "100"),
        ("12 000", "12000"),
        ("12.000", "12000"),
        ("12k", "12000"),
        ("1.5 million", "1500000"),
        ("٤٠", "40"),
        ("۴۰", "40"),
        ("zero", "none"),
        ("nobody", "none"),
        ("nil", "none"),
        ("no", "none"),
        ("?", "unknown"),
        ("n/a", "unknown"),
        ("NA", "unknown"),
        ("-", "unknown"),
        ("unclear", "unknown"),
        ("“40”", "40"),
        ("„up to 40“", '"up to 40"'),
        ("\u2018over 40\u2019", '"more than 40"'),
    ],
)
def test_a_near_miss_is_refused_with_what_to_write(written: str, better: str) -> None:
    with pytest.raises(ValueError, match="is not a quantity") as refused:
        Quantity.parse(written)
    assert str(refused.value) == f'"{written}" is not a quantity. Write {better}.'
    Quantity.parse(better.strip('"'))


@pytest.mark.parametrize(
    ("written", "better"),
    [
        ("nearly 50", 'Write "less than 50" or "about 50", and the words of the source as wording.'),
        ("almost 50", 'Write "less than 50" or "about 50", and the words of the source as wording.'),
        ("a dozen", 'Write 12, or "about 12".'),
        ("half a dozen people", 'Write 6, or "about 6".'),
        ("reportedly 40", "Write {value: 40, hedge: reportedly}."),
        ("40 (allegedly)", "Write {value: 40, hedge: allegedly}."),
    ],
)
def test_a_near_miss_that_says_more_than_a_number_is_answered_with_all_of_it(written: str, better: str) -> None:
    with pytest.raises(ValueError, match="is not a quantity") as refused:
        Quantity.parse(written)
    assert str(refused.value) == f'"{written}" is not a quantity. {better}'


def test_the_hedges_that_are_suggested_are_hedges() -> None:
    assert set(HEDGES) <= set(get_args(Hedge))


@pytest.mark.parametrize(
    "written", ["40ish", "", "  ", "-5", "4.5", "a lot", "1,00", "12,0000", "up to", 4.5, True, None, [], {}]
)
def test_anything_else_is_refused_with_all_that_may_be_written(written: object) -> None:
    with pytest.raises(ValueError, match="is not a quantity") as refused:
        Quantity.parse(written)
    assert str(refused.value).endswith(HOW)
    assert not str(refused.value).startswith('"True"'), "as it is written in JSON"


@pytest.mark.parametrize(("written", "better"), [("40-30", "30-40"), ("40 to 30", "30-40"), ("40-40", "40")])
def test_a_range_must_rise(written: str, better: str) -> None:
    with pytest.raises(ValueError, match="not a range") as refused:
        Quantity.parse(written)
    assert str(refused.value).endswith(f"Write {better}.")


def test_less_than_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match='Nothing is "less than 0"'):
        Quantity.parse("less than 0")


@pytest.mark.parametrize("written", [LARGEST, str(LARGEST), f"at least {LARGEST}", "0" * 30 + "7"])
def test_the_largest_number_is_kept(written: int | str) -> None:
    assert Quantity.parse(written).value in (LARGEST, 7)


@pytest.mark.parametrize("written", [LARGEST + 1, 10**30, f"up to {LARGEST + 1}", f"1-{10**20}"])
def test_a_larger_number_is_refused(written: int | str) -> None:
    with pytest.raises(ValueError, match=r"too large|cannot be stored") as refused:
        Quantity.parse(written)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("digits", [5_000, 100_000])
def test_a_number_of_any_length_is_refused(digits: int) -> None:
    for written in (10**digits, -(10**digits), "9" * digits):
        with pytest.raises(ValueError, match=f"Write a .*{LARGEST}"):
            Quantity.parse(written)


def test_a_long_text_is_cut_in_the_message() -> None:
    with pytest.raises(ValueError, match="is not a quantity") as refused:
        Quantity.parse("x" * 10_000)
    assert len(str(refused.value)) < 300


@given(st.text())
def test_any_text_is_a_quantity_or_refused_in_words(text: str) -> None:
    try:
        quantity = Quantity.parse(text)
    except ValueError:
        with pytest.raises(ValueError, match="Write"):
            Quantity.parse(text)
    else:
        assert Quantity.parse(str(quantity)) == quantity


def test_a_model_refuses_with_the_same_words() -> None:
    with pytest.raises(ValidationError, match="40ish") as refused:
        ADAPTER.validate_python("40ish")
    assert refused.value.errors()[0]["msg"] == f'Value error, "40ish" is not a quantity. {HOW}'
