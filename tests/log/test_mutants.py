"""Whatever bytes of a log's files are changed: it is noticed, told in words, and nothing is lost by it.

`make mutants` tries some thousand instead of these.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import mutants
from tests.console import ROOT
from tests.forging import Forger
from tests.processes import free_port, serving
from tests.samples import GROUND
from timeline.errors import TimelineError
from timeline.log.sqlite import SqliteLog
from timeline.log.verify import Checkpoint, verify
from timeline.service import Timeline
from timeline.stored import keys_of

#: How many mutants are made, in two parts, and of how many one is asked with all commands.
MUTANTS = int(os.environ.get("TIMELINE_MUTANTS", "96"))
EVERY = 48
#: Of the mutants, a few that the command itself is run on.
REAL = MUTANTS // 32
TIMELINE = str(Path(sys.executable).with_name("timeline"))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mutants")
    mutants.make(folder)
    return folder


def start(base: Path, first: int, count: int) -> subprocess.Popen[str]:
    numbers = [str(number) for number in (first, first + count, EVERY)]
    command = [sys.executable, "-m", "tests.mutants", str(base), *numbers]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_no_mutant_passes_for_another_log_or_breaks_a_command(base: Path) -> None:
    # In processes of their own, so that one that hangs is ended, with the place where it hung.
    parts = [start(base, first, MUTANTS // 2) for first in (0, 1_000_000)]
    for part in parts:
        said, _ = part.communicate()
        assert part.returncode == 0, said[-5000:]
        assert "FAILED" not in said, said[said.index("FAILED") :][:5000]
        assert said.splitlines()[-1].startswith(f"{MUTANTS // 2} mutants, ")


def mutant(base: Path, folder: Path, number: int) -> Path:
    """The timeline of one mutant of the log in one file."""
    folder.mkdir()
    shutil.copy(base / "t" / "timeline.toml", folder)
    content = bytearray((base / "whole-log.db").read_bytes())
    chance = random.Random(number)
    mutants.mutate(content, chance)
    (folder / "log.db").write_bytes(content)
    return folder


def test_the_command_itself_says_what_is_wrong_with_a_mutant(base: Path, tmp_path: Path) -> None:
    for number in range(REAL):
        folder = mutant(base, tmp_path / str(number), number)
        command = [TIMELINE, "--dir", str(folder), "verify"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=mutants.LIMIT, check=False)
        assert "Traceback" not in done.stderr
        assert done.returncode == (1 if done.stderr else 0)
        assert done.stdout or done.stderr


def test_a_mutant_is_served_or_refused_with_a_message(base: Path, tmp_path: Path) -> None:
    folder = mutant(base, tmp_path / "t", 2)
    port = free_port()
    command = [TIMELINE, "--dir", str(folder), "serve", "--port", str(port)]
    said = ""
    try:
        with serving(command, port):
            served = True
    except AssertionError as ended:
        served, said = False, str(ended)
    assert served or "log.db" in said or "`timeline verify`" in said
    assert "Traceback" not in said


def test_a_log_whose_reading_ends_early_is_not_sound(base: Path, tmp_path: Path) -> None:
    # One row's number, a varint of one byte before the record's header, is made one that is behind the end of the log.
    content = bytearray((base / "whole-log.db").read_bytes())
    with SqliteLog.open(base / "t" / "log.db") as log:
        *_, eleventh = log.raw(11)
    start = content.rindex(b"\x0b", 0, content.index(eleventh[1]) - 8)
    content[start] = 0x7F
    (tmp_path / "log.db").write_bytes(content)
    with SqliteLog.open(tmp_path / "log.db") as damaged:
        found = verify(damaged, keys_of)
        assert found.faults[0] == (11, "missing: no entry can be read from here on, and the log ends at 64.")
        assert any("SQLite finds: " in problem for _, problem in found.faults)
        with pytest.raises(TimelineError, match="position 11 is missing"):
            list(damaged.read())


def test_a_write_ahead_log_that_is_damaged_is_found_with_a_checkpoint(base: Path, tmp_path: Path) -> None:
    for name in ("log.db", "log.db-wal"):
        shutil.copy(base / f"wal-{name}", tmp_path / name)
    content = bytearray((tmp_path / "log.db-wal").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "log.db-wal").write_bytes(content)
    kept = Checkpoint.parse((base / "checkpoint.txt").read_text())
    with SqliteLog.open(tmp_path / "log.db") as log:
        assert 41 < log.head() < kept.size
        assert verify(log, keys_of).ok, "what SQLite drops is what a power cut would have taken"
        assert [text for _, text in verify(log, keys_of, [kept]).faults] == [
            "cut off: the checkpoint is of 64 entries."
        ]


def test_a_body_that_is_no_json_is_named_where_entries_are_listed_as_json(tmp_path: Path) -> None:
    folder = tmp_path / "t"
    with Timeline.init(folder, "TST") as timeline:
        timeline.append(GROUND, recorded_by="test")
    forger = Forger(folder / "log.db")
    forger.execute("UPDATE log SET body = CAST('nothing' AS BLOB) WHERE position = 2")
    forger.close()
    command = [TIMELINE, "--dir", str(folder), "log", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=mutants.LIMIT, check=False)
    assert done.returncode == 1
    assert done.stderr == "The entry at position 2 is damaged. `timeline verify` tells what else is.\n"
