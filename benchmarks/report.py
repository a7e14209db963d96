"""What `make bench` prints and writes into RESULTS.md: each row our work beside others', taken in turns in one run.

The machine may be shared, and then is fast at one moment and slow at the next. So what is compared is run in turns,
each in a process of its own, and only ratios count: the median of the rounds, with the least and the greatest.
"""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from rich.progress import track

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "RESULTS.md"
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of work: ours beside others', and by how much ours is to be faster than each, at the least."""

    what: str
    ours: str
    #: Other cases, each with the least ratio of our rate to its that is aimed at; None where nothing is.
    beside: dict[str, float | None]
    size: int
    #: Those of them that ours cannot do without, one after the other: what they take together bounds its rate.
    needs: tuple[str, ...] = ()
    #: Events a second that are aimed at, on any machine.
    least: int | None = None


@dataclass(slots=True)
class Taken:
    """Seconds of each round, by the wall, and the greatest memory in MB."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    slowest: list[float] = field(default_factory=list)
    peak: float = 0

    def add(self, one: dict[str, float]) -> None:
        self.wall.append(one["wall"])
        self.cpu.append(one["cpu"])
        self.slowest.append(one["slowest"])
        self.peak = max(self.peak, one["peak"])


ROWS = (
    Row(
        "one durable append to the log: validated, hashed, acknowledged",
        "log_append",
        {"fdatasync": 0.4, "sqlite_commit": None, "same_commits": None, "eventsourcing_save": 1.5, "validate": None},
        2_000,
        ("same_commits", "validate"),
    ),
    Row(
        "durable appends to the log by eight processes at once",
        "log_append_eight",
        {"log_append": 0.6},
        4_000,
    ),
    Row(
        "import of JSON lines: validated, appended, projected",
        "timeline_import",
        {"sqlite_utils_import": 1.0, "validate": None, "same_rows": None},
        5_000,
        ("validate", "same_rows"),
    ),
    Row(
        "all tables built afresh",
        "timeline_rebuild",
        {"sqlite_utils_rebuild": 2.5, "same_rows": None, "decode": None},
        10_000,
        ("decode", "same_rows"),
    ),
    Row(
        "all entries verified: bytes, hashes, root",
        "log_verify",
        {"check_and_hash": None, "pymerkle_root": 2.7},
        100_000,
        ("check_and_hash",),
        least=200_000,
    ),
    Row(
        "the log verified, with the index of its events",
        "timeline_verify",
        {"log_verify": None, "validate": None},
        5_000,
    ),
)
#: Cases whose cost for each event must not grow, by size.
GROWTH: dict[str, Sequence[int]] = {
    "timeline_rebuild": (10_000, 50_000),
    "timeline_verify": (10_000, 50_000),
    "log_verify": (10_000, 100_000),
}
#: Cases that do a fixed piece of work in a log of each size: how many pieces. In one all of it is on one incident.
STEADY: dict[str, tuple[int, Sequence[int]]] = {
    "timeline_import_next": (1_000, (10_000, 100_000)),
    "timeline_append": (40, (10_000, 100_000)),
    "timeline_append_crowded": (5, (100, 1_000)),
    "timeline_show": (5, (10_000, 100_000)),
}
#: Commands that are to start within so many seconds of the processor.
STARTS: dict[str, float] = {"timeline_help": 0.15, "timeline_show": 0.15}


def run(case: str, folder: Path, size: int) -> dict[str, float]:
    """What one run of the case took."""
    at = folder / "run"
    command = [sys.executable, "-m", "benchmarks.cases", case, str(at), str(size)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    shutil.rmtree(at)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def in_turns(cases: Iterable[tuple[str, int]], folder: Path, rounds: int, what: str) -> dict[tuple[str, int], Taken]:
    """Each case once in every round."""
    taken: dict[tuple[str, int], Taken] = {case: Taken() for case in cases}
    for case, size in taken:
        if size and (case.startswith("timeline") or case == "log_verify"):
            run(case, folder, size)  # so that what is kept between runs is made before any of them counts
    for _ in track(range(rounds), what, transient=True):
        for (case, size), found in taken.items():
            found.add(run(case, folder, size))
    return taken


def spread(values: Sequence[float], form: str) -> str:
    return f"{median(values):{form}} ({min(values):{form}}–{max(values):{form}})"


def compared(row: Row, folder: Path, rounds: int) -> list[str]:
    """The lines of one row: each other case with its rate, and the ratio of ours to it."""
    taken = in_turns([(name, row.size) for name in (row.ours, *row.beside)], folder, rounds, row.what)
    ours = taken[row.ours, row.size]
    floors = [sum(taken[name, row.size].wall[turn] for name in row.needs) for turn in range(rounds)]
    rates = [row.size / wall for wall in ours.wall]
    aimed = "" if row.least is None else f"{row.least:,} a second, {_held(median(rates), row.least)}"
    lines = [f"| **{row.what}** | | {spread(rates, ',.0f')} | | {aimed} | {ours.peak:.0f} |"]
    for name, aim in row.beside.items():
        other = taken[name, row.size]
        ratios = [theirs / own for theirs, own in zip(other.wall, ours.wall, strict=True)]
        told = "" if aim is None else f"{aim:g}, {_held(median(ratios), aim)}"
        if told.endswith("missed") and row.needs:
            bound = median(theirs / floor for theirs, floor in zip(other.wall, floors, strict=True))
            told += f"; {bound:.2g} at most"
        rate = spread([row.size / wall for wall in other.wall], ",.0f")
        lines.append(f"| | `{name}` | {rate} | {spread(ratios, '.2f')} | {told} | {other.peak:.0f} |")
    if any(ours.slowest):
        slowest = spread([seconds * 1000 for seconds in ours.slowest], ".0f")
        lines.append(f"| | the slowest of them waited {slowest} ms | | | 100 ms | |")
    return lines


def _held(reached: float, least: float) -> str:
    return "held" if reached >= least else "missed"


def _needed(row: Row) -> str:
    return f"for `{row.ours}` {' and '.join(f'`{name}`' for name in row.needs)}"


def grown(folder: Path, rounds: int) -> list[str]:
    """How the cost of an event changes with the size of the log, by the processor's time."""
    lines = []
    for name, sizes in GROWTH.items():
        taken = in_turns([(name, size) for size in sizes], folder, rounds, f"growth of {name}")
        first: float | None = None
        for size in sizes:
            each = [cpu / size * 1e6 for cpu in taken[name, size].cpu]
            first = first or median(each)
            peak = taken[name, size].peak
            lines.append(f"| `{name}` | {size:,} | {spread(each, ',.0f')} | {median(each) / first:.2f} | {peak:.0f} |")
    for name, (pieces, sizes) in STEADY.items():
        taken = in_turns([(name, size) for size in sizes], folder, rounds, f"growth of {name}")
        first = None
        for size in sizes:
            each = [cpu / pieces * 1e6 for cpu in taken[name, size].cpu]
            first = first or median(each)
            peak = taken[name, size].peak
            lines.append(f"| `{name}` | {size:,} | {spread(each, ',.0f')} | {median(each) / first:.2f} | {peak:.0f} |")
    return lines


def starting(folder: Path, rounds: int) -> list[str]:
    """What of the processor's time it takes to start."""
    shown, times = 10_000, 5
    cases = [("timeline_help", times), ("libraries", times), ("timeline_show", shown)]
    taken = in_turns(cases, folder, rounds, "start")
    pieces = {"timeline_show": STEADY["timeline_show"][0]}
    return [
        f"- `{name}`: {spread([cpu / pieces.get(name, times) * 1000 for cpu in found.cpu], '.0f')} ms of the processor"
        f"{_aimed(name, [cpu / pieces.get(name, times) for cpu in found.cpu])}"
        for (name, _), found in taken.items()
    ]


def _aimed(name: str, seconds: Sequence[float]) -> str:
    """Whether what of ours starts so takes no more of the processor than is aimed at."""
    if name not in STARTS:
        return ""
    return f"; {STARTS[name] * 1000:.0f} are aimed at, {'held' if median(seconds) <= STARTS[name] else 'missed'}"


def main(rounds: int = ROUNDS) -> None:
    with tempfile.TemporaryDirectory(prefix="timeline-bench-") as made:
        folder = Path(made)
        lines = [
            "# Measured",
            "",
            f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}: {platform.python_implementation()} "
            f"{platform.python_version()}, {platform.machine()}. Medians of {rounds} rounds, with the least and the "
            "greatest in brackets. Cases are described in [cases.py](cases.py), logs in [logs.py](logs.py). “At most” "
            "is what ours could reach if it took no longer than what it cannot do without, measured beside it: "
            f"{'; '.join(_needed(row) for row in ROWS if row.needs)}.",
            "",
            "| work | beside | events a second | ratio of ours | aim | MB |",
            "| --- | --- | --- | --- | --- | --- |",
            *(line for row in ROWS for line in compared(row, folder, rounds)),
            "",
            "## Growth",
            "",
            "| work | events in the log | µs of the processor each | of the first | MB |",
            "| --- | --- | --- | --- | --- |",
            *grown(folder, rounds),
            "",
            "## Start",
            "",
            *starting(folder, rounds),
        ]
    text = "\n".join(lines) + "\n"
    RESULTS.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
