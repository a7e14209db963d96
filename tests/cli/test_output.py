"""Lists and lines come out as wide as the terminal is."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import click

from tests import rival_claims as rival
from tests.console import environment
from tests.scripts import LIVENESS_SECONDS

WIDE = 60


def in_a_terminal(*arguments: str) -> list[str]:
    """The lines that `timeline` prints in a terminal of WIDE columns."""
    ours, its = pty.openpty()
    command = [sys.executable, "-m", "timeline", *arguments]
    with subprocess.Popen(
        command, stdout=its, stderr=its, stdin=subprocess.DEVNULL, env=environment() | {"COLUMNS": str(WIDE)}
    ) as running:
        os.close(its)
        found = b""
        try:
            while part := os.read(ours, 1 << 16):
                found += part
        except OSError:  # the terminal is closed by whoever had it
            pass
        os.close(ours)
        assert running.wait(LIVENESS_SECONDS) == 0
    return click.unstyle(found.decode()).replace("\r\n", "\n").splitlines()


def test_in_a_terminal_no_line_of_an_incident_is_longer_than_that_is_wide_and_no_id_broken(tmp_path: Path) -> None:
    rival.build(tmp_path / "t")
    lines = in_a_terminal("--dir", str(tmp_path / "t"), "show", "bridge")
    assert max(map(len, lines)) <= WIDE
    assert any(line.startswith("  ") and rival.V1 in line for line in lines)
    told = " ".join(line.strip() for line in lines)
    assert "contradiction on the day: No day fits both 2015-08-22 and 2015-08-24." in told
    assert rival.SUPERSESSION in told
