"""Faults come from strace: the Nth system call of a kind fails, or the process is killed at it. In CI never without."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.needed import missing
from timeline.folder import LOG
from timeline.placing import folder_for

#: The calls by which a process changes a folder and its files, or comes to read them.
CALLS = ("openat", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "unlink", "close")
#: The ends of the names of the files that a timeline, and SQLite for it, have in their folder.
_ENDS = ("", "-wal", "-shm", "-journal", "-lock", ".staged", ".staged-journal", ".new")
_TABLES = ("timeline.db", "recorded.db", "reported.db")
NAMES = ("log.db", *_TABLES, "timeline.toml", "settings", "signing.key", "verifier.keys", "checkpoint")
FILES = ("", *(f"{name}{end}" for name in NAMES for end in _ENDS))


def needed() -> None:
    """Skips the test where strace cannot trace, or fails it if CI is set."""
    message = "strace is not installed; on Debian: apt install strace"
    if shutil.which("strace"):
        tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, text=True, check=False)
        if tried.returncode == 0:
            return
        message = f"strace may not trace here: {tried.stderr.strip()}"
    missing(message)


@dataclass(slots=True)
class Seen:
    """How often a process made each of the calls that were followed, and how many of them were made to fail.

    Of several threads the one counts that made most: strace counts the calls of each by themselves.
    """

    calls: Counter[str] = field(default_factory=Counter)
    failed: int = 0


@contextmanager
def tracing(pid: int, place: Path, makes: str, calls: Iterable[str], *options: str) -> Iterator[Seen]:
    """While the block runs, strace follows those calls of the process `pid` that concern the timeline `t` in `place`.

    And what is made there under the name `makes`, if any: a file, or a folder for another timeline.

    The process must have ended when the block ends; only then is anything in what is given.
    """
    paths = [option for path in _paths(place, makes) for option in ("-P", str(path))]
    made = Seen()
    with TemporaryDirectory() as beside:
        seen = Path(beside) / "seen"
        command = ["strace", "-f", "-p", str(pid), "-o", str(seen), "-e", f"trace={','.join(calls)}", *paths, *options]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            said = process.stderr.readline()
            assert said.endswith("attached\n"), said
            yield made
        text = seen.read_text(encoding="utf-8", errors="replace")
        for (_, call), times in Counter(re.findall(r"^(\d+) +(\w+)\(", text, re.MULTILINE)).items():
            made.calls[call] = max(made.calls[call], times)
        made.failed = len(re.findall(r" = -1 E.*\(INJECTED\)$", text, re.MULTILINE))


def _paths(place: Path, makes: str) -> Iterator[Path]:
    folders = [place / "t"]
    if makes:
        # What is made under a name is made beside it first, and so is the log of a timeline.
        folders += [place / makes, folder_for(place / makes), folder_for(place / makes / LOG)]
        yield from (place, *(folder_for(place / makes) / f"{makes}{end}" for end in _ENDS))
    yield from (folder / name for folder in folders for name in FILES)


def failing(call: str, error: str, number: int | None = None) -> list[str]:
    """Options that let the call number `number` (from 1) of each thread fail with `error`; without a number each."""
    return ["-e", f"inject={call}:error={error}" + (f":when={number}" if number else "")]


def killing(call: str, number: int) -> list[str]:
    """Options that kill the process when it begins the call number `number` (from 1)."""
    return ["-e", f"inject={call}:signal=SIGKILL:when={number}"]


def sample(made: Counter[str], count: int, chance: Random) -> list[tuple[str, int]]:
    """About `count` of the calls that were `made`, each as its kind and its number (from 1) among those of the kind.

    Of each kind there are as many as of any other, or all; what is over falls to the most frequent ones.
    """
    chosen = list[tuple[str, int]]()
    kinds = sorted(made, key=lambda kind: (made[kind], kind))
    for left, kind in zip(range(len(kinds), 0, -1), kinds, strict=True):
        share = min((count - len(chosen)) // left, made[kind])
        edges = [made[kind] * part // share for part in range(share + 1)] if share else []
        chosen += [(kind, chance.randint(low + 1, high)) for low, high in pairwise(edges)]
    return chosen
