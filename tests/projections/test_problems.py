"""Whatever stands in the log, the fold passes it: what has no effect is listed."""

from __future__ import annotations

import pytest

from events.registry import parse
from tests.samples import GROUND, claim
from tests.tables import draft
from timeline.log.entries import Draft
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
