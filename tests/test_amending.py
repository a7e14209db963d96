"""What we coded wrongly is corrected, retracted and brought back; nothing of it is lost, and two who amend are told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from events.base import Event
from events.ledger.claim_retracted import ClaimRetracted
from events.ledger.coding_corrected import CodingCorrected
from events.registry import parse
from tests.begun import begun
from tests.forked import Process
from tests.samples import GROUND, claim, killed
from tests.tables import contents
from timeline.errors import Faults, TimelineError
from timeline.log.ids import format_id
from timeline.log.verify import Verification
from timeline.service import Timeline


@pytest.fixture
def timeline(tmp_path: Path) -> Iterator[Timeline]:
    with begun(tmp_path / "t", GROUND) as made:
        yield made


def row(timeline: Timeline, sql: str, *values: Any) -> dict[str, Any]:
    (found,) = timeline.db.query(sql, values)
    return found


def refused(timeline: Timeline, event: Event) -> str:
    size = len(timeline)
    with pytest.raises(Faults) as faults:
        timeline.append(event, recorded_by="test")
    assert len(timeline) == size
    (fault,) = faults.value.faults
    return str(fault)


def same_after_rebuild(timeline: Timeline) -> Verification:
    before = contents(timeline.db)
    timeline.rebuild()
    assert contents(timeline.db) == before
    verified = timeline.verify()
    assert verified.ok, verified.faults
    return verified


def test_a_correction_takes_the_place_of_the_claim_in_every_table(timeline: Timeline) -> None:
    old = timeline.append(claim(strikes=3, casualties=killed(40)))
    new = timeline.correct(str(old.id), claim("shelling", casualties=killed("up to 40")), reason="it was artillery")
    told = row(timeline, "select type, entry_type, status, replaced_by, amends from events where id = ?", old.id)
    assert told == {
        "type": "airstrike",
        "entry_type": "airstrike",
        "status": "corrected",
        "replaced_by": new.id,
        "amends": None,
    }
    told = row(timeline, "select type, entry_type, status, amends from events where id = ?", new.id)
    assert told == {"type": "shelling", "entry_type": "coding_corrected", "status": "current", "amends": old.id}
    assert row(timeline, "select event, event_status from airstrikes") == {"event": old.id, "event_status": "corrected"}
    assert row(timeline, "select event, event_status from shellings") == {"event": new.id, "event_status": "current"}
    figures = row(timeline, "select lowest, highest, claim_count, high_events from incident_casualties")
    assert figures == {"lowest": None, "highest": 40, "claim_count": 1, "high_events": json.dumps([new.id])}
    assert row(timeline, "select types, claim_count from incidents where slug = 'bridge'") == {
        "types": '["shelling"]',
        "claim_count": 1,
    }
    same_after_rebuild(timeline)


def test_the_table_of_corrections_says_what_changed_when_by_whom_and_why(timeline: Timeline) -> None:
    old = timeline.append(claim(strikes=3, note="first reading"))
    fixed = claim(strikes=2, occurred="2015-08-22")
    new = timeline.correct(str(old.id), fixed, reason="misread", recorded_by="ana")
    told = list(timeline.db.query("select * from corrections order by number"))
    assert [(one["field"], one["before"], one["after"]) for one in told] == [
        ("note", '"first reading"', None),
        ("strikes", "3", "2"),
        ("occurred", None, '"2015-08-22"'),
    ]
    for one in told:
        assert (one["event"], one["amends"], one["action"]) == (new.id, old.id, "corrected")
        assert (one["type"], one["incident"], one["reason"], one["recorded_by"]) == (
            "airstrike",
            "bridge",
            "misread",
            "ana",
        )
        assert one["recorded_at"] == timeline[str(new.id)].entry.recorded_at


def test_a_retracted_claim_stays_readable_and_counts_no_more_until_that_is_undone(timeline: Timeline) -> None:
    old = timeline.append(claim(casualties=killed(2)))
    gone = timeline.retract(str(old.id), reason="entered twice")
    assert (
        row(timeline, "select status, replaced_by, summary from events where id = ?", old.id)["status"] == "retracted"
    )
    assert row(timeline, "select claim_count from incidents where slug = 'bridge'") == {"claim_count": 0}
    assert list(timeline.db.query("select * from incident_casualties")) == []
    assert row(timeline, "select incident from events where id = ?", gone.id) == {"incident": "bridge"}
    same_after_rebuild(timeline)
    back = timeline.undo(str(gone.id), reason="it was not")
    assert row(timeline, "select status from events where id = ?", old.id) == {"status": "current"}
    assert row(timeline, "select status from events where id = ?", gone.id) == {"status": "undone"}
    assert row(timeline, "select lowest from incident_casualties") == {"lowest": 2}
    assert [one["action"] for one in timeline.db.query("select action from corrections order by event")] == [
        "retracted",
        "undone",
    ]
    again = timeline.retract(str(old.id), reason="entered twice")
    assert again.id not in (gone.id, back.id)
    assert row(timeline, "select status from events where id = ?", old.id) == {"status": "retracted"}
    same_after_rebuild(timeline)


def test_a_correction_of_a_correction_is_made_by_the_id_of_either(timeline: Timeline) -> None:
    first = timeline.append(claim(strikes=3))
    second = timeline.correct(str(first.id), claim(strikes=2), reason="two")
    third = timeline.correct(str(first.id), claim(strikes=1), reason="one")
    assert row(timeline, "select replaced_by from events where id = ?", second.id) == {"replaced_by": third.id}
    timeline.undo(str(third.id), reason="two after all")
    assert row(timeline, "select event from airstrikes where event_status = 'current'") == {"event": second.id}
    timeline.undo(str(second.id), reason="three after all")
    assert row(timeline, "select event from airstrikes where event_status = 'current'") == {"event": first.id}
    same_after_rebuild(timeline)


def test_appending_again_says_what_became_of_it(timeline: Timeline) -> None:
    old, twice = timeline.append([claim(strikes=3), claim(strikes=4, citation={"locator": "para 2"})])
    new = timeline.correct(str(old.id), claim(strikes=2), reason="two")
    gone = timeline.retract(str(twice.id), reason="twice")
    receipts = timeline.append(
        [claim(strikes=3), claim(strikes=2), claim(strikes=4, citation={"locator": "para 2"})], recorded_by="test"
    )
    assert [(one.id, one.outcome) for one in receipts] == [
        (old.id, "already, corrected"),
        (new.id, "already"),
        (twice.id, "already, retracted"),
    ]
    timeline.undo(str(new.id), reason="three")
    timeline.undo(str(gone.id), reason="not twice")
    receipts = timeline.append([claim(strikes=2), claim(strikes=3)], recorded_by="test")
    assert [(one.id, one.outcome) for one in receipts] == [(new.id, "already, undone"), (old.id, "already")]


def test_the_same_amendment_again_is_already_there(timeline: Timeline) -> None:
    old = timeline.append(claim(strikes=3))
    said = CodingCorrected(corrects=str(old.id), reason="two", replacement=claim(strikes=2))
    assert timeline.append(said).outcome == "appended"
    assert timeline.append(said).outcome == "already"
    assert len(timeline) == len(GROUND) + 2


def test_a_claim_that_only_looks_new_is_refused_with_the_id_of_what_counts(timeline: Timeline) -> None:
    old = timeline.append(claim(strikes=3))
    new = timeline.correct(str(old.id), claim(strikes=2), reason="two")
    assert f"timeline correct {new.id}" in refused(timeline, claim(strikes=5))
    moved = timeline.append(claim(strikes=9, citation={"locator": "para 9"}))
    here = claim(strikes=9, citation={"locator": "para 10"})
    timeline.correct(str(moved.id), here, reason="wrong paragraph")
    assert "says something else" in refused(timeline, claim(strikes=1, citation={"locator": "para 10"}))


def test_a_correction_is_held_to_what_a_claim_is_held_to(timeline: Timeline) -> None:
    one, other = timeline.append([claim(strikes=3), claim(strikes=4, citation={"locator": "para 2"})])

    def correction(**fields: Any) -> Event:
        return CodingCorrected(corrects=str(one.id), reason="x", replacement=claim(**fields))

    assert 'The incident "brigde" is not declared. Did you mean bridge?' in refused(
        timeline, correction(incident="brigde")
    )
    assert 'replacement.citation.chain: The chain ends with "Gazete"' in refused(
        timeline, correction(citation={"chain": ["Gazete"]})
    )
    assert f"{other.id} has the same type, incident, source, locator and chain" in refused(
        timeline, correction(strikes=4, citation={"locator": "para 2"})
    )
    assert f"It says what {one.id} says" in refused(timeline, correction(strikes=3))
    assert "Replace it by a claim" in refused(
        timeline, CodingCorrected(corrects=str(one.id), reason="x", replacement=GROUND[0])
    )


def test_an_id_that_names_nothing_is_answered_with_the_nearest(timeline: Timeline) -> None:
    old = timeline.append(claim())
    mistyped = f"{str(old.id)[:-1]}{(int(str(old.id)[-1]) + 1) % 10}"
    assert f"write {old.id}" in refused(timeline, ClaimRetracted(retracts=mistyped, reason="x"))
    with pytest.raises(TimelineError, match="ends at"):
        timeline.retract(format_id("TST", 42), reason="x")
    with pytest.raises(TimelineError, match="Did you mean gazette"):
        timeline.correct("gazete", GROUND[0], reason="x")


def test_what_is_no_claim_is_not_retracted_and_told_what_to_do_instead(timeline: Timeline) -> None:
    told = {
        entry.type: refused(timeline, ClaimRetracted(retracts=entry.id, reason="x")) for entry in timeline.log.read()
    }
    assert "Retract its claims, or correct what is recorded of it: timeline correct" in told["source_recorded"]
    assert "retract those on it, or merge it into the one that is meant" in told["incident_declared"]


def test_a_corrected_source_changes_how_its_claims_are_said(timeline: Timeline) -> None:
    timeline.append(claim(casualties=killed(2)))
    assert row(timeline, "select origin_kind, reported from events where type = 'airstrike'") == {
        "origin_kind": "own",
        "reported": "2015-08-26",
    }
    statement = GROUND[0].model_copy(update={"kind": "statement", "published": "2015-08-27"})
    new = timeline.correct("gazette", statement, reason="it is the ministry's gazette")
    assert row(timeline, "select origin_kind, reported from events where type = 'airstrike'") == {
        "origin_kind": "named",
        "reported": "2015-08-27",
    }
    assert row(timeline, "select kind, event from sources where key = 'gazette'") == {
        "kind": "statement",
        "event": new.id,
    }
    assert row(timeline, "select origins_min from incident_casualties") == {"origins_min": 1}
    found = timeline.source("gazette")
    assert found is not None
    assert found.kind == "statement"
    same_after_rebuild(timeline)
    timeline.undo(str(new.id), reason="it is a newspaper")
    assert row(timeline, "select origins_min from incident_casualties") == {"origins_min": 0}
    assert timeline.append(GROUND[0]).outcome == "already"
    same_after_rebuild(timeline)


def test_a_corrected_title_is_the_title_of_the_incident(timeline: Timeline) -> None:
    renamed = parse({"type": "incident_declared", "slug": "bridge", "title": "The bridge at Sangin"})
    new = timeline.correct("bridge", renamed, reason="there are two bridges")
    assert row(timeline, "select title from incidents where slug = 'bridge'") == {"title": "The bridge at Sangin"}
    timeline.undo(str(new.id), reason="there is one")
    assert row(timeline, "select title from incidents where slug = 'bridge'") == {"title": "Bridge"}
    same_after_rebuild(timeline)


def test_two_who_retract_the_same_claim_at_once_are_told_apart(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append(GROUND, recorded_by="test")
        id = timeline.append(claim()).id
    command = ["timeline", "--dir", str(tmp_path / "t"), "retract", str(id), "--reason"]
    retracting = [Process([*command, reason]) for reason in ("one", "two", "three", "four")]
    said = [process.communicate()[1] for process in retracting]
    assert sorted(process.returncode or 0 for process in retracting) == [0, 1, 1, 1]
    for process, errors in zip(retracting, said, strict=True):
        assert "Traceback" not in errors
        assert process.returncode == 0 or "retracted" in errors
    with Timeline.open(tmp_path / "t") as timeline:
        assert len(timeline) == len(GROUND) + 2
        assert timeline.db.table("problems").count == 0
        assert timeline.verify().ok


def labelled(label: str, citation: dict[str, Any] | None = None, **fields: Any) -> Event:
    fields["as"] = label
    return claim(citation=citation, **fields)


def test_a_label_that_a_correction_gives_names_the_claim(timeline: Timeline) -> None:
    old = timeline.append(claim(strikes=3))
    timeline.correct(str(old.id), labelled("vb", strikes=2), reason="two")
    answer = claim(citation={"locator": "para 9"}, responds_to="vb")
    assert timeline.append(answer).outcome == "appended"
    again = labelled("vb", strikes=9, citation={"locator": "para 6"})
    assert '"vb" is the label of' in refused(timeline, again)
    same_after_rebuild(timeline)
    assert timeline.db.table("problems").count == 0


def test_no_two_claims_come_into_one_slot_by_corrections_of_one_input(timeline: Timeline) -> None:
    one, other = timeline.append([claim(strikes=3), claim(strikes=4, citation={"locator": "para 2"})])
    here = claim(strikes=7, citation={"locator": "para 30"})
    both = [CodingCorrected(corrects=str(each.id), reason="x", replacement=here) for each in (one, other)]
    plain = claim(strikes=8, citation={"locator": "para 30"})
    for events in (both, [both[0], plain], [plain, both[0]]):
        size = len(timeline)
        with pytest.raises(Faults):
            timeline.append(events)
        assert len(timeline) == size


def test_what_would_come_back_into_a_slot_taken_meanwhile_is_not_undone(timeline: Timeline) -> None:
    old = timeline.append(claim(strikes=4))
    timeline.correct(str(old.id), claim(strikes=4, citation={"locator": "para 20"}), reason="moved")
    last = timeline.correct(str(old.id), claim(strikes=4, citation={"locator": "para 21"}), reason="moved again")
    taken = timeline.append(claim(strikes=8, citation={"locator": "para 20"}))
    with pytest.raises(Faults, match=f"chain as {taken.id}"):
        timeline.undo(str(last.id), reason="back")


def test_amendments_in_force_are_already_there_and_an_undoing_is_no_version(timeline: Timeline) -> None:
    old = timeline.append(claim())
    said = ClaimRetracted(retracts=str(old.id), reason="x")
    gone = timeline.append(said)
    assert timeline.append(said).outcome == "already"
    back = timeline.undo(str(gone.id), reason="y")
    assert timeline.append(said).outcome == "already, undone"
    for deed in (timeline.undo, timeline.retract):
        with pytest.raises(TimelineError, match=f"{back.id} undoes {gone.id}"):
            deed(str(back.id), reason="z")


def test_a_replacement_of_another_release_is_refused_without_a_traceback() -> None:
    replacement = {"type": "airstrike", "version": 2, "citation": {"source": "gazette"}}
    with pytest.raises(ValueError, match="does not know airstrike version 2"):
        parse({"type": "coding_corrected", "corrects": "TST-0000-0006-87", "reason": "x", "replacement": replacement})
