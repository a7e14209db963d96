"""The question what was known by a day has only what was reported by then, as it was then."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest

from tests.web.asked import BOMBING, SHOOTING, TAKEOVER, both, rows, shown, told, unanswered, words_of
from tests.web.conftest import Get
from timeline.web.reported import MAYBE

__all__ = ["both"]


def test_what_was_known_by_a_day_says_which_days_no_source_stated(both: Get) -> None:
    rows = shown(both("/timeline/known-by?day=2015-08-30&place=Musa+Qala").text)
    assert [row["When"] for row in rows if "report" in row["When"]] == ["27 August 2015date taken from the report"]
    assert all("Casualties claimed" in row for row in rows)


def test_what_was_known_by_a_day_says_how_much_is_left_out_because_nobody_knows_when_it_was_reported(both: Get) -> None:
    page = both("/timeline/known-by?day=2015-09-10").text
    text = words_of(page)
    assert "Left out: 6 claims of 3 sources without a date of publication." in text
    assert "Left out too: 5 claims of 2 sources published in a month or year that was not over by then" in text
    links = re.findall(r'Left out[a-z ]*: <a href="([^"]*)">', page)
    counts = [both(unescape(link).replace("events?", "events.json?_shape=array&")).json() for link in links]
    assert list(map(len, counts)) == [6, 5]
    assert all(both(unescape(link)).status_code == 200 for link in links)
    assert "Left out too" not in both("/timeline/known-by?day=2015-09-30").text


def test_what_may_have_been_reported_by_a_day_is_looked_up_by_when_it_was_reported(example: Path) -> None:
    with closing(sqlite3.connect(example / "timeline.db")) as db:
        steps = [step for *_, step in db.execute(f"explain query plan {MAYBE}", {"day": "2015-09-10"})]
    assert "SEARCH events USING INDEX idx_events_reported (reported=?)" in steps


def test_before_any_source_nothing_had_been_reported(both: Get) -> None:
    text = words_of(both("/timeline/known-by?day=2001-01-01").text)
    assert "Nothing had been reported by then." in text
    assert "By the end of 30 July 2015 something had." in text
    assert "The tables hold nothing" not in text


@pytest.mark.parametrize("place", ["Musa-Kala", "af-helmand-musa-qala"])
def test_what_was_known_and_what_a_voice_says_can_be_asked_of_one_place(both: Get, place: str) -> None:
    known = rows(both, "known-by", day="2015-08-26")
    there = rows(both, "known-by", day="2015-08-26", place=place)
    assert {row["incident"] for row in there} >= {BOMBING, TAKEOVER}
    assert "nawzad-takeover" in {row["incident"] for row in known} - {row["incident"] for row in there}
    assert all(row in known for row in there)
    assert "no place “nowhere”" in unanswered(both, "known-by", day="2015-08-26", place="nowhere")
    said = rows(both, "said-by", voice="Reuters")
    said_there = rows(both, "said-by", voice="Reuters", place=place)
    assert said_there
    assert all(row in said for row in said_there)
    assert {row["incident"] for row in said_there} < {row["incident"] for row in said}


def test_what_was_known_by_a_day(both: Get) -> None:
    """Held against the seeds: those published by that day, of six sources by the 26th, and of one before."""
    columns = ("incident", "earliest", "latest", "casualties", "claim_count", "source_count", "from_day", "to_day")
    day, nawzad = "2015-08-26", "nawzad-takeover"
    assert told(rows(both, "known-by", day="2015-08-25"), *columns) == [
        (nawzad, "2015-07-29", "2015-07-29", None, 2, 1, "2015-07-30", "2015-08-25")
    ]
    found = rows(both, "known-by", day=day)
    assert told(found, *columns) == [
        ("musa-qala-retaken", "2007-01-01", "2007-12-31", None, 1, 1, day, None),
        ("foreign-drawdown", "2014-12-01", "2014-12-31", None, 1, 1, day, None),
        (nawzad, "2015-07-01", "2015-08-23", None, 4, 3, day, "2015-08-29"),
        (BOMBING, "2015-08-22", "2015-08-22", "up to 40 Taliban combatants killed", 2, 2, day, day),
        (TAKEOVER, "2015-08-24", day, None, 6, 2, day, day),
        (
            *(SHOOTING, day, day),
            "2 NATO combatants killed; 1 other man in uniform injured; 1 attacker injured",
            *(11, 4, day, day),
        ),
    ]
    assert told([row for row in found if row["incident"] == BOMBING], "origins_min", "origins_max") == [(1, 1)]


def test_what_was_known_by_a_day_marks_what_was_in_dispute_by_then(both: Get) -> None:
    told_by = {day: rows(both, "known-by", day=day) for day in ("2015-08-25", "2015-08-26", "2015-08-27")}
    disputed = {day: {row["incident"] for row in found if row["disputed"]} for day, found in told_by.items()}
    assert disputed["2015-08-25"] == set()
    assert SHOOTING in disputed["2015-08-26"]
    for day, found in told_by.items():
        page = both(f"/timeline/known-by?day={day}").text
        assert len(re.findall("</span> in dispute</span>", page)) == len(disputed[day])
        drawn = both(f"/timeline/known-by.chart?day={day}").text
        assert drawn.count('<span class="mark against">sources disagree</span>') == len(disputed[day])
        for row in found:
            then = words_of(both(f"/incident/{row['incident']}?as-reported={day}").text)
            assert bool(re.search("[0-9]+ disagreements?", then)) == (row["incident"] in disputed[day])


def test_what_was_known_by_a_day_has_rival_days_and_places_of_that_day_on_its_page_chart_and_map(both: Get) -> None:
    when = {}
    for day in ("2015-08-26", "2015-08-30"):
        told = shown(both(f"/timeline/known-by?day={day}").text)
        (when[day],) = [row for row in told if row["Incident"].startswith("Shooting of two NATO")]
        assert "2 places named" in when[day]["Place"]
    assert when["2015-08-26"]["When"] == "26 August 2015"
    assert when["2015-08-30"]["When"] == "25 or 26 August 2015"
    page = both("/timeline/known-by?day=2015-08-26").text
    (places,) = re.findall('href="([^"]*)#places"', page)
    assert "Not all claims name the same place" in words_of(both(unescape(places)).text)
    steps = words_of(both("/incident/helmand-base-shooting").text).partition("Rests on")[2]
    assert "26 August 2015 26 August 2015 2 NATO" in steps
    assert "27 August 2015 25 or 26 August 2015, as sources disagree" in steps
    for form in ("chart", "map"):
        then, later = (words_of(both(f"/timeline/known-by.{form}?day={day}").text) for day in when)
        assert "26 August 2015 as sources disagree" in then.replace(",", "")
        assert "25 or 26 August" not in then
        assert "25 or 26 August 2015" in later
    drawn = both("/timeline/known-by.map?day=2015-08-26").text
    disputed = sum(row["disputed"] for row in rows(both, "known-by", day="2015-08-26"))
    assert len(re.findall(r"mark against\">sources disagree", drawn)) == disputed
    assert "Where each was is told as it is known now." in words_of(drawn)
    assert "as it is known now" not in words_of(both("/timeline/incidents.map").text)
