from __future__ import annotations

from typing import Any

import pytest

from timeline.reconcile.asof import as_of
from timeline.web import rivals

Row = dict[str, Any]


def contradiction(property_: str, **fields: Any) -> Row:
    empty = dict.fromkeys(("type", "party", "civilian_status", "role", "earliest", "latest", "lowest", "highest"))
    return empty | {"property": property_, "rule": "disjoint_figures"} | fields


def value(property_: str, text: str, **fields: Any) -> Row:
    empty = dict.fromkeys(("party", "earliest", "latest", "scope"))
    return empty | {"property": property_, "value": text, "stance": "asserts", "bound": "stated"} | fields


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (contradiction("occurred", type="district_fall"), "The day (district fall)"),
        (contradiction("occurred"), "The day"),
        (contradiction("killed", party="Taliban", civilian_status="combatant"), "Taliban combatants killed"),
        (contradiction("injured", party="gunmen", role="perpetrator"), "gunmen (perpetrators) injured"),
        (contradiction("injured", party="attackers", role="perpetrator"), "attackers injured"),
        (contradiction("killed", party="all"), "people killed"),
        (contradiction("killed", party="all", civilian_status="civilian"), "civilians killed"),
        (contradiction("killed", party="side A", civilian_status="combatant"), "unnamed side A combatants killed"),
        (contradiction("claim"), "Whether it happened"),
        (contradiction("strikes"), "Strikes"),
    ],
)
def test_a_contradiction_is_headed_by_what_it_is_about(row: Row, said: str) -> None:
    assert rivals.matter(row) == said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (contradiction("killed", lowest=120, highest=300), "120–300"),
        (contradiction("killed", highest=40), "up to 40"),
        (contradiction("occurred", earliest="2015-08-24", latest="2015-08-26"), "24–26 August 2015"),
        (contradiction("occurred", earliest="2015-08-24"), "Since 24 August 2015"),
        (contradiction("claim"), ""),
    ],
)
def test_the_spread_is_told_with_open_ends(row: Row, said: str) -> None:
    assert rivals.spread(row) == said


def test_a_side_tells_each_of_its_values_once() -> None:
    row = contradiction("killed")
    side = {"values": [value("killed", "220"), value("killed", "220-300"), value("killed", "220")]}
    assert rivals.accounts(row, side) == ["220", "220-300"]


@pytest.mark.parametrize(
    ("row", "one", "said"),
    [
        (contradiction("claim"), value("claim", "A fall"), "It happened"),
        (contradiction("claim"), value("claim", "A fall", stance="denies"), "Denied"),
        (contradiction("claim"), value("claim", "A fall", stance="denies", scope="centre"), "Denied (centre)"),
        (contradiction("claim"), value("claim", "A fall", scope="district"), "It happened (district)"),
        (contradiction("killed"), value("killed", "40", stance="denies"), "40: denies"),
        (contradiction("occurred"), value("occurred", "2015-08-22~", earliest="2015-08-21"), "Around 22 August 2015"),
        (contradiction("killed"), value("killed_or_injured", "220"), "220 killed or injured"),
        (contradiction("killed", rule="same_figure_two_measures"), value("killed", "220"), "220 killed"),
        (
            contradiction("killed", rule="unstated_status"),
            value("killed", "9", civilian_status="unstated"),
            "9 (status unstated)",
        ),
        (
            contradiction("killed", rule="unstated_status"),
            value("killed", "9", civilian_status="combatant"),
            "9 combatants",
        ),
        (contradiction("killed", party="all"), value("killed", "9", party="Taliban"), "9 (Taliban)"),
    ],
)
def test_a_value_says_what_it_says_and_of_what_where_that_differs(row: Row, one: Row, said: str) -> None:
    assert rivals.said(row, one) == said


def test_the_story_begins_with_whether_and_ends_with_numbers() -> None:
    names = ["strikes", "injured", "killed", "occurred", "taken_by", "characterised_as", "claim"]
    numbers = {"strikes", "injured", "killed"}
    rows = [contradiction(name, lowest=1 if name in numbers else None) for name in names]
    order = [row["property"] for row in rivals.in_order(rows)]
    assert order == ["claim", "characterised_as", "occurred", "taken_by", "strikes", "killed", "injured"]


def test_what_is_agreed_is_told_with_the_numbers_of_sources_and_of_independent_origins() -> None:
    nobody: dict[str, Any] = {"party": None, "civilian_status": "unstated", "role": None}
    nobody |= {"sources": 2, "origins_min": 0, "origins_max": 1}
    nato = {"party": "NATO", "civilian_status": "combatant", "role": "victim"}
    rows = [
        {"property": "killed", "value": "2", "sources": 3, "origins_min": 1, "origins_max": 2} | nato,
        {"property": "taken_by", "value": "Taliban"} | nobody,
        {"property": "target", "value": "NATO"} | nobody,
    ]
    assert rivals.agreed(rows) == (
        "2 NATO combatants killed (3 sources, 1–2 independent origins); "
        "who took it: Taliban (2 sources, up to 1 independent origin); "
        "target: NATO (2 sources, up to 1 independent origin)"
    )


def test_of_a_part_and_its_whole_each_page_says_which_it_is() -> None:
    part = {"relation": "part_of", "incident": "a"}
    assert rivals.link(part, "a") == ("It is part of", "")
    assert rivals.link(part, "b") == ("", "is part of it")
    assert rivals.link({"relation": "unsure", "incident": "a"}, "b") == ("It may be the same as", "")


def test_a_derived_claim_and_its_basis_lead_to_each_other_in_words() -> None:
    link = {"relation": "derived", "evidence": "inferred", "first": True}
    assert rivals.dependence(link) == "Derived from (inferred)"
    assert rivals.dependence(link | {"first": False, "evidence": "stated"}) == "The basis of"
    assert rivals.dependence(link | {"relation": "same_text"}) == "Carries the same text as (inferred)"


def test_the_banner_says_as_of_when() -> None:
    assert rivals.banner(as_of()) == ""
    assert rivals.banner(as_of(reported="2015-08")) == "As reported by 31 August 2015"
    both = as_of("2026-11-22", "2015-08-26")
    assert rivals.banner(both) == "As reported by 26 August 2015 and as recorded at 22 November 2026, 23:59 UTC"


def test_a_lost_hedge_is_told_with_whom_each_figure_counts() -> None:
    row: Row = {"property": "killed", "base_party": "Taliban", "party": "all", "before": "up to 40", "after": "40"}
    assert rivals.lost(row) == ("Killed", "up to 40 Taliban", "40 people")
    row = dict.fromkeys(("base_party", "party")) | {"property": "strikes", "before": "about 3", "after": "3"}
    assert rivals.lost(row) == ("Strikes", "about 3", "3")
