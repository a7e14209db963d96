"""Figures: what fits one number, what is contained in what, and what is never compared."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reconcile.telling import account, brief, figure, found, number, value, whose
from timeline.reconcile.told import Days


def sides(*written: str) -> list[list[str]]:
    """What stands on each side of the one contradiction between figures written so."""
    (one,) = found(*(figure(f"e{place}", words) for place, words in enumerate(written)))
    by_side: dict[int, list[str]] = {}
    for member in one.members:
        by_side.setdefault(member.side, []).append(member.told.value)
    return [by_side[side] for side in sorted(by_side)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("120", "220"),
        ("up to 40", "41"),
        ("up to 40", "at least 41"),
        ("more than 400", "400"),
        ("none", "1"),
        ("2-3", "4"),
    ],
)
def test_disjoint_figures(one: str, other: str) -> None:
    for pair in ([one, other], [other, one]):
        assert brief(*(figure(event, words) for event, words in zip("ab", pair, strict=True))) == [
            ("disjoint_figures", "killed", ["a", "b"])
        ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("up to 40", "37"),
        ("up to 40", "40"),
        ("2-3", "3"),
        ("at least 110", "220"),
        ("about 40", "90"),
        ("dozens", "1"),
        ("unknown", "3"),
        ("unknown", "none"),
        ("40", "exactly 40"),
    ],
)
def test_figures_that_one_number_fits_do_not_contradict(one: str, other: str) -> None:
    assert brief(figure("a", one), figure("b", other)) == []


def test_a_figure_that_fits_all_others_is_no_member() -> None:
    assert brief(figure("a", "120"), figure("b", "220"), figure("c", "at least 110"), figure("d", "about 90")) == [
        ("disjoint_figures", "killed", ["a", "b"])
    ]


def test_figures_of_one_side_have_a_number_in_common() -> None:
    assert sides("120", "220-300", "220", "at least 250", "up to 100") == [
        ["up to 100"],
        ["120"],
        ["220-300", "220"],
        ["at least 250"],
    ]


def test_the_spread_of_figures_is_open_where_one_of_them_is() -> None:
    (one,) = found(figure("a", "120"), figure("b", "220-300"), figure("c", "120"))
    assert (one.lowest, one.highest) == (120, 300)
    (one,) = found(figure("a", "up to 120"), figure("b", "at least 220"))
    assert (one.lowest, one.highest) == (None, None)


@pytest.mark.parametrize(
    "other",
    [
        {"of": "herders"},
        {"outcome": "injured"},
        {"outcome": "missing"},
        {"role": "perpetrator"},
        {"civilian_status": "combatant"},
        {"subset_of": whose("herders")},
        {"stance": "questions"},
        {"stance": "cannot_confirm"},
        {"stance": None, "origin_kind": "coder"},
    ],
)
def test_figures_of_different_things_do_not_contradict(other: dict[str, Any]) -> None:
    alike = {"civilian_status": "civilian"}
    assert brief(figure("a", 3, **alike), figure("b", 2, **alike | other)) == []
    assert brief(figure("a", 3, **alike), figure("b", 2, **alike)) != []


def test_parties_are_one_by_the_recorded_actor_or_by_name_in_any_case() -> None:
    assert len(found(figure("a", 3, of="Farmers"), figure("b", 2, of="farmers "))) == 1
    nato, alliance = whose("NATO"), whose("nato")
    assert len(found(figure("a", 3, party=nato), figure("b", 2, party=alliance))) == 1


def test_confirming_is_asserting() -> None:
    assert len(found(figure("a", 3), figure("b", 2, stance="confirms"))) == 1


def test_a_total_over_a_period_is_compared_with_totals_of_the_same_days_alone() -> None:
    months = [Days(month, extent="cumulative") for month in ("2015-07", "2015-08")]
    july, august = (account(event, occurred=days) for event, days in zip("ab", months, strict=True))
    again = account("c", occurred=Days("2015-07-01/2015-07-31", extent="cumulative"))
    once = account("d", occurred="2015-07-03")
    assert brief(figure(july, 3), figure(august, 9), figure(again, 4), figure(once, 2)) == [
        ("disjoint_figures", "killed", ["a", "c"])
    ]
    assert brief(number(july, "strikes", 3), number(august, "strikes", 9), number(once, "strikes", 2)) == []


def test_a_types_own_figures_are_compared_within_the_type_and_the_incident_that_it_tells_of() -> None:
    strikes = [number(account(event), "strikes", many) for event, many in (("a", "2-3"), ("b", "3"), ("c", "4"))]
    assert brief(*strikes) == [("disjoint_figures", "strikes", ["a", "b", "c"])]
    assert brief(strikes[1], number(account("x", "shelling"), "strikes", 9)) == []
    assert brief(strikes[1], number(account("x", relation="counted_in"), "strikes", 9)) == []


FIGURE: dict[str, Any] = {"subject": ("level", "troops", None, None), "measure": "level"}


def test_reported_figures_are_compared_at_equal_measure_population_place_and_period_alone() -> None:
    def reported(event: str, many: int, **differently: Any) -> Any:
        fields: dict[str, Any] = {"subject": ("count", "raids", "helmand", "2015-01-01/2015-12-31"), "measure": "count"}
        return number(account(event, "reported_figure", **fields | differently), "value", many)

    assert brief(reported("a", 2), reported("b", 3)) == [("disjoint_figures", "value", ["a", "b"])]
    for place, other in enumerate(("cumulative", "ambushes", "farah", None)):
        subject: list[Any] = ["count", "raids", "helmand", "2015-01-01/2015-12-31"]
        subject[place] = other
        assert brief(reported("a", 2), reported("b", 3, subject=tuple(subject))) == []


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        (None, None, True),
        ("2015-08", "2015-08-26", True),
        ("2015-08-25", "2015-08-26", False),
        (None, "2015-08-26", False),
    ],
)
def test_a_level_is_compared_with_one_of_the_same_days_alone(
    one: str | None, other: str | None, contradict: bool
) -> None:
    told = [
        number(account(event, "reported_figure", day, **FIGURE), "value", many)
        for event, day, many in (("a", one, 9), ("b", other, 8))
    ]
    assert bool(brief(*told)) == contradict


def test_what_one_origin_said_twice_may_be_a_replaced_statement() -> None:
    (one,) = found(figure("a", 2, origin="Mission"), figure("b", 1, origin="mission"), figure("c", 3, origin="Radio"))
    assert one.why == (
        "No number fits all of 1, 2 and 3; Mission gave both 1 and 2, so one statement may have replaced another."
    )
    assert "statement" not in found(figure("a", 2, origin="Mission"), figure("c", 3, origin="Radio"))[0].why
    nobody = {"origin": "unstated", "origin_kind": "unstated"}
    assert "statement" not in found(figure("a", 2, **nobody), figure("c", 3, **nobody))[0].why


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ({}, {"outcome": "killed_or_injured"}),
        ({"outcome": "injured"}, {"outcome": "killed_or_injured"}),
        ({}, {"of": "all"}),
        ({}, {"of": "all", "outcome": "killed_or_injured"}),
        ({"civilian_status": "combatant"}, {}),
        ({"civilian_status": "civilian"}, {"of": "All"}),
        ({"subset_of": whose("villagers")}, {"of": "villagers"}),
        ({"subset_of": whose("US")}, {"of": "NATO"}),
        ({"subset_of": whose("villagers")}, {}),
        ({"of": "US"}, {"of": "NATO"}),
        ({"of": "UK", "civilian_status": "combatant"}, {"of": "NATO", "outcome": "killed_or_injured"}),
    ],
)
def test_part_above_whole(part: dict[str, Any], whole: dict[str, Any]) -> None:
    told = [figure("a", "at least 221", **part), figure("b", "up to 220", **whole)]
    assert brief(*told) == [("part_above_whole", part.get("outcome", "killed"), ["a", "b"])]
    assert brief(figure("a", "at least 220", **part), figure("b", "up to 220", **whole)) == []
    # The whole may be as great as it likes.
    greater = [figure("a", "221", **part), figure("b", "at least 1", **whole), figure("c", 300, **whole)]
    assert [one.rule for one in found(*greater) if one.judgement == "contradiction"] == []


def test_what_is_no_part_may_be_greater() -> None:
    assert brief(figure("a", 9, civilian_status="civilian"), figure("b", 2, civilian_status="combatant")) == []
    assert brief(figure("a", 9, of="NATO"), figure("b", 2, of="US")) == []
    assert brief(figure("a", 9, of="US"), figure("b", 2, of="UK")) == []
    assert brief(figure("a", 9, outcome="missing"), figure("b", 2, outcome="killed_or_injured")) == []
    assert brief(figure("a", 9, role="perpetrator"), figure("b", 2, of="all")) == []


def test_parts_are_never_added_up() -> None:
    told = [figure("a", 2, of="US"), figure("b", 2, of="UK"), figure("c", 3, of="NATO")]
    assert brief(*told) == []
    assert brief(figure("a", 2), figure("a", 2, outcome="injured"), figure("b", 3, outcome="killed_or_injured")) == []


def test_a_part_is_shown_with_those_figures_of_its_wholes_that_are_too_low() -> None:
    told = [
        figure("a", 30, of="US"),
        figure("b", 20, of="NATO"),
        figure("c", 25, of="all"),
        figure("d", "up to 40", of="all"),
        figure("e", 10, of="US"),
    ]
    (part,) = [one for one in found(*told) if one.rule == "part_above_whole"]
    assert [(member.told.claim.event, member.side) for member in part.members] == [("a", 1), ("b", 2), ("c", 3)]
    assert part.why == "A part is more than its whole: 30 killed (US) of 20 killed (NATO)."


def test_a_voice_that_gave_both_is_marked_where_only_the_coder_believes_that_it_did() -> None:
    inferred = {"origin": "Reuters", "origin_evidence": "inferred"}
    told = [figure("a", 120, **inferred), figure("b", 220, **inferred)]
    (one,) = found(*told)
    assert "; Reuters (inferred) gave both 120 and 220" in one.why
    (one,) = found(told[0], figure("b", 220, origin="Reuters", origin_evidence="stated"))
    assert "; Reuters gave both 120 and 220" in one.why


def test_numbers_in_a_reason_have_their_digits_in_threes_and_names_are_left_as_they_are() -> None:
    (one,) = found(figure("a", 11000, of="Unit 61398"), figure("b", "at least 13000", of="Unit 61398"))
    assert one.why == "No number fits both 11,000 and at least 13,000."
    (one,) = found(figure("a", 13000, of="Unit 61398"), figure("b", 11000, of="all"))
    assert one.why == "A part is more than its whole: 13,000 killed (Unit 61398) of 11,000 killed (all)."
    assert value(account("a"), "held_by", "Unit 61398").in_words == "Unit 61398"
