"""No checkpoint is signed that contradicts an earlier one: the log must verify, and extend what was signed last.

A checkpoint is what C2SP tlog-checkpoint calls so: origin, size and root in a signed note. The last one is kept in the
timeline's folder, so that proofs can be made without the private key. Where it is missing the key signs nothing.
"""

from __future__ import annotations

from pathlib import Path

from timeline.errors import TimelineError
from timeline.files import put
from timeline.folder import CHECKPOINT
from timeline.log.verify import Checkpoint
from timeline.proofs.keys import SIGNING, latest, listed, signing_key, turn
from timeline.service import Timeline

__all__ = ["kept", "latest", "sign"]

#: What to do where nobody knows any more what the key has signed.
_NEW_KEY = "make a new key, which has signed nothing, and publish it: timeline key --rotate"


def kept(folder: Path) -> list[Checkpoint]:
    """The last checkpoint that was signed, if one was: whatever is done to it, the log must extend that.

    That of the empty log is none to hold a log to. Raises TimelineError where the file is none.
    """
    note = latest(folder)
    return [checkpoint for checkpoint in [_parsed(folder, note)] if checkpoint.size] if note else []


def sign(timeline: Timeline, folder: Path) -> str:
    """The signed note of a checkpoint of `timeline`, in `folder`, as it is now; it is kept as the last one.

    Raises TimelineError where the log does not verify or does not extend the last checkpoint ("A log MUST not sign any
    checkpoint which is inconsistent with any checkpoint it previously signed", tlog-checkpoint, "Signatures"), where
    that is missing beside a key, and where there is no key to sign with.
    """
    if not latest(folder) and (listed(folder) or (folder / SIGNING).exists()):
        raise TimelineError(
            f"Nothing was signed. {folder / CHECKPOINT} is missing, the last checkpoint that the key of this log has "
            "signed: without it, what is signed now may contradict that. Put it back: whoever was given the last one "
            f"has a copy. If nobody has, {_NEW_KEY}"
        )
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
            f"{folder / CHECKPOINT} is not the checkpoint that was written there. Put a copy of it back. If there is "
            "none, remove the file, compare the log with a checkpoint kept elsewhere (timeline verify --against FILE), "
            f"and {_NEW_KEY}"
        ) from problem
