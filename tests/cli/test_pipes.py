"""Whoever has read enough of a command's output ends it quietly, and what it has stored stays stored."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.begun import begun
from tests.console import ROOT, environment
from tests.samples import GROUND, strike
from tests.scripts import LIVENESS_SECONDS
from timeline.service import Timeline

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal for it")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with begun(tmp_path / "t", [*GROUND, *map(strike, range(20))]):
        return tmp_path


def unread(folder: Path, *command: str) -> tuple[int, str]:
    """The exit code of a command of whose output nothing is read, and its errors."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            ["timeline", "--dir", "t", *command],
            cwd=folder,
            env=environment(),
            stdout=writer,
            stderr=subprocess.PIPE,
            timeout=LIVENESS_SECONDS,
            check=False,
        )
    finally:
        os.close(writer)
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize(
    "command",
    [
        "show bridge",
        "show gazette --json",
        "types",
        "types airstrike",
        "log",
        "log --json",
        "duplicates",
        "cite --style csl-json",
        "status",
        "--help",
        "show --help",
        "export sqlite out.db",
    ],
)
def test_a_command_of_which_nobody_reads_more_ends_by_the_signal_for_it_and_says_nothing(
    command: str, folder: Path
) -> None:
    code, errors = unread(folder, *command.split())
    assert code == -signal.SIGPIPE
    assert [line for line in errors.splitlines() if not line.startswith("Left out,")] == []


def test_what_was_stored_before_it_was_told_stays_stored(folder: Path) -> None:
    (folder / "seeds").symlink_to(ROOT / "seeds")
    code, errors = unread(folder, "append", "seeds/2015-08-26-sputnik-musa-qala.yaml")
    assert (code, errors) == (-signal.SIGPIPE, "")
    with Timeline.open(folder / "t") as timeline:
        assert len(timeline) == 25 + 21
        assert timeline.verify().ok
        assert timeline.db.table("events").count == 25 + 21
