"""`timeline duplicates` asks, `timeline merge` and `timeline link` answer; what was decided can be undone."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.test_pairs import TWO
from timeline.cli.group import cli
from timeline.service import Timeline

Run = Callable[..., Result]

WHY = ("--reason", "as we see it")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Timeline.init(tmp_path / "sample", "TST", title="Sample") as timeline:
        timeline.append(TWO, recorded_by="Ada")
    return tmp_path / "sample"


@pytest.fixture
def run(folder: Path) -> Run:
    environment = {"COLUMNS": "200", "TIMELINE_RECORDED_BY": "Ada"}
    return lambda *arguments: CliRunner().invoke(cli, ["--dir", str(folder), *arguments], env=environment)


def copied(run: Run, heading: str, *options: str) -> list[str]:
    """The arguments of the command that `duplicates` prints under the heading, with a reason."""
    lines = run("duplicates", *options).stdout.splitlines()
    written = lines[lines.index(heading) + 1]
    assert written.startswith("timeline ")
    assert written.endswith(" --reason …")
    return [*written.removesuffix(" --reason …").split()[1:], *WHY]


def test_the_commands_that_it_prints_decide(run: Run) -> None:
    shown = run("duplicates").stdout
    assert "70" in shown
    assert "40 Taliban killed in both" in shown
    done = run(*copied(run, "If nobody can tell:"))
    assert (done.exit_code, "strikes may be the same as bombing." in done.stdout) == (0, True)
    assert run("duplicates").stdout == "No two incidents have a score of 50 or more.\n"
    assert "linked as unsure" in run("duplicates", "--all").stdout
    done = run(*copied(run, "If they are one:", "--all"))
    assert (done.exit_code, "merges strikes into bombing." in done.stdout) == (0, True)
    assert run("duplicates", "--all").stdout == "No two incidents have a score of 50 or more.\n"
    undo = done.stdout.splitlines()[-1].split()
    assert undo[:6] == ["To", "take", "it", "back:", "timeline", "undo"]
    assert run("undo", undo[6], *WHY).exit_code == 0
    done = run(*copied(run, "If they are two:", "--all"))
    assert (done.exit_code, "strikes is distinct from bombing." in done.stdout) == (0, True), "the link is replaced"
    assert run("duplicates", "--all").stdout == "No two incidents have a score of 50 or more.\n"


def test_json_and_csv_say_the_same(run: Run) -> None:
    (as_json,) = json.loads(run("duplicates", "--json").stdout)
    (as_csv,) = csv.DictReader(StringIO(run("duplicates", "--csv").stdout))
    assert list(as_json) == list(as_csv)
    assert (as_json["score"], as_json["incident"], as_json["other"]) == (70, "strikes", "bombing")
    assert as_csv == {
        name: "; ".join(value) if isinstance(value, list) else str(value) for name, value in as_json.items()
    }
    assert run("duplicates", "--min", "99", "--json").stdout == "[]\n"
    assert run("duplicates", "--min", "99", "--csv").stdout.splitlines() == [",".join(as_json)]


def test_what_is_left_out_of_the_list_is_counted(run: Run, folder: Path) -> None:
    with Timeline.open(folder) as timeline:
        timeline.link("strikes", "coincides", "fall", reason="x", recorded_by="Ada")
    assert "more:" not in run("duplicates", "--min", "0").stdout
    assert run("duplicates", "--limit", "0").exit_code == run("duplicates", "--min", "101").exit_code == 2


def test_merging_says_what_is_in_the_way(run: Run) -> None:
    assert run("link", "strikes", "distinct", "bombing", *WHY).exit_code == 0
    refused = run("merge", "bombing", "--into", "strikes", *WHY)
    assert refused.exit_code == 1
    assert "strikes is distinct from bombing: so it was decided in TST-0000-0011-" in refused.stderr
    assert "To decide otherwise, undo that first: timeline undo TST-0000-0011-" in refused.stderr
    assert refused.stderr.endswith("\nNothing stored.\n")
    for wrong, said in (
        ("bombin", 'There is no incident "bombin". Did you mean bombing?'),
        ("Not a slug", 'There is no incident "Not a slug". Declare it before'),
        ("strikes", '"strikes" cannot be merged into itself. Write the slug of another incident.'),
    ):
        refused = run("merge", wrong, "--into", "strikes", *WHY)
        assert (refused.exit_code, refused.stderr.startswith(said)) == (1, True)
        assert refused.stderr.endswith("\nNothing stored.\n")
    assert run("link", "no", "unsure", "none", *WHY).stderr.count("There is no incident") == 2
    assert run("link", "strikes", "near", "bombing", *WHY).exit_code == 2


def test_the_same_again_is_nothing_new_and_again_after_an_undo_is(run: Run, folder: Path) -> None:
    first = run("merge", "strikes", "--into", "bombing", *WHY).stdout.split()[0]
    assert (
        run("merge", "strikes", "--into", "bombing", *WHY).stdout
        == f"{first} has merged strikes into bombing already.\n"
    )
    assert run("undo", first, *WHY).exit_code == 0
    again = run("merge", "strikes", "--into", "bombing", *WHY)
    assert (again.exit_code, first in again.stdout) == (0, False)
    linked = run("link", "fall", "part_of", "bombing", *WHY).stdout.split()[0].rstrip(":")
    assert run("link", "fall", "part_of", "bombing", "--reason", "y").stdout == f"{linked} says so already.\n"
    assert run("undo", linked, *WHY).exit_code == 0
    assert "fall is part of bombing." in run("link", "fall", "part_of", "bombing", *WHY).stdout
    with Timeline.open(folder) as timeline:
        links = timeline.db.query("select incident, relation, other from incident_links where event_status = 'current'")
        assert [tuple(row.values()) for row in links] == [("fall", "part_of", "bombing")]
        assert list(timeline.db.query("select * from problems")) == []
