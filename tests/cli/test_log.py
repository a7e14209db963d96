"""The log is listed from any place that a person can name."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.samples import GROUND
from timeline.cli.group import cli
from timeline.service import Timeline


@pytest.mark.parametrize(
    ("after", "listed"),
    [("3", 2), ("TST-0000-0003-96", 2), ("tst 0000 0003 96", 2), ("0", 5), ("5", 0), ("9" * 40, 0)],
)
def test_the_log_is_listed_after_a_position_or_an_id(after: str, listed: int, tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append(GROUND)
        assert len(timeline) == 5
    done = CliRunner().invoke(cli, ["--dir", str(tmp_path / "t"), "log", "--after", after])
    assert (done.exit_code, done.stdout.count("TST-")) == (0, listed)


def test_what_is_neither_a_position_nor_an_id_is_refused(tmp_path: Path) -> None:
    Timeline.init(tmp_path / "t", "TST").close()
    for given, said in (("-1", "is not an ID"), ("TST-0000-0003-00", "If only they are wrong, write TST-0000-0003-")):
        done = CliRunner().invoke(cli, ["--dir", str(tmp_path / "t"), "log", "--after", given])
        assert (done.exit_code, said in done.stderr) == (1, True)


def test_beyond_its_end_the_log_says_how_many_events_it_has_and_is_empty_as_data(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append(GROUND)
    asked = ["--dir", str(tmp_path / "t"), "log", "--after", "500"]
    assert CliRunner().invoke(cli, asked).stdout == "No event follows: the log has 5 events.\n"
    assert CliRunner().invoke(cli, [*asked, "--json"]).stdout.strip() == "[]"
