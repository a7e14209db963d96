"""A log that was copied without its write-ahead log is told to be short, as far as anything beside it knows more."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.attack.test_vanished import make
from tests.begun import begun
from tests.forked import timeline as told
from tests.samples import GROUND, claim, strike
from timeline.backups import backup
from timeline.errors import TimelineError
from timeline.projections.ahead import Shortened
from timeline.service import Timeline

LOST = "timeline.db has followed this log for 7 events, and log.db holds 5: 2 events lost."


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """A copy of a timeline without log.db-wal, in which its last two events were while somebody had it open."""
    with begun(tmp_path / "t", GROUND):
        pass
    with Timeline.open(tmp_path / "t") as writing:
        writing.append([strike(1), strike(2)], recorded_by="test")
        shutil.copytree(tmp_path / "t", tmp_path / "copy", ignore=shutil.ignore_patterns("log.db-*"))
        assert len(writing) == 7
    return tmp_path / "copy"


def test_every_command_but_a_rebuild_tells_what_was_lost_and_leaves_the_tables(short: Path, tmp_path: Path) -> None:
    for command in (
        "status",
        "status --json",
        "show bridge",
        "cite",
        "verify",
        "checkpoint",
        f"backup {tmp_path / 'backup.db'}",
        f"export sqlite {tmp_path / 'out.db'}",
        "retract TST-0000-0005-90 --reason twice",
    ):
        done = told("--dir", str(short), *command.split())
        assert (done.returncode, LOST in done.stderr) == (1, True), command
    verified = json.loads(told("--dir", str(short), "verify", "--json").stdout)
    assert not verified["ok"]
    assert LOST in verified["faults"][0]["problem"]
    assert not (tmp_path / "backup.db").exists()
    with Timeline.open(short) as timeline:
        assert len(timeline) == 5
    with closing(sqlite3.connect(short / "timeline.db")) as tables:
        assert tables.execute("select position, (select count(*) from events) from projection").fetchone() == (7, 7)


def test_nothing_is_appended_where_it_would_get_the_id_of_a_lost_event(short: Path) -> None:
    with Timeline.open(short) as timeline:
        for _ in range(2):
            with pytest.raises(Shortened, match="new events get the IDs of those lost"):
                timeline.append(claim(), recorded_by="test")
        assert len(timeline) == 5
        timeline.rebuild()
        assert timeline.append(claim(), recorded_by="test").position == 6
        assert timeline.verify().ok


def test_who_goes_on_with_a_log_that_lost_events_is_told_where_others_have_taken_their_place(short: Path) -> None:
    tables = [file.rename(short / f"kept.{file.name}") for file in short.glob("timeline.db*")]
    with Timeline.open(short) as timeline:
        timeline.append([claim(), strike(4)], recorded_by="test")
    for file in tables:
        file.rename(short / file.name.removeprefix("kept."))
    with Timeline.open(short) as timeline:
        assert "log.db holds 7: the last of them otherwise" in timeline.verify().told()[0]
        with pytest.raises(Shortened):
            assert timeline.db
    with pytest.raises(TimelineError, match="otherwise"):
        backup(short, short / "backup.db")


def test_tables_of_another_log_with_the_same_prefix_are_made_afresh(tmp_path: Path) -> None:
    make(tmp_path / "one", 1, 2, 3)
    make(tmp_path / "other")
    shutil.copy(tmp_path / "one" / "timeline.db", tmp_path / "other" / "timeline.db")
    with Timeline.open(tmp_path / "other") as timeline:
        assert timeline.verify().ok
        assert timeline.db.table("events").count == len(GROUND)
