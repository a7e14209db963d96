"""A pipe or a device in the place of a file is refused in words; nothing waits for it, or reads it without end."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests import forked
from tests.needed import missing
from tests.proofs.conftest import signed
from tests.scripts import environment

__all__ = ["signed"]

#: What a command is given in the place of a file, and what it says of that.
KINDS: dict[str, str] = {"pipe": "is a pipe", "socket": "is a socket", "device": "is a device"}
#: Files in the folder that a command reads without being asked, and the commands.
OWN = {
    "timeline.toml": ["status"],
    "checkpoint": ["verify"],
    "verifier.keys": ["key"],
    "signing.key": ["checkpoint"],
}
GIVEN = (
    ["verify", "--against", "FILE"],
    ["verify-proof", "FILE", "--key", "t/verifier.keys"],
    ["verify-proof", "PROOF", "--key", "FILE"],
    ["append", "FILE.yaml"],
    ["append", "FILE.jsonl"],
    ["import", "places", "FILE.csv"],
    ["restore", "FILE", "NEW"],
)


@pytest.fixture
def folder(signed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(signed, tmp_path / "t"))


def put(kind: str, at: Path) -> None:
    """Have nothing at `at` but a pipe, a socket or a device."""
    at.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(at)
    elif kind == "device":
        at.symlink_to("/dev/zero")
    else:
        here = Path.cwd()
        os.chdir(at.parent)  # the path of a socket is short
        try:
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(at.name)
        finally:
            os.chdir(here)


def said(folder: Path, *command: str) -> str:
    done = forked.run(["timeline", "--dir", str(folder), *command], cwd=folder.parent, env=environment())
    assert done.returncode == 1, (command, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", GIVEN, ids=" ".join)
def test_what_is_given_for_a_file_and_is_none_is_refused(
    command: list[str], kind: str, folder: Path, tmp_path: Path
) -> None:
    (named,) = (word for word in command if word.startswith("FILE"))
    put(kind, tmp_path / named)
    (tmp_path / "PROOF").write_bytes(b"")
    told = said(folder, *(str(tmp_path / word) if word.isupper() or word == named else word for word in command))
    expected = "is no file" if command[0] == "restore" else f"{KINDS[kind]} and no file"
    assert expected in told
    assert not (tmp_path / "NEW").exists()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", OWN)
def test_what_is_no_file_in_the_folder_is_not_waited_for(name: str, kind: str, folder: Path) -> None:
    put(kind, folder / name)
    told = said(folder, *OWN[name])
    assert "no file" in told
    assert "Did you mean" not in told


@pytest.mark.parametrize("kind", KINDS)
def test_status_needs_no_checkpoint_and_waits_for_none(kind: str, folder: Path) -> None:
    put(kind, folder / "checkpoint")
    done = forked.run(["timeline", "--dir", str(folder), "status"], cwd=folder.parent, env=environment())
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "name", ["log.db", "timeline.db", "log.db-journal", "timeline.db-journal", "log.db-shm", "timeline.db-shm"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_database_in_the_folder_is_not_waited_for(name: str, kind: str, folder: Path) -> None:
    put(kind, folder / name)
    assert f"{KINDS[kind]} and no file" in said(folder, "status")


def test_what_has_more_bytes_than_any_checkpoint_or_key_is_not_read_to_its_end(folder: Path, tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as large:
        large.truncate(1 << 40)
    for command in (["verify", "--against"], ["verify-proof", str(folder / "checkpoint"), "--key"]):
        assert "has more than 1,048,576 bytes" in said(folder, *command, str(tmp_path / "large"))
    assert "The proof is longer than 1,048,576 bytes" in said(
        folder, "verify-proof", str(tmp_path / "large"), "--key", str(folder / "verifier.keys")
    )


@pytest.mark.parametrize("kind", [*KINDS, "text"])
def test_a_checkpoint_that_is_none_is_told_as_json_too(kind: str, folder: Path, tmp_path: Path) -> None:
    if kind == "text":
        (tmp_path / "FILE").write_text("no checkpoint", encoding="utf-8")
    else:
        put(kind, tmp_path / "FILE")
    told = json.loads(said(folder, "verify", "--json", "--against", str(tmp_path / "FILE")))
    assert not told["ok"]
    assert str(tmp_path / "FILE") in told["faults"][0]["problem"]


def test_a_checkpoint_may_come_through_a_pipe_of_the_shell(folder: Path) -> None:
    bash = shutil.which("bash") or missing("bash is not installed")
    script = '"$0" -m timeline --dir "$1" verify --against <(sleep 0.2; cat "$1/checkpoint")'
    command = [bash, "-c", script, sys.executable, str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment())
    assert (done.returncode, done.stderr) == (0, "")
    assert "The log verifies, and extends the checkpoint" in done.stdout
