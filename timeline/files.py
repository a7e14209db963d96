"""Whatever SQLite or the file system refuses leaves here as a TimelineError that says what to do."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote

from timeline.errors import TimelineError

if sys.platform != "win32":
    import fcntl

#: Seconds to wait for another program that holds SQLite's own lock, such as a backup.
BUSY = 30


#: What to do, by the beginning of SQLite's error name (https://sqlite.org/rescode.html), or by one of the system's.
_REMEDIES = {
    "EISDIR": "A folder is where the file should be. Move it away, or name another file.",
    "SQLITE_BUSY": "Another program keeps it locked. Close that, and try again.",
    "SQLITE_CANTOPEN": "Check that folder and file exist, and that you may write in the folder.",
    "SQLITE_CORRUPT": "The file is damaged. {damaged}",
    "SQLITE_ERROR": "It is not a timeline's file, or another release has made it.",
    "SQLITE_FULL": "Make room on the disk, and try again. What was stored before is safe.",
    "SQLITE_IOERR": "The disk refused to read or write. Check that it has room and is sound.",
    "SQLITE_NOTADB": "It is not a timeline's file, or it is damaged. {damaged}",
    "SQLITE_PERM": "Check that you may read and write the file, and that you may write in its folder.",
    "SQLITE_READONLY": "It may only be read. Make folder and file writable, or copy the folder to where you may write.",
}

#: What to do, by the number of an error of the operating system; any other one is taken for a file that is not there.
_NUMBERED = {
    errno.ENOSPC: "SQLITE_FULL",
    errno.EDQUOT: "SQLITE_FULL",
    errno.EFBIG: "SQLITE_FULL",
    errno.EIO: "SQLITE_IOERR",
    errno.EACCES: "SQLITE_PERM",
    errno.EISDIR: "EISDIR",
    errno.EPERM: "SQLITE_PERM",
    errno.EROFS: "SQLITE_READONLY",
}


@contextmanager
def explained(name: str, damaged: str = "Restore it from a copy, then run `timeline verify`.") -> Iterator[None]:
    """Turns the errors of SQLite and of the operating system into TimelineErrors about the file called `name`.

    `damaged` is what to do where the file is damaged.
    """
    try:
        yield
    except MemoryError as error:
        # SQLite asks for as much as a damaged file says that it needs.
        raise TimelineError(f"{name}: There is not enough memory, or the file is damaged. {damaged}") from error
    except UnicodeDecodeError as error:
        # What SQLite quotes of a damaged file in its own message.
        raise TimelineError(f"{name}: {_REMEDIES['SQLITE_CORRUPT'].format(damaged=damaged)}") from error
    except (sqlite3.Error, OSError) as error:
        raise refusal(name, error, damaged) from error


def refusal(name: str, error: sqlite3.Error | OSError, damaged: str = "") -> TimelineError:
    """What SQLite or the operating system refuses about the file called `name`, and what to do."""
    if isinstance(error, OSError):
        said, code = error.strerror or str(error), _NUMBERED.get(error.errno or 0, "SQLITE_CANTOPEN")
    elif isinstance(error, sqlite3.ProgrammingError) and "closed database" in str(error):
        return TimelineError(f"{name}: It was closed before. Open it again, and use it before it is closed.")
    else:
        said, code = str(error), getattr(error, "sqlite_errorname", "")
        if code.startswith("SQLITE_CANTOPEN") and (why := _shut(Path(name))):
            return refusal(name, why, damaged)
    remedy = next((remedy for start, remedy in _REMEDIES.items() if code.startswith(start)), "")
    return TimelineError(f"{name}: {said}. {remedy.format(damaged=damaged)}".rstrip())


def _shut(path: Path) -> OSError | None:
    """Why a file that is there cannot be opened, which SQLite does not tell; None where it can, or is not there."""
    try:
        if path.is_dir():
            number = errno.EISDIR
        elif path.exists() and not os.access(path, os.R_OK):
            number = errno.EACCES
        else:
            return None
    except OSError as problem:  # a folder above it may not be looked into
        return problem
    return OSError(number, os.strerror(number))


def put(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Makes `data` the content of `path`, durably: readers find the old content or the new one, and nothing between.

    The file has never more permissions than `mode` (less the umask). Of several writers each must wait its turn.
    """
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)  # what an interruption has left
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Has the list of the files in `folder` on the disk when it returns; Windows knows no such thing."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def check_free(file: Path) -> None:
    """Raises TimelineError where there is anything called so: what somebody has kept is never written over.

    And where there is no folder for it.
    """
    if file.exists() or file.is_symlink():
        raise TimelineError(f"{file} is there already, and nothing is written over. Choose another name.")
    if not file.parent.is_dir():
        raise TimelineError(
            f"{file}: There is no folder {file.parent}. Make it first: mkdir -p {quote(str(file.parent))}"
        )


@contextmanager
def queue(lock: Path | str) -> Iterator[None]:
    """Waits for this process's turn at the file `lock`, which is made if need be and left behind.

    On Windows there is no such queue, and SQLite's own lock alone keeps writers apart.
    """
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if sys.platform != "win32":
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            if sys.platform != "win32":
                # Closing alone would do, unless it fails: then this very process could wait for itself.
                fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        os.close(descriptor)
