"""Many processes at once: nothing is missing or doubled, no reader sees half, of two who decide the same one wins."""

from __future__ import annotations

import json
import sys
import threading
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from events.ledger.incident_declared import IncidentDeclared
from tests.attack.sound import assert_sound
from tests.forked import Process, start
from tests.laws import LONG
from tests.processes import free_port, serving
from tests.samples import GROUND, claim, strike
from tests.scripts import LIVENESS_SECONDS, ROOT, environment
from timeline.errors import TimelineError
from timeline.log.sqlite import SqliteLog
from timeline.service import Timeline

WRITERS, REBUILDERS = 8, 2
EACH, REBUILDS, ROUNDS = (60, 12, 60) if LONG else (6, 2, 6)
APPEND = """
import sys
from tests.samples import strike
from timeline import Timeline
first, count = int(sys.argv[2]), int(sys.argv[3])
with Timeline.open(sys.argv[1]) as timeline:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(first, first + count):
        print(timeline.append(strike(number), recorded_by="desk").position, flush=True)
"""
REBUILD = """
import sys
from timeline import Timeline
with Timeline.open(sys.argv[1]) as timeline:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(sys.argv[2])):
        timeline.rebuild()
"""
DECIDE = """
import sys
from timeline import Timeline, TimelineError
with Timeline.open(sys.argv[1]) as timeline:
    print("ready", flush=True)
    for line in sys.stdin:
        deed, *names = line.split()
        try:
            if deed == "retract":
                timeline.retract(names[0], reason="by " + sys.argv[2], recorded_by="desk")
            else:
                timeline.merge(names[0], into=names[1], reason="the same", recorded_by="desk")
            print("appended", flush=True)
        except TimelineError as problem:
            print("refused:", " ".join(str(problem).split()), flush=True)
"""
#: What the tables say of themselves, each line in one statement: both sides must be the same in every one.
HALVES = """
select (select count(*) from events) as a, (select position from projection) as b
union all select (select count(*) from airstrikes), (select count(*) from events where type = 'airstrike')
union all select (select count(*) from casualties), (select sum(claim_count) from incident_casualties)
"""


class Reader(threading.Thread):
    """Asks a server for the same over one connection until it is stopped, and keeps what is wrong."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port, self.stop, self.wrong, self.answers, self.last = port, threading.Event(), list[str](), 0, 0

    def run(self) -> None:
        from urllib.parse import urlencode

        path = "/timeline.json?" + urlencode({"sql": HALVES, "_shape": "arrays"})
        at = HTTPConnection("127.0.0.1", self.port, timeout=LIVENESS_SECONDS)
        while not self.stop.is_set():
            for asked in (path, "/incident/bridge"):
                at.request("GET", asked)
                answer = at.getresponse()
                text = answer.read().decode()
                self.answers += 1
                if answer.status != 200:
                    self.wrong.append(f"{answer.status}: {text[:500]}")
                elif asked == path:
                    self.check(json.loads(text)["rows"])
        at.close()

    def check(self, rows: list[list[int | None]]) -> None:
        if any((a or 0) != (b or 0) for a, b in rows):
            self.wrong.append(f"half: {rows}")
        position = rows[0][1] or 0
        if position < self.last:
            self.wrong.append(f"back from {self.last} to {position}")
        self.last = position


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append(GROUND, recorded_by="desk")
    return tmp_path / "t"


def test_eight_append_two_rebuild_and_readers_never_see_half(folder: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "timeline", "--dir", str(folder), "serve", "-p", str(port)]
    with serving(command, port, cwd=ROOT, env=environment()):
        readers = [Reader(port) for _ in range(2)]
        working = [start(APPEND, folder, writer * EACH, EACH) for writer in range(WRITERS)]
        working += [start(REBUILD, folder, REBUILDS) for _ in range(REBUILDERS)]
        for process in working:
            assert process.hear() == "ready", process.communicate()[1]
        for reader in readers:
            reader.start()
        for process in working:
            process.tell()
        said = [process.communicate() for process in working]
        for reader in readers:
            reader.stop.set()
        for reader in readers:
            reader.join()
    assert [errors for _, errors in said] == [""] * len(working)
    assert [process.returncode for process in working] == [0] * len(working)
    acknowledged = sorted(int(line) for printed, _ in said for line in printed.split())
    assert acknowledged == list(range(len(GROUND) + 1, len(GROUND) + WRITERS * EACH + 1))
    assert [reader.wrong for reader in readers] == [[]] * len(readers)
    assert all(reader.answers > 2 for reader in readers)
    with Timeline.open(folder) as timeline:
        bodies = Counter(entry.body for entry in timeline.log.read(len(GROUND)))
        assert bodies == Counter(strike(number).canonical for number in range(WRITERS * EACH))
        assert_sound(timeline)


def decided(processes: list[Process], *deeds: str) -> list[str]:
    """What each process says to its deed, all told at once."""
    for process, deed in zip(processes, deeds, strict=True):
        process.tell(deed)
    return [process.hear() for process in processes]


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(folder: Path) -> None:
    incidents = [f"meeting-{number}" for number in range(2 * ROUNDS)]
    with Timeline.open(folder) as timeline:
        claims = [str(receipt.id) for receipt in timeline.append(map(strike, range(ROUNDS)), recorded_by="desk")]
        timeline.append([IncidentDeclared(slug=slug, title=slug.title()) for slug in incidents], recorded_by="desk")
    processes = [start(DECIDE, folder, name) for name in ("one", "the other")]
    for process in processes:
        assert process.hear() == "ready"
    for number, id in enumerate(claims):
        won, lost = sorted(decided(processes, f"retract {id}", f"retract {id}"))
        assert won == "appended"
        assert lost.startswith("refused:")
        assert "retracted" in lost
        a, b = incidents[2 * number : 2 * number + 2]
        won, lost = sorted(decided(processes, f"merge {a} {b}", f"merge {b} {a}"))
        assert won == "appended"
        assert lost.startswith("refused:")
        assert "merged into" in lost
    for process in processes:
        assert process.communicate() == ("", "")
    with Timeline.open(folder) as timeline:
        assert timeline.db.table("problems").count == 0
        assert len(timeline) == len(GROUND) + len(claims) + len(incidents) + 2 * ROUNDS
        assert_sound(timeline)


def test_of_two_commands_that_merge_either_way_one_is_refused_in_words(folder: Path) -> None:
    ways = [["bridge", "--into", "market"], ["market", "--into", "bridge"]]
    said_with = ["--reason", "the same", "--recorded-by", "desk"]
    both = [Process(["timeline", "--dir", str(folder), "merge", *way, *said_with]) for way in ways]
    said = [process.communicate()[1] for process in both]
    assert sorted(process.returncode or 0 for process in both) == [0, 1]
    lost = next(text for process, text in zip(both, said, strict=True) if process.returncode)
    assert "merged into" in lost
    assert "Traceback" not in lost


def test_who_is_asked_for_a_redaction_while_another_corrects_the_event_is_told_and_nothing_is_erased(
    folder: Path,
) -> None:
    with Timeline.open(folder) as timeline:
        id = str(timeline.append(claim(strikes=3), recorded_by="desk").id)
        why = ["--reason", "danger", "--authority", "the editor", "--recorded-by", "desk"]
        process = Process(["timeline", "--dir", str(folder), "redact", id, *why])
        assert process.hear() == f"{id}  {timeline[id].event.summary()}"
        version = str(timeline.correct(id, claim(strikes=2), reason="two", recorded_by="desk").id)
        process.tell(id)
        said = process.communicate()[1]
        assert process.returncode == 1
        assert f"Meanwhile this was done to {id}, maybe by another process:\n  {version}  Correction of {id}" in said
        assert "Nothing stored, and nothing erased. Look at it" in said
        assert timeline.log.get(len(timeline)).id == version
        assert_sound(timeline)


@pytest.mark.parametrize("deed", ["redact", "restrict", "retract", "correct"])
def test_whoever_changes_an_event_that_another_process_corrects_at_that_moment_is_told_what_was_done(
    deed: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append, of = SqliteLog.append, list[str]()

    def overtaken(log: SqliteLog, *arguments: Any, **named: Any) -> Any:
        monkeypatch.setattr(SqliteLog, "append", append)
        with Timeline.open(folder) as other:
            other.correct(of[0], claim(strikes=2), reason="two", recorded_by="desk")
        return append(log, *arguments, **named)

    with Timeline.open(folder) as timeline:
        of.append(str(timeline.append(claim(strikes=3), recorded_by="desk").id))
        (id,) = of
        why: dict[str, Any] = {"reason": "danger", "recorded_by": "desk"}
        why |= {"authority": "the editor"} if deed == "redact" else {}
        why |= {"event": claim(strikes=4)} if deed == "correct" else {}
        monkeypatch.setattr(SqliteLog, "append", overtaken)
        with pytest.raises(
            TimelineError, match=rf"Meanwhile this was done to {id}(?s:.*)give the command again"
        ) as told:
            getattr(timeline, deed)(id, **why)
        assert "Write " not in str(told.value)
        assert timeline.log.get(len(timeline)).type == "coding_corrected"
        getattr(timeline, deed)(id, **why)
        assert_sound(timeline)


@pytest.mark.parametrize("deed", ["redact", "restrict"])
def test_a_redaction_that_meets_a_change_of_the_source_alone_goes_on(
    deed: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append, why = SqliteLog.append, {"reason": "danger", "recorded_by": "desk"}
    decided = why | ({"authority": "the editor"} if deed == "redact" else {})

    def overtaken(log: SqliteLog, *arguments: Any, **named: Any) -> Any:
        monkeypatch.setattr(SqliteLog, "append", append)
        with Timeline.open(folder) as other:
            getattr(other, deed)("gazette", **decided)
        return append(log, *arguments, **named)

    with Timeline.open(folder) as timeline:
        id = str(timeline.append(claim(strikes=3), recorded_by="desk").id)
        monkeypatch.setattr(SqliteLog, "append", overtaken)
        redaction = timeline.redact(id, authority="the editor", **why)
        assert timeline[str(redaction.id)].event.restricted, "it tells nothing of what nobody may see"
        assert timeline.log.get(len(timeline)).id == redaction.id
        assert not timeline.log.get(len(timeline) - 2).body
        assert_sound(timeline)
