"""Several processes at one log, and what the machine refuses them."""

from __future__ import annotations

import shutil
import signal
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.forked import start
from timeline.errors import TimelineError
from timeline.log.entries import Draft
from timeline.log.sqlite import SqliteLog
from timeline.log.verify import verify


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


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
    processes = [start(WRITER, path, f"writer {n}", 100) for n in range(8)]
    answers = [process.communicate() for process in processes]
    assert [error for _, error in answers] == [""] * 8
    acknowledged = [int(line) for output, _ in answers for line in output.split()]
    assert sorted(acknowledged) == list(range(1, 801))
    with SqliteLog.open(path) as log:
        assert len({entry.body for entry in log.read()}) == 800
        assert verify(log, lambda entry: (entry.body.decode(),)).ok


def test_a_killed_writer_loses_nothing_acknowledged(path: Path) -> None:
    SqliteLog.create(path, "HEL").close()
    for attempt in range(5):
        process = start(WRITER, path, f"attempt {attempt}", 1_000_000)
        first = process.hear()
        time.sleep(0.03 * attempt)
        process.kill()
        printed = f"{first}\n{process.communicate()[0]}"
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
        output, errors = start(UNPRIVILEGED, folder / "log.db", action).communicate()
        folder.chmod(0o755)
    assert errors == ""
    assert "you may write" in output


@pytest.mark.skipif(sys.platform == "win32", reason="files have other rights there")
def test_a_log_that_may_not_be_read_is_told_as_one() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        SqliteLog.create(folder / "log.db", "HEL").close()
        (folder / "log.db").chmod(0)
        folder.chmod(0o777)
        output, errors = start(UNPRIVILEGED, folder / "log.db", "append").communicate()
    assert errors == ""
    assert output.startswith(f"{folder / 'log.db'}: Permission denied. Check that you may read and write the file")


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
    output, errors = start(LIMITED, path).communicate()
    assert errors == ""
    stored, said = output.splitlines()
    assert "disk" in said
    with SqliteLog.open(path) as log:
        assert log.head() == int(stored)
        assert verify(log).ok


#: Creates one log a line of its standard input, so that several of these begin at the same moment.
CREATOR = """
import sys
from pathlib import Path
from timeline.errors import TimelineError
from timeline.log.sqlite import SqliteLog
for line in sys.stdin:
    try:
        SqliteLog.create(Path(line.strip()), sys.argv[1]).close()
        print("created", sys.argv[1], flush=True)
    except TimelineError as error:
        print("refused", error, flush=True)
"""


def test_logs_created_at_once_are_one_log(tmp_path: Path) -> None:
    processes = [start(CREATOR, prefix) for prefix in ("HEL", "AFG", "KAN", "ZAB")]
    for attempt in range(50):
        path = tmp_path / f"{attempt}.db"
        for process in processes:
            process.tell(str(path))
        answers = [process.hear() for process in processes]
        assert sorted(answer.split()[0] for answer in answers) == ["created", "refused", "refused", "refused"]
        (winner,) = (answer.split()[1] for answer in answers if answer.startswith("created"))
        with SqliteLog.open(path) as log:
            assert log.prefix == winner
    assert [process.communicate() for process in processes] == [("", "")] * 4


#: Forks with the log named by the first argument open, closes it, and says then what became of an append in the child.
FORKING = """
import os, sys
from pathlib import Path
from timeline.errors import TimelineError
from timeline.log.entries import Draft
from timeline.log.sqlite import SqliteLog
closed, close = os.pipe()
log = SqliteLog.open(Path(sys.argv[1]))
log.append([Draft("other", 1, b"before")], recorded_by="parent")
child = os.fork()
if not child:
    os.read(closed, 1)
    try:
        with log:
            print("acknowledged", log.append([Draft("other", 1, b"lost")], recorded_by="child")[0].id, flush=True)
    except TimelineError as refused:
        print("refused", refused, flush=True)
    with SqliteLog.open(Path(sys.argv[1])) as log:
        print("acknowledged", log.append([Draft("other", 1, b"kept")], recorded_by="child")[0].id, flush=True)
    os._exit(0)
log.close()
os.write(close, b"x")
os.waitpid(child, 0)
"""


def test_a_process_that_was_forked_with_a_log_open_acknowledges_nothing_until_it_opens_it_itself(path: Path) -> None:
    SqliteLog.create(path, "HEL").close()
    said, _ = start(FORKING, path).communicate()
    refused, acknowledged = said.splitlines()
    assert refused.startswith("refused")
    assert "Open the timeline again, in this process." in refused
    with SqliteLog.open(path) as log:
        assert [entry.body for entry in log.read()] == [b"before", b"kept"]
        assert acknowledged == f"acknowledged {log.get(2).id}"


#: The same, of which the child opens the log itself while others do, or while a thread of its parent was at it.
REOPENING = """
import os, sys, threading
from pathlib import Path
from timeline.errors import TimelineError
from timeline.log.entries import Draft
from timeline.log.sqlite import SqliteLog
closed, close = os.pipe()
log = SqliteLog.open(Path(sys.argv[1]))
if sys.argv[2:]:
    begun, ended = threading.Event(), threading.Event()
    def work():
        with log._writing():
            begun.set()
            ended.wait()
    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()
child = os.fork()
if not child:
    os.read(closed, 1)
    try:
        with SqliteLog.open(Path(sys.argv[1])) as log:
            print("opened", flush=True)
            for line in sys.stdin:
                print(log.append([Draft("other", 1, line.encode())], recorded_by="child")[0].position, flush=True)
    except TimelineError as refused:
        print(refused, flush=True)
    os._exit(0)
if sys.argv[2:]:
    ended.set()
    thread.join()
log.close()
os.write(close, b"x")
os.waitpid(child, 0)
"""


def test_what_a_forked_process_and_another_one_append_in_turn_is_all_there(path: Path) -> None:
    SqliteLog.create(path, "HEL").close()
    child = start(REOPENING, path)
    assert child.hear() == "opened"
    with SqliteLog.open(path) as log:
        for position in (1, 3, 5):
            child.tell("child")
            assert child.hear() == str(position)
            assert log.append([Draft("other", 1, b"here")], recorded_by="desk")[0].position == position + 1
        assert child.communicate() == ("", "")
        assert log.head() == 6
        assert verify(log).ok


def test_a_log_that_was_written_to_while_a_process_was_forked_is_not_opened_by_that(path: Path) -> None:
    SqliteLog.create(path, "HEL").close()
    said, _ = start(REOPENING, path, "in use").communicate()
    assert "was in use when this process was forked" in said
    with SqliteLog.open(path) as log:
        assert log.append([Draft("other", 1, b"after")], recorded_by="desk")[0].position == 1


@pytest.mark.parametrize("new", [True, False])
def test_a_process_that_has_copied_the_file_of_a_log_it_has_open_acknowledges_nothing_that_others_would_not_find(
    new: bool, path: Path, tmp_path: Path
) -> None:
    created = SqliteLog.create(path, "HEL")
    if not new:
        created.close()
    with created if new else SqliteLog.open(path) as log:
        log.append([Draft("other", 1, b"before")], recorded_by="desk")
        # To close it lets go of this process's locks: whoever closes it next takes it for unused.
        shutil.copy(path, tmp_path / "copy.db")
        shutil.copy(f"{path}-shm", tmp_path / "copy.db-shm")
        assert start(WRITER, path, "another process", 1).communicate() == ("2\n", "")
        with pytest.raises(TimelineError, match=r"log\.db-wal was removed while .* Open the timeline again"):
            log.head()
        with pytest.raises(TimelineError, match=r"log\.db-wal was removed while .* Open the timeline again"):
            log.append([Draft("other", 1, b"lost")], recorded_by="desk")
    with SqliteLog.open(path) as log:
        log.append([Draft("other", 1, b"after")], recorded_by="desk")
        assert [entry.body for entry in log.read()] == [b"before", b"another process.0", b"after"]
        assert verify(log).ok
