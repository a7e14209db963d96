"""A long input is told of as a short one: what is put aside is as good as what is held, and takes little memory."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.base import Event
from tests.laws import examples
from tests.samples import GROUND, claim, decided, strike
from timeline import Timeline, admission
from timeline.cli.append import append_files
from timeline.errors import Faults, TimelineError
from timeline.sheets import reads
from timeline.sheets.read import parse, read


def line(event: Event, **instead: object) -> str:
    """The event as a JSON line, with other values in the place of some."""
    return json.dumps({"type": event.type} | event.body() | instead)


LABELLED = claim(**{"as": "the-strike"}, strikes=2)
#: What an input may consist of, line by line: much of it fits only behind something else, or not at all.
LINES = [
    *map(line, (*GROUND, LABELLED, strike(1), strike(2), claim(strikes=3, citation={"locator": "para 2"}))),
    # The same slot as a line above, the same label, an unknown name, an answer, and two decisions.
    line(strike(1), strikes=9),
    line(LABELLED, citation={"source": "gazette", "locator": ["para 7"]}),
    line(claim(incident="bridges")),
    line(claim(responds_to={"event": "gazette:the-strike"}, citation={"source": "agency"})),
    line(decided("incidents_merged", incident="market", into="bridge")),
    line(decided("incidents_merged", incident="bridge", into="market")),
    # A day that is reckoned from its source; a line that is a list, one that is a sheet; what is doubtful or broken.
    '{"type": "airstrike", "incident": "valley", "occurred": {"rule": "auto", "wording": "yesterday", "zone": '
    '"Asia/Kabul"}, "citation": {"source": "gazette", "locator": "para 3"}}',
    f'[{line(strike(4))}, {{"type": "airstrike", "strikes": []}}]',
    '{"source": "gazette", "incidents": {"ford": "Ford"}, "events": [{"type": "shelling", "incident": "ford"}]}',
    '{"type": "airstrike", "incident": "bridge", "incident": "bridge", "citation": {"source": "gazette"}}',
    '{"type": "airstrike", "incident": "ford", "place": {"name": ""}, "citation": {"source": "nobody"}}',
    '{"type": "airstrike"',
    "",
]


def told(file: Path) -> list[str]:
    """What becomes of each event in the file, or everything that is wrong with it."""
    with Timeline.memory() as timeline:
        timeline.append([GROUND[1], GROUND[3], strike(1)])
        try:
            answer = append_files(timeline, [str(file)], dry_run=True)
        except Faults as refused:
            return str(refused).splitlines()
        return [*map(str, answer.receipts), *map(str, answer.warnings)]


@examples(15)
@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_what_is_put_aside_is_told_of_as_what_is_held(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str]
) -> None:
    file = tmp_path_factory.getbasetemp() / "lines.jsonl"
    file.write_text("\n".join(rows), encoding="utf-8")
    held = told(file)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reads, "HELD", 0)
        patched.setattr(admission, "MAX_DRAFTS", 2)
        assert told(file) == held


def test_what_a_sound_line_records_is_not_missed_by_a_faulty_one(tmp_path: Path) -> None:
    faulty = line(claim(), strikes=[])
    for rows, file in (([line(GROUND[0]), line(GROUND[2]), faulty], "f.jsonl"), ([faulty], "f.json")):
        (tmp_path / file).write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "sound.jsonl").write_text("\n".join(map(line, (GROUND[0], GROUND[2]))), encoding="utf-8")
    for files in (["f.jsonl"], ["sound.jsonl", "f.json"]):
        with Timeline.memory() as timeline, pytest.raises(Faults) as refused:
            append_files(timeline, [str(tmp_path / file) for file in files])
        assert [fault.field for fault in refused.value.faults] == ["strikes"]


def lines(count: int) -> bytes:
    return b"".join(
        json.dumps({"type": "airstrike"} | strike(number).body()).encode() + b"\n" for number in range(count)
    )


def test_events_that_were_put_aside_are_the_same_and_know_their_lines() -> None:
    found = parse(lines(reads.HELD + 20), "f", "jsonl")
    assert list(found.events) == [strike(number) for number in range(reads.HELD + 20)]
    assert [one.locate(("strikes",))[::2] for one in found[-2:]] == [(1019, "strikes"), (1020, "strikes")]
    assert found[-1].event.canonical == strike(reads.HELD + 19).canonical
    with pytest.raises(IndexError):
        found[len(found)]


def test_a_long_input_takes_little_memory_for_each_event(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reads, "HELD", 200)
    monkeypatch.setattr(admission, "MAX_DRAFTS", 200)
    peaks = []
    for count in (600, 1_600):
        (tmp_path / "f.jsonl").write_bytes(lines(count))
        with Timeline.memory() as timeline:
            timeline.append(GROUND)
            tracemalloc.start()
            append_files(timeline, [str(tmp_path / "f.jsonl")], dry_run=True)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    # Whole events with their documents take some thousands each.
    assert (peaks[1] - peaks[0]) / 1_000 < 1_000


def test_no_room_to_put_anything_aside_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "f.jsonl").write_bytes(lines(3))
    monkeypatch.setattr(reads, "HELD", 0)
    with Path("/dev/full").open("r+b", buffering=0) as full:
        monkeypatch.setattr(reads, "TemporaryFile", lambda prefix: full)
        with pytest.raises(TimelineError, match=r"Make room on the disk, and try again"):
            read([str(tmp_path / "f.jsonl")])
