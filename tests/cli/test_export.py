"""`timeline export` as users run it: a process that writes one new file, or says what is wrong."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.forked import timeline
from tests.samples import GROUND, claim
from timeline.log.ids import format_id
from timeline.service import Timeline


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Timeline.init(tmp_path / "sample", "TST", title="Sample") as made:
        made.append([*GROUND, claim(), claim(citation={"source": "agency"})], recorded_by="Ada")
    return tmp_path / "sample"


def run(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """`timeline export` in a process of its own, whose working directory is the folder above the timeline's."""
    return timeline("--dir", folder.name, "export", *map(str, arguments), cwd=folder.parent)


def claims(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as tables:
        return [row[0] for row in tables.execute("select id from events where origin_kind is not null order by 1")]


def test_it_writes_all_tables_as_of_then_into_one_file(folder: Path) -> None:
    everything = ["TST-0000-0006-87", "TST-0000-0007-84"]
    asked = {
        "whole.db": (),
        "recorded.db": ("--as-recorded", "TST-0000-0006-87"),
        "reported.db": ("--as-reported", "2015-08-26"),
        "month.db": ("--as-reported", "2015-08"),
        "neither.db": ("--as-recorded", "tst-0000-0006-87", "--as-reported", "2014"),
    }
    for name, options in asked.items():
        done = run(folder, "sqlite", *options, name)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines()[-1] == f"Look at it with: timeline serve {name}"
    found = {name: claims(folder.parent / name) for name in asked}
    assert found["whole.db"] == found["month.db"] == everything
    assert found["recorded.db"] == found["reported.db"] == everything[:1]
    assert found["neither.db"] == []
    assert {file.name for file in folder.parent.iterdir()} == {"sample", *asked}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("csv", "a.csv"), 2, 'There is no format "csv". Formats: sqlite.'),
        (("sqlite",), 2, "FILE is missing."),
        (("sqlite", "sample/log.db"), 1, "sample/log.db is there already, and nothing is written over."),
        (("sqlite", "sample"), 1, "sample is there already"),
        (("sqlite", "no where/a.db"), 1, "There is no folder no where. Make it first: mkdir -p 'no where'"),
        (("sqlite", "a.db", "--as-recorded", "2026-11"), 1, '"2026-11" is not a time. Write a day'),
        (("sqlite", "a.db", "--as-recorded", format_id("TST", 99)), 1, "ends at 7"),
        (("sqlite", "a.db", "--as-reported", "2015-13"), 1, "2015-13"),
        (
            ("sqlite", "a.db", "--as-reported", "2015-08-26T10:00"),
            1,
            "sources are reported by the day. Write 2015-08-26.",
        ),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    folder: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    refused = run(folder, *arguments)
    assert refused.returncode == code
    assert said in refused.stderr
    assert refused.stdout == ""
    assert [file.name for file in folder.parent.iterdir()] == ["sample"]
