"""What a shell hands over may be no text in UTF-8: it is said, or read as what it names, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.console import environment
from tests.scripts import LIVENESS_SECONDS
from timeline.service import Timeline

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")


def run(folder: Path, *arguments: str | bytes) -> tuple[int, str]:
    command = [os.fsencode(part) for part in (sys.executable, "-m", "timeline", *arguments)]
    done = subprocess.run(
        command,
        check=False,
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=LIVENESS_SECONDS,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")


@pytest.mark.parametrize(
    "command",
    [
        ["show"],
        ["retract", "--reason", "x"],
        ["restrict", "--reason", "x"],
        ["cite"],
        ["init", "x", "--prefix", "AB", "--title"],
    ],
    ids=" ".join,
)
def test_an_argument_that_is_no_text_is_told_and_nothing_stored(tmp_path: Path, command: list[str]) -> None:
    Timeline.init(tmp_path, "HEL").close()
    code, told = run(tmp_path, *command, b"a\xff")
    assert code == 1
    assert "a\\udcff" in told
    assert told.endswith("holds bytes that are no character in UTF-8. Write it anew.\n")
    with Timeline.open(tmp_path) as timeline:
        assert len(timeline) == 0


def test_a_folder_whose_name_is_no_text_holds_a_timeline_that_is_kept_and_restored(tmp_path: Path) -> None:
    assert run(tmp_path, "init", b"a\xff", "--prefix", "HEL")[0] == 0
    assert run(tmp_path, "--dir", b"a\xff", "backup", b"b\xff")[0] == 0
    assert run(tmp_path, "restore", b"b\xff", b"c\xff")[0] == 0
    for name in (b"a\xff", b"c\xff"):
        assert run(tmp_path, "--dir", name, "verify")[0] == 0
    settings = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff"), "timeline.toml")
    assert tomllib.loads(settings.read_text(encoding="utf-8"))["title"] == "a\N{REPLACEMENT CHARACTER}"
