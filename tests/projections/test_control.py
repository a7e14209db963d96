"""The tables of control hold what all current claims on a place tell of it, however and whenever they came."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from events.base import Event
from events.registry import parse
from tests.begun import begun
from tests.control import MUSA_QALA, PLACE, TAKEOVER, fall, ground, id_of, recaptured, said, story
from timeline.projections import control, control_places
from timeline.projections.gazetteer import Gazetteer
from timeline.service import Timeline

GROUND = ground()


@pytest.fixture
def timeline(tmp_path: Path) -> Iterator[Timeline]:
    with begun(tmp_path / "t", GROUND) as opened:
        yield opened


def append(timeline: Timeline, events: Iterable[Event]) -> None:
    timeline.append(list(events), recorded_by="test")


def held(timeline: Timeline, scope: str = "unstated") -> list[tuple[str, str, str]]:
    """The sure days of each run, and who holds it or, with !, is claimed to."""
    found: dict[tuple[str, str, int], list[str]] = {}
    query = "select * from control_periods where scope = ? order by number"
    for row in timeline.db.query(query, [scope]):
        found.setdefault((row["from_latest"], row["to_earliest"], row["disputed"]), []).append(row["controller"])
    return [(first, last, "|".join(sorted(who)) + "!" * disputed) for (first, last, disputed), who in found.items()]


def test_the_story_of_a_district_is_disputed_where_its_accounts_are_rivals(timeline: Timeline) -> None:
    append(timeline, story())
    assert held(timeline, "centre") == [
        ("2015-08-24", "2015-08-25", "Afghan forces|Taliban!"),
        ("2015-08-26", "2015-08-29", "Taliban"),
        ("2015-08-30", "2015-08-30", "Afghan forces"),
        ("2015-08-31", "2015-09-01", "Afghan forces|Taliban!"),
        ("2015-09-02", "2015-09-02", "Afghan forces|Taliban|neither!"),
    ]
    first = next(timeline.db.query("select * from control_periods where controller = 'Taliban' order by number"))
    assert json.loads(first["events"]) == [id_of(1), id_of(3), id_of(5)]
    assert json.loads(first["from_events"]) == [id_of(1), id_of(3)]
    assert json.loads(first["to_events"]) == [id_of(2), id_of(6)]


def test_every_claim_on_control_has_a_row_and_others_have_none(timeline: Timeline) -> None:
    append(
        timeline,
        [*story(), said("armed_clash", "blog", "2015-08-25"), fall("blog", None, {"locator": "x"}, place=None)],
    )
    rows = list(timeline.db.query("select * from control_changes order by event"))
    assert [row["event"] for row in rows] == [id_of(number) for number in range(1, 9)]
    assert [row["kind"] for row in rows] == ["fall"] * 3 + ["recapture"] + ["fall"] * 2 + ["observed"] * 2
    seen = rows[6]
    assert (seen["status"], seen["controller"], seen["hedge"], seen["property"]) == (
        "controlled",
        "Taliban",
        "reportedly",
        "controller",
    )
    assert (rows[3]["origin"], rows[3]["reported"], rows[3]["counted"]) == (
        "Afghan Ministry of Defence",
        "2015-08-30",
        1,
    )
    assert {row["place"] for row in rows} == {"Musa Qala, Helmand, AF"}


def test_a_retraction_of_the_odd_one_out_removes_the_dispute(timeline: Timeline) -> None:
    append(timeline, [fall("sputnik", "2015-08-26"), fall("analysts", "2015-08-26"), fall("blog", "2015-08-24")])
    assert held(timeline)[0] == ("2015-08-24", "2015-08-25", "Taliban!")
    timeline.retract(id_of(3), reason="misread", recorded_by="test")
    assert held(timeline) == [("2015-08-26", "2015-08-26", "Taliban")]
    statuses = timeline.db.execute("select event_status, counted from control_changes order by event").fetchall()
    assert statuses == [("current", 1), ("current", 1), ("retracted", 0)]


def test_what_is_retracted_after_a_rebuild_by_the_same_program_is_followed(timeline: Timeline) -> None:
    append(timeline, [fall("sputnik", "2015-08-26"), fall("blog", "2015-08-24")])
    append(timeline, [fall("daily", "2015-08-25")])
    timeline.rebuild()
    append(timeline, [parse({"type": "claim_retracted", "retracts": id_of(2), "reason": "coded twice"})])
    followed = held(timeline)
    timeline.rebuild()
    assert followed == held(timeline)
    assert ("2015-08-24", "2015-08-25", "Taliban!") not in followed


def test_questions_and_what_cannot_be_confirmed_are_listed_and_change_nothing(timeline: Timeline) -> None:
    append(
        timeline,
        [
            fall("sputnik", "2015-08-26"),
            fall("blog", "2015-08-20", {"stance": "questions"}),
            fall("daily", "2015-08-21", {"stance": "cannot_confirm"}),
        ],
    )
    assert held(timeline) == [("2015-08-26", "2015-08-26", "Taliban")]
    assert timeline.db.table("control_changes").count == 3


DENIALS: dict[str, dict[str, Any]] = {
    "of its incident and type": {"type": "district_fall", "incident": TAKEOVER, "place": PLACE},
    "in answer to its ID": {"type": "other", "description": "It holds", "responds_to": id_of(1)},
    "in answer to who took it": {
        "type": "control_status",
        "place": PLACE,
        "status": "controlled",
        "controller": "Taliban",
        "responds_to": {"event": id_of(1), "properties": ["taken_by"]},
    },
}


@pytest.mark.parametrize("denial", DENIALS)
def test_a_denied_fall_is_disputed_until_the_denial_is_retracted(timeline: Timeline, denial: str) -> None:
    append(timeline, [fall("sputnik", "2015-08-26", lost_by="Afghan forces"), recaptured()])
    before = held(timeline)
    cited = {"source": "upi", "stance": "denies", "locator": "para 9"}
    append(timeline, [parse(DENIALS[denial] | {"citation": cited})])
    assert held(timeline)[0] == ("2015-08-26", "2015-08-29", "Afghan forces|Taliban!")
    told = next(timeline.db.query("select denied_by from control_changes where event = ?", [id_of(1)]))
    assert json.loads(told["denied_by"]) == [id_of(3)]
    timeline.retract(id_of(3), reason="misread", recorded_by="test")
    assert held(timeline) == before


def test_a_denial_of_something_else_in_the_claim_disputes_nothing(timeline: Timeline) -> None:
    append(timeline, [fall("sputnik", "2015-08-26", casualties=[{"party": "police", "killed": 3}])])
    answer = {"event": id_of(1), "properties": ["killed"]}
    append(timeline, [said("other", "upi", None, {"stance": "denies"}, description="No dead", responds_to=answer)])
    assert held(timeline) == [("2015-08-26", "2015-08-26", "Taliban")]


def test_a_statement_that_is_a_denial_denies_what_it_answers_by_label(timeline: Timeline) -> None:
    taken = fall("upi", "2015-08-26", {"locator": "para 1"}, **{"as": "taken"})
    statement = said("statement", "upi", None, content="It stands", kind="denial", responds_to="taken")
    append(timeline, [taken, statement])
    assert held(timeline) == [("2015-08-26", "2015-08-26", "Taliban!")]


def test_a_denial_still_denies_what_was_corrected_since(timeline: Timeline) -> None:
    append(timeline, [fall("sputnik", "2015-08-25")])
    append(timeline, [said("other", "upi", None, {"stance": "denies"}, description="No", responds_to=id_of(1))])
    timeline.correct(id_of(1), fall("sputnik", "2015-08-26"), reason="misread", recorded_by="test")
    assert held(timeline) == [("2015-08-26", "2015-08-26", "Taliban!")]


def test_names_of_one_party_are_one_controller_once_it_is_recorded(timeline: Timeline) -> None:
    append(
        timeline,
        [
            fall("sputnik", "2015-08-26"),
            said("control_status", "blog", "2015-08-28", status="controlled", controller="Taleban"),
        ],
    )
    assert held(timeline)[-1] == ("2015-08-28", "2015-08-28", "Taleban|Taliban!")
    actor = {
        "type": "actor_recorded",
        "key": "taliban",
        "name": "The Taliban",
        "aliases": ["Taliban", "Taleban"],
        "kind": "rebel_group",
    }
    append(timeline, [parse(actor)])
    assert held(timeline) == [("2015-08-26", "2015-08-28", "The Taliban")]
    assert [row["actor"] for row in timeline.db.query("select actor from control_periods")] == ["taliban"]
    better = parse(actor | {"name": "Islamic Emirate", "aliases": ["The Taliban", "Taliban", "Taleban"]})
    timeline.correct("taliban", better, reason="their own name", recorded_by="test")
    assert held(timeline) == [("2015-08-26", "2015-08-28", "Islamic Emirate")]


def test_spellings_of_a_place_are_one_place_only_once_it_is_recorded(timeline: Timeline) -> None:
    append(timeline, [fall("sputnik", "2015-08-26"), fall("daily", "2015-08-24", place=PLACE | {"name": "Musa Kala"})])
    places = "select distinct place from control_changes order by 1"
    assert [row["place"] for row in timeline.db.query(places)] == ["Musa Kala, Helmand, AF", "Musa Qala, Helmand, AF"]
    append(timeline, [parse(MUSA_QALA)])
    assert [row["place"] for row in timeline.db.query(places)] == ["musa-qala"]
    assert held(timeline)[0] == ("2015-08-24", "2015-08-25", "Taliban!")


def test_spellings_that_are_the_same_name_are_one_place(timeline: Timeline) -> None:
    append(timeline, [fall("sputnik", "2015-08-26"), fall("daily", "2015-08-24", place=PLACE | {"name": "Mūsa-Qala"})])
    assert held(timeline)[0] == ("2015-08-24", "2015-08-25", "Taliban!")
    found = timeline.db.query("select distinct place from control_periods")
    assert [row["place"] for row in found] == ["Musa Qala, Helmand, AF"]


def test_a_claim_tells_of_no_day_after_its_report(timeline: Timeline) -> None:
    since = {"value": "2015-08-20/..", "extent": "throughout"}
    append(
        timeline, [said("control_status", "sputnik", None, occurred=since, status="controlled", controller="Taliban")]
    )
    assert held(timeline) == [("2015-08-20", "2015-08-26", "Taliban")]


def test_superseded_values_take_no_part(timeline: Timeline) -> None:
    append(timeline, [fall("sputnik", "2015-08-26", lost_by="police"), fall("blog", "2015-08-24")])
    db = timeline.db
    for property_, event, told in (
        ("lost_by", id_of(1), "Taliban!"),
        ("occurred", id_of(2), "Taliban"),
    ):
        control.watch(db)
        db.execute(
            "update claim_values set event_status = 'superseded' where event = ? and property = ?", [event, property_]
        )
        control.refresh(Gazetteer(db), timeline.log.head())
        assert held(timeline)[0][2] == told


def test_an_append_that_does_not_bear_on_control_touches_no_place(
    timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(timeline, story())
    before = held(timeline, "centre")
    settled = list[str]()
    monkeypatch.setattr(control_places, "settle", lambda db, identity, known: settled.append(identity))
    append(
        timeline,
        [said("armed_clash", "blog", "2015-08-25"), parse({"type": "incident_declared", "slug": "x", "title": "X"})],
    )
    assert held(timeline, "centre") == before
    assert settled == []
    append(timeline, [fall("blog", "2015-08-25", {"locator": "other"})])
    assert held(timeline, "centre") == before
    assert settled == [",musaqala,helmand,af"]


def test_a_claim_on_control_is_followed_without_going_through_the_log(timeline: Timeline) -> None:
    append(timeline, story())
    asked = list[str]()
    timeline.db.conn.set_trace_callback(asked.append)
    append(timeline, [fall("blog", "2015-08-25", {"locator": "other"}, responds_to=id_of(1))])
    timeline.db.conn.set_trace_callback(None)
    tables = re.compile(r"SCAN (events|answers|control_changes|claim_\w+)\b(?! USING COVERING INDEX sqlite_autoindex)")
    plans = {
        query: [row[3] for row in timeline.db.execute(f"explain query plan {query}")]
        for query in asked
        if re.match(r"\s*(select|with|delete|update)\b", query)
        and re.search("control_(touched|changes|periods)", query)
    }
    assert len(plans) >= 5
    assert [(query, step) for query, steps in plans.items() for step in steps if tables.search(step)] == []
