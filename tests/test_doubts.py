"""What is probably said twice is told, what only looks so is not; and it is stored either way."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from events.base import Event
from events.registry import parse
from tests import forked
from tests.samples import GROUND, claim
from timeline import Timeline
from timeline.amending import correction
from timeline.doubts import Doubt, doubts
from timeline.log.engine import MAX_DRAFTS
from timeline.sheets import read
from timeline.shipped import seeds

HERE: dict[str, Any] = {"occurred": "2015-08-22", "place": "Musa Qala"}
FIRST = claim(**HERE)


def warned(*events: Event, dry_run: bool = False, ground: list[Event] = GROUND) -> list[Doubt]:
    """What is told of `events`, each appended after the other, in one timeline; in a dry run all at once."""
    with Timeline.memory("HEL") as timeline:
        timeline.append(ground)
        told: list[Doubt] = []
        for part in [list(events)] if dry_run else [[event] for event in events]:
            receipts = timeline.append(part, dry_run=dry_run)
            told += doubts(part, receipts, timeline.db)
        return told


@pytest.mark.parametrize(
    "other",
    [
        claim(incident="market", citation={"locator": "para 9"}, **HERE),
        claim(incident="market", occurred="2015-08", place="musa  QALA"),
        claim(incident="market", occurred="2015-08-20/..", place="Musa Qala", strikes=3),
        claim(citation={"locator": "Paragraph 1"}, strikes=3, **HERE),
        claim(citation={"locator": ["para 1", "para 2"]}, **HERE),
        claim(citation={"locator": None}, **HERE),
        claim(incident=None, about=["market", "valley"], **HERE),
    ],
    ids=["incident", "month", "open end", "spelling", "one of two passages", "no passage", "several incidents"],
)
@pytest.mark.parametrize("dry_run", [False, True])
def test_the_same_source_type_place_and_day_are_told(other: Event, dry_run: bool) -> None:
    (doubt,) = warned(FIRST, other, dry_run=dry_run)
    holder = "event number 1 of this input" if dry_run else "HEL-0000-0006-69"
    assert doubt.problem.startswith(f"{holder} is of the same source, type, place and day, ")
    assert doubt.index == int(dry_run)


@pytest.mark.parametrize(
    "other",
    [
        claim(citation={"locator": "para 2"}, **HERE),
        claim("other", description="Shelling", incident="market", **HERE),
        claim(incident="market", occurred="2015-08-23", place="Musa Qala"),
        claim(incident="market", occurred="2015-08-22", place="Nawzad"),
        claim(incident="market", occurred="2015-08-22"),
        claim(incident="market", place="Musa Qala"),
        claim(incident="market", occurred={"value": "2015-08", "extent": "cumulative"}, place="Musa Qala"),
        claim(incident="market", citation={"source": "agency"}, **HERE),
        claim(incident="market", citation={"chain": ["Governor", "Gazette"]}, **HERE),
        claim(incident="market", citation={"stance": "denies"}, **HERE),
        claim(incident="market", **HERE | {"as": "second"}),
        claim(incident=None, **HERE),
    ],
    ids=[
        "another passage",
        "another type",
        "another day",
        "another place",
        "no place",
        "no day",
        "a total",
        "another source",
        "another voice",
        "a denial",
        "a label",
        "no incident",
    ],
)
def test_whatever_tells_two_claims_apart_is_respected(other: Event) -> None:
    assert warned(FIRST, other) == []
    assert warned(other, FIRST) == []


def test_a_claim_that_is_there_already_is_no_duplicate_of_itself() -> None:
    other = claim(incident="market", **HERE)
    assert len(warned(FIRST, other, other, FIRST)) == 1


def test_a_claim_that_was_corrected_is_no_duplicate_of_its_correction() -> None:
    right = claim(strikes=3, **HERE)
    with Timeline.memory("HEL") as timeline:
        timeline.append([*GROUND, FIRST])
        timeline.append(correction(timeline.log, "HEL-0000-0006-69", right, "miscounted"))
        again = timeline.append([FIRST])
        assert [receipt.outcome for receipt in again] == ["already, corrected"]
        assert doubts([FIRST], again, timeline.db) == []


def test_the_rows_of_a_dataset_are_alike_without_being_told() -> None:
    data = parse({"type": "source_recorded", "key": "rows", "kind": "dataset", "publisher": "Data"})
    rows = [claim(incident=slug, citation={"source": "rows"}, **HERE) for slug in ("bridge", "market")]
    assert warned(data, *rows) == []
    assert warned(data, *rows, dry_run=True) == []


def test_nothing_is_looked_for_in_a_long_input() -> None:
    more = [claim(citation={"locator": f"row {number}"}) for number in range(MAX_DRAFTS - 1)]
    twice = [FIRST, claim(incident="market", **HERE)]
    assert len(warned(*twice, *more[:-1], dry_run=True)) == 1
    assert warned(*twice, *more, dry_run=True) == []


def source(key: str, **fields: str) -> Event:
    said = {"kind": "news", "publisher": "Radio", "published": "2015-08-26", "title": "Three dead"}
    return parse(
        {"type": "source_recorded", "key": key} | {name: text for name, text in (said | fields).items() if text}
    )


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, True),
        ({"publisher": "RADIO", "title": "Three  Dead"}, True),
        ({"published": "2015-08-27"}, False),
        ({"publisher": "Television"}, False),
        ({"title": "Four dead"}, False),
        ({"title": ""}, False),
        ({"edition": "corrected"}, False),
        ({"title": "Another", "url": "https://radio.example/1"}, True),
        ({"title": "Another", "url": "https://radio.example/2"}, False),
        ({"title": "Another", "url": "https://radio.example/1", "edition": "2"}, False),
    ],
)
@pytest.mark.parametrize("dry_run", [False, True])
def test_a_source_under_another_key_is_told(fields: dict[str, str], told: bool, dry_run: bool) -> None:
    first = source("radio-1", url="https://radio.example/1")
    found = warned(first, source("radio-2", **fields), dry_run=dry_run)
    assert [doubt.problem.startswith('The source "radio-1" has the same') for doubt in found] == [True] * told


def test_no_seed_is_taken_for_a_duplicate_of_itself_or_of_those_before_it() -> None:
    with Timeline.memory("HEL") as timeline:
        for seed in seeds():
            events = [found.event for found in read.parse(seed.read_bytes(), seed.name, "yaml")]
            assert doubts(events, timeline.append(events), timeline.db) == [], seed.name


def test_the_command_stores_the_claim_and_warns_of_it_with_its_line(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "HEL") as timeline:
        timeline.append([*GROUND, FIRST])
    sheet = (
        "source: gazette\nevents:\n"
        "- {type: airstrike, incident: market, occurred: 2015-08-22, place: Musa Qala, citation: {locator: para 9}}\n"
    )
    (tmp_path / "mine.yaml").write_text(sheet, "utf-8")

    def append(*options: str) -> subprocess.CompletedProcess[str]:
        done = forked.timeline("--dir", "t", "append", "mine.yaml", *options, cwd=tmp_path)
        assert done.returncode == 0
        return done

    said = (
        "mine.yaml:3:3 events[0]: HEL-0000-0006-69 is of the same source, type, place and day, but of another incident "
        "(bridge). If they are one, keep only one of them; if they are two, give one its own `as:`."
    )
    (row,) = json.loads(append("--dry-run", "--json").stdout)
    assert row["warnings"] == [said]
    assert append("--dry-run").stderr == f"Warning: {said}\n"
    done = append()
    assert done.stderr == f"Warning: {said}\n"
    assert "1 event appended" in done.stdout
    again = append("--json")
    assert (again.stderr, json.loads(again.stdout)[0]["warnings"]) == ("", [])


@pytest.mark.parametrize(
    ("day", "told"), [("2015-08-29", True), ("2015-09", True), ("2015-08-27", False), ("2015", False)]
)
def test_what_happened_after_its_source_was_published_is_told(day: str, told: bool) -> None:
    found = [doubt.problem for doubt in warned(claim(occurred=day))]
    assert found == ([f"It happened on {day}, after its source was published (2015-08-26)."] if told else [])


def test_the_day_of_a_source_in_the_same_input_counts_too() -> None:
    told = {"type": "source_recorded", "key": "late", "kind": "news", "publisher": "Late", "published": "2015-03-11"}
    both = [parse(told), claim(occurred="2015-05-11", citation={"source": "late"})]
    assert [doubt.index for doubt in warned(*both, dry_run=True)] == [1]


def test_no_table_is_read_whole_however_large_the_timeline_is() -> None:
    given = [source("radio-1", url="https://radio.example/1"), claim(occurred="2015-08-29", place="Musa Qala")]
    with Timeline.memory("HEL") as timeline:
        timeline.append(GROUND)
        receipts = timeline.append(given)
        asked: list[str] = []
        timeline.db.conn.set_trace_callback(asked.append)
        assert doubts(given, receipts, timeline.db)
        timeline.db.conn.set_trace_callback(None)
        steps = [str(row["detail"]) for query in asked for row in timeline.db.query(f"explain query plan {query}")]
    assert any(step.startswith("SEARCH sources") for step in steps)
    assert [step for step in steps if step.startswith(("SCAN sources", "SCAN events"))] == []
