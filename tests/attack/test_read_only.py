"""Where nothing may be written, everything that is there is read, and what cannot be read is said."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests import forked
from tests.needed import missing
from tests.processes import free_port, serving
from tests.samples import GROUND, strike
from tests.scripts import LIVENESS_SECONDS, ROOT, environment
from tests.tables import store
from timeline.log.sqlite import SqliteLog
from timeline.proofs.checkpoints import sign
from timeline.service import Timeline
from timeline.unwritable import Changed

ID = "TST-0000-0006-87"


def mount(*arguments: object) -> None:
    done = subprocess.run(["mount", *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode:
        missing(f"nothing can be mounted here: {done.stderr.strip()}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A timeline of seven events, six of them in a checkpoint."""
    folder = tmp_path / "t"
    with Timeline.init(folder, "TST") as timeline:
        timeline.append([*GROUND, strike(1)], recorded_by="desk")
        sign(timeline, folder)
        timeline.append(strike(2), recorded_by="desk")
    return folder


@pytest.fixture
def share(folder: Path) -> Iterator[Path]:
    """The same folder under another name, under which nothing may be written in it."""
    share = folder.with_name("share")
    share.mkdir()
    mount("--bind", folder, share)
    try:
        mount("-o", "remount,ro,bind", share)
        yield share
    finally:
        subprocess.run(["umount", "--lazy", str(share)], check=True)


#: What reads, with a name for a file that it writes elsewhere.
READING = [
    ["status"],
    ["show", ID],
    ["show", "market"],
    ["show", "market", "--as-recorded", "2999-01-01"],
    ["show", "market", "--json"],
    ["log"],
    ["log", "--json"],
    ["log", "--checkpoint"],
    ["verify"],
    ["verify", "--against", "{folder}/checkpoint"],
    ["cite", ID, "market", "--style", "bibtex"],
    ["prove", ID],
    ["duplicates"],
    ["export", "sqlite", "{file}"],
    ["export", "sqlite", "{file}", "--as-reported", "2999-01-01"],
    ["backup", "{file}"],
]


def run(folder: Path, arguments: list[str], file: Path) -> tuple[int, str, str]:
    given = [argument.format(folder=folder, file=file) for argument in arguments]
    done = forked.timeline("--dir", str(folder), *given)
    said = (re.sub(r"as recorded by \S+", "as recorded by now", text) for text in (done.stdout, done.stderr))
    out, err = (text.replace(str(folder), "FOLDER").replace(str(file), "FILE") for text in said)
    return done.returncode, out, err


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_what_reads_tells_the_same_where_nothing_may_be_written(
    arguments: list[str], folder: Path, share: Path, tmp_path: Path
) -> None:
    there = {file.name: file.read_bytes() for file in folder.iterdir()}
    read = run(share, arguments, tmp_path / "made")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == there
    assert read == run(folder, arguments, tmp_path / "other")
    assert read[0] == 0, read
    assert (tmp_path / "made").exists() == (tmp_path / "other").exists() == ("{file}" in arguments)


@pytest.mark.parametrize(
    "arguments", [["append", "{file}"], ["retract", ID, "--reason", "twice"], ["rebuild"], ["checkpoint"], ["key"]]
)
def test_what_writes_is_refused_in_words_where_nothing_may_be_written(
    arguments: list[str], share: Path, tmp_path: Path
) -> None:
    (tmp_path / "sheet.json").write_text('{"type": "incident_declared", "slug": "other", "title": "Other"}')
    code, out, err = run(share, arguments, tmp_path / "sheet.json")
    assert (code, out) == (1, "")
    assert err.endswith("Make folder and file writable, or copy the folder to where you may write.\n")


#: Reads as somebody who has no rights of root, whom no missing right stops.
UNPRIVILEGED = """
import os, sys
from timeline.cli import main
if os.geteuid() == 0:
    os.setuid(65534)
sys.argv = ["timeline", *sys.argv[1:]]
main()
"""


@pytest.fixture
def closed(folder: Path) -> Iterator[Path]:
    """A copy in which nobody but root may write; not under tmp_path, which is closed to all but its owner."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        closed = Path(shutil.copytree(folder, Path(name) / "t"))
        for file in closed.iterdir():
            file.chmod(0o444)
        closed.chmod(0o555)
        yield closed
        closed.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="folders have other rights there")
@pytest.mark.parametrize("arguments", [given for given in READING if "{file}" not in given], ids=" ".join)
def test_a_folder_in_which_one_has_no_right_to_write_can_be_read(
    arguments: list[str], folder: Path, closed: Path
) -> None:
    given = [argument.format(folder=closed) for argument in arguments]
    done = forked.run(["-c", UNPRIVILEGED, "--dir", str(closed), *given])
    told = (done.returncode, done.stdout.replace(str(closed), "FOLDER"), done.stderr)
    assert told == run(folder, arguments, folder / "none")


def test_tables_that_do_not_hold_all_of_the_log_are_told_and_the_log_is_read(
    folder: Path, share: Path, tmp_path: Path
) -> None:
    with SqliteLog.open(folder / "log.db") as log:
        store(log, [strike(3)])
    for arguments in (["status"], ["show", ID], ["cite", ID], ["prove", ID], ["export", "sqlite", "{file}"], ["serve"]):
        told = run(share, arguments, tmp_path / "made")
        assert told == (
            1,
            "",
            "FOLDER/timeline.db: The tables hold 7 of 8 events, and nothing may be written here. Copy the whole folder "
            "to where you may write, say there chmod -R u+w, and read the copy.\n",
        ), arguments
    assert run(share, ["verify"], tmp_path / "made")[1].count("8 events") == 1
    assert run(share, ["log", "--after", "7"], tmp_path / "made")[1].count("TST-") == 1
    (folder / "timeline.db").unlink()
    code, _, err = run(share, ["show", ID], tmp_path / "made")
    assert (code, "The tables are not there, or not those of this release, and nothing may be" in err) == (1, True)
    assert run(folder, ["show", ID], tmp_path / "made")[0] == 0
    assert run(share, ["show", ID], tmp_path / "made")[0] == 0


def test_what_is_in_a_write_ahead_log_alone_is_read_or_said_to_be_missing(folder: Path, tmp_path: Path) -> None:
    with Timeline.open(folder) as timeline:
        timeline.append(strike(3), recorded_by="desk")
        assert (folder / "log.db-wal").stat().st_size
        copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    mount("--bind", copy, copy)
    try:
        mount("-o", "remount,ro,bind", copy)
        assert run(copy, ["verify"], tmp_path)[1] == run(folder, ["verify"], tmp_path)[1]
        assert run(copy, ["show", "TST-0000-0008-81"], tmp_path)[0] == 0
        mount("-o", "remount,rw,bind", copy)
        for file in copy.glob("*-shm"):
            file.unlink()
        mount("-o", "remount,ro,bind", copy)
        for arguments in (["verify"], ["show", ID], ["log"]):
            code, out, err = run(copy, arguments, tmp_path)
            assert (code, out) == (1, "")
            assert err.startswith("FOLDER/log.db-wal holds what was written last, and can only be read where one may")
    finally:
        subprocess.run(["umount", "--lazy", str(copy)], check=True)
    assert run(copy, ["verify"], tmp_path)[0] == 0


def test_what_somebody_else_appends_is_read_and_a_file_that_changes_under_a_reader_is_told(
    folder: Path, share: Path
) -> None:
    with Timeline.open(folder) as writing, Timeline.open(share) as reading:
        assert len(reading) == 7
        writing.append(strike(3), recorded_by="desk")
        assert (len(reading), reading.db.table("airstrikes").count) == (8, 3)
        assert reading.verify().ok
    reading = Timeline.open(share)
    assert len(reading) == 8
    with Timeline.open(folder) as writing:
        writing.append(strike(4), recorded_by="desk")
        assert "was changed while it was read" in reading.verify().told()[0]
    for use in (reading.__len__, reading.close):
        with pytest.raises(Changed, match=r"share/log\.db was changed while it was read: .* Read it again"):
            use()


def page(port: int, path: str) -> tuple[int, str]:
    at = HTTPConnection("127.0.0.1", port, timeout=LIVENESS_SECONDS)
    at.request("GET", path)
    answer = at.getresponse()
    text = answer.read().decode()
    at.close()
    return answer.status, text


def test_pages_are_served_where_nothing_may_be_written_until_somebody_else_writes_there(
    folder: Path, share: Path
) -> None:
    port = free_port()
    command = [sys.executable, "-m", "timeline", "--dir", str(share), "serve", "-p", str(port)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=pipe, stderr=pipe, text=True) as server:
        try:
            assert server.stdout
            assert server.stdout.readline()
            for path in ("/", f"/event/{ID}", "/incident/market", "/timeline/events", f"/event/{ID}.tlog-proof"):
                assert page(port, path)[0] == 200, path
            with Timeline.open(folder) as timeline:
                timeline.append(strike(3), recorded_by="desk")
            _, told = server.communicate(timeout=LIVENESS_SECONDS)
        finally:
            server.kill()
    assert told.startswith(f"Stopped: {share}/")
    assert "was changed while it was read" in told
    with serving(command, port):
        assert "TST-0000-0008-81" in page(port, "/timeline/events.json?_shape=array")[1]
