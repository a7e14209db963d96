"""What the tests of the pages share: a timeline with the seed article, one with all seeds, and Datasettes over them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from events.registry import parse
from tests.processes import free_port, serving
from timeline import Timeline
from timeline.sheets.read import read
from timeline.shipped import seeds
from timeline.web.serve import application

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "2015-08-26-sputnik-musa-qala.yaml"
TAKEOVER = "musa-qala-takeover"
#: The one event of `example` that is restricted.
WITHHELD = "HEL-0000-0115-33"

Get = Callable[[str], Any]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the seed article's timeline. Append nothing to it: all tests read the same one."""
    folder = tmp_path_factory.mktemp("web") / "helmand"
    with Timeline.init(folder, "HEL", title="Helmand & its <incidents>", licence="CC BY 4.0") as timeline:
        timeline.append([one.event for one in read([str(SEED)])], recorded_by="the desk")
    return folder


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
