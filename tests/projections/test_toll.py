"""A toll says how many first, and whose they are: nobody who died is told as if he had killed."""

from __future__ import annotations

from typing import Any

import pytest

from timeline.projections.toll import behind, number_of, of_whom, toll


def figure(value: str, party: str, outcome: str = "killed", **more: Any) -> dict[str, Any]:
    return {"value": value, "party": party, "outcome": outcome} | more


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (figure("at least 110", "Taliban"), "at least 110 Taliban killed"),
        (figure("40", "Taliban", hedge="reportedly"), "40 Taliban reportedly killed"),
        (figure("2", "NATO", civilian_status="combatant"), "2 NATO combatants killed"),
        (figure("1", "NATO", civilian_status="combatant"), "1 NATO combatant killed"),
        (figure("30", "civilians", civilian_status="civilian"), "30 civilians killed"),
        (figure("3", "British soldiers", civilian_status="combatant"), "3 British soldiers (combatants) killed"),
        (figure("40", "all", "killed_or_injured"), "40 people killed or injured"),
        (figure("12", "all", civilian_status="civilian"), "12 civilians killed"),
        (figure("unknown", "all"), "an unknown number of people killed"),
        (figure("none", "civilians"), "no civilians killed"),
        (figure("dozens", "Taliban"), "dozens of Taliban killed"),
        (figure("25", "side A", civilian_status="combatant"), "25 combatants of the unnamed side A killed"),
        (figure("about 12000", "soldiers"), "about 12,000 soldiers killed"),
        (figure("2", "attackers", role="perpetrator"), "2 attackers killed"),
        (figure("1", "gunmen", role="perpetrator"), "1 gunman (perpetrator) killed"),
        (
            figure("2", "gunmen", civilian_status="combatant", role="perpetrator"),
            "2 gunmen (combatants, perpetrators) killed",
        ),
        (
            figure("453", "British soldiers", period="2001/2014"),
            "453 British soldiers killed in all, from 2001 to 2014",
        ),
    ],
)
def test_a_figure_is_told_with_its_number_first_its_hedge_and_whose_it_is(row: dict[str, Any], said: str) -> None:
    assert toll(row) == said


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ({"lowest": 26, "highest": 80}, "26–80 Taliban injured"),
        ({"lowest": 1, "highest": 1}, "1 Taliban injured"),
        ({"lowest": None, "highest": 40, "said": "up to 40"}, "up to 40 Taliban injured"),
        ({"lowest": None, "highest": None}, "an open number of Taliban injured"),
        (
            {"lowest": None, "highest": None, "low_events": "[]", "high_events": "[]"},
            "an unknown number of Taliban injured",
        ),
    ],
)
def test_a_group_of_figures_is_told_from_its_lowest_to_its_highest(ends: dict[str, Any], said: str) -> None:
    group = {"party": "Taliban", "outcome": "injured", "low_events": '["A"]', "high_events": '["A"]', "said": None}
    assert toll(group | ends) == said


def test_what_is_counted_is_told_without_its_number() -> None:
    assert number_of(figure("", "Taliban", civilian_status="combatant")) == "the number of Taliban combatants killed"
    assert number_of(figure("", "side A")) == "the number of people of the unnamed side A killed"
    assert number_of({"party": None, "outcome": "killed_or_injured"}) == "the number killed or injured"
    assert [behind(figure("", "attackers"), said) for said in ("1", "2", "unknown", "dozens")] == [
        *("attacker", "attackers", "number of attackers", "of attackers"),
    ]


@pytest.mark.parametrize(
    ("figure", "party", "said"),
    [
        ("reportedly up to 40", "Taliban", "reportedly up to 40 Taliban"),
        ("40", "all", "40 people"),
        ("dozens", "side A", "dozens of people of the unnamed side A"),
        ("40", None, "40"),
    ],
)
def test_a_figure_is_worded_with_whom_it_counts(figure: str, party: str | None, said: str) -> None:
    assert of_whom(figure, party) == said
