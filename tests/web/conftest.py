"""What the tests of the pages share: a timeline with the seed article, and a Datasette over it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from timeline import Timeline
from timeline.sheets.read import read
from timeline.web.serve import application

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "2015-08-26-sputnik-musa-qala.yaml"

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
