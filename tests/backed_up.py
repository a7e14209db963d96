"""A timeline that is backed up, for the tests of backups: its entries, and whether a folder has all of it again."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.forging import Forger
from tests.samples import GROUND, strike
from timeline.log.entries import Row
from timeline.log.sqlite import SqliteLog
from timeline.service import Timeline

SETTINGS = '# Ours.\ntitle = "Helmand – é"\nlicence = "CC0-1.0"\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "t"
    with Timeline.init(folder, "TST") as timeline:
        timeline.append([*GROUND, *map(strike, range(25))], recorded_by="desk")
    (folder / "timeline.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A timeline of 30 events and settings with a comment."""
    return shutil.copytree(made, tmp_path / "t")


def raw(path: Path, until: int = 10_000) -> list[Row]:
    with SqliteLog.open(path) as log:
        return list(log.raw(until))


def assert_restored(folder: Path, rows: list[Row]) -> None:
    """The timeline in `folder` has exactly these entries, verifies, and its tables are those of its log."""
    assert sorted(file.name for file in folder.iterdir()) == ["log.db", "timeline.db", "timeline.toml"]
    assert (folder / "timeline.toml").read_text(encoding="utf-8") == SETTINGS
    with closing(sqlite3.connect(folder / "timeline.db")) as tables:
        assert tables.execute("select position from projection").fetchall() == [(len(rows),)]
    with Timeline.open(folder) as timeline:
        assert list(timeline.log.raw(10_000)) == rows
        assert timeline.verify().faults == ()


def damage(log: Path) -> None:
    """Change a byte of a body, as a disk may."""
    forger = Forger(log)
    forger.execute("UPDATE log SET body = x'00' WHERE position = 9")
    forger.close()
