"""A replaced statement takes with it what rests on it, wherever it was carried, and leaves what did not change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.reconcile.statements import (
    ATTACKERS,
    BOTH,
    DEAD,
    DERIVED,
    ONE,
    SOLDIERS,
    STRIKE,
    TOTAL_OF,
    carried,
    of_strike,
    reached,
    replaced,
)
from timeline.reconcile.origins import NO_TIES, Ties
from timeline.reconcile.superseding import Replacement, Stated, superseded
from timeline.reconcile.told import TOTAL


def test_the_fields_that_changed_are_superseded_in_the_old_claim_and_nothing_in_the_new_one() -> None:
    assert superseded(replaced("perpetrators"), BOTH, NO_TIES) == {ATTACKERS}
    assert superseded(replaced("perpetrators", ("killed", "attackers")), BOTH, NO_TIES) == {ATTACKERS, DEAD}


def test_what_the_new_statement_says_again_stays_however_broadly_the_fields_are_named() -> None:
    assert superseded(replaced("killed"), BOTH, NO_TIES) == {DEAD}


def test_without_fields_it_is_what_both_give_and_otherwise() -> None:
    assert superseded(replaced(), BOTH, NO_TIES) == {ATTACKERS}


def test_a_withdrawal_takes_back_all_of_the_statement_or_the_fields_that_it_names() -> None:
    old = [DEAD, SOLDIERS, ATTACKERS]
    assert superseded(replaced(new=frozenset()), old, NO_TIES) == set(old)
    assert superseded(replaced("killed", new=frozenset()), old, NO_TIES) == {DEAD, SOLDIERS}


def of_withdrawal(*given_values: Stated) -> set[Stated]:
    """What is superseded where a strike with its day is withdrawn whole, without what withdraws it by name."""
    day = Stated("s1", 2, "s1", "occurred", None, None, "2015-08-22", None, "reuters", type="airstrike")
    old = [replace(STRIKE, type="airstrike"), day]
    found = superseded(Replacement(frozenset({"s1"}), frozenset(), ()), [*old, *given_values], NO_TIES)
    return found - set(old)


def test_a_reprint_that_says_nothing_else_falls_whole_with_the_statement_that_is_withdrawn() -> None:
    day = Stated("reprint", 1, "reprint", "occurred", None, None, "2015-08-22", None, "reuters", type="airstrike")
    toll = carried(STRIKE, number=2, type="airstrike")
    assert of_withdrawal(day) == {day}
    assert of_withdrawal(day, toll) == {day, toll}


@pytest.mark.parametrize(
    "more",
    [
        {"number": 3, "property": "strikes", "party": None, "role": None, "value": "3", "count": 3},
        {"value": "7", "count": 7, "number": 3},
    ],
)
def test_of_a_claim_that_says_more_the_figures_alone_fall_with_a_statement_that_is_withdrawn(more: Any) -> None:
    day = Stated("reprint", 1, "reprint", "occurred", None, None, "2015-08-22", None, "reuters", type="airstrike")
    toll = carried(STRIKE, number=2, type="airstrike")
    assert of_withdrawal(day, toll, replace(toll, **more)) == {toll}


def test_a_day_of_another_type_of_claim_is_not_that_of_the_statement_that_is_withdrawn() -> None:
    day = Stated("other", 1, "other", "occurred", None, None, "2015-08-22", None, "reuters", type="shelling")
    assert of_withdrawal(day) == set()


def test_a_reprint_by_the_same_voice_in_the_same_incident_is_reached() -> None:
    assert reached(carried(ATTACKERS))


def test_a_reprint_that_lost_the_bound_of_the_number_is_reached() -> None:
    assert reached(carried(ATTACKERS, value="up to 2"))


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "governor"},
        {"origin": None},
        {"value": "3", "count": 3},
        {"property": "killed", "party": "civilians"},
        {"near": False},
    ],
)
def test_another_voice_number_field_or_incident_is_not(changes: dict[str, Any]) -> None:
    assert not reached(carried(ATTACKERS, **changes))


def test_the_same_words_are_reached_where_there_is_no_number() -> None:
    motive = Stated("v1", 4, "v1", "motive", None, None, "revenge", None, "mission")
    found = superseded(replaced("motive"), [*BOTH, motive, carried(motive), carried(motive, value="anger")], NO_TIES)
    assert found == {motive, carried(motive)}


def test_a_claim_of_the_same_text_is_reached_whoever_speaks_and_wherever() -> None:
    paper = carried(ATTACKERS, origin=None, near=False)
    assert reached(paper, Ties(same_text=frozenset({("reprint", "v1")})))
    assert reached(paper, Ties(same_text=frozenset({("v1", "other"), ("other", "reprint")})))
    assert not reached(replace(paper, value="3", count=3), Ties(same_text=frozenset({("reprint", "v1")})))


def test_a_derived_claim_is_reached_whatever_it_made_of_the_number() -> None:
    dataset = carried(ATTACKERS, origin=None, near=False, value="3", count=3)
    assert reached(dataset, Ties(derived={"reprint": frozenset({"v1"})}))
    assert reached(dataset, Ties(derived={"reprint": frozenset({"x"}), "x": frozenset({"v1"})}))
    assert not reached(dataset, Ties(derived={"v1": frozenset({"reprint"})}))


def test_what_is_derived_but_says_what_the_new_statement_says_stays() -> None:
    assert not reached(carried(ATTACKERS, value="1", count=1), Ties(derived={"reprint": frozenset({"v1"})}))


@pytest.mark.parametrize(
    ("said", "at", "stays"),
    [
        ("2015-08-27", "2015-08-26", True),
        ("2015-09", "2015-08-26", True),
        ("2015-08-26T18:00", "2015-08-26T17:00", True),
        ("2015-08-26", "2015-08-26", False),
        ("2015-08-26T18:00", "2015-08-26", False),
        ("2015-08", "2015-08-26", False),
        (None, "2015-08-26", False),
        ("2015-08-27", None, False),
    ],
)
def test_what_the_voice_says_again_certainly_later_stays(said: str | None, at: str | None, stays: bool) -> None:
    replacement = replaced("perpetrators", ("killed", "attackers"), said=at)
    assert reached(carried(ATTACKERS, said=said), replacement=replacement) is not stays


def test_when_the_new_statement_was_made_is_told_by_its_claims() -> None:
    told = [ATTACKERS, replace(ONE, said="2015-08-26"), carried(ATTACKERS, said="2015-08-27")]
    assert superseded(replaced("perpetrators"), told, NO_TIES) == {ATTACKERS}


def test_a_third_statement_that_returns_to_the_first_number_is_not_taken_for_a_reprint() -> None:
    third = carried(ATTACKERS, "v3")
    assert not reached(third, replacement=replaced("perpetrators", ("killed", "attackers"), later=frozenset({"v3"})))
    assert reached(third)


def test_a_total_derived_from_the_figure_of_the_only_party_is_reached() -> None:
    total = carried(STRIKE, value="40", count=40, **TOTAL_OF)
    assert of_strike(total, ties=DERIVED)
    assert not of_strike(total)


def test_a_total_derived_from_figures_of_several_parties_is_their_sum() -> None:
    civilians = replace(STRIKE, number=2, party="civilians", value="10", count=10)
    total = carried(STRIKE, value="40", count=40, **TOTAL_OF)
    assert of_strike(total, civilians, ties=DERIVED)
    assert not of_strike(total, civilians)
    assert not of_strike(replace(total, property="injured"), civilians, ties=DERIVED)
    assert not of_strike(replace(total, stance="denies"), civilians, ties=DERIVED)
    own = replace(civilians, number=3, party=TOTAL, value="40", count=40)
    new = [replace(STRIKE, event="s2", claim="s2", value="35", count=35), carried(own, "s2")]
    assert not of_strike(replace(total, value="41", count=41), civilians, own, ties=DERIVED, new=new)


def test_a_total_beside_a_figure_of_the_party_is_not_that_of_the_party() -> None:
    hurt = replace(STRIKE, number=2, property="injured", value="30", count=30)
    new = [
        replace(STRIKE, event="s2", claim="s2", value="40", count=40),
        replace(STRIKE, event="s2", number=2, claim="s2", party=TOTAL, property="injured", value="79", count=79),
    ]
    given_ = Replacement(frozenset({"s1"}), frozenset({"s2"}), ())
    assert superseded(given_, [STRIKE, hurt, *new], NO_TIES) == {STRIKE}
    assert superseded(given_, [STRIKE, hurt, *new[1:]], NO_TIES) == {hurt}


DAY = Stated("s1", 3, "s1", "occurred", None, None, "2018-08-09", None, "reuters", days=("2018-08-09", "2018-08-09"))


@pytest.mark.parametrize(
    ("days", "value", "changed"),
    [
        (("2018-08-01", "2018-08-31"), "2018-08", False),
        ((None, "2018-08-09"), "../2018-08-09", False),
        (("2018-08-10", "2018-08-10"), "2018-08-10", True),
        (("2018-08-10", "2018-08-31"), "2018-08-10/2018-08-31", True),
    ],
)
def test_a_coarser_word_for_the_same_days_changes_nothing_unless_it_is_named(
    days: tuple[str | None, str], value: str, changed: bool
) -> None:
    new = replace(DAY, event="s2", claim="s2", value=value, days=days)
    given_ = Replacement(frozenset({"s1"}), frozenset({"s2"}), ())
    assert superseded(given_, [DAY, new], NO_TIES) == ({DAY} if changed else set())
    assert superseded(replace(given_, fields=(("occurred", None),)), [DAY, new], NO_TIES) == {DAY}
    exact = replace(new, value="2018-08-09", days=DAY.days)
    assert superseded(given_, [replace(DAY, value=value, days=days), exact], NO_TIES) == {
        replace(DAY, value=value, days=days)
    }


def test_a_day_that_the_coder_supplies_is_not_what_the_issuer_says_instead() -> None:
    new = replace(DAY, event="s2", claim="s2", value="2018-08-11", days=("2018-08-11",) * 2, told_by_voice=False)
    assert superseded(Replacement(frozenset({"s1"}), frozenset({"s2"}), ()), [DAY, new], NO_TIES) == set()


def test_the_province_of_a_place_is_no_other_place() -> None:
    town = replace(DAY, property="place", value="Dahyan", days=None, places=frozenset({"Saada"}))
    new = replace(town, event="s2", claim="s2", value="Saada", places=frozenset())
    given_ = Replacement(frozenset({"s1"}), frozenset({"s2"}), ())
    assert superseded(given_, [town, new], NO_TIES) == set()
    assert superseded(given_, [town, replace(new, value="Sanaa")], NO_TIES) == {town}


def test_over_a_total_no_party_leads_to_another() -> None:
    total = carried(STRIKE, party=TOTAL, origin=None, near=False)
    other = carried(STRIKE, "further", party="civilians", origin=None, near=False)
    chain = Ties(derived={"reprint": frozenset({"s1"}), "further": frozenset({"reprint"})})
    assert of_strike(total, other, ties=chain)
    assert not of_strike(other, total, ties=chain)
    assert of_strike(replace(other, party="taliban"), total, ties=chain)


def test_a_total_of_the_same_voice_and_number_is_reached_where_one_party_alone_is_counted() -> None:
    total = carried(STRIKE, party=TOTAL)
    assert of_strike(total)
    assert not of_strike(total, replace(STRIKE, number=2, party="civilians"))
    assert not of_strike(
        total, carried(STRIKE, party="civilians"), carried(STRIKE, party="taliban", value="9", count=9)
    )


def test_a_total_that_says_what_the_new_statement_says_of_the_only_party_stays() -> None:
    new = [replace(STRIKE, event="s2", claim="s2", value="25", count=25)]
    assert not of_strike(carried(STRIKE, value="25", count=25, **TOTAL_OF), ties=DERIVED, new=new)
    assert of_strike(carried(STRIKE, value="24", count=24, **TOTAL_OF), ties=DERIVED, new=new)


def test_a_new_statement_that_gives_a_total_changes_the_figure_of_the_only_party() -> None:
    new = replace(STRIKE, event="v2", claim="v2", party=TOTAL, value="25", count=25)
    given_ = Replacement(frozenset({"s1"}), frozenset({"v2"}), ())
    assert superseded(given_, [STRIKE, new], NO_TIES) == {STRIKE}
    assert superseded(given_, [STRIKE, replace(new, value="up to 30", count=30)], NO_TIES) == set()


def test_a_source_that_carries_the_text_of_the_statement_is_reached_on_its_incident() -> None:
    stated = [replace(one, source="wire", text="wire") for one in BOTH]
    printed = carried(ATTACKERS, origin=None, source="paper", text="wire")

    def reached_in_print(value: Stated) -> bool:
        return value in superseded(replaced("perpetrators"), [*stated, value], NO_TIES)

    assert reached_in_print(printed)
    assert not reached_in_print(replace(printed, text="paper"))
    assert not reached_in_print(replace(printed, source="wire"))
    assert not reached_in_print(replace(printed, origin="governor"))
    assert not reached_in_print(replace(printed, near=False))
    assert not reached_in_print(replace(printed, value="3", count=3))


@pytest.mark.parametrize("stance", ["denies", "questions", "cannot_confirm"])
def test_who_denies_its_first_statement_does_not_repeat_it(stance: str) -> None:
    denial = carried(ATTACKERS, "denial", stance=stance)
    assert not reached(denial)
    assert reached(carried(ATTACKERS, stance="confirms"))
    withdrawn = replaced(new=frozenset())
    assert denial not in superseded(withdrawn, [*BOTH, denial], NO_TIES)


def test_a_new_statement_that_denies_the_old_number_does_not_say_it_again() -> None:
    new = [replace(ONE, count=2, value="2", stance="denies", number=3), ONE]
    found = superseded(replaced(), [ATTACKERS, *new, carried(ATTACKERS)], NO_TIES)
    assert found == {ATTACKERS, carried(ATTACKERS)}
