"""A command in a process of its own, forked from one that has imported already what takes most of a second.

What a process has is real: working directory, environment, standard streams, exit code. What is not done again for each
is the start of Python and the imports; tests/test_readme.py and whatever else uses a shell do these.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.scripts import LIVENESS_SECONDS, environment

#: Takes one job a line, forks for it, and answers with the exit code; the child goes on below the loop.
_SERVER = """
import gc, json, os, signal, sys
from sqlite_utils.cli import cli
import timeline.cli.group
for name in timeline.cli.group.VERBS:
    timeline.cli.group.cli.get_command(None, name)
from timeline.cli import main
programs = {"timeline": main, "sqlite-utils": cli}
gc.freeze()  # or each child copies every page of memory to count its garbage
for line in sys.stdin:
    child = os.fork()
    if not child:
        break
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
else:
    sys.exit()
job = json.loads(line)
signal.alarm(job["seconds"])
os.chdir(job["cwd"])
os.environ.clear()
os.environ.update(job["env"])
for number, name in enumerate(job["streams"]):
    os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), number)
sys.argv = job["command"]
programs[sys.argv[0]]()
"""


#: The commands that can be run here.
PROGRAMS = ("timeline", "sqlite-utils")


def timeline(
    *arguments: str, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `timeline` with these arguments, as `run` does."""
    return run(["timeline", *arguments], cwd=cwd, env=env)


def run(
    command: Sequence[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one of the programs, nothing on its standard input; `env` is its whole environment."""
    with TemporaryDirectory() as folder:
        streams = [os.devnull, *(str(Path(folder, name)) for name in ("stdout", "stderr"))]
        job = {"command": command, "cwd": str(cwd or Path.cwd()), "streams": streams, "seconds": LIVENESS_SECONDS}
        server = _server()
        assert server.stdin
        assert server.stdout
        server.stdin.write(json.dumps(job | {"env": dict(os.environ if env is None else env)}) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        stdout, stderr = (Path(name).read_text(encoding="utf-8") for name in streams[1:])
    return subprocess.CompletedProcess(command, code, stdout, stderr)


@cache
def _server() -> subprocess.Popen[str]:
    """The process that forks, one for all tests of this process; it ends when this one does."""
    command = [sys.executable, "-c", _SERVER]
    server = subprocess.Popen(
        command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    atexit.register(server.communicate)
    return server
