"""The example's sheets appended in their order, as `timeline demo` does it, for the tests of what the rivals say."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from timeline.appending import Receipt
from timeline.service import Timeline
from timeline.sheets.read import parse
from timeline.shipped import seeds

SHEETS = seeds()
RIVALS = [sheet for sheet in SHEETS if sheet.parent.name == "rivals"]
#: What the rivals have to do with each other: decisions, and no source.
TOGETHER = RIVALS[-1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rivals") / "helmand"
    with Timeline.init(path, "HEL") as timeline:
        append(timeline, SHEETS)
    return path


@pytest.fixture(scope="module")
def db(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "timeline.db")) as connection:
        yield connection


def append(timeline: Timeline, sheets: list[Path]) -> list[Receipt]:
    read = [found.event for sheet in sheets for found in parse(sheet.read_bytes(), sheet.name, "yaml")]
    return timeline.append(read, recorded_by="desk")
