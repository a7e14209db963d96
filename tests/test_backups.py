"""A backup has its name only when it is whole and verified."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from events.ledger.event_redacted import EventRedacted
from tests.backed_up import assert_restored, damage, folder, made, raw
from tests.console import ROOT
from tests.privacy import MARKER, holding, incident, secret, source
from tests.samples import strike
from tests.tables import contents, store
from timeline import backups
from timeline.cli.group import cli
from timeline.erasure import erase_redacted
from timeline.errors import TimelineError
from timeline.log import copying
from timeline.log.sqlite import SqliteLog
from timeline.log.verify import Checkpoint
from timeline.placing import move, staged
from timeline.service import Timeline

__all__ = ["folder", "made"]

WHY = {"reason": "names a witness", "authority": "the editor", "recorded_by": "desk"}


def test_a_backup_restores_the_log_byte_for_byte_with_settings_and_tables(folder: Path, tmp_path: Path) -> None:
    kept = backups.backup(folder, tmp_path / "b.db")
    made = backups.restore(tmp_path / "b.db", tmp_path / "new" / "folder")
    with Timeline.open(folder) as timeline:
        state = timeline.verify(kept)
        assert made == backups.Restored(kept, True, timeline.log.get(30).recorded_at)
    assert (kept.size, kept.root) == (state.size, state.root) == (30, state.root)
    assert_restored(tmp_path / "new" / "folder", raw(folder / "log.db"))
    with Timeline.open(folder) as timeline, Timeline.open(tmp_path / "new" / "folder") as again:
        assert contents(again.db) == contents(timeline.db)


def test_a_backup_is_one_file_for_its_owner_alone_and_a_log_as_any_other(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "kept"
    place.mkdir()
    backups.backup(folder, place / "b.db")
    assert [file.name for file in place.iterdir()] == ["b.db"]
    if sys.platform != "win32":
        assert (place / "b.db").stat().st_mode & 0o777 == 0o600
    backups.restore(place / "b.db", tmp_path / "new")
    if sys.platform != "win32":
        assert (tmp_path / "new" / "log.db").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in place.iterdir()] == ["b.db"], "restoring writes nothing beside it"
    before = raw(folder / "log.db")
    assert raw(place / "b.db") == before
    with SqliteLog.open(place / "b.db") as log:
        assert log.flaws() == []


#: Appends 1,000 events, each durable before the next.
APPENDING = """
import sys, time
from pathlib import Path
from tests.samples import strike
from tests.tables import store
from timeline.log.sqlite import SqliteLog
with SqliteLog.open(Path(sys.argv[1])) as log:
    for number in range(1000, 2000):
        store(log, [strike(number)])
        time.sleep(0.0005)
"""


def test_backups_while_another_process_appends_are_each_the_log_up_to_some_event(folder: Path, tmp_path: Path) -> None:
    kept: list[Checkpoint] = []
    with subprocess.Popen([sys.executable, "-c", APPENDING, str(folder / "log.db")], cwd=ROOT) as appending:
        with SqliteLog.open(folder / "log.db") as log:
            while log.head() == 30 and appending.poll() is None:
                time.sleep(0.01)
        while appending.poll() is None and len(kept) < 5:
            kept.append(backups.backup(folder, tmp_path / f"{len(kept)}.db"))
            time.sleep(0.1)
    assert appending.returncode == 0
    sizes = [checkpoint.size for checkpoint in kept]
    assert sizes == sorted(sizes)
    assert [size for size in sizes if 30 < size < 1030], "none while events were appended"
    rows = raw(folder / "log.db")
    assert len(rows) == 1030
    for number, size in enumerate(sizes):
        assert raw(tmp_path / f"{number}.db") == rows[:size]
    middle = next(number for number, size in enumerate(sizes) if 30 < size < 1030)
    with Timeline.open(folder) as timeline:
        for checkpoint in {kept[middle], kept[-1]}:
            assert timeline.verify(checkpoint).faults == ()
    backups.restore(tmp_path / f"{middle}.db", tmp_path / "new")
    assert_restored(tmp_path / "new", rows[: sizes[middle]])


def test_what_was_redacted_and_is_still_in_the_file_is_in_no_backup(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "kept"
    place.mkdir()
    with Timeline.open(folder) as timeline:
        ids = [str(receipt.id) for receipt in timeline.append([secret(), source(), incident()], recorded_by="desk")]
        timeline.append([strike(number) for number in range(100, 200)], recorded_by="desk")
        # As when a redaction was stopped before it erased.
        store(timeline.log, [EventRedacted(redacts=(id,), reason="danger", authority="the editor") for id in ids])
    assert holding(folder)
    backups.backup(folder, place / "b.db")
    assert holding(place) == set()
    assert MARKER.encode() in b"".join(row[4] or b"" for row in raw(folder / "log.db")), "the log is left alone"
    assert [row[0] for row in raw(place / "b.db") if row[4] is None] == [31, 32, 33]
    backups.restore(place / "b.db", tmp_path / "new")
    assert holding(tmp_path / "new") == set()


def test_bytes_that_a_reader_kept_from_being_overwritten_are_in_no_backup(folder: Path, tmp_path: Path) -> None:
    with Timeline.open(folder) as timeline:
        id = str(timeline.append(secret(), recorded_by="desk").id)
        with closing(sqlite3.connect(folder / "log.db", isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM log").fetchone()
            assert isinstance(timeline.log, SqliteLog)
            timeline.log._db.execute("PRAGMA busy_timeout = 100")
            with pytest.raises(TimelineError, match="another program is reading"):
                timeline.redact(id, **WHY)
            assert "log.db" in {name.removesuffix("-wal") for name in holding(folder)}
            backups.backup(folder, tmp_path / "b.db")
    assert MARKER.encode() not in (tmp_path / "b.db").read_bytes()


def test_a_log_that_does_not_verify_is_not_backed_up_and_its_faults_are_told(folder: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(folder / "log.db", isolation_level=None)) as db:
        db.execute("DROP TRIGGER log_update")
        db.execute("UPDATE log SET body = x'00' WHERE position = 9")
    with pytest.raises(TimelineError) as refused:
        backups.backup(folder, tmp_path / "b.db")
    assert str(refused.value).splitlines()[0] == "Position 9: body and salt are not what the entry commits to."
    assert "The guard log_update is missing" in str(refused.value)
    assert f"cp -a {folder} COPY" in str(refused.value)
    assert [file.name for file in tmp_path.iterdir()] == ["t"]


def test_a_copy_that_is_damaged_while_it_is_erased_in_is_not_kept(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def erased(log: SqliteLog) -> bool:
        done = erase_redacted(log)
        damage(tmp_path / ".b.db.partial" / "log.db")
        return done

    with Timeline.open(folder) as timeline:
        id = str(timeline.append(secret(), recorded_by="desk").id)
        store(timeline.log, [EventRedacted(redacts=(id,), reason="danger", authority="the editor")])
    monkeypatch.setattr(backups, "erase_redacted", erased)
    with pytest.raises(TimelineError) as refused:
        backups.backup(folder, tmp_path / "b.db")
    assert str(refused.value) == (
        "Position 9: body and salt are not what the entry commits to.\n"
        f"The copy for {tmp_path / 'b.db'} does not verify, and nothing was written. Back it up again."
    )
    assert [file.name for file in tmp_path.iterdir()] == ["t"]


def test_what_another_process_redacts_while_a_backup_is_made_is_not_in_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Timeline.open(folder) as timeline:
        ids = [str(receipt.id) for receipt in timeline.append([secret(), strike(100)], recorded_by="desk")]
    redact = ["redact", ids[0], "--reason", "danger", "--authority", "the editor", "--recorded-by", "desk", "--yes"]
    settle, copied = copying.settle, list[set[str]]()

    def settled(file: Path) -> None:
        settle(file)
        copied.append(holding(file.parent))
        if len(copied) == 1:
            subprocess.run([sys.executable, "-m", "timeline", "--dir", str(folder), *redact], cwd=ROOT, check=True)

    monkeypatch.setattr(copying, "settle", settled)
    kept = backups.backup(folder, tmp_path / "b.db")
    assert (kept.size, copied) == (33, [{"log.db"}, set()])
    assert holding(tmp_path) == set()
    with Timeline.open(folder) as timeline:
        assert timeline.verify(kept).ok


@pytest.mark.parametrize("kind", ["file", "folder", "dangling link"])
def test_nothing_is_written_over_by_a_backup(kind: str, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.db"
    if kind == "file":
        target.write_text("notes")
    elif kind == "folder":
        target.mkdir()
    else:
        target.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(TimelineError, match=r"b\.db is there already, and nothing is written over"):
        backups.backup(folder, target)
    assert not (tmp_path / "elsewhere").exists()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["b.db", "t"]
    assert kind != "file" or target.read_text() == "notes"


def test_a_backup_and_a_restored_timeline_are_on_the_disk_before_and_after_they_have_their_names(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, fsync = list[tuple[str, int]](), os.fsync

    def sync(descriptor: int) -> None:
        done.append(("synced", os.fstat(descriptor).st_ino))
        fsync(descriptor)

    def named(how: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        def name(made: Path, place: Path) -> Path:
            done.append(("named", made.stat().st_ino))
            return how(made, place)

        return name

    with monkeypatch.context() as watched:
        watched.setattr(os, "fsync", sync)
        for how in ("rename", "replace"):
            watched.setattr(Path, how, named(getattr(Path, how)))
        backups.backup(folder, tmp_path / "b.db")
        backups.restore(tmp_path / "b.db", tmp_path / "new")
    for file in (tmp_path / "b.db", *(tmp_path / "new" / name for name in ("log.db", "timeline.db", "timeline.toml"))):
        number, above = file.stat().st_ino, file.parent.stat().st_ino
        at = done.index(("named", number))
        assert ("synced", number) in done[:at], file
        assert ("synced", above) in done[at:], file


def test_what_is_being_made_is_its_owners_alone_and_takes_no_name_that_was_taken_meanwhile(tmp_path: Path) -> None:
    place, before = tmp_path / "b.db", os.umask(0)
    try:
        with staged(place) as beside:
            assert stat.S_IMODE(beside.stat().st_mode) == 0o700
            (beside / "made").write_text("made")
            place.write_text("somebody else's")
            with pytest.raises(TimelineError, match="is there already, and nothing is written over"):
                move(beside / "made", place)
    finally:
        os.umask(before)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["somebody else's"]


def test_two_at_once_do_not_make_the_same_backup(folder: Path, tmp_path: Path) -> None:
    with staged(tmp_path / "b.db"), pytest.raises(TimelineError, match=r"Another process is at work in .*\.b\.db\.par"):
        backups.backup(folder, tmp_path / "b.db")
    assert backups.backup(folder, tmp_path / "b.db").size == 30
    assert sorted(file.name for file in tmp_path.iterdir()) == ["b.db", "t"]


def test_the_commands_say_what_was_done_and_what_to_mind(folder: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    file, new = tmp_path / "b.db", tmp_path / "new"
    done = run(cli, ["--dir", str(folder), "backup", str(file)])
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith(f"Wrote {file}: 30 events, verified, root ")
    (tmp_path / "checkpoint.txt").write_text("\n".join(lines[-3:]))
    assert run(cli, ["--dir", str(folder), "verify", "--against", str(tmp_path / "checkpoint.txt")]).exit_code == 0
    again = run(cli, ["--dir", str(folder), "backup", str(file)])
    assert (again.exit_code, again.stdout) == (1, "")
    assert "Choose another name." in again.stderr
    done = run(cli, ["restore", str(file), str(new)])
    assert (done.exit_code, done.stdout.splitlines()[0]) == (
        0,
        f"Restored {new} from {file}: 30 events, verified, root {lines[0].rpartition(' ')[2]}",
    )
    assert "The key that signs checkpoints is in no backup." in done.stdout
    assert "redacted since then" in done.stdout


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for given in (tmp_path / "pipe", tmp_path):
        with pytest.raises(TimelineError, match=r"is no file\. Name the file that `timeline backup` has written"):
            backups.restore(given, tmp_path / "new")
    assert not (tmp_path / "new").exists()
