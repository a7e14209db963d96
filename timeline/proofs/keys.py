"""The private key is in one file that only its owner may read; every key that ever signed stays listed in another.

`signing.key` is made when it is first needed, and never written to log or tables. `verifier.keys` is public: the
verifier keys (C2SP signed-note), the oldest first. It is completed whenever the private key is used, so that a key
which has signed anything is in it, and what was signed before a rotation still verifies after it.

A third file, `checkpoint`, is the last that was signed. A new key that finds none signs the empty log, which every log
extends: so wherever a key is without one, nobody knows what it has signed.
"""

from __future__ import annotations

import os
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from timeline.errors import TimelineError
from timeline.files import explained, put, queue
from timeline.folder import CHECKPOINT, LOG
from timeline.log.merkle import Frontier
from timeline.log.verify import Checkpoint
from timeline.proofs.signing import SigningKey, is_verifier
from timeline.regular import content, text

SIGNING = "signing.key"
VERIFIER = "verifier.keys"
_HEAD = "# The public keys that have signed checkpoints of this log, the oldest first (c2sp.org/signed-note).\n"


def signing_key(folder: Path, origin: str) -> SigningKey:
    """The key that signs for the log `origin`; a new one where there never was one.

    Raises TimelineError where it is lost, replaced, cannot be read, or may be read by others.
    """
    with turn(folder):
        if (folder / SIGNING).exists():
            key = _read(folder, origin)
        elif listed(folder):
            raise TimelineError(
                f"{folder / SIGNING} is missing, and {VERIFIER} says that there was one. Put it back from where you "
                "keep a copy, or make a new one: timeline key --rotate"
            )
        else:
            key = _made(folder, origin)
        told = listed(folder)
        _list(folder, key)
        _check_last(folder, key)
    if told and key.verifier not in _lines(told):
        warnings.warn(
            f"{VERIFIER} did not list the key in {folder / SIGNING}, as where it was put there from elsewhere or its "
            f"rotation was interrupted. It does now: publish it, {key.verifier}",
            RuntimeWarning,
            stacklevel=2,
        )
    return key


def rotate(folder: Path, origin: str) -> SigningKey:
    """A new key in the place of the one that signs now, which is destroyed; its verifier key stays listed."""
    with turn(folder):
        if (folder / SIGNING).exists():
            _list(folder, _read(folder, origin, checked=False))
        key = _made(folder, origin)
        _list(folder, key)
    return key


def listed(folder: Path) -> str:
    """What `verifier.keys` says; nothing where there is none. Raises TimelineError."""
    return _said(folder / VERIFIER)


def latest(folder: Path) -> str:
    """The signed note of the last checkpoint; nothing where none was made. Raises TimelineError."""
    return _said(folder / CHECKPOINT)


def _said(path: Path) -> str:
    with explained(str(path)):
        try:
            return text(path)
        except FileNotFoundError:
            return ""


def _read(folder: Path, origin: str, checked: bool = True) -> SigningKey:
    path = folder / SIGNING
    if not path.is_file():
        raise TimelineError(
            f"{path} is no file. Move it away, and put the key back from where you keep a copy; if there is none, make "
            "a new one then: timeline key --rotate"
        )
    if checked and os.name == "posix" and (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077:
        raise TimelineError(
            f"{path} may be used by others than you (mode {mode:04o}). Say: chmod 600 {path}\n"
            "If somebody may have copied it, make a new one: timeline key --rotate"
        )
    with explained(str(path)):
        data = content(path)
    try:
        return SigningKey.read(origin, data)
    except TimelineError as problem:
        raise TimelineError(
            f"{path}: {problem} Put the right one back from where you keep a copy; if there is none, move this away "
            "and make a new one: timeline key --rotate"
        ) from problem


def _made(folder: Path, origin: str) -> SigningKey:
    key = SigningKey.new(origin)
    put(folder / SIGNING, key.pem(), mode=0o600)
    # Only now: an interruption in between must not leave it beside an older key.
    if not latest(folder):
        put(folder / CHECKPOINT, key.sign(Checkpoint(0, Frontier().root().hex(), origin).text()).encode())
    return key


def _list(folder: Path, key: SigningKey) -> None:
    told = listed(folder) or _HEAD
    for number, line in enumerate(told.splitlines(), 1):
        if line.strip() and not line.startswith("#") and not is_verifier(line.strip()):
            raise TimelineError(
                f"{folder / VERIFIER}, line {number}: {line[:200]!a} is not a verifier key. Put the line back from a "
                "copy, or remove it."
            )
    if key.verifier not in _lines(told):
        put(folder / VERIFIER, f"{told.rstrip()}\n{key.verifier}\n".encode())


def _check_last(folder: Path, key: SigningKey) -> None:
    """Raises TimelineError for a key that another one has replaced: somebody may have copied it."""
    keys = [line for line in _lines(listed(folder)) if line and not line.startswith("#")]
    if key.verifier in keys[:-1]:
        raise TimelineError(
            f"{folder / SIGNING} is an older key: {VERIFIER} says that a newer one has replaced it. Put that one back "
            "from where you keep a copy, or make a new one: timeline key --rotate"
        )


def _lines(told: str) -> list[str]:
    return [line.strip() for line in told.splitlines()]


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """No other process's turn at the folder's keys and its checkpoint."""
    with explained(str(folder)), queue(folder / f"{LOG}-lock"):
        yield
