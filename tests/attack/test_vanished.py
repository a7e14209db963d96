"""Where a folder vanishes or is replaced while a process has it open, that is told, and nothing goes astray."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from socket import create_connection

import pytest

from tests.processes import free_port
from tests.samples import GROUND, strike
from tests.scripts import LIVENESS_SECONDS, ROOT, environment
from tests.tables import contents, store
from timeline.errors import TimelineError
from timeline.service import Timeline


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make(tmp_path / "t")
    return tmp_path / "t"


def make(folder: Path, *numbers: int) -> None:
    with Timeline.init(folder, "TST") as timeline:
        timeline.append([*GROUND, *map(strike, numbers)], recorded_by="desk")


def vanish(folder: Path) -> None:
    shutil.rmtree(folder)


def be_replaced(folder: Path) -> None:
    folder.rename(folder.with_name("earlier"))
    make(folder, 7, 8)


#: What somebody does who has the timeline open.
DEEDS: list[Callable[[Timeline], object]] = [
    lambda timeline: timeline.append(strike(1), recorded_by="desk"),
    lambda timeline: timeline.db,
    lambda timeline: timeline.rebuild(),
    lambda timeline: next(timeline.log.subscribe()),
]


@pytest.mark.parametrize("loss", [vanish, be_replaced])
@pytest.mark.parametrize("deed", DEEDS, ids=["append", "read", "rebuild", "subscribe"])
def test_who_has_it_open_is_told_and_touches_nothing(
    loss: Callable[[Path], None], deed: Callable[[Timeline], object], folder: Path
) -> None:
    with Timeline.open(folder) as timeline:
        assert timeline.db.table("events").count == len(GROUND)
        loss(folder)
        there = {file.name: file.read_bytes() for file in folder.glob("*.db*")}
        with pytest.raises(TimelineError, match=r"log\.db: No such file|timeline\.db: No such file|has been replaced"):
            deed(timeline)
        assert not timeline.verify().ok
        left = {file.name: file.read_bytes() for file in folder.glob("*.db*")}
    assert {name: left[name] for name in there} == there


def test_tables_that_were_removed_meanwhile_are_made_anew(folder: Path) -> None:
    with Timeline.open(folder) as timeline:
        whole = contents(timeline.db)
        for file in folder.glob("timeline.db*"):
            file.unlink()
        assert contents(timeline.db) == whole
        timeline.append(strike(1), recorded_by="desk")
    with Timeline.open(folder) as timeline:
        assert timeline.db.table("airstrikes").count == 1


def test_a_working_directory_that_vanished_is_told(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    code = "import os, sys; os.rmdir(os.getcwd()); from timeline.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "status"],
        cwd=tmp_path / "gone",
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("The working directory: No such file or directory. ")


def test_output_that_nothing_takes_is_told(folder: Path) -> None:
    command = [sys.executable, "-m", "timeline", "--dir", str(folder), "log"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, cwd=ROOT, env=environment(), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("Standard output: No space left on device. Make room on the disk")


def page(port: int) -> str:
    at = HTTPConnection("127.0.0.1", port, timeout=LIVENESS_SECONDS)
    at.request("GET", "/timeline/events.json?_shape=array&_size=1000")
    text = at.getresponse().read().decode()
    at.close()
    return text


def wait_for(port: int, word: str) -> None:
    """Until whichever of the server's threads answers shows `word`: each has a connection of its own."""
    deadline = time.monotonic() + LIVENESS_SECONDS
    while not all(word in page(port) for _ in range(6)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_server_tells_that_its_folder_is_gone_and_shows_what_comes_in_its_place(folder: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "timeline", "--dir", str(folder), "serve", "-p", str(port)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=pipe, stderr=pipe, text=True) as server:
        try:
            assert server.stdout
            assert server.stdout.readline()
            create_connection(("127.0.0.1", port), LIVENESS_SECONDS).close()
            wait_for(port, "gazette")
            folder.rename(folder.with_name("elsewhere"))
            assert server.stderr
            told = server.stderr.readline()
            assert told.startswith(f"The pages are not up to date: {folder}/log.db: No such file or directory.")
            make(folder, 7)
            wait_for(port, "TST-0000-0006-87")
            for file in folder.glob("timeline.db*"):
                file.unlink()
            with Timeline.open(folder) as timeline:
                store(timeline.log, [strike(8)])
            wait_for(port, "TST-0000-0007-84")
        finally:
            server.terminate()
