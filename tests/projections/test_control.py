"""The tables of control hold what all current claims on a place tell of it, however and whenever they came."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.base import Event
from events.registry import parse
from tests.begun import begun
from tests.control import PLACE, RECAPTURE, SOURCES, TAKEOVER, fall, ground, recaptured, said, story
from tests.laws import examples
from tests.tables import contents, draft, store
from timeline.log.ids import format_id
from timeline.log.sqlite import SqliteLog
from timeline.projections import control, control_places
from timeline.projections.gazetteer import Gazetteer
from timeline.projections.runner import Projector
from timeline.service import Timeline

GROUND = ground()
MUSA_QALA = {
    "type": "place_recorded",
    "key": "musa-qala",
    "name": "Musa Qala",
    "aliases": ["Musa Kala"],
    "kind": "district",
    "country": "AF",
    "admin1": "Helmand",
}


@pytest.fixture
def timeline(tmp_path: Path) -> Iterator[Timeline]:
    with begun(tmp_path / "t", GROUND) as opened:
        yield opened


def id_of(number: int) -> str:
    """The ID of the claim `number`, from 1, that is appended after the ground."""
    return format_id("TST", len(GROUND) + number)


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


days = st.integers(20, 29).map(lambda day: f"2015-08-{day}")
controllers = st.sampled_from(["Taliban", "Taleban", "Afghan forces"])


@st.composite
def claims(draw: st.DrawFn) -> Event:
    """A claim on control of one of two places, or a denial."""
    type_ = draw(st.sampled_from(["district_fall", "territory_recaptured", "control_status", "statement"]))
    place = draw(st.sampled_from([PLACE, PLACE, PLACE | {"name": "Musa Kala"}, {"name": "Nawzad"}]))
    fields: dict[str, Any] = {"place": place, "as": f"v{draw(st.integers(0, 10**6))}"}
    if type_ == "control_status":
        fields |= {"status": draw(st.sampled_from(["controlled", "neither", "contested"]))}
        fields |= {"controller": draw(controllers)}
    elif type_ == "statement":
        fields |= {"content": "No", "kind": draw(st.sampled_from([None, "denial"]))}
    else:
        fields |= {"taken_by": draw(controllers), "lost_by": draw(st.sampled_from([None, "police", "Afghan forces"]))}
        fields |= {"scope": draw(st.sampled_from([None, "centre", "district"]))}
    fields["incident"] = draw(st.sampled_from([None, TAKEOVER, RECAPTURE]))
    stance = draw(st.sampled_from(["asserts", "asserts", "asserts", "denies"]))
    fields["responds_to"] = draw(st.sampled_from([None, None, id_of(1), id_of(2)]))
    source = draw(st.sampled_from(sorted(SOURCES)))
    return said(
        type_, source, draw(days), {"stance": stance}, **{name: given for name, given in fields.items() if given}
    )


recorded = st.sampled_from(
    [
        parse(MUSA_QALA),
        parse(
            {
                "type": "actor_recorded",
                "key": "taliban",
                "name": "Taliban",
                "aliases": ["Taleban"],
                "kind": "rebel_group",
            }
        ),
    ]
)


#: In what no two claims of one log agree: a label alone makes none another one.
APART = (lambda claim: claim.content_key, lambda claim: claim.slot_key, lambda claim: claim.body()["as"])


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Claims, what is recorded of places and actors, and then corrections and retractions of claims, and undoings."""
    told = draw(st.lists(claims(), min_size=2, max_size=6, unique_by=APART))
    told += draw(st.lists(recorded, max_size=2, unique_by=lambda event: event.slot_key))
    heads = {id_of(number): id_of(number) for number, one in enumerate(told, 1) if one.type in CLAIM_TYPES}
    for number in range(len(told) + 1, len(told) + 1 + draw(st.integers(0, 4))):
        root = draw(st.sampled_from(sorted(heads)))
        change: dict[str, Any] = {"type": "claim_retracted", "retracts": heads[root]}
        if draw(st.booleans()):
            change = {"type": "coding_corrected", "corrects": heads[root], "replacement": draw(claims())}
        told.append(parse(change | {"reason": "x"}))
        heads[root] = id_of(number)
    return told


CLAIM_TYPES = ("district_fall", "territory_recaptured", "control_status", "statement")


@examples(30)
@given(histories(), st.data())
def test_tables_of_control_that_followed_are_those_of_a_rebuild(history: list[Event], data: st.DataObject) -> None:
    with SqliteLog.memory("TST") as log:
        following, rebuilt = Projector(log, None), Projector(log, None)
        store(log, GROUND)
        for event in history:
            log.append([draft(event)], recorded_by="test")
            if data.draw(st.booleans()):
                following.catch_up()
        following.catch_up()
        rebuilt.rebuild()
        assert contents(following.db) == contents(rebuilt.db)
        following.close()
        rebuilt.close()


@examples(15)
@given(
    st.lists(claims(), max_size=6, unique_by=APART),
    st.randoms(use_true_random=False),
)
def test_who_held_a_place_does_not_depend_on_the_order_of_record(told: list[Event], random: Any) -> None:
    # An answer names an ID, which depends on the order.
    freed = (one.model_copy(update={"responds_to": None}) for one in told)
    told = list({one.content_key: one for one in freed}.values())
    shuffled = list(told)
    random.shuffle(shuffled)
    found = []
    for order in (told, shuffled):
        with SqliteLog.memory("TST") as log:
            store(log, [*GROUND, *order])
            tables = Projector(log, None)
            tables.catch_up()
            query = """select place, scope, controller, from_earliest, from_latest, to_earliest, to_latest, disputed
                from control_periods order by 1, 2, 4, 5, 3"""
            found.append(tables.db.execute(query).fetchall())
            tables.close()
    assert found[0] == found[1]
