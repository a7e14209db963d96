"""While it runs, the server shows what the log holds: another process's append is on the page at the next reload."""

from __future__ import annotations

import errno
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm

from timeline.errors import TimelineError
from timeline.folder import TABLES, settings
from timeline.projections.runner import CURSOR
from timeline.service import Timeline
from timeline.web import compat, plugin
from timeline.web.metadata import QUERIES, metadata

#: Seconds until tables that could not be brought up to date are tried again.
RETRY = 2.0


def serve(folder: Path, host: str = "127.0.0.1", port: int = 8001, open_browser: bool = False) -> None:
    """Serve the timeline in `folder` until Ctrl-C or SIGTERM; only from a program's main thread.

    Prints the address once it can be reached; port 0 takes any free port. Raises TimelineError where there is no
    timeline, its tables cannot be made, or the port is in use.
    """
    app, title = application(folder), settings(folder).title
    with listening(host, port) as at, following(folder):
        url = f"http://{f'[{host}]' if ':' in host else host}:{at.getsockname()[1]}/"
        print(f"{' '.join(title.split())}: {url} (Ctrl-C stops)", flush=True)
        if open_browser:
            webbrowser.open(url)
        _run(app, at)


def application(folder: Path) -> Datasette:
    """Datasette over the tables of the timeline in `folder`, brought up to date, with the plugin and its metadata."""
    with Timeline.open(folder) as timeline:
        _position(timeline)
    if not pm.is_registered(plugin):
        # An installed package is found by its entry point; a source tree has none.
        pm.register(plugin, name="timeline")
    return compat.make(folder / TABLES, metadata(timeline.settings), QUERIES)


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that accepts connections at once, before the server answers them."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        at = socket.create_server((host, port), family=family, backlog=128)
    except OSError as problem:
        # Python adds the address, which stands in the message already.
        said = str(problem.strerror).partition(" (while")[0]
        other = port + 1 if 1024 <= port < 65535 else 8001
        remedy = (
            f"Choose another port, such as -p {other}."
            if problem.errno in (errno.EADDRINUSE, errno.EACCES)
            else "Choose an address of this machine, such as --host 127.0.0.1."
        )
        raise TimelineError(f"Cannot serve at {host}, port {port}: {said}. {remedy}") from problem
    with at:
        yield at


@contextmanager
def following(folder: Path) -> Iterator[None]:
    """While the block runs, a thread projects whatever any process appends."""
    stop = threading.Event()
    follower = threading.Thread(target=_follow, args=(folder, stop), name="follower")
    follower.start()
    try:
        yield
    finally:
        stop.set()
        follower.join()


def _follow(folder: Path, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            with Timeline.open(folder) as timeline:
                _catch_up(timeline, stop)
        except TimelineError as problem:
            print(f"The pages are not up to date: {problem}", file=sys.stderr, flush=True)
            stop.wait(RETRY)


def _catch_up(timeline: Timeline, stop: threading.Event) -> None:
    reached = _position(timeline)
    for entry in timeline.log.subscribe(reached, stop=stop):
        # One look at the tables projects all that has come by then.
        if entry.position > reached:
            reached = _position(timeline)


def _position(timeline: Timeline) -> int:
    """Bring the tables up to date, and return the last position that they hold."""
    return next(int(row["position"]) for row in timeline.db.table(CURSOR.name).rows)


def _run(app: Datasette, at: socket.socket) -> None:
    """Answer requests until SIGINT or SIGTERM, finishing those that have begun."""
    server = uvicorn.Server(uvicorn.Config(app.app(), log_level="warning", lifespan="on"))

    def stopped(number: int, frame: FrameType | None) -> None:
        """uvicorn raises the signal again when it has shut down; then there is nothing left to do."""

    before = {number: signal.signal(number, stopped) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        server.run(sockets=[at])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
