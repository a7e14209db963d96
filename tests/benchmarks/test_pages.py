"""Pages are measured beside those of a Datasette without our plugin, over the same rows."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measuring import prepared
from benchmarks.pages import PAGES, lines, measured, report
from timeline.web.questions import QUESTIONS


def test_every_page_is_asked_for_on_both_servers(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    found = measured(prepared(tmp_path / "run", 600), tmp_path, 2)
    assert found.pages.keys() == PAGES.keys()
    for page, (ours, plain) in found.pages.items():
        assert len(ours.seconds) == len(plain.seconds) == 2, page
        assert min(*ours.seconds, *plain.seconds) > 0
        assert min(ours.size, plain.size) > 1000, page
    assert len(list(lines(found.pages))) == len(PAGES)
    assert found.questions.keys() == QUESTIONS.keys()
    assert all(len(one.seconds) == 2 and one.size > 1000 for one in found.questions.values())
    assert all(f"| `{name}` |" in report(found, 600, 2) for name in QUESTIONS)
