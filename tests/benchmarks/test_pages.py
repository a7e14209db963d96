"""Pages are measured beside those of a Datasette without our plugin, over the same rows."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measuring import prepared
from benchmarks.pages import PAGES, lines, measured


def test_every_page_is_asked_for_on_both_servers(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    found = measured(prepared(tmp_path / "run", 600), tmp_path, 2)
    assert found.keys() == PAGES.keys()
    for page, (ours, plain) in found.items():
        assert len(ours.seconds) == len(plain.seconds) == 2, page
        assert min(*ours.seconds, *plain.seconds) > 0
        assert min(ours.size, plain.size) > 1000, page
    assert len(list(lines(found))) == len(PAGES)
