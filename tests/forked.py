"""Processes of their own, forked from one that has imported already what takes most of a second.

What a process has is real: working directory, environment, standard streams, exit code, locks, the signals that end it.
What is not done again for each is the start of Python and the imports; tests/test_readme.py and whatever else uses a
shell do these.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.scripts import LIVENESS_SECONDS, environment

#: Takes one job a line: to fork, answered with the number of the process, or to wait for one, answered with the exit
#: code. The child goes on below the loop.
_SERVER = """
import csv, difflib, gc, json, os, signal, sys, tomllib
from sqlite_utils.cli import cli
import timeline.cli.group, timeline.cli.show_missing, timeline.cli.show_story
for name in timeline.cli.group.VERBS:
    timeline.cli.group.cli.get_command(None, name)
from timeline.cli import main
programs = {"timeline": main, "sqlite-utils": cli}
gc.freeze()  # or each child copies every page of memory to count its garbage
for line in sys.stdin:
    job = json.loads(line)
    if "wait" in job:
        print(os.waitstatus_to_exitcode(os.waitpid(job["wait"], 0)[1]), flush=True)
        continue
    child = os.fork()
    if not child:
        break
    print(child, flush=True)
else:
    sys.exit()
signal.alarm(job["seconds"])
os.chdir(job["cwd"])
os.environ.clear()
os.environ.update(job["env"])
for number, name in enumerate(job["streams"]):
    # One after the other, as the other ends of pipes are opened.
    opened = os.open(name, os.O_WRONLY | os.O_CREAT if number else os.O_RDONLY)
    os.dup2(opened, number)
    os.close(opened)
sys.argv = job["command"]
if sys.argv[0] == "-c":
    code = sys.argv.pop(1)
    sys.path.insert(0, "")
    exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
else:
    programs[sys.argv[0]]()
"""


#: The commands that can be run here. A script is run as by Python: `-c`, its text, its arguments.
PROGRAMS = ("timeline", "sqlite-utils")


def timeline(
    *arguments: str, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `timeline` with these arguments, as `run` does."""
    return run(["timeline", *arguments], cwd=cwd, env=env)


def run(
    command: Sequence[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one of the programs or a script, nothing on its standard input; `env` is its whole environment.

    What it imports is what Python finds by the PYTHONPATH of `env`.
    """
    with TemporaryDirectory() as folder:
        streams = [os.devnull, *(str(Path(folder, name)) for name in ("stdout", "stderr"))]
        server, child = _forked(command, cwd or Path.cwd(), env or environment(), streams, LIVENESS_SECONDS)
        code = _answer(server, wait=child)
        stdout, stderr = (Path(name).read_text(encoding="utf-8") for name in streams[1:])
    return subprocess.CompletedProcess(command, code, stdout, stderr)


class Process:
    """A program or a script that runs meanwhile; pipes lead to its standard input and from its standard output."""

    def __init__(self, command: Sequence[str]) -> None:
        self._beside = TemporaryDirectory()
        streams = [str(Path(self._beside.name, name)) for name in ("stdin", "stdout", "stderr")]
        for pipe in streams[:2]:
            os.mkfifo(pipe)
        self._server, self._pid = _forked(command, Path.cwd(), environment(), streams, 10 * LIVENESS_SECONDS)
        stdin, stdout, self._errors = map(Path, streams)
        self._stdin, self._stdout = stdin.open("w", encoding="utf-8"), stdout.open(encoding="utf-8")
        #: Its exit code, or the negative number of the signal that ended it; None until `communicate` has seen its end.
        self.returncode: int | None = None

    def tell(self, line: str = "on") -> None:
        """One line into the process, to let it go on."""
        print(line, file=self._stdin, flush=True)

    def hear(self) -> str:
        """The next line that the process prints."""
        return self._stdout.readline().strip()

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)

    def communicate(self) -> tuple[str, str]:
        """What more it prints, and all of its errors. Nothing more is told to it, and it has ended."""
        with self._beside, self._stdout:
            self._stdin.close()
            printed = self._stdout.read()
            self.returncode = _answer(self._server, wait=self._pid)
            return printed, self._errors.read_text(encoding="utf-8")


def start(code: str, *arguments: object) -> Process:
    """A process that runs the script `code`."""
    return Process(["-c", code, *map(str, arguments)])


def together(code: str, argument_lists: Sequence[Sequence[object]]) -> list[str]:
    """What processes print that run `code` at the same time: each says `ready`, waits for a line, and must end well."""
    running = [start(code, *arguments) for arguments in argument_lists]
    for process in running:
        assert process.hear() == "ready", process.communicate()[1]
    for process in running:
        process.tell()
    outputs = [process.communicate() for process in running]
    for process, (_, errors) in zip(running, outputs, strict=True):
        assert process.returncode == 0, errors
    return [printed for printed, _ in outputs]


def _forked(
    command: Sequence[str], cwd: Path, env: Mapping[str, str], streams: Sequence[str], seconds: int
) -> tuple[subprocess.Popen[str], int]:
    """The number of a new process, which ends after so many seconds at the latest, and the server that waits for it."""
    server = _server(env["PYTHONPATH"])
    job = {"command": command, "cwd": str(cwd), "env": dict(env), "streams": streams, "seconds": seconds}
    return server, _answer(server, **job)


def _answer(server: subprocess.Popen[str], **job: object) -> int:
    assert server.stdin
    assert server.stdout
    server.stdin.write(json.dumps(job) + "\n")
    server.stdin.flush()
    return int(server.stdout.readline())


@cache
def _server(path: str) -> subprocess.Popen[str]:
    """What forks where Python's path is `path`: one process for all tests of this process, which ends with this one."""
    # Without the working directory, where there may be another checkout.
    command = [sys.executable, "-P", "-c", _SERVER]
    env = environment() | {"PYTHONPATH": path}
    server = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    atexit.register(server.communicate)
    return server
