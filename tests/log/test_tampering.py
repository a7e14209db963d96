"""Whatever is done to a log's file by hand is found, and named with its position or with the guard that was in the way.

What `verify` cannot find alone is found with a checkpoint of before: these cases say so.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.forging import Forger
from timeline.errors import TimelineError
from timeline.log.entries import Draft, Entry, seal
from timeline.log.merkle import leaf_hash
from timeline.log.sqlite import SqliteLog
from timeline.log.verify import Checkpoint, verify

SIZE = 20
END = SIZE + 1
#: The text of each kind of fault, shortened.
COMMITTED, PLACE, LEAF, INDEX = "commits to", "another ID or position", "hash of the entry", "index"
#: Changes the log at will, and says which positions are to be named, each with what is wrong.
Forgery = Callable[[Forger], dict[int, str]]


def keys_of(entry: Entry) -> tuple[str, ...]:
    return (f"claim:{entry.body.decode()}",)


def append(log: SqliteLog, numbers: range) -> None:
    bodies = [f"the body of entry {n}" for n in numbers]
    log.append([Draft("airstrike", 1, body.encode(), (f"claim:{body}",)) for body in bodies], recorded_by="desk")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with SqliteLog.create(tmp_path / "log.db", "HEL") as log:
        append(log, range(1, SIZE + 1))
    return tmp_path / "log.db"


@pytest.fixture
def kept(path: Path) -> Checkpoint:
    with SqliteLog.open(path) as log:
        found = verify(log, keys_of)
    assert found.ok
    return Checkpoint(found.size, found.root)


@pytest.fixture
def forger(path: Path, kept: Checkpoint) -> Iterator[Forger]:
    forger = Forger(path)
    yield forger
    forger.close()


def exchange(*columns: str) -> Forgery:
    def do(forger: Forger) -> dict[int, str]:
        first, second = forger.row(4), forger.row(15)
        names = ("position", "entry", "leaf", "salt", "body")
        for mine, other in ((first, second), (second, first)):
            forger.put([other[n] if name in columns else mine[n] for n, name in enumerate(names)])
        return dict.fromkeys((4, 15), PLACE if "entry" in columns else LEAF if "leaf" in columns else COMMITTED)

    return do


def remove(*positions: int) -> Forgery:
    def do(forger: Forger) -> dict[int, str]:
        forger.execute(f"DELETE FROM log WHERE position IN ({', '.join(map(str, positions))})")
        return {positions[0]: "missing"}

    return do


def close_ranks(forger: Forger) -> dict[int, str]:
    forger.execute("DELETE FROM log WHERE position = 8")
    forger.shift(9, -1)
    return dict.fromkeys(range(8, SIZE), PLACE)


def insert_in_the_middle(forger: Forger) -> dict[int, str]:
    forger.shift(8, 1)
    forger.seal(8, 7, b"forged")
    return dict.fromkeys(range(9, END + 1), PLACE)


def insert_before_the_first(forger: Forger) -> dict[int, str]:
    forger.put((-5, *forger.row(1)[1:]))
    return {0: "at position -5, before the first"}


def duplicate(forger: Forger) -> dict[int, str]:
    forger.put((END, *forger.row(5)[1:]))
    return {END: PLACE}


def insert_at_the_end(forger: Forger) -> dict[int, str]:
    forger.seal(END, SIZE, b"forged")
    return {END: INDEX}


def insert_far_off(forger: Forger) -> dict[int, str]:
    forger.seal(90, SIZE, b"forged")
    return {END: "missing: the next entry is at position 90"}


def renumber(forger: Forger) -> dict[int, str]:
    forger.execute("UPDATE log SET position = 100 WHERE position = 7")
    return {7: "missing", END: "missing: the next entry is at position 100", 100: PLACE}


def recompute_the_leaf(forger: Forger) -> dict[int, str]:
    position, entry, _, salt, body = forger.row(11)
    entry = entry.replace(b'"position":11', b'"position":12')
    forger.put((position, entry, leaf_hash(entry), salt, body))
    return {11: PLACE}


def spell_otherwise(forger: Forger) -> dict[int, str]:
    position, entry, _, salt, body = forger.row(11)
    entry = entry.replace(b'"version":1', b'"version": 1')
    forger.put((position, entry, leaf_hash(entry), salt, body))
    return {11: "canonical"}


def take_from_another_log(forger: Forger) -> dict[int, str]:
    draft = Draft("airstrike", 1, b"of another log")
    instant = "2026-01-01T00:00:00.000000Z"
    forger.put(seal(draft, prefix="AFG", position=9, recorded_at=instant, recorded_by="desk", salt=bytes(16))[1])
    return {9: PLACE}


def erase_by_hand(forger: Forger) -> dict[int, str]:
    forger.execute("UPDATE log SET salt = NULL, body = NULL WHERE position IN (3, 4)")
    forger.execute("DELETE FROM key_index WHERE position IN (3, 4)")
    return {3: COMMITTED, 4: COMMITTED}


FORGERIES: dict[str, Forgery] = {
    "salts exchanged": exchange("salt"),
    "bodies exchanged": exchange("body"),
    "salts and bodies exchanged": exchange("salt", "body"),
    "leaves exchanged": exchange("leaf"),
    "entries exchanged": exchange("entry", "leaf", "salt", "body"),
    "the first entry removed": remove(1),
    "entries removed": remove(5, 6),
    "an entry removed and the rest moved up": close_ranks,
    "an entry inserted in the middle": insert_in_the_middle,
    "an entry inserted before the first": insert_before_the_first,
    "an entry inserted at the end": insert_at_the_end,
    "an entry inserted far behind the end": insert_far_off,
    "an entry doubled": duplicate,
    "an entry with another position": renumber,
    "a leaf recomputed": recompute_the_leaf,
    "an entry spelt otherwise": spell_otherwise,
    "an entry of another log": take_from_another_log,
    "entries erased by hand": erase_by_hand,
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_found_and_named_with_its_position(name: str, forger: Forger, path: Path) -> None:
    expected = FORGERIES[name](forger)
    with SqliteLog.open(path) as log:
        found = verify(log, keys_of)
    for position, text in expected.items():
        assert any(text in problem for place, problem in found.faults if place == position), (position, found.faults)
    assert {place for place, _ in found.faults} <= {*expected, *(position + 1 for position in expected)}


def rewrite_all(forger: Forger) -> None:
    for position in range(1, SIZE + 1):
        forger.seal(position, position, b"forged %d" % position)


def rewrite_one(forger: Forger) -> None:
    forger.seal(12, 12, b"forged")


def sign_as_another(forger: Forger) -> None:
    position, entry, _, salt, body = forger.row(12)
    entry = entry.replace(b'"recorded_by":"desk"', b'"recorded_by":"dusk"')
    forger.put((position, entry, leaf_hash(entry), salt, body))


def go_on_otherwise(forger: Forger) -> None:
    forger.execute("DELETE FROM log WHERE position > 15")
    for position in range(16, SIZE + 5):
        forger.seal(position, 15, b"forged %d" % position)


def cut_off(forger: Forger) -> None:
    forger.execute("DELETE FROM log WHERE position > 15")


@pytest.mark.parametrize("forge", [rewrite_all, rewrite_one, sign_as_another, go_on_otherwise, cut_off])
def test_what_is_forged_with_every_hash_and_key_recomputed_is_found_with_a_checkpoint(
    forge: Callable[[Forger], None], forger: Forger, path: Path, kept: Checkpoint
) -> None:
    forge(forger)
    with SqliteLog.open(path) as log:
        log.reindex(keys_of)
        assert verify(log, keys_of).ok, "else a checkpoint is not needed"
        found = verify(log, keys_of, [kept])
    if forge is cut_off:
        assert found.faults == ((16, f"cut off: the checkpoint is of {SIZE} entries."),)
    else:
        assert found.faults == ((SIZE, "the entries up to here are not those that the checkpoint is of."),)


def test_entries_appended_since_do_not_hide_what_was_forged_before(path: Path, kept: Checkpoint) -> None:
    with SqliteLog.open(path) as log:
        append(log, range(SIZE + 1, SIZE + 6))
        assert verify(log, keys_of, [kept]).ok
        changed = replace(kept, root="00" * 32)
        assert [position for position, _ in verify(log, keys_of, [changed]).faults] == [SIZE]


GUARDS = ["log_insert", "log_update", "log_delete", "meta_insert", "meta_update", "meta_delete"]


def faults_of(path: Path) -> list[str]:
    with SqliteLog.open(path) as log:
        return verify(log, keys_of).told()


@pytest.mark.parametrize("erasing", [False, True])
@pytest.mark.parametrize("name", GUARDS)
def test_a_guard_that_is_gone_or_altered_is_named_and_can_be_put_back(name: str, erasing: bool, path: Path) -> None:
    if erasing:
        with SqliteLog.open(path) as log:
            log.erase([])
        assert faults_of(path) == []
    db = sqlite3.connect(path, isolation_level=None)
    (sql,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
    for how in ("missing", "altered"):
        db.execute(f"DROP TRIGGER {name}")
        if how == "altered":
            db.execute(re.sub(r"SELECT RAISE.*; END", "SELECT 1; END", sql))
        (fault,) = faults_of(path)
        assert fault.startswith(f"The guard {name} is {how}: entries may have been changed since. ")
        with SqliteLog.open(path) as log, pytest.warns(RuntimeWarning, match=f"are put back: {name}"):
            log.reindex(keys_of)
        assert faults_of(path) == []
    assert db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone() == (sql,)
    db.close()


def test_the_guard_of_the_other_format_is_an_altered_one(path: Path) -> None:
    with SqliteLog.open(path) as log:
        log.erase([])
    forger = Forger(path)
    forger.execute("UPDATE meta SET value = 1 WHERE name = 'format'")
    assert [fault[:32] for fault in faults_of(path)] == ["The guard log_update is altered:"]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("CREATE TABLE notes(x)", 'The table "notes" does not belong in a log.'),
        ("CREATE VIEW v AS SELECT * FROM log", 'The view "v" does not belong in a log.'),
        ('CREATE INDEX "a ""b" ON log(leaf)', 'Remove it with SQLite: DROP INDEX "a ""b"'),
        (
            "CREATE TRIGGER copy AFTER INSERT ON key_index BEGIN DELETE FROM key_index WHERE position = 1; END",
            'The trigger "copy" does not belong in a log.',
        ),
        ("INSERT INTO meta VALUES ('more', 1)", 'The table meta has a row "more", which does not belong there.'),
    ],
)
def test_what_does_not_belong_in_a_log_is_named(statement: str, said: str, forger: Forger, path: Path) -> None:
    forger.execute(statement)
    (fault,) = faults_of(path)
    assert said in fault


def test_a_table_that_is_made_otherwise_is_named(forger: Forger, path: Path) -> None:
    forger.execute("PRAGMA writable_schema = ON")
    forger.execute("UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'log'")
    assert faults_of(path) == ["The table log is not made as a log's is. Restore the log from a backup."]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE meta SET value = 3 WHERE name = 'format'", "has log format 3; this version"),
        ("UPDATE meta SET value = 'x' WHERE name = 'format'", "has log format 'x'; this version"),
        ("DELETE FROM meta WHERE name = 'format'", "has log format None; this version"),
        ("DELETE FROM meta WHERE name = 'prefix'", "prefix"),
        ("UPDATE meta SET value = 'h3l' WHERE name = 'prefix'", "prefix"),
        ("UPDATE meta SET value = x'ff' WHERE name = 'prefix'", "prefix"),
        ("DROP TABLE meta", "no such table: meta"),
    ],
)
def test_a_meta_table_that_says_what_no_log_says_is_refused(
    statement: str, said: str, forger: Forger, path: Path
) -> None:
    forger.execute(statement)
    forger.close()
    with pytest.raises(TimelineError, match=said) as refused:
        SqliteLog.open(path)
    assert "log.db" in str(refused.value)


def test_another_prefix_in_the_meta_table_is_found_at_every_entry(forger: Forger, path: Path) -> None:
    forger.execute("UPDATE meta SET value = 'AFG' WHERE name = 'prefix'")
    with SqliteLog.open(path) as log:
        assert [position for position, _ in verify(log, keys_of).faults] == list(range(1, SIZE + 1))
