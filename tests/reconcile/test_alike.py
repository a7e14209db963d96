"""How alike two incidents are is told by points that the documentation lists, each with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.reconcile.alike import Number, Pair, Sketch, compared, telling_words

DAY = date(2015, 8, 22)
TALIBAN = ("actor", "taliban")
NOTHING = Sketch("a", None, "", {}, frozenset(), frozenset(), frozenset(), {}, frozenset(), frozenset(), frozenset())
OTHER = replace(NOTHING, slug="b")


def days(first: int, last: int) -> tuple[date, date]:
    """The days so many days after DAY."""
    return DAY + timedelta(first), DAY + timedelta(last)


def nearly(one: str, other: str) -> bool:
    return {one, other} == {"Musa Qala", "Mosa Qala"}


def points(one: Sketch, other: Sketch) -> tuple[int, tuple[str, ...]]:
    pair = compared(one, other, nearly)
    return pair.score, pair.reasons


@pytest.mark.parametrize(
    ("one", "other", "given"),
    [
        ((0, 0), (0, 0), 25),
        ((0, 0), (0, 1), 20),
        ((0, 2), (-2, 0), 15),
        ((0, 6), (3, 4), 15),
        ((0, 9), (-21, 9), 10),
        ((0, 31), (0, 0), 0),
        ((0, 0), (1, 1), 20),
        ((0, 5), (6, 6), 20),
        ((0, 0), (2, 2), 10),
        ((3, 9), (0, 0), 5),
        ((0, 0), (4, 4), 0),
    ],
)
def test_the_fewer_days_cover_both_and_the_fewer_lie_between_them_the_more_they_count(
    one: tuple[int, int], other: tuple[int, int], given: int
) -> None:
    score, reasons = points(replace(NOTHING, days=days(*one)), replace(OTHER, days=days(*other)))
    assert (score, bool(reasons)) == (given, given > 0)


def test_a_place_counts_most_where_it_is_the_same() -> None:
    here = replace(NOTHING, province="helmand", places={"mq": "Musa Qala"})
    there = replace(OTHER, province="helmand", places={"nz": "Nawzad"})
    village = replace(OTHER, province="helmand", places={"v": "Village"}, within=frozenset({"mq"}))
    spelt = replace(OTHER, province="helmand", places={"mosaqala": "Mosa Qala"})
    assert points(here, replace(here, slug="b")) == (20, ("the same place, Musa Qala",))
    assert points(here, village) == (15, ("one in Musa Qala, the other in a place that lies there",))
    assert points(here, replace(OTHER, province="helmand")) == (10, ("the same province",))
    assert points(here, there) == (5, ("other places of one province",))
    assert points(here, replace(there, province="ghazni")) == (0, ())
    assert points(here, spelt) == (15, ("nearly the same name, Musa Qala and Mosa Qala",))
    assert points(here, replace(spelt, province="ghazni")) == (0, ())
    assert points(NOTHING, OTHER) == (0, ())


def test_places_that_are_recorded_as_two_speak_against_it_unless_they_lie_in_one_district() -> None:
    one, other = (
        replace(sketch, days=days(0, 0), province="helmand", places={key: name}, recorded=frozenset({key}))
        for sketch, key, name in ((NOTHING, "mq", "Musa Qala"), (OTHER, "nz", "Mosa Qala"))
    )
    assert points(one, other) == (15, ("the same day", "but in places that are known to be two"))
    district = frozenset({"d"})
    assert points(replace(one, within=district), replace(other, within=district))[0] == 30


@pytest.mark.parametrize(("number", "given"), [(1, 10), (4, 10), (5, 15), (400, 15)])
def test_the_same_number_of_the_same_party_counts_once_and_a_small_one_less(number: int, given: int) -> None:
    told = {
        Number(TALIBAN, "killed", number): f"{number} Taliban killed",
        Number(("name", "all"), "injured", 1): "1 injured",
    }
    one, other = (replace(sketch, numbers=told) for sketch in (NOTHING, OTHER))
    score, reasons = points(one, other)
    assert score == given
    assert number == 1 or reasons == (f"{number} Taliban killed in both",)
    assert points(one, replace(other, numbers={Number(("actor", "nato"), "killed", number): "NATO"})) == (0, ())


def test_titles_count_by_the_words_that_both_have() -> None:
    def titled(slug: str, words: str) -> Sketch:
        return replace(NOTHING, slug=slug, words=frozenset(words.split()))

    assert points(titled("a", "fall musa qala"), titled("b", "musa qala fall"))[0] == 8
    assert points(titled("a", "fall musa qala"), titled("b", "musa qala bombing")) == (
        4,
        ("musa, qala in both titles",),
    )
    assert points(titled("a", "fall musa qala"), titled("b", "qala raid base")) == (0, ())


def test_the_names_of_the_place_and_the_province_in_both_titles_count_no_second_time() -> None:
    one = replace(NOTHING, province="helmand", places={"mq": "Musa Qala"}, words=telling_words("Raid near Musa Qala"))
    other = replace(one, slug="b", words=telling_words("Musa Qala, Helmand: a village bombed"))
    assert points(one, other) == (20, ("the same place, Musa Qala",))
    again = replace(other, words=telling_words("Raid in Helmand"))
    assert points(one, again) == (28, ("the same place, Musa Qala", "raid in both titles"))


def test_a_text_in_two_sources_speaks_for_it_and_a_coder_who_told_one_source_apart_against() -> None:
    ada, ben = (("paper", "Ada"), ("paper", "Ben"))
    one = replace(NOTHING, days=days(0, 1), sources=frozenset({ada}), texts=frozenset({"wire"}))
    assert points(one, replace(one, slug="b", sources=frozenset({("other", "Ada")})))[0] == 30
    assert points(one, replace(one, slug="b")) == (0, ("within 2 days", "but paper tells of both, as Ada coded it"))
    assert points(one, replace(one, slug="b", sources=frozenset({ben}), texts=frozenset()))[0] == 20
    assert points(replace(one, days=None), replace(OTHER, sources=frozenset({ada})))[0] == 0


sketches = st.builds(
    Sketch,
    slug=st.just("a"),
    days=st.none() | st.tuples(st.integers(0, 5), st.integers(0, 40)).map(lambda span: days(span[0], sum(span))),
    province=st.sampled_from(["", "helmand", "ghazni"]),
    places=st.dictionaries(st.sampled_from(["mq", "nz"]), st.just("Place"), max_size=2),
    recorded=st.frozensets(st.sampled_from(["mq", "nz"])),
    within=st.frozensets(st.sampled_from(["mq", "district"])),
    types=st.frozensets(st.sampled_from(["airstrike", "shooting"])),
    numbers=st.dictionaries(st.builds(Number, st.just(TALIBAN), st.just("killed"), st.integers(1, 6)), st.just("some")),
    words=st.frozensets(st.sampled_from(["fall", "musa", "qala"])),
    sources=st.frozensets(st.tuples(st.sampled_from(["s", "t"]), st.sampled_from(["Ada", "Ben"]))),
    texts=st.frozensets(st.sampled_from(["s", "t"])),
)


@given(sketches, sketches.map(lambda sketch: replace(sketch, slug="b")))
def test_a_score_is_between_0_and_100_and_the_same_both_ways(one: Sketch, other: Sketch) -> None:
    pair = compared(one, other, nearly)
    assert pair == compared(other, one, nearly)
    assert 0 <= pair.score <= 100
    assert (pair.incident, pair.other) == ("a", "b")
    assert pair.reasons or pair == Pair("a", "b", 0, ())
