"""What `make bench-long` prints: how the cost of an event changes as one log grows, in one round.

It is for logs that are too large to be made in every run: a million events take hours. Of each size it tells the
microseconds of the processor that an event takes to be stored, verified, projected and imported (the next thousand, as
one input), then the milliseconds of one append to the timeline and of telling one incident, and the greatest memory.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.logs import PART, PREFIX, events
from benchmarks.measuring import Watch, elsewhere
from events.base import Event
from events.claim import Claim
from events.registry import parse
from timeline import Timeline
from timeline.log.entries import Draft
from timeline.log.verify import verify
from timeline.projections.story import story

SIZES = (10_000, 100_000, 1_000_000)
#: How many single appends, and incidents, are measured.
PIECES = 20


def grown(at: Path, sizes: Sequence[int]) -> Iterator[str]:
    """A row for each size, a multiple of PART, while the log in `at` grows from one to the next."""
    given, done, stored = map(parse, events()), 0, Watch()
    further = list(islice(given, PART))
    with Timeline.init(at, PREFIX) as timeline:
        for size in sizes:
            verified, projected = Watch(), Watch()
            while done < size:
                part, further = further, list(islice(given, PART))
                with stored.running():
                    _store(timeline, part)
                done += len(part)
            with verified.running():
                assert verify(timeline.log).ok
            with projected.running():
                timeline.rebuild()
            assert timeline.db["problems"].count == 0
            took = ((stored, size), (verified, size), (projected, size))
            micro = [f"{watch.cpu / number * 1e6:,.0f}" for watch, number in took]
            # What is added for a measurement would stand in the place of what the log is to hold next.
            with tempfile.TemporaryDirectory(dir=at.parent) as aside:
                cells = [f"{size:,}", *micro, *_added(Path(shutil.copytree(at, Path(aside) / "timeline")), further)]
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            yield f"| {' | '.join(cells)} | {peak:,.0f} |"


def _added(at: Path, further: Sequence[Event]) -> Iterator[str]:
    """What it takes to import `further` events into the timeline in `at`, then to append one, and to tell one."""
    imported, appended, told = Watch(), Watch(), Watch()
    claims = [event for event in further if isinstance(event, Claim) and event.incidents()][-PIECES:]
    with Timeline.open(at) as timeline:
        with imported.running():
            timeline.append(further, recorded_by="desk")
        for number, claim in enumerate(claims):
            fresh = elsewhere(claim, f"page {number}")
            with appended.running():
                receipt = timeline.append(fresh, recorded_by="desk")
            assert receipt.outcome == "appended"
            with told.running():
                story(timeline.db, claim.incidents()[0])
    yield f"{imported.cpu / len(further) * 1e6:,.0f}"
    yield from (f"{watch.cpu / len(claims) * 1e3:,.1f}" for watch in (appended, told))


def _store(timeline: Timeline, part: Sequence[Event]) -> None:
    drafts = [Draft(event.type, event.version, event.canonical, event.keys) for event in part]
    timeline.log.append(drafts, recorded_by="desk")


def main(*sizes: int) -> None:
    print("| events | stored, µs | verified, µs | projected, µs | imported, µs | one append, ms | one told, ms | MB |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="timeline-growth-") as folder:
        for line in grown(Path(folder) / "timeline", sizes or SIZES):
            print(line, flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
