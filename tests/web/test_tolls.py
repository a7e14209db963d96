"""The casualties of an incident by group: ranges with the figures behind them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from events.values.outcomes import OUTCOMES
from tests.web.asked import both, words_of
from tests.web.conftest import Get
from timeline.web.tolls import groups

__all__ = ["both"]

Row = dict[str, Any]


def figure(**told: Any) -> Row:
    plain = {"party": "Taliban", "civilian_status": "combatant", "role": "victim", "outcome": "killed", "period": None}
    said = {"low": 40, "high": 40, "bound": "stated", "stance": "asserts", "counts": True, "superseded_by": None}
    origin = {"origin": "Reuters", "origin_actor": None, "origin_kind": "named", "source": "ndtv"}
    origin |= {"origin_evidence": "stated"}
    return plain | said | origin | told


def span(**told: Any) -> Row:
    return figure(**told) | {"lowest": None, "highest": 40}


def test_figures_stand_from_the_open_end_to_the_highest_and_then_those_that_do_not_count() -> None:
    up_to, bare, more = figure(low=None), figure(), figure(low=41, high=None)
    elsewhere, denied = figure(low=1, counts=False), figure(low=1, stance="denies")
    (group,) = groups([span()], [elsewhere, more, bare, denied, up_to])
    assert group["figures"] == [up_to, bare, more, elsewhere, denied]
    assert group["others"] == 2


def test_totals_over_other_days_are_other_groups() -> None:
    spring, half = figure(period="2016-01-01/2016-03-31"), figure(period="2016-01-01/2016-06-30")
    found = groups(
        [span(period=spring["period"]), span(period=half["period"]), span(period="")], [half, spring, figure()]
    )
    assert [(group["period"], group["figures"]) for group in found] == [
        ("", [figure()]),
        ("2016-01-01/2016-03-31", [spring]),
        ("2016-01-01/2016-06-30", [half]),
    ]


def test_a_group_of_which_no_figure_counts_has_no_range() -> None:
    gone = figure(outcome="injured", superseded_by="TST-0000-0001-02")
    counted, without = groups([span()], [gone, figure()])
    assert (counted["outcome"], without["outcome"]) == ("killed", "injured")
    assert (without["span"], without["origins"]) == (None, "")


def test_whoever_says_that_the_number_is_unknown_is_no_origin_of_one() -> None:
    (group,) = groups([span()], [figure(), figure(bound="unknown", origin="BBC")])
    assert (group["origins"], group["others"]) == ("Reuters", 0)


def test_victims_are_told_before_perpetrators_and_the_dead_before_the_injured() -> None:
    told = [figure(role="perpetrator"), figure(outcome="injured"), figure()]
    found = groups([span(**{name: row[name] for name in ("role", "outcome")}) for row in told], told)
    assert [(one["role"], one["outcome"]) for one in found] == [
        ("victim", "killed"),
        ("victim", "injured"),
        ("perpetrator", "killed"),
    ]


ROWS = st.builds(
    figure,
    party=st.sampled_from(["Taliban", "all"]),
    outcome=st.sampled_from(OUTCOMES),
    low=st.none() | st.integers(0, 3),
    stance=st.sampled_from(["asserts", "denies"]),
    counts=st.booleans(),
)


@given(st.lists(ROWS))
def test_every_figure_is_in_one_group_and_there_once(rows: list[Row]) -> None:
    numbered = [row | {"number": number} for number, row in enumerate(rows)]
    shown = [(one, row) for one in groups([], numbered) for row in one["figures"]]
    assert sorted(row["number"] for _, row in shown) == list(range(len(rows)))
    assert all((one["party"], one["outcome"]) == (row["party"], row["outcome"]) for one, row in shown)


def test_a_side_that_no_source_names_is_explained_where_its_figures_are_and_beside_its_claim(both: Get) -> None:
    """Held against the sheet of UCDP: its row tells of two sides, and the list does not say which they are."""
    text = words_of(both("/incident/musa-qala-fighting").text)
    assert "25 of the unnamed side A killed; 60 of the unnamed side B killed" in text
    assert "tells the two sides of a fight apart without naming them: which they are is not known here." in text
    assert "Coder’s remark: Two reports of 26 and 27 August. Which sides they are is not in the list." in text
    assert "without naming them" not in words_of(both("/incident/musa-qala-recapture").text)


def test_a_total_is_of_people_and_a_side_without_a_name_is_unnamed_and_both_are_explained(both: Get) -> None:
    bombing, fighting = (words_of(both(f"/incident/musa-qala-{one}").text) for one in ("bombing", "fighting"))
    assert "people killed 40" in bombing
    assert "People are counted whoever they were: in a total, or where a source does not say whose" in bombing
    assert "unnamed side A combatants killed 25" in fighting
    assert "such as UCDP’s data, tells the two sides of a fight apart without naming them" in fighting
    assert "People are counted" not in fighting
    for slug, whose in (("bombing", "people"), ("fighting", "unnamed side B")):
        page = words_of(both(f"/timeline/killed?incident=musa-qala-{slug}").text)
        assert whose in page.partition("Ask")[2]
        assert "all parties" not in page
        assert "of a dataset, such as UCDP’s, that tells them apart without naming them" in page
