"""Every piece of work that is measured can be done again and again, and takes time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.cases import CASES
from benchmarks.measuring import Watch
from benchmarks.report import GROWTH, ROOT, ROWS, STEADY
from tests.scripts import LIVENESS_SECONDS

#: What needs libraries that only `make bench` installs.
ELSEWHERE = {"eventsourcing_save", "pymerkle_root"}
#: Programs that are started as often as the size says.
STARTED = {"timeline_help", "libraries"}
#: What forks, which a process of many threads should not.
FORKING = {"log_append_eight"}


def test_what_the_report_is_made_of_are_cases() -> None:
    named = {name for row in ROWS for name in (row.ours, *row.beside)} | GROWTH.keys() | STEADY.keys() | STARTED
    assert named == CASES.keys()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where cases keep what they have made for later runs."""
    return tmp_path_factory.mktemp("bench")


@pytest.mark.parametrize("name", sorted(CASES.keys() - ELSEWHERE - FORKING))
def test_a_case_can_be_measured_and_again_beside_what_it_keeps(folder: Path, name: str) -> None:
    for run in ("one", "two") if name == "timeline_append" else ("once",):
        at, watch = folder / f"{name}-{run}", Watch()
        at.mkdir()
        CASES[name](at, 1 if name in STARTED else 1_000, watch)
        assert watch.wall > 0


@pytest.mark.parametrize("name", sorted(FORKING))
def test_a_case_tells_what_it_took(tmp_path: Path, name: str) -> None:
    command = [sys.executable, "-m", "benchmarks.cases", name, str(tmp_path / "run"), "80"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=LIVENESS_SECONDS)
    took = json.loads(done.stdout.splitlines()[-1])
    assert took["wall"] >= took["slowest"] > 0
    assert took["peak"] > 0
