"""What every case needs: a watch, and timelines and files that are made once and kept for later runs."""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.logs import PART, PREFIX, events, write
from events.claim import Claim

if TYPE_CHECKING:
    from timeline import Timeline

Data = dict[str, Any]
#: Claims on each incident of which something is measured in logs of several sizes.
ALIKE = 4


class Watch:
    """Seconds by the wall and of the processor while it is running, and of the slowest piece of several at once."""

    def __init__(self) -> None:
        self.wall = self.cpu = self.slowest = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall += time.perf_counter() - wall
        self.cpu += time.process_time() - cpu


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


def alike(timeline: Timeline, number: int) -> dict[str, Claim]:
    """The newest claims, each with its ID, of incidents on which ALIKE claims count, whatever the size of the log.

    What an append or a page takes follows the claims on its incident.
    """
    query = """
        select id from events join incidents on slug = incident
        where claim_count = ? and status = 'current' and origin_kind is not null and type != 'statement'
        order by position desc limit ?
    """
    ids = [id for (id,) in timeline.db.execute(query, [ALIKE, number])]
    return {id: claim for id in ids if isinstance(claim := timeline[id].event, Claim)}


def elsewhere(claim: Claim, locator: str) -> Claim:
    """The same claim, read at another place of its source: to the log it is a new one."""
    return claim.model_copy(update={"citation": claim.citation.model_copy(update={"locator": (locator,)})})


def stored(log: Path) -> Iterator[Data]:
    """The bodies in a log, decoded, each with its type and position."""
    with closing(sqlite3.connect(log)) as db:
        for position, entry, body in db.execute("select position, entry, body from log order by position"):
            yield {"position": position, "type": json.loads(entry)["type"]} | json.loads(body)
