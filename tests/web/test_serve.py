"""The server as users run it: a process of its own, stopped by a signal, that follows what other processes append."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests import forked
from tests.processes import free_port, serving
from tests.scripts import LIVENESS_SECONDS
from tests.web.conftest import ROOT, SEED, SERVE, command
from timeline import Timeline, TimelineError
from timeline.log.entries import Draft
from timeline.sheets.read import read
from timeline.web.serve import serve

APPEND = """
import sys
from timeline import Timeline
from timeline.sheets.read import read
with Timeline.open(sys.argv[1]) as timeline:
    timeline.append([one.event for one in read([sys.argv[2]])], recorded_by="another process")
"""


def page(url: str) -> str:
    with urlopen(url, timeout=LIVENESS_SECONDS) as answer:
        text: str = answer.read().decode()
    return text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty timeline."""
    Timeline.init(tmp_path / "helmand", "HEL", title="Helmand").close()
    return tmp_path / "helmand"


@contextmanager
def running(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The server on a port of its own choice, and the line that it has printed."""
    started = subprocess.Popen(
        command(SERVE, folder, 0), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with started as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline()
        finally:
            process.kill()


def test_what_another_process_appends_is_on_the_page_at_a_reload(folder: Path) -> None:
    port = free_port()
    with serving(command(SERVE, folder, port), port, cwd=ROOT) as url:
        assert "No incident yet" in page(f"{url}/")
        assert forked.run(["-c", APPEND, str(folder), str(SEED)]).returncode == 0
        deadline = time.monotonic() + LIVENESS_SECONDS
        while "Bombing around Musa Qala" not in page(f"{url}/"):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert "40 Taliban reportedly killed" in page(f"{url}/event/HEL-0000-0011-54")


def test_an_append_that_left_the_tables_behind_is_projected_by_the_server(folder: Path) -> None:
    """The process that appends may be killed before it brings the tables up to date."""
    with running(folder) as (_, line):
        url = line.split()[1]
        with Timeline.open(folder) as timeline:
            events = [one.event for one in read([str(SEED)])]
            drafts = [Draft(event.type, event.version, event.canonical, event.keys) for event in events]
            timeline.log.append(drafts, recorded_by="killed")
        deadline = time.monotonic() + LIVENESS_SECONDS
        while "Bombing around Musa Qala" not in page(url):
            assert time.monotonic() < deadline
            time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_one_line_with_its_address_and_a_signal_stops_it_cleanly(
    folder: Path, number: signal.Signals
) -> None:
    with running(folder) as (process, line):
        assert line.startswith("Helmand: http://127.0.0.1:")
        assert page(line.split()[1]).count("<h1") == 1
        process.send_signal(number)
        rest, errors = process.communicate(timeout=LIVENESS_SECONDS)
    assert (process.returncode, rest, errors) == (0, "", "")


def test_a_port_in_use_is_an_error_that_says_to_choose_another(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(TimelineError, match=rf"port {port}.* -p {port + 1}"):
            serve(folder, port=port)


def test_a_host_that_is_not_this_machine_is_an_error(folder: Path) -> None:
    with pytest.raises(TimelineError, match=r"Cannot serve at 192\.0\.2\.1.* --host 127\.0\.0\.1"):
        serve(folder, host="192.0.2.1", port=0)


def test_a_folder_without_a_timeline_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TimelineError, match="is not a timeline"):
        serve(tmp_path, port=0)
