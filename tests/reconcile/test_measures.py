"""One number under two measures is a hint where both come from one origin, and nothing where they do not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reconcile.telling import account, brief, figure, found
from timeline.reconcile.told import Told

MINISTRY = {"origin": "Ministry"}
HINT = [("same_figure_two_measures", "killed", ["a", "b"])]


def other(claim: Any = "b", written: str | int = 220, **fields: Any) -> Told:
    return figure(claim, written, **{"outcome": "killed_or_injured"} | MINISTRY | fields)


def test_same_figure_two_measures() -> None:
    (one,) = found(figure("a", 220, **MINISTRY), other(origin="ministry"))
    assert (one.rule, one.judgement, one.property) == ("same_figure_two_measures", "hint", "killed")
    assert one.why == "From Ministry comes 220 both as killed and as killed or injured."
    assert (one.lowest, one.highest) == (220, 220)


@pytest.mark.parametrize(
    "fields",
    [
        {"origin": "Corps"},
        {"outcome": "injured"},
        {"of": "herders"},
        {"role": "perpetrator"},
        {"origin_kind": "unnamed"},
        {"claim": account("a")},
        {"written": "220-230"},
    ],
)
def test_the_same_number_of_another_origin_or_of_others_is_no_hint(fields: dict[str, Any]) -> None:
    assert brief(figure("a", 220, **MINISTRY), other(**fields)) == []


@pytest.mark.parametrize("written", ["up to 220", "about 220", "at least 220"])
def test_a_number_that_gained_a_bound_is_the_same_number(written: str) -> None:
    assert brief(figure("a", 220, **MINISTRY), other(written=written)) == HINT


@pytest.mark.parametrize("more", [{"civilian_status": "combatant"}, {"of": "all"}])
def test_people_who_may_be_the_same_are_counted_as_such(more: dict[str, Any]) -> None:
    assert brief(figure("a", 220, **MINISTRY), other(**more)) == HINT


def test_what_is_derived_from_a_claim_is_of_its_origin_whoever_tells_it() -> None:
    derived = account("b", bases=frozenset({"a"}))
    dataset = {"origin": "unstated", "origin_kind": "unstated"}
    assert brief(figure("a", 220, **MINISTRY), other(derived, **dataset)) == HINT
    (one,) = found(figure("a", 220, **MINISTRY), other(derived, **dataset))
    assert one.why == "From Ministry comes 220 both as killed and as killed or injured."
    assert brief(figure("a", 220, **MINISTRY), other("b", **dataset)) == []


def test_two_that_are_derived_from_one_claim_are_of_one_origin() -> None:
    one, two = (account(event, bases=frozenset({"base"})) for event in ("a", "b"))
    assert brief(figure(one, 220), other(two, origin="Corps")) == HINT


def test_claims_of_one_text_are_of_one_origin() -> None:
    one, two = (account(event, text="a") for event in ("a", "b"))
    assert brief(figure(one, 220), other(two, origin="Corps")) == HINT
    assert brief(figure(account("a", text="a"), 220), other(account("b", text="b"), origin="Corps")) == []


def test_none_killed_and_none_killed_or_injured_is_no_hint() -> None:
    assert brief(figure("a", "none", **MINISTRY), other(written="none")) == []


COMBATANT = {"of": "Taliban", "civilian_status": "combatant"}


def test_unstated_status() -> None:
    (one,) = found(figure("a", 45, of="Taliban"), figure("b", 30, **COMBATANT))
    assert (one.rule, one.judgement, one.property) == ("unstated_status", "hint", "killed")
    assert (
        one.why
        == "No number fits both 45 killed (Taliban) and 30 killed (Taliban, combatant), if the same people are meant."
    )
    assert [(member.told.claim.event, member.side) for member in one.members] == [("a", 1), ("b", 2)]
    assert (one.lowest, one.highest) == (30, 45)


@pytest.mark.parametrize(
    "fields",
    [
        {"of": "farmers"},
        {"outcome": "injured"},
        {"role": "perpetrator"},
        {"written": "up to 60"},
        {"written": 45},
        {"stance": "questions"},
    ],
)
def test_figures_of_others_or_that_may_be_the_same_are_no_hint(fields: dict[str, Any]) -> None:
    written = fields.pop("written", 30)
    assert brief(figure("a", 45, of="Taliban"), figure("b", written, **COMBATANT | fields)) == []


def test_a_total_of_all_parties_says_nothing_of_their_status() -> None:
    assert brief(figure("a", 45, of="all"), figure("b", 30, of="all", civilian_status="civilian")) == []


def test_a_claim_that_tells_civilians_and_combatants_apart_leaves_nothing_open() -> None:
    apart = account("b")
    civilians = figure(apart, 15, of="Taliban", civilian_status="civilian")
    assert brief(figure("a", 45, of="Taliban"), figure(apart, 30, **COMBATANT), civilians) == []


def test_a_part_that_is_more_than_the_whole_is_a_contradiction_and_no_hint() -> None:
    assert brief(figure("a", 30, of="Taliban"), figure("b", 45, **COMBATANT)) == [
        ("part_above_whole", "killed", ["a", "b"])
    ]


@pytest.mark.parametrize(("written", "other"), [(45, 30), ("none", 30), (30, 45)])
def test_those_who_are_called_civilians_are_civilians_whether_it_is_coded_or_not(
    written: str | int, other: str | int
) -> None:
    told = [figure("a", written, of="civilians"), figure("b", other, of="Civilians", civilian_status="civilian")]
    assert brief(*told) == [("disjoint_figures", "killed", ["a", "b"])]
