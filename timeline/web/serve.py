"""While it runs, the server shows what the log holds: another process's append is on the page at the next reload."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm

from timeline.errors import TimelineError
from timeline.files import explained
from timeline.folder import TABLES, Settings, settings
from timeline.projections.building import FINGERPRINT, open_tables
from timeline.projections.cursor import CURSOR
from timeline.projections.runner import DAMAGED
from timeline.service import Timeline
from timeline.unwritable import Changed, Still
from timeline.web import compat, plugin
from timeline.web.metadata import DATABASE, told_by, told_in

#: Seconds until tables that could not be brought up to date are tried again.
RETRY = 2.0
#: Seconds between two looks whether a file that nobody may change was changed.
POLL = 0.5


def serve(folder: Path, host: str = "127.0.0.1", port: int = 8001, open_browser: bool = False) -> None:
    """Serve the timeline in `folder` until Ctrl-C or SIGTERM; only from a program's main thread.

    Prints the address once it can be reached; port 0 takes any free port. Raises TimelineError where there is no
    timeline, its tables cannot be made, or the port is in use.
    """
    app, title = application(folder), settings(folder).title
    with listening(host, port) as at, following(folder, app):
        _answer(app, title, at, host, open_browser)


def serve_file(
    file: Path, folder: Path | None, host: str = "127.0.0.1", port: int = 8001, open_browser: bool = False
) -> None:
    """As `serve`, but of the tables that `timeline export sqlite` has written to `file`, which nothing moves on.

    `folder` is the timeline that they were perhaps made from: then its settings hold for them.
    """
    app, title = application_of(file, folder)
    with listening(host, port) as at:
        _answer(app, title, at, host, open_browser)


def application(folder: Path) -> Datasette:
    """Datasette over the tables of the timeline in `folder`, brought up to date, with the plugin and its metadata."""
    with Timeline.open(folder) as timeline:
        _position(timeline)
        still = isinstance(timeline.db.conn, Still)
    return _over(folder / TABLES, timeline.settings, still=still)


def application_of(file: Path, folder: Path | None) -> tuple[Datasette, str]:
    """Datasette over the tables in `file`, and their title. Raises TimelineError for those of another release."""
    other = f"{file} does not hold tables that this release can show. Write them again: timeline export sqlite FILE"
    if not file.is_file():
        raise TimelineError(f"{file}: There is no such file. Look at its name and folder.")
    with explained(str(file), "Write it again: timeline export sqlite FILE"), closing(open_tables(file)) as tables:
        found = tables.table(CURSOR.name)
        made = next((row for row in found.rows if row["tables"] == FINGERPRINT), None) if found.exists() else None
        logged = tables.table("log").exists()
    if logged:
        restore = f"timeline restore {file} DIRECTORY"
        raise TimelineError(f"{file} holds a log, and no tables. Serve a timeline made of it: {restore}")
    if made is None:
        raise TimelineError(other)
    told = _settings_of(folder, made) or told_in(made)
    return _over(file, told), told.title


def _settings_of(folder: Path | None, made: dict[str, Any]) -> Settings | None:
    """What the timeline in `folder` says of itself, where it is the one whose log these tables were `made` from."""
    if folder is None:
        return None
    with Timeline.open(folder) as timeline:
        position = int(made["position"])
        log = timeline.log
        same = 0 < position <= log.head() and log.get(position).commitment == made["commitment"]
        return timeline.settings if same else None


def _over(database: Path, told: Settings, *, still: bool = False) -> Datasette:
    if not pm.is_registered(plugin):
        # An installed package is found by its entry point; a source tree has none.
        pm.register(plugin, name="timeline")
    return compat.make(database, told_by(told), DATABASE, still=still)


def _answer(app: Datasette, title: str, at: socket.socket, host: str, open_browser: bool) -> None:
    """Say where it is, and answer requests there until it is stopped."""
    url = f"http://{f'[{host}]' if ':' in host else host}:{at.getsockname()[1]}/"
    print(f"{' '.join(title.split())}: {url} (Ctrl-C stops)", flush=True)
    if open_browser:
        webbrowser.open(url)
    _run(app, at)


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
def following(folder: Path, app: Datasette) -> Iterator[None]:
    """While the block runs, a thread projects whatever any process appends, into the file that `app` reads."""
    stop = threading.Event()
    follower = threading.Thread(target=_follow, args=(folder, app, stop), name="follower")
    follower.start()
    try:
        yield
    finally:
        stop.set()
        follower.join()


def _follow(folder: Path, app: Datasette, stop: threading.Event) -> None:
    shown = None
    while not stop.is_set():
        try:
            with Timeline.open(folder) as timeline:
                for _ in _moved(timeline, stop):
                    shown = _show(app, folder / TABLES, shown)
        except Changed as problem:
            # The pages read it as a file that nobody changes, and may show what never was.
            print(f"Stopped: {problem}", file=sys.stderr, flush=True)
            os.kill(os.getpid(), signal.SIGTERM)
            return
        except TimelineError as problem:
            print(f"The pages are not up to date: {problem}", file=sys.stderr, flush=True)
            stop.wait(RETRY)


def _moved(timeline: Timeline, stop: threading.Event) -> Iterator[int]:
    """Bring the tables up to date now and after each append, and tell how far they are."""
    reached = _position(timeline)
    yield reached
    while isinstance(timeline.db.conn, Still) and not stop.wait(POLL):
        _position(timeline)
    for entry in timeline.log.subscribe(reached, stop=stop):
        # One look at the tables projects all that has come by then.
        if entry.position > reached:
            reached = _position(timeline)
            yield reached


def _show(app: Datasette, tables: Path, shown: os.stat_result | None) -> os.stat_result:
    """Have `app` read `tables`, which may not be the file any more that was `shown` before."""
    with explained(str(tables)):
        found = tables.stat()
    if shown and not os.path.samestat(found, shown):
        # Each of its threads would go on reading the file that it has opened; new ones open what is there now.
        app.executor = ThreadPoolExecutor(app.setting("num_sql_threads"))
    return found


def _position(timeline: Timeline) -> int:
    """Bring the tables up to date, and return the last position that they hold."""
    with explained("The tables", DAMAGED):
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
