"""What `make bench-long` prints and writes into GROWTH.md: how the cost of an event changes as one log grows.

It is for logs that are too large to be made in every run: a million events take twenty minutes on a fast machine and
hours on a slow one, so that there is one round. Each piece of work is done in a process of its own, of which the time
of the processor and the greatest memory are told. What is added to the log for a measurement is added to a copy.
"""

from __future__ import annotations

import asyncio
import os
import platform
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from benchmarks.logs import PART, PREFIX, events
from benchmarks.measuring import ALIKE, Data, Watch, alike, elsewhere
from events.base import Event
from events.registry import parse
from timeline import Timeline
from timeline.log.entries import Draft
from timeline.projections.story import story

RESULTS = Path(__file__).parent / "GROWTH.md"
SIZES = (10_000, 100_000, 1_000_000)
#: How many single appends, incidents and pages are measured.
PIECES = 20
#: Parts that are imported after a first one, each as one input.
IMPORTS = 4
#: What is told of each size, with its unit.
MEASURED = (
    *("stored, µs", "verified, µs", "projected, µs", "imported first, µs", "imported, µs"),
    *("one append, ms", "one told, ms", "an event's page, ms", "an incident's page, ms", "MB"),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What pieces of work took: seconds of the processor for each, and the greatest memory of their process in MB."""

    seconds: tuple[float, ...]
    peak: float


def grown(at: Path, sizes: Sequence[int]) -> Iterator[list[str]]:
    """For each size, a multiple of PART, a row of MEASURED, while the log in `at` grows from one to the next."""
    given, done, stored = events(), 0, Watch()
    further = list(islice(given, (1 + IMPORTS) * PART))
    Timeline.init(at, PREFIX).close()
    for size in sizes:
        with Timeline.open(at) as timeline:
            while done < size:
                part, further = list(map(parse, further[:PART])), [*further[PART:], *islice(given, PART)]
                with stored.running():
                    _store(timeline, part)
                done += len(part)
        whole = _alone(_whole, at)
        with tempfile.TemporaryDirectory(dir=at.parent) as aside:
            copy = Path(shutil.copytree(at, Path(aside) / "timeline"))
            os.sync()  # or what is measured next waits for the copy to be written
            added, shown = _alone(_added, copy, further), _alone(_shown, copy)
        micro = [*(seconds / size for seconds in (stored.cpu, *whole.seconds)), *added.seconds[:2]]
        milli = [*added.seconds[2:], *shown.seconds]
        peak = max(whole.peak, added.peak)
        yield [*(f"{one * 1e6:,.0f}" for one in micro), *(f"{one * 1e3:,.1f}" for one in milli), f"{peak:,.0f}"]


def _alone(work: Callable[..., tuple[float, ...]], *given: object) -> Taken:
    """What `work` takes in a process of its own, which begins anew."""
    with ProcessPoolExecutor(1, get_context("spawn")) as processes:
        return processes.submit(_taken, work, *given).result()


def _taken(work: Callable[..., tuple[float, ...]], *given: object) -> Taken:
    seconds = work(*given)
    return Taken(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _store(timeline: Timeline, part: Sequence[Event]) -> None:
    drafts = [Draft(event.type, event.version, event.canonical, event.keys) for event in part]
    timeline.log.append(drafts, recorded_by="desk")


def _whole(at: Path) -> tuple[float, ...]:
    """All of it, as `timeline verify` and `timeline rebuild` do it."""
    verified, projected = Watch(), Watch()
    with Timeline.open(at) as timeline:
        with verified.running():
            assert timeline.verify().ok
        with projected.running():
            timeline.rebuild()
        assert timeline.db["problems"].count == 0
    return verified.cpu, projected.cpu


def _added(at: Path, further: Sequence[Data]) -> tuple[float, ...]:
    """Each event of the next part, and of those after it; then one append, and its incident told, out of PIECES.

    The first part finds the tables as the operating system left them behind gigabytes that were written since.
    """
    first, imported, appended, told = Watch(), Watch(), Watch(), Watch()
    with Timeline.open(at) as timeline:
        for start in range(0, len(further), PART):
            given = list(map(parse, further[start : start + PART]))
            with (imported if start else first).running():
                timeline.append(given, recorded_by="desk")
        claims = alike(timeline, PIECES)
        for number, claim in enumerate(claims.values()):
            fresh = elsewhere(claim, f"page {number}")
            with appended.running():
                receipt = timeline.append(fresh, recorded_by="desk")
            assert receipt.outcome == "appended"
            with told.running():
                story(timeline.db, claim.incidents()[0])
    events = first.cpu / PART, imported.cpu / (len(further) - PART)
    return *events, appended.cpu / len(claims), told.cpu / len(claims)


def _shown(at: Path) -> tuple[float, ...]:
    """The page of an event, and that of its incident, out of PIECES, when one of each kind has been shown before."""
    from timeline.web.serve import application

    with Timeline.open(at) as timeline:
        found = [(id, claim.incidents()[0]) for id, claim in alike(timeline, PIECES + 1).items()]
    app = application(at)
    watches = Watch(), Watch()
    with asyncio.Runner() as loop:
        for id, slug in found:
            for watch, path in zip(watches, (f"/event/{id}", f"/incident/{slug}"), strict=True):
                with (watch if id != found[0][0] else Watch()).running():
                    answer = loop.run(app.client.get(path))
                assert answer.status_code == 200, path
    return tuple(watch.cpu / (len(found) - 1) for watch in watches)


def main(*sizes: int) -> None:
    about = f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}"
    lines = [
        "# Growth",
        "",
        f"Written by `make bench-long` on {datetime.now(UTC):%Y-%m-%d}: {about}. One log that grew, one round, as "
        "[growth.py](growth.py) describes: of a whole log the time of the processor for each event, then that of "
        f"single pieces of work, on incidents of {ALIKE} claims, and the greatest memory of any of these processes but "
        "that of the pages.",
        "",
        f"| events | {' | '.join(MEASURED)} |",
        f"| --- |{' --- |' * len(MEASURED)}",
    ]
    print("\n".join(lines))
    first: list[str] = []
    with tempfile.TemporaryDirectory(prefix="timeline-growth-") as folder:
        chosen = sizes or SIZES
        for size, row in zip(chosen, grown(Path(folder) / "timeline", chosen), strict=True):
            first = first or row
            lines.append(f"| {size:,} | {' | '.join(row)} |")
            print(lines[-1], flush=True)
    if len(chosen) > 1:
        times = [_number(last) / _number(one) for one, last in zip(first, row, strict=True)]
        lines.append(f"| the last beside the first | {' | '.join(f'{one:.2f} ×' for one in times)} |")
        print(lines[-1])
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _number(cell: str) -> float:
    return float(cell.replace(",", ""))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
