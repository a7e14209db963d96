"""No checkpoint is signed that contradicts an earlier one: the log must verify, and extend what was signed last.

A checkpoint is what C2SP tlog-checkpoint calls so: origin, size and root in a signed note. The last one is kept in the
timeline's folder, so that proofs can be made without the private key.
"""

from __future__ import annotations

from pathlib import Path

from timeline.errors import TimelineError
from timeline.files import explained, put
from timeline.log.verify import Checkpoint
from timeline.proofs.keys import signing_key, turn
from timeline.service import Timeline

#: As C2SP tlog-tiles names it ("Checkpoints").
CHECKPOINT = "checkpoint"


def latest(folder: Path) -> str:
    """The signed note of the last checkpoint; nothing where none was made. Raises TimelineError."""
    path = folder / CHECKPOINT
    with explained(str(path)):
        try:
            return path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""


def kept(folder: Path) -> list[Checkpoint]:
    """The last checkpoint that was signed, if one was: whatever is done to it, the log must extend that.

    Raises TimelineError where the file is none.
    """
    note = latest(folder)
    return [_parsed(folder, note)] if note else []


def sign(timeline: Timeline, folder: Path) -> str:
    """The signed note of a checkpoint of `timeline`, in `folder`, as it is now; it is kept as the last one.

    Raises TimelineError where the log does not verify or does not extend the last checkpoint ("A log MUST not sign any
    checkpoint which is inconsistent with any checkpoint it previously signed", tlog-checkpoint, "Signatures"), and
    where there is no key to sign with.
    """
    state = timeline.verify(*kept(folder))
    if not state.ok:
        position, problem = state.faults[0]
        raise TimelineError(
            f"Nothing was signed. Position {position}: {problem} `timeline verify` tells what else is wrong; the last "
            f"checkpoint is in {folder / CHECKPOINT}."
        )
    key = signing_key(folder, timeline.origin)
    note = key.sign(Checkpoint(state.size, state.root, timeline.origin).text())
    with turn(folder):
        # Another process may have signed a later one meanwhile.
        if all(later.size <= state.size for later in kept(folder)):
            put(folder / CHECKPOINT, note.encode())
    return note


def _parsed(folder: Path, note: str) -> Checkpoint:
    try:
        return Checkpoint.parse(note)
    except TimelineError as problem:
        raise TimelineError(
            f"{folder / CHECKPOINT} is not the checkpoint that was written there. Put a copy of it back; without one, "
            "remove the file, and compare the log with a checkpoint kept elsewhere: timeline verify --against FILE"
        ) from problem
