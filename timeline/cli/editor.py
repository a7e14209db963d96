"""The author's own editor opens a file and is waited for, as git does it; what fails names the setting to change."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from pathlib import Path

from timeline.errors import TimelineError

#: What names the editor, the first one that is set; as in git and crontab.
SETTINGS = ("VISUAL", "EDITOR")
#: Where nothing is set, the first one that is installed.
USUAL = ("sensible-editor", "nano", "vi")


def edit(file: Path) -> None:
    """Open `file` in the editor and wait until it is closed.

    Raises TimelineError where the editor is not found, ends with a code other than 0 or is killed.
    """
    named, command = _editor()
    try:
        process = subprocess.Popen([*command, str(file)])
    except OSError as problem:
        raise TimelineError(f"{named} cannot be run: {problem.strerror}. Set EDITOR to one: EDITOR=nano") from problem
    # Ctrl-C in the editor is the editor's: it reaches this process too, and must not end it meanwhile.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        code = process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    if code:
        how = f"ended with the code {code}" if code > 0 else f"was killed by the signal {-code}"
        raise TimelineError(f"{named} {how}.")


def _editor() -> tuple[str, list[str]]:
    """What messages call the editor, and the words of its command."""
    for setting in SETTINGS:
        if value := os.environ.get(setting, "").strip():
            named = f'The editor "{value}" ({setting})'
            try:
                return named, shlex.split(value)
            except ValueError as problem:
                raise TimelineError(f"{named} cannot be run: {problem}. Write it as in a shell.") from problem
    for name in USUAL:
        if shutil.which(name):
            return f'The editor "{name}"', [name]
    raise TimelineError("There is no editor here. Set EDITOR to one: EDITOR=nano")
