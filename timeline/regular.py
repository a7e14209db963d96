"""No command waits for ever, or reads without end, because a pipe or a device lies where a file should be."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import IO

from timeline.errors import TimelineError

#: What a shell puts in the place of `<(command)`, and of a file that is passed on: somebody writes at the other end.
_PASSED = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin")
#: No checkpoint, proof, key or settings file has more bytes.
LARGEST = 1 << 20
_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class NoFile(TimelineError):
    """What was named as a file is none, or more than can be meant."""


def opened(path: Path | str) -> IO[bytes]:
    """The file at `path`, to be read. Raises OSError, and NoFile for a pipe, a socket or a device."""
    path = str(path)
    # Looking comes first: to open a device may do something. Opening does not wait: a pipe may come in between.
    _check(path, Path(path).stat())
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        _check(path, os.fstat(descriptor))
        if hasattr(os, "set_blocking"):
            os.set_blocking(descriptor, True)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def content(path: Path | str, most: int = LARGEST) -> bytes:
    """What the file at `path` holds. Raises OSError, and NoFile for what is no file and for one of more bytes."""
    with opened(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise NoFile(f"{path} has more than {most:,} bytes: it is not what is to be read here. Name another file.")
    return data


def text(path: Path | str, errors: str = "replace") -> str:
    """What the text file at `path` says, with its lines ended by LF alone and no byte order mark. Raises as `content`.

    What is no UTF-8 in it is replaced; where `errors` are strict, it raises ValueError.
    """
    return content(path).decode("utf-8", errors).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def no_file(path: Path | str) -> str | None:
    """What lies at `path` where that is a pipe, a socket or a device; None where it is none, or nothing can be told."""
    try:
        return _KINDS.get(stat.S_IFMT(Path(path).stat().st_mode))
    except OSError:
        return None


def check_database(path: Path) -> None:
    """Raises NoFile where a pipe or a device lies at `path`, or where SQLite keeps what it may have to undo or to do.

    SQLite would wait for it, or say that the disk is at fault.
    """
    for name in ("", "-journal", "-wal", "-shm"):
        if kind := no_file(f"{path}{name}"):
            raise NoFile(f"{path}{name} is {kind} and no file. Move it away.")


def _check(path: str, found: os.stat_result) -> None:
    kind = stat.S_IFMT(found.st_mode)
    if kind == stat.S_IFDIR:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if kind != stat.S_IFREG and not path.startswith(_PASSED):
        raise NoFile(f"{path} is {_KINDS.get(kind, 'something else')} and no file. Write it into one, and name that.")
