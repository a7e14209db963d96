"""What is made beside its place and put there when it is whole is never found there by halves, nor over anything else.

It is made in a hidden folder that one process at a time has, and no other user reads. What a process that was killed
has left there, the next one removes. All functions raise OSError too: the caller says of what file.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from timeline.errors import TimelineError
from timeline.files import check_free, sync_folder

if sys.platform != "win32":
    import fcntl


def folder_for(place: Path) -> Path:
    """The folder in which what belongs at `place` is made."""
    return place.with_name(f".{place.name}.partial")


def begun(folder: Path) -> list[Path]:
    """What is being made in `folder`, or was left there by a process that was killed."""
    return sorted(folder.glob(folder_for(Path("*")).name))


#: How the name of a file begins and ends in which an author is writing an event.
DRAFT = ("new-", ".yaml")


def drafts(folder: Path) -> list[Path]:
    """What authors are writing in `folder`, or have left there."""
    return sorted(folder.glob("*-*".join(DRAFT)))


@contextmanager
def staged(place: Path) -> Iterator[Path]:
    """The empty folder in which to make what belongs at `place`; it is gone, with all that is left in it, at the end.

    Raises TimelineError where another process is making it.
    """
    folder = folder_for(place)
    descriptor = _taken(folder)
    try:
        for left in folder.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if descriptor is not None:
            os.close(descriptor)


def move(made: Path, place: Path) -> None:
    """Move the file `made` to `place`, and both to the disk. Raises TimelineError where there is anything."""
    sync(made)
    check_free(place)
    made.rename(place)
    sync_folder(place.parent)


def sync(file: Path) -> None:
    """Wait until a file is on the disk."""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _taken(folder: Path) -> int | None:
    """Make `folder` and lock it. Its owner removes it before letting go: then what was locked is not there any more."""
    while True:
        folder.mkdir(mode=0o700, exist_ok=True)
        if sys.platform == "win32":
            return None
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(descriptor), folder.stat()):
                return descriptor
        except FileNotFoundError:
            pass
        except BlockingIOError as problem:
            os.close(descriptor)
            raise TimelineError(f"Another process is at work in {folder}. Wait until it has ended.") from problem
        os.close(descriptor)
