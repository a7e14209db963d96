"""An axis has room for every day that it marks, and bands lie where their days are."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from timeline.web.charts.axis import APART, LETTER, NARROW, WIDE, Axis, room
from timeline.web.charts.bands import bands
from timeline.web.charts.stretches import LATER, OTHERS, later


def day(iso: str) -> int:
    return date.fromisoformat(iso).toordinal()


def period(start: str, end: str, controller: str = "Taliban", number: int = 1, **told: Any) -> dict[str, Any]:
    """A row of control_periods whose ends are known to the day, unless told otherwise."""
    ends = {"from_earliest": start, "from_latest": start, "to_earliest": end, "to_latest": end}
    lists = dict.fromkeys(("events", "inferred_from", "denied_by", "from_events", "to_events"), "[]")
    lists["told"] = f'["{start}/{end}"]'
    return {"scope": "unstated", "controller": controller, "number": number, "disputed": 0} | ends | lists | told


def test_a_long_stretch_is_cut_and_the_days_after_it_stay_readable() -> None:
    axis = Axis(map(day, ["2007-01-01", "2015-08-24", "2015-08-26", "2015-08-30", "2015-08-31"]))
    assert [cut.words for cut in axis.cuts] == ["9 years"]
    assert 20 < axis.at(day("2015-08-24")) < 50
    assert axis.at(day("2015-08-31")) - axis.at(day("2015-08-30")) > 5


def test_without_stretches_that_differ_much_nothing_is_cut() -> None:
    axis = Axis(map(day, ["2001-01-01", "2007-01-01", "2015-01-01"]))
    assert axis.cuts == []
    assert round(axis.at(day("2007-01-01"))) == 43


@given(st.lists(st.dates().map(date.toordinal), min_size=2, max_size=30, unique=True))
def test_days_are_in_order_from_one_end_to_the_other(days: list[int]) -> None:
    axis = Axis(days)
    at = [axis.at(one) for one in sorted(days)]
    assert (at[0], at[-1]) == (0, 100)
    assert all(one < other for one, other in pairwise(at))


@given(st.lists(st.dates().map(date.toordinal), min_size=2, max_size=30, unique=True), st.sampled_from([NARROW, WIDE]))
def test_there_is_room_between_two_days_below_the_axis(days: list[int], width: int) -> None:
    reached = 0.0
    for tick in Axis(days).ticks(width):
        part = {"start": 0.0, "middle": 0.5, "end": 1.0}[tick.anchor]
        start = tick.at * width / 100 - part * LETTER * len(tick.day)
        assert start >= reached - 0.001
        reached = start + LETTER * len(tick.day) + APART


@given(st.lists(st.dates().map(date.toordinal), min_size=2, max_size=30, unique=True), st.sampled_from([NARROW, WIDE]))
def test_every_cut_is_told_and_none_is_written_over_another(days: list[int], width: int) -> None:
    axis, reached = Axis(days), 0.0
    assert axis.told == ", ".join(cut.words for cut in axis.cuts)
    for cut in axis.cuttings(width):
        half = LETTER * len(cut.words) / 2
        assert reached <= cut.at * width / 100 - half <= width - 2 * half
        reached = cut.at * width / 100 + half


def test_words_are_written_where_there_is_room() -> None:
    assert [room(percent, "disputed") for percent in (30, 10, 2)] == ["narrow", "wide", ""]


def test_days_that_no_row_covers_are_a_gap_and_said_to_be_unknown() -> None:
    found = bands([period("2015-08-01", "2015-08-05"), period("2015-08-11", "2015-08-12", number=2)])
    assert found
    (chart,) = found.charts
    (gap,) = chart.gaps
    assert (gap.start, gap.end) == (found.axis.at(day("2015-08-06")), found.axis.at(day("2015-08-11")))
    assert [(one.days, one.known) for one in chart.stretches] == [
        ("1–5 August 2015", "said"),
        ("6–10 August 2015", "unknown"),
        ("11–12 August 2015", "said"),
    ]


def test_an_end_that_is_not_known_to_the_day_fades() -> None:
    found = bands([period("2015-07-31", "2015-08-20", from_earliest="2015-07-01")])
    assert found
    ((band,),) = (lane.bands for lane in found.charts[0].lanes)
    assert (band.start, band.until, band.end) == (0, 100, 100)
    assert band.sure == found.axis.at(day("2015-07-31"))
    assert found.charts[0].stretches[0].days == "some day of July 2015 to 20 August 2015"


def test_days_of_which_no_claim_tells_are_carried_on_and_said_to_be_inferred() -> None:
    found = bands([period("2015-08-01", "2015-08-20", told='["2015-07-01", "2015-08-05", "2015-08-19/2015-08-20"]')])
    assert found
    (chart,), at = found.charts, found.axis.at
    ((band,),) = (lane.bands for lane in chart.lanes)
    assert band.carried == [(0, at(day("2015-08-05"))), (at(day("2015-08-06")), at(day("2015-08-19")))]
    assert band.title == "Taliban, inferred for 1–4 August 2015, 6–18 August 2015: 1–20 August 2015"
    (stretch,) = chart.stretches
    assert (stretch.known, stretch.carried) == ("inferred in part", "1–4 August 2015, 6–18 August 2015")


def test_no_part_of_a_disputed_row_is_called_inferred() -> None:
    found = bands([period("2015-08-01", "2015-08-20", told="[]", disputed=1)])
    assert found
    ((band,),) = (lane.bands for lane in found.charts[0].lanes)
    assert (band.carried, found.charts[0].stretches[0].known) == ([], "disputed")


def test_a_claim_stands_behind_what_it_says_and_no_more() -> None:
    named = '["again", "before", "lost", "took", "undated"]'
    lists: dict[str, Any] = {"events": named, "to_events": '["lost"]', "denied_by": '["denial"]'}
    lists["inferred_from"] = '["denial", "later", "nobody"]'
    found = bands([period("2015-08-24", "2015-08-25", **lists)])
    assert found
    (stretch,) = found.charts[0].stretches
    days = {"before": "2015-08-20", "took": "2015-08-24", "later": "2015-08-25", "again": "2015-08-27"}
    told = {event: (day, day) for event, day in days.items()}
    assert stretch.holders[0].lines(stretch.start, stretch.end, told, stretch.denied_by) == [
        ("Said by", ["took"]),
        ("Inferred from what is said of earlier days by", ["before"]),
        ("Borne out, for later days, by", ["again"]),
        ("Borne out, without a day, by", ["undated"]),
        ("Had it until then, according to", ["lost"]),
        ("Inferred: held until the change that is dated later by", ["later"]),
        ("Inferred: not lost, if these deny it rightly:", ["denial"]),
        ("Inferred from what does not say who has it since:", ["nobody"]),
    ]
    on_the_day = stretch.holders[0].lines("2015-08-25", "2015-08-25", told, stretch.denied_by)
    assert [ids for _, ids in on_the_day] == [
        ["before", "took"],
        ["again"],
        ["undated"],
        ["lost"],
        ["denial"],
        ["nobody"],
    ]


def test_both_claimants_of_disputed_days_are_in_one_row_and_in_lanes_of_their_own() -> None:
    rows = [
        period("2015-08-24", "2015-08-25", controller, number, disputed=1)
        for number, controller in enumerate(("NATO", "Taliban"), 1)
    ]
    found = bands(rows)
    assert found
    (chart,) = found.charts
    assert [lane.name for lane in chart.lanes] == ["NATO", "Taliban"]
    assert len({lane.colour for lane in chart.lanes}) == 2
    (stretch,) = chart.stretches
    assert (stretch.known, [holder.name for holder in stretch.holders]) == ("disputed", ["NATO", "Taliban"])


def test_scopes_of_which_the_same_is_known_are_drawn_once() -> None:
    both = [period("2015-08-24", "2015-08-25", scope=scope, events=f'["{scope}"]') for scope in ("district", "town")]
    other = period("2015-08-24", "2015-08-26", scope="centre")
    found = bands([*both, other])
    assert found
    assert [chart.scopes for chart in found.charts] == [["district", "town"], ["centre"]]
    assert found.charts[0].stretches[0].holders[0].events == ["district", "town"]


def test_no_rows_make_no_bands() -> None:
    assert bands([]) is None


def test_only_a_claim_of_the_same_incident_and_holder_dates_a_disputed_change_later() -> None:
    rows = [period("2015-07-01", "2015-07-02", disputed=1, from_events='["a"]', to_events='["b"]')]
    found = bands(rows)
    assert found
    (stretch,) = found.charts[0].stretches
    fall = ("fall", "Taliban")
    assert (stretch.dated_later({"a": fall, "b": fall}), stretch.ended_by({"a": fall, "b": fall})) == (["b"], [])
    assert stretch.remark({"a": fall, "b": fall}) == LATER
    for other in (None, ("recapture", "Taliban"), ("fall", "Afghan forces")):
        assert (stretch.dated_later({"a": fall, "b": other}), stretch.ended_by({"a": fall, "b": other})) == ([], ["b"])
        assert stretch.remark({"a": fall, "b": other}) == OTHERS
    assert later(False, ["a"], ["b"], {"a": fall, "b": fall}) == []
