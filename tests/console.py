"""A console block is what its reader sees who types it: every command is run, and what it prints compared."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import forked
from tests.scripts import LIVENESS_SECONDS

ROOT = Path(__file__).parent.parent
#: What no two runs have in common: when it is now (never when a source was), keys, and digests with random salt.
_VARYING = {
    re.compile(r"20[2-9][0-9]-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}\.[0-9]{6}Z)?"): "an instant",
    re.compile(r"\b20[2-9][0-9]-[0-9]{2}-[0-9]{2}\b"): "a day",
    re.compile(r"\(20[2-9][0-9]\)"): "a year",
    re.compile(r"\b[0-9a-f]{64}\b"): "a digest",
    re.compile(r"^[A-Za-z0-9+/]{43}=$", re.MULTILINE): "a digest",
    re.compile(r"(?<=\+)[0-9a-f]{8}(\+[A-Za-z0-9+/]{44})?(?![A-Za-z0-9+/])"): "a key",
    re.compile(r"(?<= )[A-Za-z0-9+/]{91}="): "a signature",
    re.compile(r"(?<=^extra )[A-Za-z0-9+/=]+$", re.MULTILINE): "an entry",
}
#: By what a block shows the exit code of a command.
_CODE = '; echo "exit code $?"'
#: In a line of its own, stands for any number of lines that are left out.
LEFT_OUT = "…"


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of `page` in one language, without their fences."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def commands(block: str) -> list[tuple[str, str]]:
    """Every command of a console block, with the output below it. A backslash carries a command to the next line."""
    found = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        written = re.match(r"(?:.*\\\n)*.*", part)
        assert written
        found.append((re.sub(r"\\\n> ", "\\\n", written[0]), part[written.end() :].strip("\n")))
    return found


def run(command: str, folder: Path) -> str:
    """What `command` prints in `folder`, in a terminal 80 columns wide: standard output, then standard error.

    A command in which nothing is left to the shell but its exit code runs without one, in a process that is forked.
    """
    if words := _plain(command.removesuffix(_CODE)):
        done = forked.run(words, cwd=folder, env=environment())
        if command.endswith(_CODE):
            done.stdout += f"exit code {done.returncode}\n"
        return _printed(done)
    return run_in_shell(command, folder)


def _plain(command: str) -> list[str]:
    """The words of a command that means the same without a shell and can be forked; none of any other command."""
    command = command.replace("\\\n", " ")
    if not command.startswith(forked.PROGRAMS) or set("$`*?~#[{\n") & set(command):
        return []
    reader = shlex.shlex(command, posix=True, punctuation_chars=True)
    reader.whitespace_split, reader.commenters = True, ""
    words = list(reader)
    left_to_shell = any(word and set(word) <= set("|&;<>()") for word in words)
    return words if words[0] in forked.PROGRAMS and not left_to_shell else []


def run_in_shell(command: str, folder: Path) -> str:
    """As `run`, always in a shell, where `timeline` is the installed program."""
    command_line, env = ["sh", "-c", command], environment()
    return _printed(
        subprocess.run(
            command_line, cwd=folder, env=env, text=True, capture_output=True, timeout=LIVENESS_SECONDS, check=False
        )
    )


def _printed(done: subprocess.CompletedProcess[str]) -> str:
    return "\n".join(line.rstrip() for line in (done.stdout + done.stderr).strip().splitlines())


def environment() -> dict[str, str]:
    """That of a reader who has nothing set, in a terminal 80 columns wide."""
    tools = Path(sys.executable).parent
    if not shutil.which("timeline", path=str(tools)):
        pytest.fail("The command timeline is not installed beside this Python: pip install -e '.[test]'")
    found = {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "80",
        "NO_COLOR": "1",
    }
    for name in ("TIMELINE_DIR", "TIMELINE_RECORDED_BY"):
        found.pop(name, None)
    return found


def same(shown: str, came: str) -> bool:
    """Whether what came is what is shown, but for what varies and what is left out."""
    for varying, name in _VARYING.items():
        shown, came = varying.sub(name, shown), varying.sub(name, came)
    pattern = "\n".join(r"(?s:.*)" if line == LEFT_OUT else re.escape(line.rstrip()) for line in shown.splitlines())
    return re.fullmatch(pattern, came) is not None
