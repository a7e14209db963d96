"""Figures of an incident are claims: the ends that somebody gave, with the events at each, and no sum of rivals."""

from __future__ import annotations

import json
from typing import Any

import pytest

from events.base import Event
from tests.projections.told import Tables, ends, tables
from tests.samples import claim, killed

__all__ = ["tables"]


def test_up_to_40_with_40_is_open_to_40_and_names_the_events(tables: Tables) -> None:
    one, two = tables.add(
        claim(casualties=killed("up to 40")), claim(casualties=killed(40), citation={"locator": "p. 2"})
    )
    (row,) = tables.figures()
    assert ends(row) == (None, 40)
    assert (json.loads(row["low_events"]), json.loads(row["high_events"])) == ([one], [one, two])
    assert row["claim_count"] == 2


def test_a_party_is_one_in_small_letters_and_in_capitals(tables: Tables) -> None:
    tables.add(
        claim(casualties=killed(40, party="Civilians")),
        claim(casualties=killed(30, party="civilians "), citation={"locator": "p. 2"}),
        claim(casualties=killed(20, party="civilian"), citation={"locator": "p. 3"}),
    )
    assert [(row["party"], ends(row)) for row in tables.figures()] == [("Civilians", (30, 40)), ("civilian", (20, 20))]


@pytest.mark.parametrize("stance", ["denies", "questions", "cannot_confirm"])
def test_a_figure_that_is_not_asserted_is_no_figure_of_the_incident(tables: Tables, stance: str) -> None:
    tables.add(claim(casualties=killed(40)))
    tables.add(claim(citation={"source": "agency", "stance": stance}, casualties=killed(99)))
    tables.add(claim(citation={"locator": "p. 9"}, casualties=killed({"value": 77, "stance": stance})))
    (row,) = tables.figures()
    assert (ends(row), row["claim_count"]) == ((40, 40), 1)
    assert len(tables.rows("select * from casualties")) == 3


def test_a_figure_is_asserted_within_a_claim_that_is_denied(tables: Tables) -> None:
    tables.add(claim(citation={"stance": "denies"}, casualties=killed({"value": 3, "stance": "confirms"})))
    assert [ends(row) for row in tables.figures()] == [(3, 3)]


def test_who_says_that_a_number_is_unknown_is_counted_only_where_nobody_gives_one(tables: Tables) -> None:
    tables.add(claim(casualties=killed("unknown")))
    (row,) = tables.figures()
    assert (ends(row), row["claim_count"]) == ((None, None), 1)
    tables.add(claim(casualties=killed(2), citation={"locator": "p. 2"}))
    (row,) = tables.figures()
    assert (ends(row), row["claim_count"]) == ((2, 2), 1)


def test_deaths_appear_once_in_the_incident_in_which_they_count(tables: Tables) -> None:
    (told,) = tables.add(claim(casualties=killed(2, party="NATO", counted_in="market")))
    assert tables.figures("bridge") == []
    (row,) = tables.figures("market")
    assert (ends(row), json.loads(row["high_events"])) == ((2, 2), [told])
    assert tables.rows("select count(*) as n from casualties") == [{"n": 1}]
    assert tables.incident("market")["claim_count"] == 1
    assert tables.incident("bridge")["claim_count"] == 1
    assert tables.incident("market")["types"] == "[]"


def test_one_claim_may_tell_deaths_that_count_in_two_incidents(tables: Tables) -> None:
    tables.add(claim(casualties=[*killed(2, party="NATO"), *killed(3, party="farmers", counted_in="market")]))
    assert [(row["party"], ends(row)) for row in tables.figures("bridge")] == [("NATO", (2, 2))]
    assert [(row["party"], ends(row)) for row in tables.figures("market")] == [("farmers", (3, 3))]


def test_the_figures_of_a_joint_claim_are_split_among_no_incidents(tables: Tables) -> None:
    tables.add(claim(incident=None, about=["bridge", "market"], casualties=killed(9)))
    assert tables.figures("bridge") == tables.figures("market") == []
    assert tables.incident("bridge")["claim_count"] == tables.incident("market")["claim_count"] == 1
    relations = tables.rows("select incident, relation from claim_incidents order by incident")
    assert [(row["incident"], row["relation"]) for row in relations] == [("bridge", "about"), ("market", "about")]


def test_party_status_role_and_outcome_are_kept_apart(tables: Tables) -> None:
    entries = [
        {"party": "all", "killed": 5, "injured": 6},
        {"party": "all", "killed": 4, "civilian_status": "civilian"},
        {"party": "all", "killed": 1, "role": "perpetrator"},
        {"party": "farmers", "killed": 4},
    ]
    tables.add(claim(casualties=entries))
    found = {
        (row["party"], row["civilian_status"], row["role"], row["outcome"]): row["highest"] for row in tables.figures()
    }
    assert found == {
        ("all", "unstated", "victim", "killed"): 5,
        ("all", "unstated", "victim", "injured"): 6,
        ("all", "civilian", "victim", "killed"): 4,
        ("all", "unstated", "perpetrator", "killed"): 1,
        ("farmers", "unstated", "victim", "killed"): 4,
    }


def test_totals_over_other_days_are_no_ends_of_one_range(tables: Tables) -> None:
    def total(days: str, number: int, **fields: Any) -> Event:
        occurred = {"value": days, "extent": "cumulative"}
        return claim("armed_clash", {"locator": str(number)}, occurred=occurred, casualties=killed(number), **fields)

    tables.add(
        total("2016-01/2016-06", 1800),
        total("2016-01/2016-03", 2500),
        total("2016-01-01/2016-06-30", 1900),
        claim("armed_clash", {"locator": "4"}, occurred="2016-01-02", casualties=killed(5)),
        total("../2016-03", 9),
    )
    assert [(row["period"], *ends(row)) for row in sorted(tables.figures(), key=lambda row: row["period"])] == [
        ("", 5, 5),
        ("../2016-03-31", 9, 9),
        ("2016-01-01/2016-03-31", 2500, 2500),
        ("2016-01-01/2016-06-30", 1800, 1900),
    ]
