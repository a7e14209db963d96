from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import timeline.log.entries
import timeline.log.sqlite
from timeline.errors import TimelineError
from timeline.log.entries import Draft, seal
from timeline.log.sqlite import SqliteLog
from timeline.log.verify import verify

ROOT = Path(timeline.log.entries.__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def log(path: Path) -> Iterator[SqliteLog]:
    with SqliteLog.create(path, "HEL") as log:
        append(log, 3)
        yield log


def append(log: SqliteLog, count: int = 1) -> None:
    log.append([Draft("other", 1, b"{}")] * count, recorded_by="desk")


def test_a_log_is_opened_with_its_prefix_and_its_entries(log: SqliteLog, path: Path) -> None:
    with SqliteLog.open(path) as again:
        assert again.prefix == "HEL"
        assert list(again.read()) == list(log.read())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET body = x'00' WHERE position = 2",
        "UPDATE OR REPLACE log SET position = 1 WHERE position = 2",
        "DELETE FROM log WHERE position = 3",
        "DELETE FROM log",
        "INSERT OR REPLACE INTO log VALUES (2, x'00', x'00', x'00', x'00')",
        "INSERT OR IGNORE INTO log VALUES (3, x'00', x'00', x'00', x'00')",
        "INSERT INTO log VALUES (3, x'00', x'00', x'00', x'00') ON CONFLICT DO UPDATE SET body = x'00'",
        "INSERT INTO log VALUES (5, x'00', x'00', x'00', x'00')",
        "INSERT INTO log VALUES (0, x'00', x'00', x'00', x'00')",
        "INSERT INTO log VALUES (NULL, x'00', x'00', x'00', x'00')",
        "UPDATE meta SET value = 'AFG' WHERE name = 'prefix'",
        "DELETE FROM meta",
        "INSERT OR REPLACE INTO meta VALUES ('prefix', 'AFG')",
        "INSERT INTO meta VALUES ('more', 1)",
    ],
)
def test_a_guarded_statement_is_aborted(log: SqliteLog, path: Path, statement: str) -> None:
    before = list(log.raw(10))
    db = sqlite3.connect(path, isolation_level=None)
    with pytest.raises(sqlite3.IntegrityError, match=r"append-only|fixed"):
        db.execute(statement)
    db.close()
    assert list(log.raw(10)) == before
    with SqliteLog.open(path) as again:
        assert again.prefix == "HEL"


def test_an_existing_file_is_never_made_into_a_log(log: SqliteLog, path: Path, tmp_path: Path) -> None:
    with pytest.raises(TimelineError, match="exists already"):
        SqliteLog.create(path, "HEL")
    assert log.head() == 3
    other = tmp_path / "notes.txt"
    other.write_text("Notes of the desk. " * 100)
    with pytest.raises(TimelineError, match=r"notes\.txt"):
        SqliteLog.create(other, "HEL")
    assert other.read_text() == "Notes of the desk. " * 100


def test_another_database_is_not_the_log_of_a_timeline(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    db = sqlite3.connect(other)
    db.execute("CREATE TABLE t(x)")
    db.close()
    for attempt in (SqliteLog.open, lambda path: SqliteLog.create(path, "HEL")):
        with pytest.raises(TimelineError, match=r"other\.db"):
            attempt(other)


def test_a_log_that_does_not_exist_is_not_created_by_opening_it(tmp_path: Path) -> None:
    for missing in (tmp_path / "log.db", tmp_path / "no" / "log.db"):
        with pytest.raises(TimelineError, match=r"log\.db: unable to open database file\. Check that"):
            SqliteLog.open(missing)
        assert not missing.exists()
    with pytest.raises(TimelineError, match=r"log\.db: No such file or directory\. Check that folder and file exist"):
        SqliteLog.create(tmp_path / "no" / "log.db", "HEL")


@pytest.mark.skipif(sys.platform == "win32", reason="files have other rights there")
def test_a_new_log_is_its_owners_alone_with_all_files_of_it_and_stays_what_its_owner_makes_it(path: Path) -> None:
    before = os.umask(0o022)
    try:
        with SqliteLog.create(path, "HEL") as log:
            append(log)
            files = {file.name: file.stat().st_mode & 0o777 for file in path.parent.glob("log.db*")}
            assert files == {"log.db": 0o600, "log.db-wal": 0o600, "log.db-shm": 0o600, "log.db-lock": 0o644}
        path.chmod(0o660)
        with SqliteLog.open(path) as log:
            append(log)
            log.erase([])
            files = {file.name: file.stat().st_mode & 0o777 for file in path.parent.glob("log.db*")}
            assert files == {"log.db": 0o660, "log.db-wal": 0o660, "log.db-shm": 0o660, "log.db-lock": 0o644}
    finally:
        os.umask(before)


def test_a_path_is_taken_literally(tmp_path: Path) -> None:
    path = tmp_path / "what? 100% é#1.db"
    with SqliteLog.create(path, "HEL") as log:
        append(log)
    assert path.exists()
    with SqliteLog.open(path) as log:
        assert log.head() == 1


def test_a_prefix_that_ids_cannot_have_creates_no_file(path: Path) -> None:
    with pytest.raises(TimelineError, match="is not a prefix"):
        SqliteLog.create(path, "helmand")
    assert not path.exists()


def test_a_log_of_a_newer_format_is_refused_by_its_number(log: SqliteLog, path: Path) -> None:
    log.close()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("DROP TRIGGER meta_update")
    db.execute("UPDATE meta SET value = 3 WHERE name = 'format'")
    db.close()
    with pytest.raises(
        TimelineError, match="has log format 3; this version of incident-timeline reads formats 1 and 2"
    ):
        SqliteLog.open(path)


def test_a_clock_that_went_back_a_little_is_held_silently(log: SqliteLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline.log.entries, "utc_now", lambda: "2100-01-01T00:00:00.900000Z")
    append(log)
    monkeypatch.setattr(timeline.log.entries, "utc_now", lambda: "2100-01-01T00:00:00.000000Z")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        append(log)
    assert [entry.recorded_at for entry in log.read(3)] == ["2100-01-01T00:00:00.900000Z"] * 2
    assert verify(log).ok


def test_a_clock_that_went_back_further_is_held_with_a_warning(log: SqliteLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline.log.entries, "utc_now", lambda: "2100-01-01T00:00:00.000000Z")
    append(log)
    monkeypatch.setattr(timeline.log.entries, "utc_now", lambda: "2099-12-31T23:59:58.900000Z")
    with pytest.warns(RuntimeWarning, match="Set the clock"):
        append(log)
    assert log.get(5).recorded_at == "2100-01-01T00:00:00.000000Z"
    assert verify(log).ok


def test_a_folder_that_vanished_acknowledges_nothing(log: SqliteLog, path: Path) -> None:
    shutil.rmtree(path.parent)
    with pytest.raises(TimelineError, match=r"log\.db: No such file"):
        append(log)


def test_a_log_that_was_replaced_acknowledges_nothing(log: SqliteLog, path: Path) -> None:
    path.unlink()
    SqliteLog.create(path, "AFG").close()
    with pytest.raises(TimelineError, match="has been replaced since it was opened"):
        append(log)


def test_a_write_ahead_log_that_is_removed_while_an_append_goes_on_keeps_it_from_being_acknowledged(
    log: SqliteLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(log)

    def sealed(*arguments: Any, **named: Any) -> Any:
        Path(f"{path}-wal").unlink()
        return seal(*arguments, **named)

    monkeypatch.setattr(timeline.log.sqlite, "seal", sealed)
    with pytest.raises(TimelineError, match="append again what was not acknowledged"):
        append(log)


@pytest.mark.parametrize("how", ["removed", "replaced"])
def test_a_write_ahead_log_is_looked_at_only_once_anything_has_come_or_gone_beside_it(
    how: str, log: SqliteLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead, asked, stat = Path(f"{path}-wal"), list[Path](), Path.stat

    def asking(file: Path, **named: Any) -> Any:
        asked.append(file)
        return stat(file, **named)

    append(log)
    time.sleep(2 * timeline.opened.TICK / 1e9)
    append(log)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "stat", asking)
        append(log)
    assert path.parent in asked
    assert ahead not in asked
    content = ahead.read_bytes()
    ahead.unlink()
    if how == "replaced":
        ahead.write_bytes(content)
    with pytest.raises(TimelineError, match=r"-wal was removed while"):
        append(log)


def test_a_log_that_another_program_keeps_locked_is_refused_in_the_end(
    log: SqliteLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline.log.sqlite_file, "BUSY", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with SqliteLog.open(path) as impatient, pytest.raises(TimelineError, match="Another program keeps it locked"):
        append(impatient)
    other.close()
    append(log)


def test_nothing_is_stored_in_a_file_that_has_another_name(log: SqliteLog, path: Path, tmp_path: Path) -> None:
    append(log)
    other = tmp_path / "elsewhere" / path.name
    other.parent.mkdir()
    other.hardlink_to(path)
    with pytest.raises(TimelineError, match=r"has another name(?s:.*)Nothing is stored"):
        append(log)
    head = log.head()
    log.close()
    with SqliteLog.open(other) as linked, pytest.raises(TimelineError, match="has another name"):
        append(linked)
    path.unlink()
    with SqliteLog.open(other) as alone:
        append(alone)
        assert alone.head() > head
        assert verify(alone).ok


def test_a_symbolic_link_leads_to_the_same_lock_file(log: SqliteLog, path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link" / "log.db"
    link.parent.mkdir()
    link.symlink_to(path)
    with SqliteLog.open(link) as same:
        append(same)
    assert log.head() == 4
    assert [file.name for file in link.parent.iterdir()] == ["log.db"]


def test_every_commit_is_synced_to_the_disk(log: SqliteLog) -> None:
    # What a power cut would show, asked of the connection that appends: 2 is FULL, and WAL is what FULL syncs.
    assert log._db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert log._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
