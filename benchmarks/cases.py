"""One piece of work each, in a process of its own: `python -m benchmarks.cases NAME FOLDER SIZE` tells what it took.

What is measured begins when everything is made ready and ends when the work is done and, where it is to last, durable.
"""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.logs import PART, PREFIX, events, write

Data = dict[str, Any]
#: Bytes of an event as the log stores it, about.
RECORD = 900


class Watch:
    """Seconds by the wall and of the processor, between `start` and `stop`."""

    def __init__(self) -> None:
        self.wall = self.cpu = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall += time.perf_counter() - wall
        self.cpu += time.process_time() - cpu


def fdatasync(folder: Path, size: int, watch: Watch) -> None:
    """The least that a durable append can take: a record is written at the end of a file, and synced."""
    record = os.urandom(RECORD)
    with (folder / "file").open("wb", buffering=0) as file, watch.running():
        for _ in range(size):
            file.write(record)
            os.fdatasync(file.fileno())


def sqlite_commit(folder: Path, size: int, watch: Watch) -> None:
    """A record in a transaction of its own, in the mode in which SQLite syncs each."""
    record = os.urandom(RECORD)
    with closing(sqlite3.connect(folder / "file.db", isolation_level=None)) as db:
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = full")
        db.execute("create table record (position integer primary key, body blob)")
        with watch.running():
            for position in range(size):
                db.execute("insert into record values (?, ?)", (position, record))


def eventsourcing_save(folder: Path, size: int, watch: Watch) -> None:
    """A new aggregate with its event, saved by the library `eventsourcing` in SQLite, as its tutorial does."""
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate, event

    class Incident(Aggregate):
        @event("Declared")
        def __init__(self, said: str) -> None:
            self.said = said

    database = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(folder / "file.db")}
    application: Any = Application(env=database)
    said = "x" * (RECORD - 300)
    with watch.running():
        for _ in range(size):
            application.save(Incident(said))


def log_append(folder: Path, size: int, watch: Watch) -> None:
    """An event is validated, made canonical, hashed, indexed and stored in the log, and acknowledged."""
    from events.registry import parse
    from timeline.log.entries import Draft
    from timeline.log.sqlite import SqliteLog

    with SqliteLog.create(folder / "log.db", PREFIX) as log:
        given = list(islice(events(), size))
        with watch.running():
            for data in given:
                event = parse(data)
                log.append([Draft(event.type, event.version, event.canonical, event.keys)], recorded_by="desk")


def timeline_append(folder: Path, size: int, watch: Watch) -> None:
    """An event is appended to a log of `size`, and its tables brought up to date: 100 claims, one by one."""
    from events.claim import Claim
    from events.registry import parse
    from timeline import Timeline

    with Timeline.open(prepared(folder, size)) as timeline:
        assert timeline.db["problems"].count == 0
        claims: list[Claim] = []
        for data in islice(events(), max(0, size - 2000), size):
            event = parse(data)
            if isinstance(event, Claim) and event.type != "statement":
                claims.append(event)
        for claim in claims[-100:]:
            again = claim.model_copy(update={"as_": f"again-{time.time_ns()}"})
            with watch.running():
                timeline.append(again, recorded_by="desk")


def timeline_import(folder: Path, size: int, watch: Watch) -> None:
    """JSON lines are read, validated, appended and projected, in parts, as `timeline append` does with each file."""
    from timeline import Timeline
    from timeline.cli.append import append_files

    files = list(parts(folder, size))
    with Timeline.init(folder / "timeline", PREFIX) as timeline, watch.running():
        for file in files:
            append_files(timeline, [str(file)], recorded_by="desk")


def sqlite_utils_import(folder: Path, size: int, watch: Watch) -> None:
    """The same lines go into one flat table by sqlite-utils; nothing is validated."""
    from sqlite_utils import Database

    files = list(parts(folder, size))
    with closing(Database(folder / "flat.db")) as db, watch.running():
        for file in files:
            with file.open(encoding="utf-8") as lines:
                db.table("events").insert_all(map(json.loads, lines), alter=True)


def validate(folder: Path, size: int, watch: Watch) -> None:
    """The same lines are only read and validated, by pydantic: what no import of them can do without."""
    from events.registry import parse

    files = list(parts(folder, size))
    with watch.running():
        for file in files:
            with file.open(encoding="utf-8") as lines:
                for line in lines:
                    parse(json.loads(line))


def timeline_rebuild(folder: Path, size: int, watch: Watch) -> None:
    """All tables are built afresh from the log."""
    from timeline import Timeline

    with Timeline.open(prepared(folder, size)) as timeline, watch.running():
        timeline.rebuild()


def sqlite_utils_rebuild(folder: Path, size: int, watch: Watch) -> None:
    """Four tables are made of the log's bodies by sqlite-utils' upsert_all, with whole numbers as keys."""
    from sqlite_utils import Database

    bodies = stored(prepared(folder, size) / "log.db")
    with closing(Database(folder / "four.db")) as db, watch.running():
        while batch := list(islice(bodies, 1000)):
            for table, rows in flattened(batch).items():
                db.table(table).upsert_all(rows, pk="number" if table != "events" else "position", alter=True)


def decode(folder: Path, size: int, watch: Watch) -> None:
    """The log is only scanned and its bodies decoded: what no rebuild can do without."""
    bodies = stored(prepared(folder, size) / "log.db")
    with watch.running():
        for _ in bodies:
            pass


def timeline_verify(folder: Path, size: int, watch: Watch) -> None:
    """Every entry is checked: position, ID, bytes, leaf, commitment, instant, and the root of all."""
    from timeline.log.sqlite import SqliteLog
    from timeline.log.verify import verify

    with SqliteLog.open(prepared(folder, size) / "log.db") as log, watch.running():
        assert verify(log).ok


def hash_only(folder: Path, size: int, watch: Watch) -> None:
    """Entries and bodies are only scanned and hashed."""
    with closing(sqlite3.connect(prepared(folder, size) / "log.db")) as db, watch.running():
        for entry, salt, body in db.execute("select entry, salt, body from log order by position"):
            sha256(b"\0" + entry).digest()
            sha256(salt + body).digest()


def pymerkle_root(folder: Path, size: int, watch: Watch) -> None:
    """The entries go into a tree of the library pymerkle, which gives its root."""
    from pymerkle import InmemoryTree

    tree = InmemoryTree(algorithm="sha256")
    with closing(sqlite3.connect(prepared(folder, size) / "log.db")) as db, watch.running():
        for (entry,) in db.execute("select entry from log order by position"):
            tree.append_entry(entry)
        tree.get_state()


def timeline_show(folder: Path, size: int, watch: Watch) -> None:
    """`timeline show` tells of an incident in a log of `size`, 20 times, each in a process of its own."""
    import subprocess

    at = prepared(folder, size)
    slugs = [data["slug"] for data in islice(events(), size - 1000, size) if data["type"] == "incident_declared"]
    for slug in slugs[:20]:
        with watch.running():
            subprocess.run([command(), "--dir", at, "show", slug], check=True, capture_output=True)
    watch.cpu = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def timeline_help(folder: Path, size: int, watch: Watch) -> None:
    """`timeline --help`, `size` times."""
    import subprocess

    for _ in range(size):
        with watch.running():
            subprocess.run([command(), "--help"], check=True, capture_output=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    watch.cpu = used.ru_utime + used.ru_stime


CASES: dict[str, Callable[[Path, int, Watch], None]] = {
    case.__name__: case
    for case in (
        fdatasync,
        sqlite_commit,
        eventsourcing_save,
        log_append,
        timeline_append,
        timeline_import,
        sqlite_utils_import,
        validate,
        timeline_rebuild,
        sqlite_utils_rebuild,
        decode,
        timeline_verify,
        hash_only,
        pymerkle_root,
        timeline_show,
        timeline_help,
    )
}


def command() -> Path:
    """The command `timeline` of this environment."""
    return Path(sys.executable).with_name("timeline")


def parts(folder: Path, size: int) -> Iterator[Path]:
    """The first `size` events as files of JSON lines, PART in each: kept beside `folder` for later runs."""
    lines = write(folder.parent / f"{size}.jsonl", size)
    with lines.open(encoding="utf-8") as file:
        for number in range(-(-size // PART)):
            part = folder / f"part-{number}.jsonl"
            part.write_text("".join(islice(file, PART)), encoding="utf-8")
            yield part


def prepared(folder: Path, size: int) -> Path:
    """A timeline of the first `size` events: made once, kept beside `folder` for later runs."""
    from events.registry import parse
    from timeline import Timeline
    from timeline.log.entries import Draft

    ready = folder.parent / f"timeline-{size}"
    if not ready.exists():
        making = folder / "making"
        with Timeline.init(making, PREFIX) as timeline:
            given = map(parse, islice(events(), size))
            while part := list(islice(given, PART)):
                drafts = [Draft(event.type, event.version, event.canonical, event.keys) for event in part]
                timeline.log.append(drafts, recorded_by="desk")
            timeline.rebuild()
        making.rename(ready)
    return ready


def stored(log: Path) -> Iterator[Data]:
    """The bodies in a log, decoded, each with its type and position."""
    with closing(sqlite3.connect(log)) as db:
        for position, entry, body in db.execute("select position, entry, body from log order by position"):
            yield {"position": position, "type": json.loads(entry)["type"]} | json.loads(body)


def flattened(bodies: list[Data]) -> dict[str, list[Data]]:
    """Rows of four tables: events, and their figures, voices and dates, as a script would make them."""
    tables: dict[str, list[Data]] = {"events": [], "figures": [], "voices": [], "dates": []}
    for body in bodies:
        at = body["position"]
        flat = {name: value if isinstance(value, str | int) else json.dumps(value) for name, value in body.items()}
        tables["events"].append(flat)
        for number, figure in enumerate(body.get("casualties", ())):
            row = {name: value if isinstance(value, str) else json.dumps(value) for name, value in figure.items()}
            tables["figures"].append({"number": at * 100 + number, "event": at} | row)
        for number, hop in enumerate(body.get("citation", {}).get("chain", ())):
            tables["voices"].append({"number": at * 100 + number, "event": at, "voice": json.dumps(hop)})
        if "occurred" in body:
            tables["dates"].append({"number": at, "occurred": json.dumps(body["occurred"])})
    return {table: rows for table, rows in tables.items() if rows}


def main(name: str, folder: Path, size: int) -> None:
    folder.mkdir(parents=True)
    watch = Watch()
    CASES[name](folder, size, watch)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"wall": watch.wall, "cpu": watch.cpu, "peak": peak}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
