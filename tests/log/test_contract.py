from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path

import pytest

from tests.forked import start
from timeline.errors import TimelineError
from timeline.log.engine import Conflict, KeyTaken, Log, NotInLog
from timeline.log.entries import MAX_BYTES, Draft, Entry
from timeline.log.ids import format_id
from timeline.log.sqlite import SqliteLog
from timeline.log.verify import verify

#: Appends one entry with the body `elsewhere` to the log named by the first argument.
APPEND = """
import sys
from pathlib import Path
from timeline.log.entries import Draft
from timeline.log.sqlite import SqliteLog
with SqliteLog.open(Path(sys.argv[1])) as log:
    print("ready", flush=True)
    sys.stdin.readline()
    log.append([Draft("other", 1, b"elsewhere")], recorded_by="another process")
"""


class Engine:
    """A log, and a way to append to it as far from this thread as the engine allows."""

    def __init__(self, log: Log, append_elsewhere: Callable[[], Callable[[], None]]) -> None:
        self.log = log
        #: Gets ready, and returns what appends.
        self.append_elsewhere = append_elsewhere


@pytest.fixture(params=["file", "memory"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    log: Log

    def in_process() -> Callable[[], None]:
        process = start(APPEND, tmp_path / "log.db")
        request.addfinalizer(process.communicate)
        assert process.hear() == "ready"
        return process.tell

    def in_thread() -> Callable[[], None]:
        drafts = [Draft("other", 1, b"elsewhere")]
        return threading.Thread(target=lambda: log.append(drafts, recorded_by="another thread")).start

    if request.param == "file":
        log = SqliteLog.create(tmp_path / "log.db", "HEL")
        yield Engine(log, in_process)
    else:
        log = SqliteLog.memory("HEL")
        yield Engine(log, in_thread)
    log.close()


@pytest.fixture
def log(engine: Engine) -> Log:
    return engine.log


def draft(number: int, *keys: str) -> Draft:
    return Draft("airstrike", 2, b'{"n":%d}' % number, keys)


def fill(log: Log, count: int) -> None:
    for first in range(0, count, 1000):
        log.append([draft(n) for n in range(first + 1, min(first + 1000, count) + 1)], recorded_by="desk")


def keys_of(entry: Entry) -> tuple[str, ...]:
    return (f"claim:{entry.body.decode()}",)


class TestLog:
    """What `timeline.log.engine` promises. Any engine must pass."""

    def test_a_new_log_is_empty(self, log: Log) -> None:
        assert log.prefix == "HEL"
        assert log.head() == 0
        assert list(log.read()) == []
        assert list(log.keys("")) == []

    def test_positions_are_dense_across_appends_of_any_size(self, log: Log) -> None:
        for size in (1, 3, 1000, 2):
            log.append([draft(n) for n in range(size)], recorded_by="desk")
        assert [entry.position for entry in log.read()] == list(range(1, 1007))
        assert log.head() == 1006

    def test_leaves_are_those_of_the_entries_wherever_one_begins(self, log: Log) -> None:
        fill(log, 5000)
        stored = [row[2] for row in log.raw(5000)]
        assert list(log.leaves(0, 5000)) == stored
        assert list(log.leaves(4000, 4200)) == stored[4000:4200]
        assert list(log.leaves(4999, 5000)) == [row[2] for row in log.raw(5000, after=4999)] == stored[4999:]
        assert list(log.leaves(7, 7)) == []
        with pytest.raises(TimelineError, match="damaged"):
            list(log.leaves(4999, 5001))

    def test_an_append_returns_what_is_read_later(self, log: Log) -> None:
        entries = log.append([draft(1), draft(2)], recorded_by="desk")
        assert list(log.read()) == entries
        assert [log.get(1), log.get(2)] == entries
        assert [(entry.type, entry.version, entry.body) for entry in entries] == [
            ("airstrike", 2, b'{"n":1}'),
            ("airstrike", 2, b'{"n":2}'),
        ]
        assert {entry.recorded_by for entry in entries} == {"desk"}

    def test_ids_follow_from_prefix_and_position(self, log: Log) -> None:
        fill(log, 42)
        assert [entry.id for entry in log.read()] == [format_id("HEL", n) for n in range(1, 43)]
        assert log.get(42).id == "HEL-0000-0042-58"

    def test_the_same_body_gets_another_commitment_each_time_because_of_its_salt(self, log: Log) -> None:
        entries = log.append([draft(1), draft(1)], recorded_by="desk")
        for (_, _, _, salt, body), entry in zip(log.raw(2), entries, strict=True):
            assert len(salt) == 16
            assert entry.commitment == sha256(salt + body).hexdigest()
        assert entries[0].commitment != entries[1].commitment

    def test_instants_never_go_back(self, log: Log) -> None:
        for n in range(50):
            log.append([draft(n)], recorded_by="desk")
        instants = [entry.recorded_at for entry in log.read()]
        assert instants == sorted(instants)
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", instant) for instant in instants)

    def test_an_append_at_the_expected_head_succeeds(self, log: Log) -> None:
        log.append([draft(1)], recorded_by="desk", expected=0)
        log.append([draft(2), draft(3)], recorded_by="desk", expected=1)
        assert log.head() == 3

    @pytest.mark.parametrize("expected", [0, 1, 3])
    def test_an_append_that_expects_another_head_stores_nothing(self, log: Log, expected: int) -> None:
        fill(log, 2)
        with pytest.raises(Conflict) as conflict:
            log.append([draft(3)], recorded_by="desk", expected=expected)
        assert (conflict.value.expected, conflict.value.head) == (expected, 2)
        assert log.head() == 2

    def test_a_key_of_an_earlier_entry_is_taken_and_nothing_is_stored(self, log: Log) -> None:
        log.append([draft(1), draft(2, "claim:a")], recorded_by="desk")
        with pytest.raises(KeyTaken) as taken:
            log.append([draft(3, "claim:b"), draft(4, "slot:c", "claim:a")], recorded_by="desk")
        assert (taken.value.key, taken.value.position) == ("claim:a", 2)
        assert log.head() == 2
        assert log.find(["claim:b", "slot:c"]) == {}

    def test_a_key_is_taken_by_another_draft_of_the_same_append(self, log: Log) -> None:
        with pytest.raises(KeyTaken) as taken:
            log.append([draft(1, "claim:a"), draft(2, "claim:a")], recorded_by="desk")
        assert (taken.value.key, taken.value.position) == ("claim:a", None)
        assert log.head() == 0

    def test_one_draft_may_name_a_key_twice(self, log: Log) -> None:
        log.append([draft(1, "claim:a", "claim:a")], recorded_by="desk")
        assert log.find(["claim:a"]) == {"claim:a": 1}

    def test_a_retry_of_an_unacknowledged_append_learns_where_it_is(self, log: Log) -> None:
        drafts = [draft(1, "claim:a"), draft(2, "claim:b")]
        log.append(drafts, recorded_by="desk")
        with pytest.raises(KeyTaken):
            log.append(drafts, recorded_by="desk")
        assert log.find(["claim:a", "claim:b", "claim:c"]) == {"claim:a": 1, "claim:b": 2}

    @pytest.mark.parametrize("count", [0, 1001])
    def test_an_append_takes_one_to_a_thousand_drafts(self, log: Log, count: int) -> None:
        with pytest.raises(TimelineError, match="1 to 1,000 events"):
            log.append([draft(n) for n in range(count)], recorded_by="desk")
        assert log.head() == 0

    def test_the_largest_body_is_stored(self, log: Log) -> None:
        log.append([Draft("other", 1, b"x" * MAX_BYTES)], recorded_by="desk")
        assert log.get(1).body == b"x" * MAX_BYTES

    @pytest.mark.parametrize("body", [b"", b"x" * (MAX_BYTES + 1)])
    def test_a_body_of_a_wrong_size_stores_nothing_of_the_append(self, log: Log, body: bytes) -> None:
        with pytest.raises(TimelineError, match="65,535"):
            log.append([draft(1, "claim:a"), Draft("other", 1, body)], recorded_by="desk")
        assert log.head() == 0
        assert log.find(["claim:a"]) == {}

    def test_a_blank_name_stores_nothing(self, log: Log) -> None:
        with pytest.raises(TimelineError, match="cannot be recorded as a name"):
            log.append([draft(1)], recorded_by=" ")
        assert log.head() == 0

    @pytest.mark.parametrize(
        ("after", "until", "positions"),
        [
            (0, None, range(1, 601)),
            (255, None, range(256, 601)),
            (256, 512, range(257, 513)),
            (599, 10_000, range(600, 601)),
            (600, None, range(0)),
            (10_000, None, range(0)),
            (10**30, None, range(0)),
            (-(10**30), 10**30, range(1, 601)),
            (5, 5, range(0)),
        ],
    )
    def test_reading_begins_after_a_position_and_ends_at_one(
        self, log: Log, after: int, until: int | None, positions: range
    ) -> None:
        fill(log, 600)
        assert [entry.position for entry in log.read(after, until)] == list(positions)

    def test_a_reader_sees_the_log_as_it_was_when_it_began(self, log: Log) -> None:
        fill(log, 600)
        reader = log.read()
        first = next(reader)
        fill(log, 600)
        assert [first.position, *(entry.position for entry in reader)] == list(range(1, 601))

    def test_a_thread_reads_while_another_appends(self, log: Log) -> None:
        def append() -> None:
            for n in range(200):
                log.append([draft(n)], recorded_by="desk")

        thread = threading.Thread(target=append)
        thread.start()
        seen = 0
        while thread.is_alive():
            positions = [entry.position for entry in log.read()]
            assert positions == list(range(1, len(positions) + 1))
            assert len(positions) >= seen
            seen = len(positions)
        thread.join()
        assert log.head() == 200

    @pytest.mark.parametrize("position", [-1, 0, 3, 10**30, -(10**30)])
    def test_a_position_without_an_entry_is_not_in_the_log(self, log: Log, position: int) -> None:
        fill(log, 2)
        with pytest.raises(NotInLog) as missing:
            log.get(position)
        assert missing.value.position == position

    def test_a_subscription_gives_the_old_entries_and_then_each_new_one(self, log: Log) -> None:
        fill(log, 3)
        subscription = log.subscribe(after=1)
        assert [entry.position for entry in islice(subscription, 2)] == [2, 3]
        fill(log, 2)
        assert [entry.position for entry in islice(subscription, 2)] == [4, 5]

    def test_a_subscription_is_woken_within_a_second_by_an_append_made_elsewhere(self, engine: Engine) -> None:
        append = engine.append_elsewhere()
        woken = threading.Event()
        bodies: list[bytes] = []

        def subscribe() -> None:
            bodies.append(next(engine.log.subscribe()).body)
            woken.set()

        threading.Thread(target=subscribe, daemon=True).start()
        assert not woken.wait(0.2)
        append()
        # Besides waking, the append itself may take its time on a busy machine.
        assert woken.wait(3)
        assert bodies == [b"elsewhere"]

    def test_a_stopped_subscription_ends(self, log: Log) -> None:
        fill(log, 3)
        stop = threading.Event()
        seen = []
        for entry in log.subscribe(stop=stop):
            seen.append(entry.position)
            if entry.position == 2:
                stop.set()
        assert seen == [1, 2]
        thread = threading.Thread(target=lambda: list(log.subscribe(after=3, stop=waiting)))
        waiting = threading.Event()
        thread.start()
        waiting.set()
        thread.join(5)
        assert not thread.is_alive()

    def test_keys_are_found_by_prefix_in_the_order_of_their_bytes(self, log: Log) -> None:
        names = [f"incident:{n:04}" for n in range(600)]
        log.append([draft(n, name) for n, name in enumerate(names)], recorded_by="desk")
        others = ["incident", "incident:\U0010ffff", "incident:é", "incidenz", "incident;", "a", "incident:0007\0"]
        log.append([draft(0, *others)], recorded_by="desk")
        found = [key for key, _ in log.keys("incident:")]
        assert found == sorted([*names, "incident:\U0010ffff", "incident:é", "incident:0007\0"], key=str.encode)
        assert dict(log.keys("incident:05"))["incident:0599"] == 600
        assert len(list(log.keys(""))) == 607
        assert list(log.keys("z")) == []

    def test_the_index_is_rebuilt_from_the_entries(self, log: Log) -> None:
        log.append([draft(1, "old:a"), draft(2), draft(1)], recorded_by="desk")
        log.reindex(keys_of)
        assert list(log.keys("")) == [('claim:{"n":1}', 1), ('claim:{"n":2}', 2)]
        with pytest.raises(KeyTaken):
            log.append([draft(4, 'claim:{"n":2}')], recorded_by="desk")
        log.append([draft(4, "old:a")], recorded_by="desk")

    def test_a_rebuilding_that_fails_leaves_the_index_as_it_was(self, log: Log) -> None:
        def fail(entry: Entry) -> tuple[str, ...]:
            if entry.position == 2:
                raise TimelineError("no")
            return ("new",)

        log.append([draft(1, "a"), draft(2, "b")], recorded_by="desk")
        with pytest.raises(TimelineError, match="no"):
            log.reindex(fail)
        assert list(log.keys("")) == [("a", 1), ("b", 2)]

    def test_what_was_appended_verifies(self, log: Log) -> None:
        log.append([draft(n, f'claim:{{"n":{n}}}') for n in range(300)], recorded_by="desk")
        found = verify(log, keys_of)
        assert found.ok
        assert found.size == 300

    def test_a_closed_log_refuses(self, log: Log) -> None:
        fill(log, 300)
        reader = log.read()
        next(reader)
        log.close()
        with pytest.raises(TimelineError):
            list(reader)
        with pytest.raises(TimelineError):
            log.append([draft(1)], recorded_by="desk")
