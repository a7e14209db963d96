"""A log that grows is measured at a size."""

from __future__ import annotations

from pathlib import Path

from benchmarks.growth import grown


def test_a_size_has_a_row_of_what_its_events_cost(tmp_path: Path) -> None:
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in grown(tmp_path / "t", (1_000,))]
    assert [row[0] for row in rows] == ["1,000"]
    assert all(float(cell.replace(",", "")) > 0 for row in rows for cell in row)
