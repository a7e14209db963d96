"""One process does one deed while it is attacked; what it has acknowledged by then is what it has printed."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.attack import strace
from tests.attack.deeds import DEEDS, prepare, run
from tests.attack.strace import Seen
from tests.scripts import LIVENESS_SECONDS

_ID = re.compile(r"TST-\d{4}-\d{4}-\d{2}")

# Processes are forked from a server that has imported everything, instead of starting Python each time.
_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.attack.warm"])


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its exit code, or the negative number of the signal, and what it has said."""

    code: int
    out: str
    err: str
    #: What strace has seen of it.
    seen: Seen = field(default_factory=Seen)

    @property
    def acknowledged(self) -> set[str]:
        """The IDs that it has printed; a line that was cut off acknowledges nothing."""
        return {id for line in self.out.splitlines(keepends=True) if line.endswith("\n") for id in _ID.findall(line)}


class Process:
    """A process that waits to do the deed `name` in `place`."""

    def __init__(self, name: str, place: Path) -> None:
        # Not beside the place: the disk may be full there.
        self._beside = TemporaryDirectory()
        self._said = Path(self._beside.name) / "said"
        for ending in (".out", ".err"):
            self._said.with_suffix(ending).touch()  # it may be killed before it has said anything
        inside, self._gate = _FORKING.Pipe(duplex=False)
        self._process = _FORKING.Process(target=run, args=(name, place, inside, self._said))
        self._process.start()
        inside.close()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def go(self) -> None:
        self._gate.send(None)

    def end(self) -> Ended:
        """Wait for its end."""
        self._process.join(LIVENESS_SECONDS)
        code = self._process.exitcode
        if code is None:
            self._process.kill()
            raise AssertionError("the process hangs")
        self._process.close()
        self._gate.close()
        out, err = (self._said.with_suffix(ending).read_text(encoding="utf-8") for ending in (".out", ".err"))
        self._beside.cleanup()
        return Ended(code, out, err)


def traced(name: str, place: Path, calls: Iterable[str], *options: str) -> Ended:
    """Let a process do the deed while strace follows these of its calls."""
    process = Process(name, place)
    with strace.tracing(process.pid, place, DEEDS[name].makes, calls, *options) as made:
        process.go()
        ended = process.end()
    return replace(ended, seen=made)


def killed_after(name: str, place: Path, seconds: float) -> Ended:
    """Let a process do the deed and kill it after so many seconds, unless it has ended before."""
    process = Process(name, place)
    process.go()
    time.sleep(seconds)
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    return process.end()


@cache
def _prepared(name: str) -> Path:
    """What the deed needs, made once and copied for each attack; the system clears it away."""
    place = Path(tempfile.mkdtemp(prefix="attacked-")) / "place"
    atexit.register(shutil.rmtree, place.parent)
    prepare(name, place)
    return place


def fresh(name: str, beside: Path) -> Path:
    """A new place for the deed, beside others."""
    place = beside / f"{len(list(beside.iterdir()))}"
    shutil.copytree(_prepared(name), place)
    return place


def plain(name: str, place: Path) -> Ended:
    """Let a process do the deed, unharmed."""
    process = Process(name, place)
    process.go()
    return process.end()
