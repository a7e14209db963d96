from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from tests.forging import Forger
from timeline.errors import TimelineError
from timeline.log.entries import Draft, Entry, seal
from timeline.log.sqlite import SqliteLog
from timeline.log.verify import Checkpoint, Verification, verify

SIZE = 20


def keys_of(entry: Entry) -> tuple[str, ...]:
    return (f"claim:{entry.body.decode()}",)


def append(log: SqliteLog, numbers: range) -> None:
    bodies = [f"the body of entry {n}" for n in numbers]
    log.append([Draft("airstrike", 1, body.encode(), (f"claim:{body}",)) for body in bodies], recorded_by="desk")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def log(path: Path) -> Iterator[SqliteLog]:
    with SqliteLog.create(path, "HEL") as log:
        append(log, range(1, SIZE // 2 + 1))
        append(log, range(SIZE // 2 + 1, SIZE + 1))
        yield log


@pytest.fixture
def forger(log: SqliteLog, path: Path) -> Iterator[Forger]:
    forger = Forger(path)
    yield forger
    forger.close()


def checkpoint(found: Verification) -> Checkpoint:
    return Checkpoint(found.size, found.root)


def test_an_untouched_log_verifies_with_the_root_of_an_independent_implementation(log: SqliteLog) -> None:
    found = verify(log, keys_of)
    tree = InmemoryTree(algorithm="sha256")
    for _, entry, *_ in log.raw(SIZE):
        tree.append_entry(entry)
    assert found == Verification(SIZE, tree.get_root().hex(), ())
    assert found.ok


def test_an_empty_log_verifies(path: Path) -> None:
    with SqliteLog.create(path, "HEL") as log:
        found = verify(log, keys_of, [Checkpoint(0, verify(log).root)])
    assert (found.ok, found.size) == (True, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_changing_any_stored_byte_is_found_at_its_position(log: SqliteLog, forger: Forger, data: st.DataObject) -> None:
    position = data.draw(st.integers(1, SIZE))
    column = data.draw(st.sampled_from(["entry", "leaf", "salt", "body"]))
    (before,) = forger.execute(f"SELECT {column} FROM log WHERE position = ?", (position,)).fetchone()
    at = data.draw(st.integers(0, len(before) - 1))
    changed = bytearray(before)
    changed[at] ^= data.draw(st.integers(1, 255))
    update = f"UPDATE log SET {column} = ? WHERE position = ?"
    forger.execute(update, (bytes(changed), position))
    found = verify(log, keys_of)
    forger.execute(update, (before, position))
    assert {place for place, _ in found.faults} == {position}
    assert verify(log, keys_of).ok


@pytest.mark.parametrize("column", ["salt", "body"])
@pytest.mark.parametrize("value", [None, b"", b"more"])
def test_a_body_or_salt_that_is_gone_or_replaced_is_found(
    log: SqliteLog, forger: Forger, column: str, value: bytes | None
) -> None:
    forger.execute(f"UPDATE log SET {column} = ? WHERE position = 7", (value,))
    assert verify(log, keys_of).faults == ((7, "body and salt are not what the entry commits to."),)


def test_bytes_that_turned_into_another_type_are_found(path: Path, log: SqliteLog, forger: Forger) -> None:
    # As one flipped bit in a record's header does: no STRICT table takes it otherwise.
    forger.execute("PRAGMA writable_schema = ON")
    forger.execute("UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT', ''), 'NOT NULL', '')")
    forger.close()
    db = Forger(path)
    db.execute("UPDATE log SET entry = CAST(entry AS TEXT) WHERE position = 3")
    db.execute("UPDATE log SET entry = CAST(x'ff' AS TEXT) WHERE position = 4")
    db.execute("UPDATE log SET entry = NULL WHERE position = 5")
    db.execute("UPDATE log SET body = CAST(body AS TEXT) WHERE position = 6")
    db.execute("UPDATE log SET leaf = 7 WHERE position = 7")
    db.close()
    assert [position for position, _ in verify(log).faults] == [3, 4, 5, 6, 7, 0, 0, 0]
    for position in (3, 4, 5, 6):
        with pytest.raises(TimelineError, match=f"position {position} is damaged"):
            log.get(position)


def test_a_missing_entry_is_found(log: SqliteLog, forger: Forger) -> None:
    forger.execute("DELETE FROM log WHERE position IN (5, 6)")
    found = verify(log)
    assert found.faults == ((5, "missing: the next entry is at position 7."),)
    assert found.size == SIZE - 2


def test_exchanged_entries_are_found(log: SqliteLog, forger: Forger) -> None:
    for old, new in ((5, 100), (6, 5), (100, 6)):
        forger.execute("UPDATE log SET position = ? WHERE position = ?", (new, old))
    assert verify(log).faults == tuple((position, "the entry has another ID or position.") for position in (5, 6))


def forge(log: SqliteLog, forger: Forger, position: int, entry: Entry) -> None:
    """Puts `entry` where another one is, with every hash recomputed."""
    draft = Draft(entry.type, entry.version, entry.body)
    at, by = entry.recorded_at, entry.recorded_by
    _, row = seal(draft, prefix="HEL", position=position, recorded_at=at, recorded_by=by, salt=b"0123456789abcdef")
    forger.execute("REPLACE INTO log VALUES (?, ?, ?, ?, ?)", row)


@pytest.mark.parametrize("instant", ["1999-01-01T00:00:00.000000Z", "2999-99-99T99:99:99.999999Z"])
def test_an_instant_that_goes_back_or_is_none_is_found(log: SqliteLog, forger: Forger, instant: str) -> None:
    forge(log, forger, SIZE, replace(log.get(SIZE), recorded_at=instant))
    assert verify(log).faults == ((SIZE, "the instant is before that of the entry before it, or is none."),)


def test_a_log_that_was_forged_with_every_hash_recomputed_is_found_out_by_a_checkpoint(
    log: SqliteLog, forger: Forger
) -> None:
    kept = checkpoint(verify(log))
    append(log, range(SIZE + 1, SIZE + 6))
    assert verify(log, against=[kept]).ok
    forge(log, forger, 12, replace(log.get(12), body=b"forged"))
    assert verify(log).ok
    found = verify(log, against=[kept])
    assert found.faults == ((SIZE, "the entries up to here are not those that the checkpoint is of."),)


def test_a_log_that_was_cut_off_is_found_out_by_a_checkpoint(log: SqliteLog, forger: Forger) -> None:
    kept = checkpoint(verify(log))
    forger.execute("DELETE FROM log WHERE position > 15")
    assert verify(log).ok
    assert verify(log, against=[kept]).faults == ((16, f"cut off: the checkpoint is of {SIZE} entries."),)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(size=st.integers(0, SIZE))
def test_a_log_extends_every_earlier_checkpoint_of_itself(log: SqliteLog, size: int) -> None:
    tree = InmemoryTree(algorithm="sha256")
    for _, entry, *_ in log.raw(size):
        tree.append_entry(entry)
    root = tree.get_root().hex() if size else "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert verify(log, against=[Checkpoint(size, root)]).ok
    assert not verify(log, against=[Checkpoint(size, "00" * 32)]).ok


@pytest.mark.parametrize(
    ("statement", "position", "text"),
    [
        ("DELETE FROM key_index WHERE position = 4", 4, "leads the key"),
        ("UPDATE key_index SET position = 5 WHERE position = 4", 4, "leads the key"),
        ("INSERT INTO key_index VALUES ('claim:more', 6)", 6, "does not have"),
        ("INSERT INTO key_index VALUES ('claim:none', 0)", 0, "does not have"),
        ("DELETE FROM log WHERE position = 20", 20, "does not have"),
    ],
)
def test_an_index_that_differs_from_the_entries_is_found_and_can_be_rebuilt(
    log: SqliteLog, forger: Forger, statement: str, position: int, text: str
) -> None:
    forger.execute(statement)
    assert verify(log).ok
    found = verify(log, keys_of)
    assert [place for place, said in found.faults if text in said] == [position]
    log.reindex(keys_of)
    assert verify(log, keys_of).ok


def test_two_entries_with_the_same_key_are_found(log: SqliteLog) -> None:
    log.append([Draft("airstrike", 1, log.get(9).body)], recorded_by="desk")
    found = verify(log, keys_of)
    assert [position for position, _ in found.faults] == [SIZE + 1]


def test_one_byte_changed_in_the_file_is_found_at_its_position(log: SqliteLog, path: Path) -> None:
    log.close()
    content = path.read_bytes()
    # The index has it too, after "claim:".
    stored = re.search(rb"(?<!claim:)the body of entry 17", content)
    assert stored
    path.write_bytes(content[: stored.start()] + b"T" + content[stored.start() + 1 :])
    with SqliteLog.open(path) as damaged:
        assert [position for position, _ in verify(damaged).faults] == [17]


@pytest.mark.parametrize("seed", range(100))
def test_garbage_written_over_the_file_is_never_a_traceback(log: SqliteLog, path: Path, seed: int) -> None:
    whole = list(log.raw(SIZE))
    log.close()
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    start = chance.randrange(100) if seed % 3 == 0 else chance.randrange(len(content))
    length = chance.choice([1, 2, 16, 512, 4096])
    for at in range(start, min(start + length, len(content))):
        content[at] = chance.randrange(256)
    path.write_bytes(content[: chance.randrange(len(content))] if seed % 10 == 9 else content)
    try:
        damaged = SqliteLog.open(path)
    except TimelineError:
        return
    with damaged:
        found = verify(damaged, keys_of)
        if found.ok and found.size == SIZE:
            assert list(damaged.raw(SIZE)) == whole


def test_a_checkpoint_is_read_as_it_was_written(log: SqliteLog) -> None:
    kept = replace(checkpoint(verify(log)), origin="example.org/helmand")
    text = kept.text()
    assert text.splitlines()[:2] == ["example.org/helmand", str(SIZE)]
    assert Checkpoint.parse(text) == kept
    assert Checkpoint.parse(f"{text}\n— example.org/helmand c2lnbmF0dXJl\n".replace("\n", "\r\n")) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "HEL",
        "HEL\n3\n",
        "HEL\n-3\nRHYRaV7hDRWVMowzvgOkHl+Gj3FP3DBnMftW939dqK4=\n",
        "HEL\n٣\nRHYRaV7hDRWVMowzvgOkHl+Gj3FP3DBnMftW939dqK4=\n",
        "HEL\n3\nRHYRaV7hDRWVMowzvgOkHl\n",
        "HEL\n3\nRHYRaV7h\n",
        "HEL\n3\nRHYRaV7hDRWVMowzvgOkHl+Gj3FP3DBnMftW939dqKé=\n",
        f"HEL\n{'9' * 5000}\nRHYRaV7hDRWVMowzvgOkHl+Gj3FP3DBnMftW939dqK4=\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(TimelineError, match="is not a checkpoint"):
        Checkpoint.parse(text)


def test_a_log_that_cannot_be_read_any_more_is_a_fault(log: SqliteLog, path: Path) -> None:
    log.close()
    shutil.rmtree(path.parent)
    found = verify(log)
    assert [position for position, _ in found.faults] == [1]


def test_where_no_thread_can_be_had_a_log_is_verified_without_one(
    log: SqliteLog, forger: Forger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(thread: Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(Thread, "start", refuse)
    assert verify(log, keys_of).ok
    forger.execute("DROP TRIGGER log_delete")
    assert [told[:32] for told in verify(log, keys_of).told()] == ["The guard log_delete is missing:"]


def test_progress_is_told_up_to_the_last_entry_once_its_keys_are_seen(
    log: SqliteLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("timeline.log.verify.STEP", 5)
    told = list[tuple[int, int]]()
    verify(log, keys_of, progress=lambda done, of: told.append((done, of)))
    assert told == [(done, SIZE) for done in (2, 5, 7, 10, 12, 15, 17, 20)]
