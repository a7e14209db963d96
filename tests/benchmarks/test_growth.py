"""A log that grows is measured at a size."""

from __future__ import annotations

from pathlib import Path

from benchmarks.growth import MEASURED, grown


def test_a_size_has_a_row_of_what_its_events_cost(tmp_path: Path) -> None:
    (row,) = grown(tmp_path / "t", (1_000,))
    assert len(row) == len(MEASURED)
    assert all(float(cell.replace(",", "")) > 0 for cell in row)
