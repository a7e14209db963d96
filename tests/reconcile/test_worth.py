"""What is compared is everything that could be one, and little else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reconcile.test_alike import sketches
from timeline.reconcile import worth
from timeline.reconcile.alike import Sketch, title_alike
from timeline.reconcile.worth import NEAR, worth_comparing

DAY = date(2015, 8, 22)
BASE = Sketch(
    "a", (DAY, DAY), "helmand", {"mq": "Musa Qala"}, frozenset(), frozenset(), frozenset(), {},
    frozenset({"fall", "musa"}), frozenset(), frozenset(),
)  # fmt: skip
UNPLACED = replace(BASE, days=None, places={})


def is_compared(one: Sketch, other: Sketch) -> bool:
    return bool(list(worth_comparing([one, replace(other, slug="b")])))


def later(sketch: Sketch, gap: int) -> Sketch:
    day = DAY + timedelta(gap)
    return replace(sketch, days=(day, day))


def test_near_days_with_something_in_common_are_worth_it() -> None:
    assert is_compared(BASE, BASE)
    assert is_compared(BASE, later(BASE, NEAR + 1)), "three days lie between"
    assert not is_compared(BASE, later(BASE, NEAR + 2))
    assert not is_compared(BASE, replace(BASE, places={"nz": "Nawzad"}, words=frozenset({"raid"})))
    assert is_compared(BASE, replace(BASE, places={"nz": "Nawzad"}))
    assert not is_compared(BASE, replace(BASE, province="ghazni", places={"nz": "Nawzad"}))


def test_where_the_province_of_one_is_not_known_the_place_tells() -> None:
    assert is_compared(BASE, replace(BASE, province=""))
    assert is_compared(replace(BASE, province=""), replace(BASE, province=""))
    assert not is_compared(BASE, replace(BASE, province="ghazni"))
    assert not is_compared(BASE, replace(BASE, province="", places={"nz": "Nawzad"}))


def test_without_a_day_or_a_place_only_titles_tell() -> None:
    assert is_compared(BASE, UNPLACED)
    assert is_compared(UNPLACED, UNPLACED)
    assert is_compared(replace(UNPLACED, province=""), replace(UNPLACED, province=""))
    assert not is_compared(BASE, replace(UNPLACED, words=frozenset({"raid", "base", "musa"})))
    assert not is_compared(BASE, replace(UNPLACED, province="ghazni"))
    assert not is_compared(BASE, later(replace(BASE, places={}), NEAR + 2))
    assert is_compared(BASE, later(replace(BASE, places={}), NEAR + 1))


def test_a_word_of_too_many_titles_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worth, "EVERYWHERE", 1)
    assert not is_compared(UNPLACED, UNPLACED)
    assert not is_compared(BASE, replace(BASE, places={"nz": "Nawzad"}))


@given(st.lists(sketches, max_size=8))
def test_every_pair_is_compared_once_and_by_the_rule(found: list[Sketch]) -> None:
    named = [replace(sketch, slug=f"i{number}") for number, sketch in enumerate(found)]
    pairs = [frozenset((one.slug, other.slug)) for one, other in worth_comparing(named)]
    assert len(set(pairs)) == len(pairs)
    expected = {
        frozenset((one.slug, other.slug))
        for number, one in enumerate(named)
        for other in named[:number]
        if by_the_rule(one, other)
    }
    assert set(pairs) == expected


def by_the_rule(one: Sketch, other: Sketch) -> bool:
    """What the module says, pair by pair."""
    near = True
    if one.days and other.days:
        first, second = sorted((one.days, other.days))
        near = second[0] - first[1] <= timedelta(NEAR + 1)
    if not near:
        return False
    if all(sketch.days and (sketch.places or sketch.province) for sketch in (one, other)):
        if one.province == other.province != "":
            return any(not shared(one).isdisjoint(shared(other)) for shared in SHARED)
        return not (one.province and other.province) and bool(one.places.keys() & other.places.keys())
    return one.province == other.province and bool(one.words & other.words) and title_alike(one, other) >= 1 / 2


SHARED: tuple[Callable[[Sketch], set[object]], ...] = (
    lambda sketch: {*sketch.places, *sketch.within},
    lambda sketch: set(sketch.numbers),
    lambda sketch: set(sketch.texts),
    lambda sketch: set(sketch.words),
)
