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
