"""A replaced statement takes with it what rests on it, wherever it was carried, and leaves what did not change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.reconcile.origins import NO_TIES, Ties
from timeline.reconcile.superseding import Replacement, Stated, superseded

#: The first statement has two attackers dead and two soldiers; the second one attacker wounded, and the two soldiers.
DEAD = Stated("v1", 1, "v1", "killed", "attackers", "perpetrator", "2", 2, "mission")
SOLDIERS = Stated("v1", 2, "v1", "killed", "nato", "victim", "2", 2, "mission")
ATTACKERS = Stated("v1", 3, "v1", "perpetrators", None, None, "2", 2, "mission")
ONE = Stated("v2", 1, "v2", "perpetrators", None, None, "1", 1, "mission")
AGAIN = Stated("v2", 2, "v2", "killed", "nato", "victim", "2", 2, "mission")
BOTH = (DEAD, SOLDIERS, ATTACKERS, ONE, AGAIN)


def replaced(*fields: str | tuple[str, str], **more: Any) -> Replacement:
    given_ = tuple((field, None) if isinstance(field, str) else field for field in fields)
    return Replacement(**{"old": frozenset({"v1"}), "new": frozenset({"v2"}), "fields": given_} | more)


def carried(stated: Stated, claim: str = "reprint", **changes: Any) -> Stated:
    """The same in another claim."""
    return replace(stated, event=claim, claim=claim, **changes)


def reached(value: Stated, ties: Ties = NO_TIES, replacement: Replacement | None = None) -> bool:
    """Whether a value in another claim is superseded as well."""
    found = superseded(replacement or replaced("perpetrators", ("killed", "attackers")), [*BOTH, value], ties)
    assert found >= {DEAD, ATTACKERS}
    return value in found


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


values = st.builds(
    lambda claim, property_, party, number, origin, said, near: Stated(
        claim, number, claim, property_, party, None, str(number), number, origin, said, near
    ),
    st.sampled_from(["v1", "v2", "a", "b"]),
    st.sampled_from(["killed", "injured"]),
    st.sampled_from(["nato", "taliban"]),
    st.integers(1, 2),
    st.sampled_from(["mission", "governor", None]),
    st.sampled_from([None, "2015-08-26", "2015-08-27"]),
    st.booleans(),
)
replacements = st.builds(
    Replacement,
    st.just(frozenset({"v1"})),
    st.sampled_from([frozenset(), frozenset({"v2"})]),
    st.sampled_from([(), (("killed", None),), (("killed", "nato"), ("injured", None))]),
    st.sampled_from([None, "2015-08-26"]),
)
ties = st.sampled_from(
    [NO_TIES, Ties(derived={"a": frozenset({"v1"})}), Ties(same_text=frozenset({("a", "v1"), ("a", "b")}))]
)


@given(st.lists(values, max_size=8), replacements, ties, st.data())
def test_the_order_of_the_values_does_not_matter(
    given_values: list[Stated], replacement: Replacement, tied: Ties, data: st.DataObject
) -> None:
    again = data.draw(st.permutations(given_values))
    assert superseded(replacement, again, tied) == superseded(replacement, given_values, tied)


@given(st.lists(values, max_size=8), replacements, ties)
def test_only_what_is_there_is_superseded_and_never_what_the_new_statement_says(
    given_values: list[Stated], replacement: Replacement, tied: Ties
) -> None:
    found = superseded(replacement, given_values, tied)
    assert found <= set(given_values)
    assert not any(value.claim in replacement.new for value in found)
    new = {(value.field(), value.value) for value in given_values if value.claim in replacement.new}
    assert not {(value.field(), value.value) for value in found} & new


@given(st.lists(values, max_size=8), replacements, ties)
def test_nothing_is_reached_but_over_a_value_of_the_old_claims(
    given_values: list[Stated], replacement: Replacement, tied: Ties
) -> None:
    without = [value for value in given_values if value.claim not in replacement.old]
    assert superseded(replacement, without, tied) == set()
    found = superseded(replacement, given_values, tied)
    fields = {value.field() for value in found if value.claim in replacement.old}
    assert {value.field() for value in found} <= fields
