"""The chart of incidents draws the days that claims allow, with a shape for each kind, and leads to each incident."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from events.registry import CLAIMS
from tests.samples import GROUND, claim
from tests.web.conftest import Get
from timeline import Timeline
from timeline.web.charts.axis import folded, length, shortened
from timeline.web.charts.chart import KINDS, MOST, chart, kind_of, most, of_incident
from timeline.web.serve import application


def incident(slug: str, earliest: str | None, latest: str | None, *types: str) -> dict[str, Any]:
    days = {"earliest": earliest, "latest": latest, "basis": "stated", "rival_days": 0}
    return {"slug": slug, "title": slug.title(), "types": json.dumps(types)} | days


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        (["airstrike"], "Explosions/Remote violence"),
        (["district_fall", "territory_recaptured", "airstrike"], "Battles"),
        (["airstrike", "district_fall"], "Explosions/Remote violence"),
        (["abduction"], "Violence against civilians"),
        (["non_violent_transfer"], "Strategic developments"),
        (["insider_attack", "statement", "reported_figure", "other"], "Battles"),
        (["statement", "no_such_type"], "Other"),
        ([], "Other"),
    ],
)
def test_the_kind_of_an_incident_is_acleds_event_type_of_most_of_its_claims(types: list[str], kind: str) -> None:
    assert kind_of(types) == kind


def test_every_type_that_acled_knows_has_its_kind() -> None:
    happening = {name: kind_of([name]) for name, found in CLAIMS.items() if found.happening and name != "other"}
    assert "Other" not in happening.values(), happening
    assert set(happening.values()) == set(KINDS) - {"Other"}


def test_a_bar_reaches_over_all_days_that_are_allowed_and_an_open_end_is_marked() -> None:
    rows = [
        incident("whole", "2015-08-01", "2015-08-31", "airstrike"),
        incident("day", "2015-08-22", "2015-08-22", "airstrike"),
        incident("since", "2015-08-20", None, "other"),
        incident("undated", None, None, "other"),
    ]
    found = chart(rows, {"day"})
    assert found is not None
    whole, day, since = found.bars
    assert (whole.start, whole.end) == (0, found.axis.at(found.axis.days[-2]))
    assert whole.start < since.start < day.start < day.end < whole.end < since.end == 100
    assert (day.disputed, whole.disputed) == (True, False)
    assert [(bar.before, bar.after) for bar in found.bars] == [(False, False), (False, False), (False, True)]
    # The mark of an uncertain day is in the middle of those that it may be.
    assert [bar.exact for bar in (whole, day, since)] == [False, True, False]
    assert [bar.middle for bar in found.bars] == [(bar.start + bar.end) / 2 for bar in found.bars]
    assert list(found.kinds) == ["Explosions/Remote violence", "Other"]


def test_there_is_none_of_a_single_incident_and_of_many_the_latest_are_drawn() -> None:
    one = incident("one", "2015-08-22", "2015-08-22", "airstrike")
    assert chart([one, incident("undated", None, None)], set()) is None
    many = [incident(f"number-{number}", "2015-08-22", "2015-08-22", "airstrike") for number in range(MOST + 5)]
    found = chart(many, set())
    assert found is not None
    assert (len(found.bars), found.of, found.cut) == (MOST, MOST + 5, True)
    assert found.paths[-1] == f"/incident/number-{MOST + 4}"


def test_each_dated_incident_of_the_front_page_is_a_bar_that_leads_to_it(get: Get) -> None:
    page = get("/").text
    svg = page.partition('<svg class="chart')[2].partition("</svg></div>")[0]
    listed = re.findall(r'<th role="rowheader" scope="row" dir="auto"><a href="(/incident/[^"]+)"', page)
    drawn = re.findall(r'<a href="(/incident/[^"]+)"', svg)
    (earlier,) = re.findall(r"long before these lie <a [^>]*>(\d) earlier</a>", page)
    assert drawn == listed[int(earlier) :]
    (window,) = re.findall(r'<a href="([^"]*_to=[^"]*)">\d earlier', page)
    rest = get(window).text.partition('<svg class="chart')[2].partition("</svg></div>")[0]
    assert re.findall(r'<a href="(/incident/[^"]+)"', rest) == listed[: int(earlier)]
    assert "<script" not in svg
    assert '<circle class="explosions"' in svg
    assert "The table below says the same." in svg


def test_a_title_of_any_length_is_shortened_to_what_fits() -> None:
    assert shortened("Bridge", 100) == "Bridge"
    assert shortened("", 0) == ""
    for title in ("w" * 60_000, "桥" * 60_000):
        assert shortened(title, 320).endswith("…")
        assert length(shortened(title, 320)) <= 320


def test_a_title_that_does_not_fit_on_a_phone_goes_on_in_a_second_line() -> None:
    assert folded("Bridge", 100) == ["Bridge"]
    assert folded("", 100) == [""]
    title = "Airstrike number 102 near the village of Baghran, Helmand"
    assert " ".join(folded(title, 320)) == title
    for title in ("w" * 60_000, "桥" * 60_000, f"w {'v' * 60_000}"):
        lines = folded(title, 320)
        assert [one for one in lines if length(one) > 320] == []
        assert (len(lines), lines[1][-1]) == (2, "…")


def of_days(*days: str) -> list[Any]:
    return [of_incident(incident(f"number-{n}", day, day, "airstrike"), False) for n, day in enumerate(days)]


def test_the_front_page_begins_where_most_lies_and_leads_to_what_lies_long_before() -> None:
    week = [f"2015-08-{day}" for day in range(20, 26)]
    found = most(of_days("2007-12-07", "2014-12-01", *week), 11)
    assert [bar.path for bar in found.bars] == [f"/incident/number-{n}" for n in range(2, 8)]
    assert found.axis.cuts == []
    # Three more are earlier than those that were looked up.
    assert found.earlier is not None
    assert (found.earlier.words, found.earlier.last) == ("5 earlier", "2015-08-19")
    assert found.said("incident") == "6 of 11 incidents (5 earlier)"


@pytest.mark.parametrize(
    "days", [["2007-12-07", "2015-08-20"], [*(f"2001-01-0{n}" for n in range(1, 9)), "2015-08-20"]]
)
def test_what_comes_last_is_drawn_however_far_from_the_others_it_lies(days: list[str]) -> None:
    found = most(of_days(*days), len(days))
    assert (len(found.bars), found.earlier, found.said("incident")) == (len(days), None, f"{len(days)} incidents")


def test_a_day_that_no_source_states_is_no_certain_one_and_marked(tmp_path: Path, run: Any) -> None:
    supplied = {"value": "2015-08-26", "basis": "report_date"}
    imputed = {"value": "2015-08-25", "basis": "imputed"}
    with Timeline.init(tmp_path / "t", "TST") as made:
        told = [
            claim(occurred=supplied),
            claim("shooting", occurred=imputed),
            claim(incident="market", occurred=supplied),
        ]
        also = claim(incident="valley", occurred=supplied, citation={"locator": "para 2"})
        made.append([*GROUND, *told, also, claim(incident="valley", occurred="2015-08-27")], recorded_by="desk")
        rows = list(made.db.query("select * from incidents order by slug"))
    assert [(row["slug"], row["basis"], row["latest"]) for row in rows] == [
        ("bridge", "imputed", "2015-08-26"),
        ("market", "report_date", "2015-08-26"),
        ("valley", "stated", "2015-08-27"),
    ]
    drawn = most([of_incident(row, False) for row in rows], len(rows))
    assert [bar.exact for bar in drawn.bars] == [False, False, True]
    get = application(tmp_path / "t").client.get
    assert "date taken from the report</span>" in run(get("/incident/market")).text
    assert "date supplied by the coder</span>" in run(get("/incident/bridge")).text
    assert "date taken from the report</span>" not in run(get("/incident/valley")).text
    front = run(get("/")).text
    assert "hollow: some day of the bar, or a day that the coder supplies" in front
    assert front.count("date taken from the report</small>") == 1
