"""A folder is a timeline only when all of a sound backup is restored in it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.backed_up import assert_restored, damage, folder, made, raw
from tests.console import ROOT
from tests.privacy import secret
from tests.samples import strike
from timeline import backups
from timeline.errors import TimelineError
from timeline.log.sqlite import SqliteLog
from timeline.service import Timeline

__all__ = ["folder", "made"]

WHY = {"reason": "names a witness", "authority": "the editor", "recorded_by": "desk"}


def test_an_old_copy_of_a_log_is_restored_without_what_is_erased_in_it(folder: Path, tmp_path: Path) -> None:
    with Timeline.open(folder) as timeline:
        timeline.redact(str(timeline.append(secret(), recorded_by="desk").id), **WHY)
        with closing(sqlite3.connect(folder / "log.db")) as log, closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
            log.backup(copy)
    made = backups.restore(tmp_path / "copy.db", tmp_path / "named")
    assert not made.settings
    with Timeline.open(tmp_path / "named") as timeline:
        assert (timeline.settings.title, len(timeline)) == ("named", 32)
        assert timeline.verify().ok


def test_a_log_in_use_can_be_restored_with_what_is_in_its_write_ahead_log(folder: Path, tmp_path: Path) -> None:
    with Timeline.open(folder) as timeline:
        timeline.append(strike(100), recorded_by="desk")
        assert backups.restore(folder / "log.db", tmp_path / "new").checkpoint.size == 31
        # Another process, when it closes the log, must not take it for unused.
        subprocess.run([sys.executable, "-m", "timeline", "--dir", str(folder), "status"], cwd=ROOT, check=True)
        assert timeline.append(strike(101), recorded_by="desk").position == 32


def test_a_log_that_is_damaged_while_its_tables_are_made_is_not_restored(folder: Path, tmp_path: Path) -> None:
    backups.backup(folder, tmp_path / "b.db")
    damaged = list[int]()

    def progress(position: int) -> None:
        if not damaged:
            damage(tmp_path / "new" / ".log.db.partial" / "log.db")
            damaged.append(position)

    with pytest.raises(TimelineError) as refused:
        backups.restore(tmp_path / "b.db", tmp_path / "new", progress)
    assert damaged
    assert str(refused.value) == (
        "Position 9: body and salt are not what the entry commits to.\n"
        f"What was restored from {tmp_path / 'b.db'} does not verify, and nothing was written. Restore it again."
    )
    assert not (tmp_path / "new").exists()


def test_nothing_is_written_over_by_a_restore(folder: Path, tmp_path: Path) -> None:
    backups.backup(folder, tmp_path / "b.db")
    with pytest.raises(TimelineError, match="is a timeline already"):
        backups.restore(tmp_path / "b.db", folder)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("notes")
    for taken in ("full", "full/notes.txt"):
        with pytest.raises(TimelineError, match="holds something else"):
            backups.restore(tmp_path / "b.db", tmp_path / taken)
    assert [file.name for file in (tmp_path / "full").iterdir()] == ["notes.txt"]
    (tmp_path / "empty").mkdir()
    backups.restore(tmp_path / "b.db", tmp_path / "empty")
    assert_restored(tmp_path / "empty", raw(folder / "log.db"))


@pytest.mark.parametrize("how", ["missing", "folder", "garbage", "cut off", "changed", "another database"])
def test_what_is_no_sound_backup_is_refused_and_leaves_nothing(how: str, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.db"
    backups.backup(folder, file)
    content = file.read_bytes()
    if how in ("missing", "folder", "another database"):
        file.unlink()
    if how == "folder":
        file.mkdir()
    elif how == "garbage":
        file.write_bytes(b"garbage" * 1000)
    elif how == "cut off":
        file.write_bytes(content[: len(content) // 2])
    elif how == "changed":
        at = content.rindex(b'"strikes":3')
        file.write_bytes(content[:at] + b'"strikes":4' + content[at + 11 :])
    elif how == "another database":
        with closing(sqlite3.connect(file)) as db:
            db.execute("CREATE TABLE t(x)")
    with pytest.raises(TimelineError, match=r"b\.db") as refused:
        backups.restore(file, tmp_path / "new")
    if how == "changed":
        assert str(refused.value).endswith(f"{file} does not verify, and nothing was written. Take another backup.")
    if how == "another database":
        assert f"{file} holds no log. Name the file that `timeline backup` has written" in str(refused.value)
    assert sorted(file.name for file in tmp_path.iterdir()) == (["t"] if how == "missing" else ["b.db", "t"])


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('title = "Sample"\nlicence = CC-BY\n', r"timeline\.toml in it: .*\(at line 2, column 11\)"),
        ('licence = "CC-BY"\n', r"timeline\.toml in it: the title is missing"),
        ('title = "Sample"\ncolour = "red"\n', r"timeline\.toml in it: \"colour\" is not a setting"),
    ],
)
def test_a_backup_whose_settings_cannot_be_read_is_not_restored_and_its_log_can_be_put_to_use(
    settings: str, told: str, folder: Path, tmp_path: Path
) -> None:
    file, new = tmp_path / "b.db", tmp_path / "new"
    with SqliteLog.open(folder / "log.db") as log:
        log.backup(file, settings)
    with pytest.raises(TimelineError, match=rf"b\.db, {told}(?s:.*)Nothing was written\. Take another backup\. If"):
        backups.restore(file, new)
    assert not new.exists()
    new.mkdir()
    (new / "log.db").write_bytes(file.read_bytes())
    (new / "timeline.toml").write_text('title = "Sample"\n', encoding="utf-8")
    with Timeline.open(new) as timeline:
        assert timeline.verify().ok
        timeline.rebuild()
        assert len(timeline) == 30
