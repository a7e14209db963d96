"""One piece of work each, in a process of its own: `python -m benchmarks.cases NAME FOLDER SIZE` tells what it took.

What is measured begins when everything is made ready and ends when the work is done and, where it is to last, durable.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from benchmarks import crowd, peers
from benchmarks.logs import PART, PREFIX, events
from benchmarks.measuring import Watch, alike, command, elsewhere, parts, prepared


def log_append(folder: Path, size: int, watch: Watch) -> None:
    """An event is validated, made canonical, hashed, indexed and stored in the log, and acknowledged."""
    from events.registry import parse
    from timeline.log.entries import Draft
    from timeline.log.sqlite import SqliteLog

    with SqliteLog.create(folder / "log.db", PREFIX) as log:
        given = list(islice(events(), size))
        # Each model is built when it is first used, and that is no append's work.
        for data in given:
            assert parse(data).canonical
        with watch.running():
            for data in given:
                event = parse(data)
                log.append([Draft(event.type, event.version, event.canonical, event.keys)], recorded_by="desk")


def log_append_eight(folder: Path, size: int, watch: Watch) -> None:
    """The same by eight processes at once, an eighth of the events each; `slowest` is the longest that one waited."""
    from events.registry import parse
    from timeline.log.entries import Draft
    from timeline.log.sqlite import SqliteLog

    given = list(islice(events(), size))
    for data in given:
        assert parse(data).canonical  # as above
    SqliteLog.create(folder / "log.db", PREFIX).close()
    context = get_context("fork")
    ready, go, waited = context.Barrier(9), context.Event(), context.SimpleQueue()

    def append(number: int) -> None:
        with SqliteLog.open(folder / "log.db") as log:
            ready.wait()
            go.wait()
            slowest = 0.0
            for data in given[number::8]:
                began = time.perf_counter()
                event = parse(data)
                draft = Draft(event.type, event.version, event.canonical, event.keys)
                log.append([draft], recorded_by="desk")
                slowest = max(slowest, time.perf_counter() - began)
        waited.put(slowest)

    processes = [context.Process(target=append, args=(number,)) for number in range(8)]
    for process in processes:
        process.start()
    ready.wait()
    with watch.running():
        go.set()
        for process in processes:
            process.join()
    assert not any(process.exitcode for process in processes)
    watch.slowest = max(waited.get() for _ in processes)
    with SqliteLog.open(folder / "log.db") as log:
        assert log.head() == size


def timeline_append(folder: Path, size: int, watch: Watch) -> None:
    """An event is appended to a log of `size`, and its tables brought up to date: 40 claims, one by one.

    Each is on an incident of as many claims, whatever the size.
    """
    from timeline import Timeline

    with Timeline.open(_copied(folder, size)) as timeline:
        assert timeline.db["problems"].count == 0
        for number, claim in enumerate(alike(timeline, 40).values()):
            fresh = elsewhere(claim, f"page {number}")
            with watch.running():
                receipt = timeline.append(fresh, recorded_by="desk")
            assert receipt.outcome == "appended"


def timeline_append_crowded(folder: Path, size: int, watch: Watch) -> None:
    """A claim is appended on an incident of which `size` claims by 40 sources tell, all otherwise: five, one by one."""
    from events.registry import parse
    from timeline import Timeline

    with Timeline.init(folder / "timeline", PREFIX) as timeline:
        timeline.append([parse(data) for data in (*crowd.begin(), *crowd.claims(1, size))], recorded_by="desk")
        for data in crowd.claims(size + 1, size + 5):
            fresh = parse(data)
            with watch.running():
                receipt = timeline.append(fresh, recorded_by="desk")
            assert receipt.outcome == "appended"
        assert timeline.db["problems"].count == 0


def timeline_import(folder: Path, size: int, watch: Watch) -> None:
    """JSON lines are read, validated, appended and projected, in parts, as `timeline append` does with each file."""
    from timeline import Timeline
    from timeline.cli.append import append_files

    files = list(parts(folder, size))
    with Timeline.init(folder / "timeline", PREFIX) as timeline, watch.running():
        for file in files:
            append_files(timeline, [str(file)], recorded_by="desk")


def timeline_import_next(folder: Path, size: int, watch: Watch) -> None:
    """The thousand events after the first `size` are imported into a timeline of these, as one file."""
    from timeline import Timeline
    from timeline.cli.append import append_files

    at, file = _copied(folder, size), folder / "next.jsonl"
    file.write_text("".join(f"{json.dumps(data)}\n" for data in islice(events(), size, size + PART)), encoding="utf-8")
    with Timeline.open(at) as timeline, watch.running():
        append_files(timeline, [str(file)], recorded_by="desk")
        assert timeline.log.head() == size + PART


def _copied(folder: Path, size: int) -> Path:
    """A copy of the timeline of the first `size` events: what is added to it, no later run meets."""
    copied = Path(shutil.copytree(prepared(folder, size), folder / "timeline"))
    os.sync()  # or what is measured next waits for the copy to be written
    return copied


def timeline_rebuild(folder: Path, size: int, watch: Watch) -> None:
    """All tables are built afresh from the log."""
    from timeline import Timeline

    with Timeline.open(prepared(folder, size)) as timeline, watch.running():
        timeline.rebuild()


def timeline_verify(folder: Path, size: int, watch: Watch) -> None:
    """`timeline verify`: each entry as in `log_verify`, and that the index has the keys of all events, and no other."""
    from timeline import Timeline

    with Timeline.open(prepared(folder, size)) as timeline, watch.running():
        assert timeline.verify().ok


def log_verify(folder: Path, size: int, watch: Watch) -> None:
    """Every entry is checked: position, ID, bytes, leaf, commitment, instant, and the root of all."""
    from timeline.log.sqlite import SqliteLog
    from timeline.log.verify import verify

    with SqliteLog.open(prepared(folder, size) / "log.db") as log, watch.running():
        assert verify(log).ok


def timeline_show(folder: Path, size: int, watch: Watch) -> None:
    """`timeline show` tells of an incident in a log of `size`, five times, each in a process of its own."""
    at = prepared(folder, size)
    slugs = [
        data["slug"] for data in islice(events(), max(0, size - 1000), size) if data["type"] == "incident_declared"
    ]
    for slug in slugs[:5]:
        with watch.running():
            subprocess.run([command(), "--dir", at, "show", slug], check=True, capture_output=True)
    watch.cpu = _of_processes()


def timeline_help(folder: Path, size: int, watch: Watch) -> None:
    """`timeline --help`, `size` times."""
    _started([command(), "--help"], size, watch)


def libraries(folder: Path, size: int, watch: Watch) -> None:
    """Python starts and imports the libraries that `timeline show` needs, and nothing of ours, `size` times."""
    _started([sys.executable, "-c", "import click, sqlite3, json"], size, watch)


def _started(program: list[str | Path], times: int, watch: Watch) -> None:
    for _ in range(times):
        with watch.running():
            subprocess.run(program, check=True, capture_output=True)
    watch.cpu = _of_processes()


def _of_processes() -> float:
    """The seconds of the processor that the processes started here have taken, the system's included."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


CASES: dict[str, Callable[[Path, int, Watch], None]] = {
    case.__name__: case
    for case in (
        peers.fdatasync,
        peers.sqlite_commit,
        peers.same_commits,
        peers.eventsourcing_save,
        log_append,
        timeline_append,
        timeline_append_crowded,
        timeline_import,
        timeline_import_next,
        peers.sqlite_utils_import,
        peers.validate,
        timeline_rebuild,
        peers.sqlite_utils_rebuild,
        peers.decode,
        timeline_verify,
        log_verify,
        peers.check_and_hash,
        peers.pymerkle_root,
        timeline_show,
        timeline_help,
        libraries,
        log_append_eight,
        peers.same_rows,
    )
}


def main(name: str, folder: Path, size: int) -> None:
    folder.mkdir(parents=True)
    watch = Watch()
    CASES[name](folder, size, watch)
    own, others = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    # Where the work is done in other processes, the memory of the largest of them is meant.
    peak = (others or own) / 1024
    print(json.dumps({"wall": watch.wall, "cpu": watch.cpu, "slowest": watch.slowest, "peak": peak}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
