"""Python scripts that run as processes of their own, with this project's code before anything installed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: Seconds after which a hanging process fails its test. Generous, also for a busy machine: it measures nothing.
LIVENESS_SECONDS = 300


def environment(*first: Path, **extra: str) -> dict[str, str]:
    """This process's environment, with the folders `first` and then this project on Python's path."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (*first, ROOT)))} | extra


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    """A process that runs `code`; it hears `tell` and is heard by `hear`."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment(), stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def tell(process: subprocess.Popen[str]) -> None:
    """One line into the process, to let it go on."""
    assert process.stdin is not None
    process.stdin.write("on\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> str:
    """The next line that the process prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def together(code: str, argument_lists: Sequence[Sequence[object]]) -> list[str]:
    """What processes print that run `code` at the same time: each says `ready`, waits for a line, and must end well."""
    running = [start(code, *arguments) for arguments in argument_lists]
    for process in running:
        assert hear(process) == "ready", process.communicate(timeout=LIVENESS_SECONDS)[1]
    for process in running:
        tell(process)
    outputs = [process.communicate(timeout=LIVENESS_SECONDS) for process in running]
    for process, (_, errors) in zip(running, outputs, strict=True):
        assert process.returncode == 0, errors
    return [printed for printed, _ in outputs]
