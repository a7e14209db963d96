"""What a redaction names is gone from every file of the log, and nothing else ever is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from events.keys import REDACTED
from events.ledger.event_redacted import EventRedacted
from tests.forging import Forger
from tests.privacy import holding, secret, source
from tests.samples import GROUND, strike
from tests.tables import store
from timeline.errors import TimelineError
from timeline.log.entries import Draft
from timeline.log.ids import format_id
from timeline.log.sqlite import SqliteLog
from timeline.log.verify import Checkpoint, verify
from timeline.stored import keys_of

SECRET = len(GROUND) + 1
AFTER = 300


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def log(path: Path) -> Iterator[SqliteLog]:
    """A log with a secret among many claims, so that pages were split since."""
    with SqliteLog.create(path, "TST") as log:
        store(log, [*GROUND, secret(), source(), *map(strike, range(AFTER))])
        yield log


def redact(log: SqliteLog, *positions: int) -> None:
    ids = tuple(format_id("TST", position) for position in positions)
    store(log, [EventRedacted(redacts=ids, reason="danger", authority="the editor")])


def test_what_is_erased_is_in_no_file_and_the_root_stays(log: SqliteLog, path: Path) -> None:
    redact(log, SECRET)
    redact(log, SECRET + 1)
    before, entries = verify(log), list(log.read())
    assert {name.removesuffix("-wal") for name in holding(path.parent)} == {"log.db"}
    log.erase([SECRET, SECRET + 1])
    assert holding(path.parent) == set()
    found = verify(log, keys_of, [Checkpoint(before.size, before.root)])
    assert (found.ok, found.root) == (True, before.root)
    assert [entry.body for entry in log.read() if entry.position in (SECRET, SECRET + 1)] == [b"", b""]
    assert [entry for entry in entries if entry.body != log.get(entry.position).body] == [
        entries[SECRET - 1],
        entries[SECRET],
    ]
    assert not [key for key, position in log.keys("") if position in (SECRET, SECRET + 1)]


def test_what_sqlite_has_noted_of_the_keys_is_erased_with_them(log: SqliteLog, path: Path) -> None:
    # Where SQLite is compiled with SQLITE_ENABLE_STAT4, ANALYZE keeps samples of the keys.
    with closing(sqlite3.connect(path)) as db:
        db.execute("ANALYZE")
        db.execute("PRAGMA writable_schema = ON")
        db.execute("CREATE TABLE IF NOT EXISTS sqlite_stat4(tbl, idx, neq, nlt, ndlt, sample)")
        db.execute("INSERT INTO sqlite_stat4 SELECT 'key_index', '', '', '', '', CAST(key AS BLOB) FROM key_index")
        db.commit()
    redact(log, SECRET + 1)
    redact(log, SECRET)
    assert verify(log).ok
    log.erase([SECRET, SECRET + 1])
    assert holding(path.parent) == set()
    assert verify(log, keys_of).ok


def test_erasing_again_changes_nothing(log: SqliteLog) -> None:
    redact(log, SECRET)
    log.erase([SECRET])
    before = list(log.raw(log.head()))
    log.erase([SECRET])
    assert list(log.raw(log.head())) == before


def test_what_no_redaction_names_is_not_erased(log: SqliteLog) -> None:
    redact(log, SECRET)
    before = list(log.raw(log.head()))
    with pytest.raises(TimelineError, match="append-only"):
        log.erase([SECRET, SECRET + 2])
    assert list(log.raw(log.head())) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET body = NULL, salt = NULL WHERE position = 1",
        "UPDATE log SET body = x'00' WHERE position = 6",
        "UPDATE log SET body = NULL, salt = NULL, entry = x'00' WHERE position = 6",
        "UPDATE log SET body = NULL, salt = NULL, leaf = x'00' WHERE position = 6",
        "UPDATE log SET body = NULL, salt = NULL, position = 6000 WHERE position = 6",
        "UPDATE OR REPLACE log SET position = 1 WHERE position = 6",
        "DELETE FROM log WHERE position = 6",
        "UPDATE meta SET value = 1 WHERE name = 'format'",
    ],
)
def test_the_guard_of_a_log_that_was_redacted_lets_nothing_else_pass(
    log: SqliteLog, path: Path, statement: str
) -> None:
    redact(log, SECRET)
    log.erase([SECRET])
    guarded = pytest.raises(sqlite3.IntegrityError, match=r"append-only|fixed")
    with closing(sqlite3.connect(path, isolation_level=None)) as db, guarded:
        db.execute(statement)
    assert verify(log, keys_of).ok


@pytest.mark.parametrize("type_", ["other", "event_redacted"])
def test_an_entry_redacts_only_what_its_body_names_and_comes_before_it(log: SqliteLog, path: Path, type_: str) -> None:
    redact(log, SECRET)
    log.erase([SECRET])
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        # The key alone, as if another entry were the redaction.
        holder = log.head() if type_ == "event_redacted" else 2
        db.execute("INSERT INTO key_index VALUES (?, ?)", (f"redacted:{format_id('TST', 1)}", holder))
    with pytest.raises(TimelineError, match="append-only"):
        log.erase([1])


@pytest.mark.parametrize(
    ("type_", "before", "erased"),
    [("event_redacted", False, True), ("event_redacted", True, False), ("airstrike", False, False)],
)
def test_only_a_redaction_that_comes_later_lets_an_entry_be_erased(
    log: SqliteLog, path: Path, type_: str, before: bool, erased: bool
) -> None:
    redact(log, SECRET)
    log.erase([SECRET])
    at = log.head() + (2 if before else 1)
    id = format_id("TST", at)
    naming = Draft(type_, 1, b'{"redacts":["%s"]}' % id.encode(), (f"{REDACTED}{id}",))
    named = Draft("airstrike", 1, b'{"strikes":"7"}', ())
    log.append([naming, named] if before else [named, naming], recorded_by="test")
    if erased:
        log.erase([at])
        assert verify(log).ok
        return
    with pytest.raises(TimelineError, match="append-only"):
        log.erase([at])
    with closing(Forger(path)) as db:
        db.execute("UPDATE log SET body = NULL, salt = NULL WHERE position = ?", (at,))
    assert verify(log).faults == ((at, "body and salt are not what the entry commits to."),)


def test_a_body_that_is_gone_without_a_redaction_is_a_fault(log: SqliteLog, path: Path) -> None:
    with closing(Forger(path)) as db:
        db.execute("UPDATE log SET body = NULL, salt = NULL WHERE position = 7")
    assert verify(log).faults == ((7, "body and salt are not what the entry commits to."),)
    redact(log, 7)
    assert verify(log).ok


def test_an_erased_entry_whose_other_bytes_are_changed_is_found(log: SqliteLog, path: Path) -> None:
    redact(log, SECRET)
    log.erase([SECRET])
    with closing(Forger(path)) as db:
        db.execute(
            "UPDATE log SET entry = CAST(replace(CAST(entry AS TEXT), 'test', 'tess') AS BLOB) WHERE position = ?",
            (SECRET,),
        )
    assert [position for position, _ in verify(log).faults] == [SECRET]


def test_a_log_has_the_format_of_older_releases_until_something_is_erased(log: SqliteLog, path: Path) -> None:
    def format_() -> int:
        with closing(sqlite3.connect(path)) as db:
            return int(db.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()[0])

    redact(log, SECRET)
    assert format_() == 1
    log.erase([SECRET])
    assert format_() == 2
    log.close()
    with SqliteLog.open(path) as again:
        store(again, [strike(AFTER)])
        again.reindex(keys_of)
        assert verify(again, keys_of).ok


def test_a_reader_that_keeps_the_bytes_is_named_and_the_next_time_they_are_overwritten(
    log: SqliteLog, path: Path
) -> None:
    redact(log, SECRET)
    redact(log, SECRET + 1)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM log").fetchone()
        log._db.execute("PRAGMA busy_timeout = 100")
        with pytest.raises(TimelineError, match="another program is reading"):
            log.erase([SECRET, SECRET + 1])
    log.erase([SECRET, SECRET + 1])
    assert holding(path.parent) == set()
