"""A backup or a restore that is killed, or finds no room or no right, leaves nothing half made, nothing in the way."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests import forked
from tests.backed_up import assert_restored, folder, made, raw
from timeline import backups
from timeline.placing import folder_for
from timeline.service import Timeline

__all__ = ["folder", "made"]

ELSEWHERE = pytest.mark.skipif(sys.platform == "win32", reason="there are no such rights, limits and signals there")


#: Backs up or restores again and again, killed at the first, second, third … step, until one gets through; what each
#: leaves is for the next, as it would be for a user. Prints after each kill what there is.
KILLED = """
import os, signal, sys
from pathlib import Path
from timeline import backups
what, source, place = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
STEPS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree", "sqlite3.connect"}
number, status = 0, 1
while status:
    number += 1
    child = os.fork()
    if not child:
        passed = 0
        def step(event, arguments):
            global passed
            if event in STEPS:
                passed += 1
                if passed == number:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(step)
        getattr(backups, what)(source, place)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert status in (0, signal.SIGKILL), status
    there = place if what == "backup" else place / "timeline.toml"
    print(int(there.exists()), flush=True)
    if status and there.exists():
        # It was killed after all was done.
        break
"""


@ELSEWHERE
@pytest.mark.parametrize("what", ["backup", "restore"])
def test_a_kill_at_any_step_leaves_nothing_half_made_and_the_next_attempt_succeeds(
    what: str, folder: Path, tmp_path: Path
) -> None:
    rows = raw(folder / "log.db")
    file, new = tmp_path / "b.db", tmp_path / "new"
    if what == "restore":
        backups.backup(folder, file)
    paths = (folder, file) if what == "backup" else (file, new)
    done = forked.run(["-c", KILLED, what, *map(str, paths)])
    assert (done.returncode, done.stderr) == (0, "")
    there = done.stdout.split()
    assert len(there) >= 8
    assert {*there[:-1]} == {"0"}
    if what == "backup":
        backups.restore(file, new)
    elif folder_for(new / "log.db").exists():
        # It was killed when all was in place, and did not get to clear up.
        shutil.rmtree(folder_for(new / "log.db"))
    assert_restored(new, rows)


#: As a user without the rights of root, whom no read-only folder stops, and with files of a limited size.
LIMITED = """
import os, resource, sys
from pathlib import Path
from timeline import backups
from timeline.errors import TimelineError
if size := int(sys.argv[4]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
elif os.geteuid() == 0:
    os.setuid(65534)
try:
    getattr(backups, sys.argv[1])(Path(sys.argv[2]), Path(sys.argv[3]))
except TimelineError as problem:
    print(problem)
"""


def limited(what: str, source: Path, place: Path, size: int = 0) -> str:
    done = forked.run(["-c", LIMITED, what, str(source), str(place), str(size)])
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@ELSEWHERE
@pytest.mark.parametrize("size", [10_000, 34_000, 100_000])
def test_a_full_disk_leaves_nothing_half_made(size: int, folder: Path, tmp_path: Path) -> None:
    backups.backup(folder, tmp_path / "b.db")
    if size < (tmp_path / "b.db").stat().st_size:
        assert "disk" in limited("backup", folder, tmp_path / "c.db", size)
    # The log fits into the largest, and the tables do not.
    assert "disk" in limited("restore", tmp_path / "b.db", tmp_path / "new", size)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["b.db", "t"]


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder in which nobody but root may write; not under tmp_path, which is closed to all but its owner."""
    with TemporaryDirectory() as name:
        inner = Path(name) / "closed"
        inner.mkdir()
        Path(name).chmod(0o755)
        yield inner
        inner.chmod(0o755)


@ELSEWHERE
def test_a_folder_that_may_only_be_read_is_refused_with_advice(folder: Path, closed: Path) -> None:
    backups.backup(folder, closed / "b.db")
    (closed / "b.db").chmod(0o444)
    with Timeline.init(closed / "open", "TST"):
        pass
    for path in (closed / "open", *(closed / "open").iterdir()):
        path.chmod(0o777)
    closed.chmod(0o555)
    for what, given in (("backup", closed / "open"), ("restore", closed / "b.db")):
        said = limited(what, given, closed / "new")
        assert said.startswith(f"{closed / 'new'}: Permission denied. Check that")
        assert "you may write" in said
