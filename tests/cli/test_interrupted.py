"""Ctrl-C in what stores events is answered with what is stored."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from timeline.cli.group import cli
from timeline.log.engine import MAX_DRAFTS
from timeline.log.entries import Draft, Entry
from timeline.log.sqlite import SqliteLog
from timeline.service import Timeline


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Timeline.init(tmp_path / "t", "TST").close()
    rows = (
        {"type": "incident_declared", "slug": f"incident-{n}", "title": f"Incident {n}"} for n in range(MAX_DRAFTS + 5)
    )
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "places.csv").write_text("name,lat,lon\nNawzad,32.4,64.5\n", encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--dir", str(folder / "t"), *arguments])


def interrupt(monkeypatch: pytest.MonkeyPatch, part: int) -> None:
    """Interrupt what is appended at its part with this number, from 1."""
    store, parts = SqliteLog.append, iter(range(1, part + 1))

    def interrupted(log: SqliteLog, drafts: Sequence[Draft], *, recorded_by: str, expected: int | None) -> list[Entry]:
        if next(parts) == part:
            raise KeyboardInterrupt
        return store(log, drafts, recorded_by=recorded_by, expected=expected)

    monkeypatch.setattr(SqliteLog, "append", interrupted)


def test_an_append_that_is_interrupted_before_anything_is_stored_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = ("import", "places", f"{folder}/places.csv", "--kind", "town", "--country", "AF")
    for command in (("append", f"{folder}/many.jsonl"), places):
        interrupt(monkeypatch, 1)
        done = run(folder, *command)
        assert (done.exit_code, done.stdout, done.stderr) == (1, "", "Interrupted. Nothing stored.\n")
        monkeypatch.undo()


def test_an_append_that_is_interrupted_after_a_part_says_how_much_the_log_holds_and_goes_on_when_given_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(monkeypatch, 2)
    done = run(folder, "append", f"{folder}/many.jsonl")
    assert (done.exit_code, done.stderr) == (
        1,
        "Interrupted. The log holds 1,000 events more than before. Give the same command again: what is there is not "
        "stored twice.\n",
    )
    monkeypatch.undo()
    assert "5 events appended, 1,000 already there." in run(folder, "append", f"{folder}/many.jsonl").output
