"""What `make bench-web` prints and writes into PAGES.md: our pages beside plain Datasette's, over the same rows.

Both are real servers. Each page is asked for over HTTP, ours and then Datasette's, with another incident or event in
every round, so that neither is warmer than the other.
"""

from __future__ import annotations

import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from statistics import median, quantiles
from urllib.parse import quote

from rich.progress import track

from benchmarks.measuring import command, prepared
from timeline.web.questions import QUESTIONS

RESULTS = Path(__file__).parent / "PAGES.md"
SIZE = 160_000
ROUNDS = 50
#: The name under which Datasette serves its copy of the tables: our plugin leaves any but its own alone.
PLAIN = "plain"
#: How long a server may take until it answers, in seconds.
PATIENCE = 60
#: The pages: what is asked for of ours, and of plain Datasette; names in braces are of another one in every round. Ours
#: of an incident, and of a source, is measured twice: beside Datasette's page of its row alone, and beside all pages on
#: which Datasette has the rows that ours shows.
PAGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "front page": ("/", ("/",)),
    "incidents with facets": (
        "/timeline/incidents?_facet=admin1&_facet=claim_count&_sort_desc=earliest",
        (f"/{PLAIN}/incidents?_facet=admin1&_facet=claim_count&_sort_desc=earliest",),
    ),
    "an incident, beside its row alone": ("/incident/{slug}", (f"/{PLAIN}/incidents/{{slug}}",)),
    "an incident, beside its row, claims and values": (
        "/incident/{slug}",
        (
            f"/{PLAIN}/incidents/{{slug}}",
            f"/{PLAIN}/events?incident={{slug}}",
            f"/{PLAIN}/claim_values?incident={{slug}}",
        ),
    ),
    "an event": ("/event/{id}", (f"/{PLAIN}/events/{{id}}",)),
    "a source, beside its row alone": ("/source/{source}", (f"/{PLAIN}/sources/{{source}}",)),
    "a source, beside its row and claims": (
        "/source/{source}",
        (f"/{PLAIN}/sources/{{source}}", f"/{PLAIN}/events?source={{source}}"),
    ),
    "search": ("/search?q={place}", (f"/{PLAIN}/events?_search={{place}}",)),
    "search in the table": ("/timeline/events?_search={place}", (f"/{PLAIN}/events?_search={{place}}",)),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The seconds that each round took, and the bytes of the last answer."""

    seconds: list[float]
    size: int

    @property
    def told(self) -> str:
        """The median and the 95th percentile, in milliseconds."""
        most = quantiles(self.seconds, n=20)[-1] if len(self.seconds) > 1 else self.seconds[0]
        return f"{median(self.seconds) * 1000:,.0f} ({most * 1000:,.0f})"


@contextmanager
def served(program: Sequence[str | Path], port: int, env: Mapping[str, str]) -> Iterator[None]:
    """Run `program`, which serves at `port`, while the block runs. Raises RuntimeError where it does not answer."""
    with subprocess.Popen(program, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + PATIENCE
            while not _answers(port):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"{program[0]} does not answer at port {port}.")
                time.sleep(0.2)
            yield
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    try:
        ask(port, ["/-/versions.json"], {})
    except OSError:
        return False
    return True


def ask(port: int, paths: Sequence[str], names: Mapping[str, str]) -> tuple[float, int]:
    """Ask for pages, one after the other, with `names` in their paths; the seconds until all had come, and their bytes.

    Raises RuntimeError for a failure.
    """
    took, size = 0.0, 0
    for path in paths:
        with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
            start = time.perf_counter()
            connection.request("GET", path.format(**names))
            answer = connection.getresponse()
            size += len(answer.read())
            took += time.perf_counter() - start
        if answer.status != 200:
            raise RuntimeError(f"{path.format(**names)} answers {answer.status}.")
    return took, size


def named(tables: Path, rounds: int) -> list[dict[str, str]]:
    """For each round an incident, a claim on it, its source and its place, drawn by a fixed seed."""
    query = """
        select incidents.slug, events.id, events.source, events.place from incidents join events on incident = slug
        where events.source is not null and events.place is not null and claim_count > 1 order by events.id
    """
    with closing(sqlite3.connect(tables)) as db:
        db.row_factory = sqlite3.Row
        found = [
            {name: quote(str(row[name])) for name in ("slug", "id", "source", "place")} for row in db.execute(query)
        ]
    return random.Random(1).choices(found, k=rounds)


@dataclass(frozen=True, slots=True)
class Measured:
    """Each of the pages, ours and plain Datasette's, and of ours each question as the front page asks it."""

    pages: dict[str, tuple[Asked, Asked]]
    questions: dict[str, Asked]


def questions(port: int) -> dict[str, str]:
    """The addresses of the questions that the front page asks, by their names."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", "/")
        page = connection.getresponse().read().decode()
    linked = (unescape(link) for link in re.findall(r'href="(/timeline/[^"]+)"', page))
    named = (
        (name, link) for link in linked if (name := link.partition("?")[0].removeprefix("/timeline/")) in QUESTIONS
    )
    return dict(reversed(list(named)))


def measured(at: Path, folder: Path, rounds: int) -> Measured:
    """What it takes to ask for them over the timeline in `at`."""
    copy = folder / f"{PLAIN}.db"
    with closing(sqlite3.connect(at / "timeline.db")) as ours, closing(sqlite3.connect(copy)) as plain:
        ours.backup(plain)
    ports = [_free() for _ in range(2)]
    datasette = Path(sys.executable).with_name("datasette")
    alone = {**os.environ, "DATASETTE_LOAD_PLUGINS": ""}
    with ExitStack() as servers:
        mine: list[str | Path] = [command(), "--dir", at, "serve", "--port", str(ports[0])]
        servers.enter_context(served(mine, ports[0], os.environ))
        servers.enter_context(served([datasette, "serve", copy, "--port", str(ports[1])], ports[1], alone))
        drawn = named(at / "timeline.db", rounds + 1)
        taken: dict[str, tuple[list[float], list[float]]] = {page: ([], []) for page in PAGES}
        sizes: dict[str, list[int]] = {}
        asked = {name: (link, list[float](), list[int]()) for name, link in questions(ports[0]).items()}
        for number, names in enumerate(track(drawn, "pages", transient=True)):
            for page, (own, others) in PAGES.items():
                answers = [ask(port, paths, names) for port, paths in zip(ports, ((own,), others), strict=True)]
                sizes[page] = [size for _, size in answers]
                for seconds, (took, _) in zip(taken[page], answers, strict=True):
                    if number:  # the first round warms both
                        seconds.append(took)
            for link, own_seconds, own_sizes in asked.values():
                took, size = ask(ports[0], [link], {})
                if number:
                    own_seconds.append(took)
                    own_sizes.append(size)
    return Measured(
        {page: (Asked(ours, sizes[page][0]), Asked(plain, sizes[page][1])) for page, (ours, plain) in taken.items()},
        {name: Asked(seconds, bytes_[-1]) for name, (_, seconds, bytes_) in asked.items()},
    )


def _free() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def lines(found: Mapping[str, tuple[Asked, Asked]]) -> Iterator[str]:
    """The rows of the report: the ratio is Datasette's median by ours, so more than 1 is faster than Datasette."""
    for page, (ours, plain) in found.items():
        ratios = [other / own for own, other in zip(ours.seconds, plain.seconds, strict=True)]
        kilobytes = f"{ours.size / 1000:,.0f} | {plain.size / 1000:,.0f}"
        yield f"| {page} | {ours.told} | {plain.told} | {median(ratios):.2f} | {kilobytes} |"


def report(found: Measured, size: int, rounds: int) -> str:
    """The whole of PAGES.md."""
    return "\n".join(
        [
            "# Pages",
            "",
            f"Written by `make bench-web` on {datetime.now(UTC):%Y-%m-%d}: {size:,} events, {rounds} rounds. "
            "Milliseconds by the wall until a page had come, ours and then plain Datasette's over the same rows: the "
            "median, and the 95th percentile in brackets. See [pages.py](pages.py).",
            "",
            "| page | ours | plain Datasette | ratio of ours | kB | kB of theirs |",
            "| --- | --- | --- | --- | --- | --- |",
            *lines(found.pages),
            "",
            "The questions, as the front page asks them.",
            "",
            "| question | ours | kB |",
            "| --- | --- | --- |",
            *(f"| `{name}` | {one.told} | {one.size / 1000:,.0f} |" for name, one in sorted(found.questions.items())),
            "",
        ]
    )


def main(size: int = SIZE, rounds: int = ROUNDS) -> None:
    with tempfile.TemporaryDirectory(prefix="timeline-bench-") as made:
        folder = Path(made)
        (folder / "run").mkdir()
        found = measured(prepared(folder / "run", size), folder, rounds)
    text = report(found, size, rounds)
    RESULTS.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
