"""On a full disk, or one that may only be read, a command says so, loses nothing, and goes on when that is over."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import forked
from tests.attack.attacked import fresh, plain
from tests.attack.deeds import DEEDS
from tests.attack.sound import assert_nothing_lost, assert_said
from tests.laws import LONG
from tests.needed import missing
from timeline.log.ids import format_id

MEGABYTE = 1 << 20
SIZE = 12 * MEGABYTE
#: How often each deed is done with so little room.
TIMES = 12 if LONG else 1


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, in memory; in CI never without."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        missing(f"no disk can be mounted here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path, free: int) -> Path:
    """A file that leaves `free` bytes, in whole pages, of the disk."""
    file = disk / "ballast"
    there = os.statvfs(disk)
    with file.open("wb") as ballast:
        os.posix_fallocate(ballast.fileno(), 0, max(there.f_bavail * there.f_frsize - free, 1))
    return file


@pytest.mark.parametrize("name", DEEDS)
def test_a_full_disk_is_told_and_loses_nothing(name: str, disk: Path) -> None:
    chance = random.Random(name)
    for _ in range(TIMES):
        place = fresh(name, disk)
        ballast = fill(disk, 4096 * int(2 ** chance.uniform(0, 10)))
        ended = plain(name, place)
        assert_said(ended)
        ballast.unlink()
        assert_nothing_lost(name, place, ended)
        shutil.rmtree(place)
    place = fresh(name, disk)
    ballast = fill(disk, 0)
    ended = plain(name, place)
    assert (ended.code, ended.acknowledged) == (1, set())
    assert_said(ended)
    ballast.unlink()
    assert_nothing_lost(name, place, ended)


@pytest.mark.parametrize("command", [["checkpoint"], ["prove", format_id("TST", 3)]])
def test_a_full_disk_takes_no_part_of_what_is_written_and_the_same_command_can_be_given_again(
    command: list[str], disk: Path, tmp_path: Path
) -> None:
    place, file = fresh("append", tmp_path), disk / "written"
    run = ["--dir", str(place / "t"), *command]
    assert forked.timeline("--dir", str(place / "t"), "checkpoint").returncode == 0
    ballast = fill(disk, 0)
    done = forked.timeline(*run, str(file))
    assert done.returncode == 1
    assert done.stderr.startswith(f"{file}: No space left on device. Make room on the disk, and try again.")
    assert list(disk.iterdir()) == [ballast]
    ballast.unlink()
    assert forked.timeline(*run, str(file)).returncode == 0
    assert file.read_text(encoding="utf-8") == forked.timeline(*run).stdout
    again = forked.timeline(*run, str(file))
    assert (again.returncode, "is there already" in again.stderr) == (1, True)


@pytest.mark.parametrize("name", ["init", "append", "catch up", "rebuild", "redact"])
def test_a_disk_that_may_only_be_read_is_told_and_loses_nothing(name: str, disk: Path) -> None:
    place = fresh(name, disk)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    ended = plain(name, place)
    assert (ended.code, ended.out) == (1, "")
    assert_said(ended)
    assert "you may write" in ended.err
    subprocess.run(["mount", "-o", f"remount,rw,size={SIZE}", str(disk)], check=True)
    assert_nothing_lost(name, place, ended)
