"""The tables of a folder follow its log exactly once, whoever projects, dies or reads meanwhile."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.forked import start, together
from tests.samples import GROUND, claim, strike
from tests.tables import Rows, contents, store
from timeline.errors import TimelineError
from timeline.log.sqlite import SqliteLog
from timeline.projections import building
from timeline.projections.runner import Projector

CLAIMS = 120
#: Opens tables in a forked process after the one that had them open has closed them, and projects at each line.
FORKED = """
import os, sys
from pathlib import Path
from timeline.log.sqlite import SqliteLog
from timeline.projections.runner import Projector
folder = Path(sys.argv[1])
closed, close = os.pipe()
log = SqliteLog.open(folder / "log.db")
tables = Projector(log, folder / "timeline.db")
tables.catch_up()
child = os.fork()
if not child:
    os.read(closed, 1)
    tables = Projector(SqliteLog.open(folder / "log.db"), folder / "timeline.db")
    print("opened", flush=True)
    for _ in sys.stdin:
        print(tables.catch_up(), flush=True)
    os._exit(0)
tables.close()
log.close()
os.write(close, b"x")
os.waitpid(child, 0)
"""
CATCH_UP = """
import sys
from pathlib import Path
from timeline.log.sqlite import SqliteLog
from timeline.projections import runner
runner.BATCH = 4
folder = Path(sys.argv[1])
projector = runner.Projector(SqliteLog.open(folder / "log.db"), folder / "timeline.db")
projector.db
print("ready", flush=True)
sys.stdin.readline()
print(projector.catch_up())
"""
#: Tells each batch before it is committed, so that a process can be killed in the midst of it.
SLOWLY = """
import sys
from pathlib import Path
from timeline.log.sqlite import SqliteLog
from timeline.projections import incidents, runner
runner.BATCH = 4
def telling(work):
    def told(*given, **named):
        work(*given, **named)
        print("batch", flush=True)
        sys.stdin.readline()
    return told
incidents.refresh, incidents.build = telling(incidents.refresh), telling(incidents.build)
folder = Path(sys.argv[1])
projector = runner.Projector(SqliteLog.open(folder / "log.db"), folder / "timeline.db")
getattr(projector, sys.argv[2])()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A log with tables that hold its sources and incidents, and claims that they do not hold yet."""
    with (
        SqliteLog.create(tmp_path / "log.db", "TST") as log,
        closing(Projector(log, tmp_path / "timeline.db")) as tables,
    ):
        store(log, GROUND)
        tables.catch_up()
        store(log, map(strike, range(CLAIMS)))
    return tmp_path


@pytest.fixture
def log(folder: Path) -> Iterator[SqliteLog]:
    with SqliteLog.open(folder / "log.db") as opened:
        yield opened


def live(folder: Path, log: SqliteLog) -> Rows:
    with closing(Projector(log, folder / "timeline.db")) as projector:
        return contents(projector.db)


def rebuilt(log: SqliteLog) -> Rows:
    with closing(Projector(log, None)) as projector:
        projector.rebuild()
        return contents(projector.db)


def test_several_processes_at_once_project_every_entry_once(folder: Path, log: SqliteLog) -> None:
    done = together(CATCH_UP, [[folder]] * 3)
    assert sum(map(int, done)) == CLAIMS
    assert live(folder, log) == rebuilt(log)


@pytest.mark.parametrize(("work", "batches"), [("catch_up", 1), ("catch_up", 3), ("catch_up", 20), ("rebuild", 1)])
def test_a_projector_that_is_killed_leaves_tables_that_the_next_one_completes(
    folder: Path, log: SqliteLog, work: str, batches: int
) -> None:
    process = start(SLOWLY, folder, work)
    assert process.hear() == "batch"
    for _ in range(batches - 1):
        process.tell()
        assert process.hear() == "batch"
    process.kill()
    process.communicate()
    with closing(sqlite3.connect(folder / "timeline.db")) as reader:
        held, cursor = reader.execute("select (select count(*) from events), position from projection").fetchone()
    assert held == cursor == len(GROUND) + (4 * (batches - 1) if work == "catch_up" else 0)
    with closing(Projector(log, folder / "timeline.db")) as projector:
        assert projector.catch_up() == len(GROUND) + CLAIMS - held
        assert contents(projector.db) == rebuilt(log)
        projector.rebuild()
    assert live(folder, log) == rebuilt(log)
    assert not list(folder.glob("*staged*"))


def test_a_rebuild_is_seen_as_a_whole_or_not_at_all(folder: Path, log: SqliteLog) -> None:
    reader = sqlite3.connect(folder / "timeline.db", isolation_level=None)
    seen = "select (select count(*) from events), (select count(*) from casualties), position from projection"
    with closing(reader), closing(Projector(log, folder / "timeline.db")) as projector:
        reader.execute("begin")
        before = reader.execute(seen).fetchone()
        projector.rebuild()
        assert reader.execute(seen).fetchone() == before == (len(GROUND), 0, len(GROUND))
        reader.execute("commit")
        size = len(GROUND) + CLAIMS
        assert reader.execute(seen).fetchone() == (size, CLAIMS, size)
        assert reader.execute("pragma integrity_check").fetchone() == ("ok",)


def test_readers_meanwhile_never_see_a_part(folder: Path, log: SqliteLog) -> None:
    stop, torn = threading.Event(), list[tuple[int, int]]()

    def read() -> None:
        with closing(sqlite3.connect(folder / "timeline.db", timeout=30)) as reader:
            while not stop.is_set():
                held, cursor = reader.execute(
                    "select (select count(*) from events), position from projection"
                ).fetchone()
                if held != cursor:
                    torn.append((held, cursor))

    reading = threading.Thread(target=read)
    reading.start()
    try:
        with closing(Projector(log, folder / "timeline.db")) as projector:
            for number in range(5):
                projector.rebuild()
                store(log, [strike(CLAIMS + number)])
                projector.catch_up()
    finally:
        stop.set()
        reading.join()
    assert torn == []
    assert live(folder, log) == rebuilt(log)


def test_progress_is_told_up_to_the_last_entry(folder: Path, log: SqliteLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "BATCH", 50)
    told = list[int]()
    with closing(Projector(log, folder / "timeline.db")) as projector:
        assert projector.rebuild(told.append) == len(GROUND) + CLAIMS
    # First the entries, then what follows from them.
    assert told[:3] == [25, 50, 62]
    assert told == sorted(told)
    assert told[-1] == len(GROUND) + CLAIMS


def test_a_rebuild_leaves_nothing_in_the_write_ahead_log_for_the_next_append(folder: Path, log: SqliteLog) -> None:
    with closing(Projector(log, folder / "timeline.db")) as projector:
        projector.rebuild()
        assert (folder / "timeline.db-wal").stat().st_size == 0


def test_tables_with_other_definitions_are_rebuilt(folder: Path, log: SqliteLog) -> None:
    with closing(sqlite3.connect(folder / "timeline.db")) as db:
        db.execute("drop table casualties")
        db.execute("update projection set tables = 'older'")
        db.commit()
    with closing(Projector(log, folder / "timeline.db")) as projector:
        assert projector.catch_up() == len(GROUND) + CLAIMS
    assert live(folder, log) == rebuilt(log)


@pytest.mark.parametrize("prefix", ["TST", "XYZ"])
@pytest.mark.parametrize("claims", [0, 3])
def test_tables_of_another_log_are_rebuilt(folder: Path, tmp_path: Path, prefix: str, claims: int) -> None:
    with SqliteLog.create(tmp_path / "other.db", prefix) as other:
        store(other, [*reversed(GROUND), *(claim(citation={"locator": f"para {number}"}) for number in range(claims))])
        with closing(Projector(other, folder / "timeline.db")) as projector:
            assert projector.catch_up() == len(GROUND) + claims
        assert live(folder, other) == rebuilt(other)


def test_tables_that_are_ahead_of_their_log_are_rebuilt(folder: Path, tmp_path: Path) -> None:
    with SqliteLog.create(tmp_path / "shorter.db", "TST") as shorter:
        store(shorter, GROUND[:2])
        with closing(Projector(shorter, folder / "timeline.db")) as projector:
            assert projector.catch_up() == 2
            assert contents(projector.db) == rebuilt(shorter)


def test_tables_that_somebody_deleted_are_built_again(folder: Path, log: SqliteLog) -> None:
    for file in folder.glob("timeline.db*"):
        file.unlink()
    with closing(Projector(log, folder / "timeline.db")) as projector:
        assert projector.catch_up() == len(GROUND) + CLAIMS
    assert live(folder, log) == rebuilt(log)


def test_what_a_forked_process_projects_is_found_by_others_and_projected_once(folder: Path, log: SqliteLog) -> None:
    child = start(FORKED, folder)
    assert child.hear() == "opened"
    with closing(Projector(log, folder / "timeline.db")) as here:
        for number in range(1000, 1006, 2):
            store(log, [strike(number)])
            child.tell()
            assert child.hear() == "1"
            assert here.catch_up() == 0
            store(log, [strike(number + 1)])
            assert here.catch_up() == 1
        assert child.communicate() == ("", "")
        assert contents(here.db) == rebuilt(log)


def test_what_is_projected_after_this_very_process_has_copied_the_tables_is_found_by_others(
    folder: Path, log: SqliteLog, tmp_path: Path
) -> None:
    with closing(Projector(log, folder / "timeline.db")) as projector:
        projector.catch_up()
        # To close them lets go of this process's locks: whoever closes the tables next takes them for unused.
        for ending in ("", "-shm"):
            shutil.copy(folder / f"timeline.db{ending}", tmp_path / f"copy.db{ending}")
        assert together(f"{CATCH_UP}projector.close()", [[folder]]) == ["0\n"]
        store(log, [strike(1000)])
        projector.catch_up()
        with closing(sqlite3.connect(folder / "timeline.db")) as other:
            assert other.execute("select max(position) from events").fetchone() == (log.head(),)


def test_a_cursor_that_moved_meanwhile_is_found_out(
    folder: Path, log: SqliteLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Projector(log, folder / "timeline.db")) as projector:
        read = log.read

        def moved(after: int = 0, until: int | None = None) -> object:
            with closing(sqlite3.connect(folder / "timeline.db")) as other:
                other.execute("update projection set position = position + 1")
                other.commit()
            return read(after, until)

        monkeypatch.setattr(log, "read", moved)
        with pytest.raises(TimelineError, match="Another process has moved these tables on"):
            projector.catch_up()


def test_a_file_that_is_no_database_is_refused_in_words(folder: Path, log: SqliteLog) -> None:
    for file in folder.glob("timeline.db*"):
        file.unlink()
    (folder / "timeline.db").write_bytes(b"not a database, but long enough to be taken for one" * 50)
    with closing(Projector(log, folder / "timeline.db")) as projector, pytest.raises(TimelineError, match="not a"):
        projector.catch_up()


def test_a_projector_needs_nothing_but_the_public_log(folder: Path, log: SqliteLog) -> None:
    public: Any = SimpleNamespace(
        prefix=log.prefix, read=log.read, get=log.get, head=log.head, find=log.find, keys=log.keys
    )
    with closing(Projector(public, None)) as projector:
        projector.catch_up()
        assert contents(projector.db) == rebuilt(log)
