"""Whatever stands in the log, the fold passes it: what has no effect is listed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from events.base import Event
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.event_redacted import EventRedacted
from events.ledger.undone import Undone
from events.registry import parse
from tests.samples import GROUND, claim, decided
from tests.tables import contents, draft
from timeline.log.entries import Draft
from timeline.log.ids import format_id
from timeline.log.sqlite import SqliteLog
from timeline.projections.runner import Projector

AGAIN = parse({"type": "source_recorded", "key": "gazette", "kind": "post", "publisher": "Another"})


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (Draft("earthquake", 1, b"{}"), "does not know earthquake version 1"),
        (Draft("airstrike", 2, b'{"citation":{"source":"gazette"}}'), "does not know airstrike version 2"),
        (Draft("airstrike", 1, b'{"citation":{"source":"nowhere"}}'), 'the source "nowhere", which was not recorded'),
        (Draft("airstrike", 1, b'{"colour":"red","citation":{"source":"gazette"}}'), "colour"),
        (Draft("airstrike", 1, b'{"strikes":"40ish","citation":{"source":"gazette"}}'), "40ish"),
        (Draft("airstrike", 1, b"{}"), "citation"),
        (Draft("airstrike", 1, b"null"), "Airstrike"),
        (Draft("airstrike", 1, b"not JSON"), "expected"),
        (Draft("airstrike", 1, b"\xff"), ""),
        (Draft("airstrike", 1, b"[" * 5000), ""),
        (Draft("source_recorded", 1, AGAIN.canonical), 'the source "gazette", which was recorded before'),
        (Draft("incident_declared", 1, b'{"slug":"bridge","title":"X"}'), 'the incident "bridge", which was recorded'),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_an_entry_without_effect_is_listed_and_stops_nothing(bad: Draft, problem: str, together: bool) -> None:
    before, after = [draft(event) for event in GROUND], [draft(claim())]
    with SqliteLog.memory("TST") as log:
        projector = Projector(log, None)
        if together:
            entries = log.append([*before, bad, *after], recorded_by="test")
            projector.catch_up()
        else:
            entries = []
            for part in (before, [bad], after):
                entries += log.append(part, recorded_by="test")
                projector.catch_up()
        for _ in range(2):
            (row,) = projector.db.query("select * from problems")
            assert (row["event"], row["position"]) == (entries[len(before)].id, len(before) + 1)
            assert problem in row["problem"]
            assert projector.db.execute("select count(*) from events").fetchone() == (len(entries) - 1,)
            assert [row["publisher"] for row in projector.db.query("select * from sources where key = 'gazette'")] == [
                "Gazette"
            ]
            assert [row["id"] for row in projector.db.query("select id from events where type = 'airstrike'")] == [
                entries[-1].id
            ]
            projector.rebuild()
        projector.close()


def test_a_claim_before_its_source_has_no_effect_even_later() -> None:
    with SqliteLog.memory("TST") as log:
        log.append([draft(claim())], recorded_by="test")
        projector = Projector(log, None)
        projector.catch_up()
        log.append([draft(event) for event in GROUND], recorded_by="test")
        projector.catch_up()
        assert [row["position"] for row in projector.db.query("select * from problems")] == [1]
        projector.close()


def sound(number: int) -> Event:
    return claim(citation={"locator": f"para {number}"}, strikes=number)


def id(number: int) -> str:
    """The ID of the event at this place of a forgery, which begins after the ground."""
    return format_id("TST", len(GROUND) + number)


MERGED = decided("incidents_merged", incident="bridge", into="market")
HIDDEN = claim(citation={"locator": "para 7"}, visibility="restricted")


def redacting(*numbers: int) -> Event:
    return EventRedacted(redacts=tuple(map(id, numbers)), authority="me", reason="x")


def correcting(number: int, whole: Event, follows: int | None = None) -> Event:
    return CodingCorrected(corrects=id(number), replacement=whole, follows=follows and id(follows), reason="x")


#: What somebody has forged, each with whether the index has its keys, and what the tables may say of it.
FORGED: dict[str, tuple[list[tuple[Event, bool]], list[int]]] = {
    "an undoing of a redaction that the index does not know": (
        [(sound(1), True), (redacting(1), False), (sound(3), True), (Undone(undoes=id(2), reason="x"), True)],
        [4],
    ),
    "an undoing of a redaction of what is not in the tables": (
        [
            (correcting(1, HIDDEN, follows=1), True),
            (redacting(1), False),
            (Undone(undoes=id(2), follows=id(7), reason="x"), True),
        ],
        [3],
    ),
    "a decision on a correction that has no effect, which another one follows later": (
        [
            (MERGED, True),
            (correcting(1, sound(2)), True),
            (correcting(2, HIDDEN, follows=12), True),
            (decided("statement_superseded", old=[id(3)], new=[format_id("TST", 3)], change="correction"), True),
            (correcting(1, MERGED, follows=3), True),
        ],
        [2, 4, 5],
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_is_said_of_forged_amendments_is_the_same_whenever_the_tables_followed(name: str) -> None:
    forged, told = FORGED[name]
    with SqliteLog.memory("TST") as log:
        followed, rebuilt = Projector(log, None), Projector(log, None)
        log.append([draft(event) for event in GROUND], recorded_by="test")
        for event, known in forged:
            log.append([draft(event) if known else replace(draft(event), keys=())], recorded_by="test")
            followed.catch_up()
        rebuilt.rebuild()
        assert contents(followed.db) == contents(rebuilt.db)
        problems = {row["position"] - len(GROUND) for row in rebuilt.db.query("select position from problems")}
        assert problems == set(told)
        followed.close()
        rebuilt.close()
