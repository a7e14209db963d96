"""What is measured is told as it was: whether an aim is held, and what could be reached at most where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.report import Row, Taken


@pytest.mark.parametrize(
    ("aim", "told"), [(0.5, "0.5, held"), (1.0, "1, missed; 1.6 at most"), (2.0, "2, missed; 1.6 at most")]
)
def test_a_missed_aim_is_told_with_what_the_work_that_is_needed_leaves_of_it(
    aim: float, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    walls = {"ours": [4.0, 4.0, 4.0], "theirs": [2.0, 3.2, 4.0], "floor": [1.0, 1.0, 1.0], "more": [1.0, 1.0, 1.0]}
    taken = {(name, 10): Taken(wall=wall) for name, wall in walls.items()}
    monkeypatch.setattr(report, "in_turns", lambda *_: taken)
    row = Row("work", "ours", {"theirs": aim, "floor": None, "more": None}, 10, ("floor", "more"))
    lines = report.compared(row, Path(), 3)
    assert [line.split("|")[4:6] for line in lines[1:2]] == [[" 0.80 (0.50–1.00) ", f" {told} "]]
    assert "at most" not in "".join(lines[2:])


def test_every_bound_is_measured_in_the_same_run() -> None:
    assert [row.ours for row in report.ROWS if not set(row.needs) <= set(row.beside)] == []


@pytest.mark.parametrize(("least", "told"), [(2, "2 a second, held"), (3, "3 a second, missed"), (None, "")])
def test_a_rate_that_is_aimed_at_on_any_machine_is_told_beside_ours(
    least: int | None, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "in_turns", lambda *_: {("ours", 10): Taken(wall=[4.0, 4.0, 5.0])})
    line = report.compared(Row("work", "ours", {}, 10, least=least), Path(), 3)[0]
    assert line.split("|")[5].strip() == told
