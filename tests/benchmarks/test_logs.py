"""The logs that benchmarks run on are sound, the same every time, and of the make that they claim."""

from __future__ import annotations

import json
from collections import Counter
from itertools import islice
from pathlib import Path

from benchmarks.logs import PART, PREFIX, events, write
from events.registry import parse
from timeline.service import Timeline

SIZE = 2 * PART + 400


def test_one_seed_gives_one_log_and_a_shorter_one_is_its_beginning(tmp_path: Path) -> None:
    long = list(islice(events(), SIZE))
    assert list(islice(events(), 700)) == long[:700]
    assert list(islice(events(2), SIZE)) != long
    written = write(tmp_path / "events.jsonl", SIZE).read_text(encoding="utf-8").splitlines()
    assert list(map(json.loads, written)) == long


def test_every_event_is_admitted_in_its_part_and_has_its_effect() -> None:
    given = list(map(parse, islice(events(), SIZE)))
    with Timeline.memory(PREFIX) as timeline:
        for start in range(0, SIZE, PART):
            timeline.append(given[start : start + PART], recorded_by="desk")
        assert list(timeline.db["problems"].rows) == []
        assert len(timeline) == SIZE


def test_a_log_has_rivals_denials_corrections_and_every_decision() -> None:
    found = Counter(event["type"] for event in islice(events(), 10_000))
    claims = found.total() - found["source_recorded"] - found["incident_declared"] - found["place_recorded"]
    assert claims > 2 * found["source_recorded"] > found["incident_declared"]
    for type_ in (
        "statement",
        "coding_corrected",
        "claim_retracted",
        "undone",
        "claims_linked",
        "statement_superseded",
        "incidents_merged",
        "incidents_linked",
        "incident_assessed",
    ):
        assert found[type_] >= 5, type_
