"""A server under test is a real process on the loopback, and is gone when its block ends."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import socket
from tempfile import TemporaryFile

from tests.scripts import LIVENESS_SECONDS


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listens on now."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(
    command: Sequence[str | Path], port: int, *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Run `command`, which is to serve HTTP on 127.0.0.1:`port`; give the base URL, without a slash at its end.

    Raises AssertionError with what the process printed, if it ends or stays silent instead of answering.
    """
    url = f"http://127.0.0.1:{port}"
    with (
        TemporaryFile() as output,
        subprocess.Popen(command, stdout=output, stderr=output, cwd=cwd, env=env) as process,
    ):
        try:
            if not _answers(port, process):
                output.seek(0)
                said = output.read().decode(errors="replace")
                raise AssertionError(f"{' '.join(map(str, command))} does not answer at {url}:\n{said}")
            yield url
        finally:
            process.terminate()
            try:
                process.wait(LIVENESS_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Whether anything, be it an error page, comes from `port` while the process lives."""
    deadline = time.monotonic() + LIVENESS_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with closing(HTTPConnection("127.0.0.1", port, timeout=LIVENESS_SECONDS)) as connection:
            try:
                connection.request("GET", "/")
                connection.getresponse()
            except (OSError, HTTPException):
                time.sleep(0.05)
            else:
                return process.poll() is None
    return False
