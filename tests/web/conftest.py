"""What the tests of the pages share: a timeline with the seed article, one with all seeds, and Datasettes over them."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from datasette.plugins import pm

from events.registry import parse
from tests.processes import free_port, serving
from tests.scripts import LIVENESS_SECONDS
from tests.web import compiled
from timeline import Timeline
from timeline.sheets.read import read
from timeline.shipped import seeds
from timeline.web.serve import application

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "2015-08-26-sputnik-musa-qala.yaml"
TAKEOVER = "musa-qala-takeover"
#: The one event of `example` that is restricted.
WITHHELD = "HEL-0000-0115-33"

#: A server of ours in a process of its own: the folder, and the port.
SERVE = """
import sys
from pathlib import Path
from timeline.web.serve import serve
serve(Path(sys.argv[1]), port=int(sys.argv[2]))
"""

#: A range of numbers within a page, which is kept together and is no word of its own.
RANGE = re.compile(r'<span class="whole">([^<]*)</span>')

Get = Callable[[str], Any]

pm.register(compiled)


def unchanging(page: Any) -> str:
    """The page without what differs from one answer to the next: the nonce of its policy."""
    return re.sub(r' nonce="[^"]+"', "", page.text)


def command(code: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


@contextmanager
def plain(*arguments: str | Path) -> Iterator[str]:
    """The address of `datasette serve` with these arguments, a process that has our plugin because it is installed."""
    port = free_port()
    command = [Path(sys.executable).with_name("datasette"), "serve", *arguments, "--port", str(port)]
    with serving(command, port, cwd=ROOT) as url:
        yield url


def answered(url: str) -> Any:
    """What a server in a process of its own answers, as far as tests ask for it."""
    try:
        answer = urlopen(url, timeout=LIVENESS_SECONDS)
    except HTTPError as problem:
        answer = problem
    with answer:
        text = answer.read().decode()
    return SimpleNamespace(status_code=answer.status, text=text, headers=answer.headers, json=lambda: json.loads(text))


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the seed article's timeline. Append nothing to it: all tests read the same one."""
    folder = tmp_path_factory.mktemp("web") / "helmand"
    with Timeline.init(folder, "HEL", title="Helmand & its <incidents>", licence="CC BY 4.0") as timeline:
        timeline.append([one.event for one in read([str(SEED)])], recorded_by="the desk")
    return folder


@pytest.fixture(scope="module", params=["timeline serve", "datasette timeline.db"])
def address(request: pytest.FixtureRequest, seeded: Path) -> Iterator[str]:
    """The address of the seed article's timeline, as each of the two commands serves it."""
    if request.param == "timeline serve":
        port = free_port()
        with serving(command(SERVE, seeded, port), port, cwd=ROOT) as url:
            yield url
    else:
        with plain(seeded / "timeline.db") as url:
            yield url


@pytest.fixture(scope="module")
def get(seeded: Path) -> Iterator[Get]:
    """Asks Datasette for a path and gives its answer; redirects are not followed."""
    app = application(seeded)
    with asyncio.Runner() as loop:

        def answer(path: str) -> Any:
            return loop.run(app.client.get(path))

        yield answer


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all seeds, a correction of a title, and a claim that is withheld. Append nothing to it either."""
    folder = tmp_path_factory.mktemp("example") / "helmand"
    with Timeline.init(folder, "HEL", title="Helmand, August 2015") as timeline:
        timeline.append([one.event for one in read([str(sheet) for sheet in seeds()])], recorded_by="desk")
        declared = next(timeline.db.query("select event from incident_slugs where slug = ?", [TAKEOVER]))["event"]
        title = timeline[declared].event.model_copy(update={"title": "Taliban take Musa Qala again"})
        timeline.correct(declared, title, reason="it was not the first time", recorded_by="Ada")
        cited = {"source": "sputnik-2015-08-26", "locator": "para 9"}
        hidden = {"type": "airstrike", "incident": TAKEOVER, "citation": cited, "visibility": "restricted"}
        timeline.append([parse(hidden)], recorded_by="desk")
    return folder


@pytest.fixture(scope="module")
def site(example: Path) -> Iterator[str]:
    """The address of a server over `example`, without a slash at its end."""
    port = free_port()
    command = [sys.executable, "-m", "timeline", "--dir", str(example), "serve", "--port", str(port)]
    with serving(command, port, cwd=ROOT) as url:
        yield url


@pytest.fixture(scope="module")
def tables(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tables, in a file called timeline.db, with nothing beside it."""
    path = tmp_path_factory.mktemp("published") / "timeline.db"
    with closing(sqlite3.connect(seeded / "timeline.db")) as ours, closing(sqlite3.connect(path)) as copy:
        ours.backup(copy)
        copy.execute("pragma journal_mode = delete")
    return path


@pytest.fixture
def run() -> Iterator[Any]:
    with asyncio.Runner() as loop:

        def wait(wanted: Awaitable[Any]) -> Any:
            async def waiting() -> Any:
                return await wanted

            return loop.run(waiting())

        yield wait
