"""A value stands alone unless another origin says the same, or what lies within it; rivals bear out nothing."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reconcile.telling import account, figure, number, value, whose
from timeline.reconcile.lone import lone
from timeline.reconcile.origins import NO_TIES, Ties
from timeline.reconcile.told import Days, Told

NOBODY: list[str] = []


def alone(*told: Told, ties: Ties = NO_TIES) -> list[str]:
    return [f"{one.claim.event} {one.value}" for one in lone(told, ties)]


@pytest.mark.parametrize(
    ("written", "left"),
    [
        (("40", "40"), NOBODY),
        (("120", "220"), ["a 120", "b 220"]),
        (("at least 110", "120"), ["b 120"]),
        (("up to 40", "40"), ["b 40"]),
        (("30-50", "40"), ["b 40"]),
        (("30-50", "45-60"), ["a 30-50", "b 45-60"]),
        (("about 40", "40"), ["a about 40", "b 40"]),
        (("dozens", "dozens"), NOBODY),
        (("dozens", "36"), ["a dozens", "b 36"]),
        (("40", "unknown"), ["a 40"]),
    ],
)
def test_a_figure_is_borne_out_by_the_same_and_by_what_lies_within_it(
    written: tuple[str, str], left: list[str]
) -> None:
    told = [figure(event, one) for event, one in zip("ab", written, strict=True)]
    third = figure("c", "7", "injured", origin="voice of a")
    other = value(account("d"), "operator", "US", origin="voice of d", party=whose("US"))
    assert [one for one in alone(*told, third, other) if one[0] in "ab"] == left


def test_one_voice_in_two_papers_bears_itself_not_out() -> None:
    ministry = {"origin": "Ministry"}
    told = [figure("a", 120, **ministry), figure("b", 120, **ministry), figure("c", 26, "injured")]
    assert alone(*told) == ["a 120", "b 120", "c 26"]


def test_other_parties_outcomes_and_fields_bear_nothing_out() -> None:
    told = [
        figure("a", 2),
        figure("b", 2, of="soldiers"),
        figure("c", 2, "injured"),
        number(account("d"), "strikes", 2),
    ]
    assert alone(*told) == ["a 2", "b 2", "c 2", "d 2"]


def test_days_are_borne_out_by_days_within_them() -> None:
    days = [
        value(account(event, "airstrike"), "occurred", written, days=Days(written))
        for event, written in (("a", "2015-08"), ("b", "2015-08-22"), ("c", "2015-08-23"), ("d", "2015-08-23"))
    ]
    assert alone(*days) == ["b 2015-08-22"]


def test_names_of_one_actor_are_one_party_and_words_are_compared_without_case() -> None:
    parties = [value(account(event), "operator", name, party=whose(name)) for event, name in (("a", "US"), ("b", "us"))]
    named = [
        value(account(event), "characterised_as", words) for event, words in (("a", "accident"), ("b", "Accident"))
    ]
    assert alone(*parties, *named) == NOBODY
    assert alone(*named, value(account("c", "shooting"), "characterised_as", "ambush")) == ["c ambush"]


def test_the_town_is_not_the_district_and_what_is_left_unstated_may_be_either() -> None:
    scopes = (("a", "town"), ("b", "district"), ("c", None))

    def falls(*scopes: tuple[str, str | None]) -> Iterable[Told]:
        return (value(account(event, "district_fall", scope=scope), "taken_by", "x") for event, scope in scopes)

    assert alone(*falls(*scopes[:2])) == ["a x", "b x"]
    assert alone(*falls(*scopes)) == NOBODY


def test_what_is_derived_or_carries_one_text_is_no_origin() -> None:
    told = [figure("a", "up to 40"), figure("b", "up to 40", origin="b"), figure("c", 9, "injured")]
    assert alone(*told) == ["c 9"]
    assert alone(*told, ties=Ties(derived={"b": frozenset("a")})) == ["a up to 40", "b up to 40", "c 9"]


def test_a_derived_claim_stands_alone_with_what_it_makes_of_its_base() -> None:
    told = [figure("a", "up to 40"), figure("b", 40), figure("c", "up to 40"), figure("d", 40)]
    assert alone(*told, ties=Ties(derived={"b": frozenset("a")})) == ["b 40", "d 40"]


def test_of_what_its_base_does_not_tell_a_derived_claim_is_an_origin() -> None:
    told = [figure("a", "up to 40"), figure("b", 40), figure("c", 40), figure("d", 9, "injured")]
    told += [number(account("b"), "strikes", 3), number(account("c"), "strikes", "2-3")]
    from_a = Ties(derived={"b": frozenset("a"), "c": frozenset("a")})
    assert sorted(alone(*told, ties=from_a)) == ["a up to 40", "b 3", "b 40", "c 40", "d 9"]
    told.append(number(account("a"), "strikes", 7))
    assert sorted(alone(*told, ties=from_a)) == ["a 7", "a up to 40", "b 3", "b 40", "c 2-3", "c 40", "d 9"]


def test_denials_the_coder_and_what_a_number_is_of_are_left_out() -> None:
    given = [figure("a", 2), figure("b", 2)]
    left_out = [
        figure("c", 3, stance="denies"),
        value(account("c"), "characterised_as", "ambush", origin="coder", origin_kind="coder", stance=None),
        value(account("c", "reported_figure"), "population", "attacks"),
        value(account("c", "reported_figure"), "place", "Helmand"),
    ]
    assert alone(*given, *left_out) == NOBODY


def test_who_held_a_place_on_another_day_is_no_witness() -> None:
    days = (("a", "2015-08-30"), ("b", "2015-08-31"))
    held = [value(account(event, "control_status", day), "controller", "x") for event, day in days]
    assert alone(*held) == ["a x", "b x"]


def test_where_one_origin_speaks_of_all_no_value_is_listed() -> None:
    assert alone(figure("a", 2, origin="A"), figure("b", 3, origin="A")) == NOBODY


FIGURES = st.lists(
    st.tuples(st.sampled_from(["2", "3", "up to 3", "at least 2", "2-5", "dozens"]), st.sampled_from("ABC")), max_size=7
)


@given(FIGURES)
def test_the_order_never_matters_and_a_single_value_is_never_borne_out(pairs: list[tuple[str, str]]) -> None:
    told = [figure(f"{n}", written, origin=origin) for n, (written, origin) in enumerate(pairs)]
    assert alone(*told) == alone(*reversed(told))
    left = {one.claim.event for one in lone(told, NO_TIES)}
    several = len({origin for _, origin in pairs}) > 1
    for one in told:
        others = {other.origin for other in told if other.value == one.value} - {one.origin}
        assert not (others and one.claim.event in left)
        if several and one.low == one.high and not others and one.low is not None:
            assert one.claim.event in left


def test_that_a_place_is_controlled_goes_without_saying_beside_its_controller() -> None:
    held, seen = account("a", "control_status"), account("b", "control_status")
    told = [
        value(held, "status", "controlled", origin="one"),
        value(held, "controller", "Taliban", origin="one", party=whose("Taliban")),
        value(seen, "status", "neither", origin="other"),
    ]
    assert alone(*told) == ["a Taliban", "b neither"]
    assert alone(told[0], told[2]) == ["a controlled", "b neither"]
