from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import timeline.log.sqlite
from tests.scripts import LIVENESS_SECONDS
from timeline.errors import TimelineError
from timeline.log.entries import Draft
from timeline.log.sqlite import SqliteLog
from timeline.log.verify import verify

ROOT = Path(timeline.log.sqlite.__file__).parents[2]


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


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


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
    with pytest.raises(TimelineError, match="unable to open"):
        SqliteLog.create(tmp_path / "no" / "log.db", "HEL")


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
    monkeypatch.setattr(timeline.log.sqlite, "utc_now", lambda: "2100-01-01T00:00:00.900000Z")
    append(log)
    monkeypatch.setattr(timeline.log.sqlite, "utc_now", lambda: "2100-01-01T00:00:00.000000Z")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        append(log)
    assert [entry.recorded_at for entry in log.read(3)] == ["2100-01-01T00:00:00.900000Z"] * 2
    assert verify(log).ok


def test_a_clock_that_went_back_further_is_held_with_a_warning(log: SqliteLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline.log.sqlite, "utc_now", lambda: "2100-01-01T00:00:00.000000Z")
    append(log)
    monkeypatch.setattr(timeline.log.sqlite, "utc_now", lambda: "2099-12-31T23:59:58.900000Z")
    with pytest.warns(RuntimeWarning, match="Set the clock"):
        append(log)
    assert log.get(5).recorded_at == "2100-01-01T00:00:00.000000Z"
    assert verify(log).ok


WRITER = """
import sys
from pathlib import Path
from timeline.log.entries import Draft
from timeline.log.sqlite import SqliteLog
name, count = sys.argv[2], int(sys.argv[3])
with SqliteLog.open(Path(sys.argv[1])) as log:
    for n in range(count):
        entries = log.append([Draft("other", 1, f"{name}.{n}".encode(), (f"{name}.{n}",))], recorded_by=name)
        print(entries[0].position, flush=True)
"""


def test_eight_processes_append_without_gap_duplicate_or_error(path: Path) -> None:
    SqliteLog.create(path, "HEL").close()
    processes = [python(WRITER, path, f"writer {n}", 100) for n in range(8)]
    answers = [process.communicate(timeout=LIVENESS_SECONDS) for process in processes]
    assert [error for _, error in answers] == [""] * 8
    acknowledged = [int(line) for output, _ in answers for line in output.split()]
    assert sorted(acknowledged) == list(range(1, 801))
    with SqliteLog.open(path) as log:
        assert len({entry.body for entry in log.read()}) == 800
        assert verify(log, lambda entry: (entry.body.decode(),)).ok


def test_a_killed_writer_loses_nothing_acknowledged(path: Path) -> None:
    SqliteLog.create(path, "HEL").close()
    for attempt in range(5):
        with python(WRITER, path, f"attempt {attempt}", 1_000_000) as process:
            assert process.stdout
            first = process.stdout.readline()
            time.sleep(0.03 * attempt)
            process.send_signal(signal.SIGKILL)
            # Not `communicate`, which passes over what `readline` has taken from the pipe beyond its line.
            printed = first + process.stdout.read()
        assert process.returncode == -signal.SIGKILL
        acknowledged = [int(line) for line in printed.splitlines(keepends=True) if line.endswith("\n")]
        with SqliteLog.open(path) as log:
            # One may be stored and not acknowledged.
            assert log.head() in (acknowledged[-1], acknowledged[-1] + 1)
            assert verify(log, lambda entry: (entry.body.decode(),)).ok


#: Calls what the second argument names on the log, without the rights of root, which no read-only folder stops.
UNPRIVILEGED = """
import os, sys
from pathlib import Path
from timeline.errors import TimelineError
from timeline.log.entries import Draft
from timeline.log.sqlite import SqliteLog
if os.geteuid() == 0:
    os.setuid(65534)
path = Path(sys.argv[1])
try:
    if sys.argv[2] == "create":
        SqliteLog.create(path.with_name("new.db"), "HEL")
    else:
        SqliteLog.open(path).append([Draft("other", 1, b"{}")], recorded_by="desk")
except TimelineError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="folders have other rights there")
@pytest.mark.parametrize("action", ["create", "append"])
def test_a_read_only_folder_is_refused_with_advice(action: str) -> None:
    # Not under tmp_path, whose folders are closed to all but their owner.
    with TemporaryDirectory() as name:
        folder = Path(name)
        SqliteLog.create(folder / "log.db", "HEL").close()
        (folder / "log.db").chmod(0o444)
        folder.chmod(0o555)
        output, errors = python(UNPRIVILEGED, folder / "log.db", action).communicate(timeout=LIVENESS_SECONDS)
        folder.chmod(0o755)
    assert errors == ""
    assert "you may write" in output


LIMITED = """
import resource, sys
from pathlib import Path
from timeline.errors import TimelineError
from timeline.log.entries import Draft
from timeline.log.sqlite import SqliteLog
log = SqliteLog.open(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
stored = 0
try:
    while True:
        stored = log.append([Draft("other", 1, b"x" * 20_000)] * 3, recorded_by="desk")[-1].position
except TimelineError as error:
    print(stored)
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits there")
def test_a_disk_that_refuses_stores_nothing_of_the_append(path: Path) -> None:
    SqliteLog.create(path, "HEL").close()
    output, errors = python(LIMITED, path).communicate(timeout=LIVENESS_SECONDS)
    assert errors == ""
    stored, said = output.splitlines()
    assert "disk" in said
    with SqliteLog.open(path) as log:
        assert log.head() == int(stored)
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


def test_a_symbolic_link_leads_to_the_same_lock_file(log: SqliteLog, path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link" / "log.db"
    link.parent.mkdir()
    link.symlink_to(path)
    with SqliteLog.open(link) as same:
        append(same)
    assert log.head() == 4
    assert [file.name for file in link.parent.iterdir()] == ["log.db"]


def test_two_logs_created_at_once_are_one_log(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from timeline.errors import TimelineError
from timeline.log.sqlite import SqliteLog
try:
    SqliteLog.create(Path(sys.argv[1]), sys.argv[2]).close()
    print("created", sys.argv[2])
except TimelineError as error:
    print("refused", error)
"""
    for attempt in range(3):
        path = tmp_path / f"{attempt}.db"
        processes = [python(code, path, prefix) for prefix in ("HEL", "AFG", "KAN", "ZAB")]
        answers = [process.communicate(timeout=LIVENESS_SECONDS) for process in processes]
        assert [error for _, error in answers] == [""] * 4
        outcomes = sorted(output.split()[0] for output, _ in answers)
        assert outcomes == ["created", "refused", "refused", "refused"]
        winner = next(output.split()[1] for output, _ in answers if output.startswith("created"))
        with SqliteLog.open(path) as log:
            assert log.prefix == winner


def test_every_commit_is_synced_to_the_disk(log: SqliteLog) -> None:
    # What a power cut would show, asked of the connection that appends: 2 is FULL, and WAL is what FULL syncs.
    assert log._db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert log._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
