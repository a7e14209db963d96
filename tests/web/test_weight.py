"""The pages are light: all scripts and styles of our own together are small, and nothing has to be built for them."""

from __future__ import annotations

from pathlib import Path

from timeline.web.styles import HTML, STYLE

#: Bytes of JavaScript and CSS, as written.
MOST = 60_000
SCRIPTS_AND_STYLES = {".js", ".mjs", ".css"}
WEB = Path(HTML).parent


def test_scripts_and_styles_of_our_own_are_small() -> None:
    ours = [file for file in WEB.rglob("*") if file.suffix in SCRIPTS_AND_STYLES]
    assert ours
    assert sum(file.stat().st_size for file in ours) < MOST
    assert len(STYLE.encode()) <= sum(file.stat().st_size for file in ours if file.suffix == ".css")


def test_none_hides_in_the_templates() -> None:
    for template in WEB.rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert "<style" not in text, template
        assert "javascript:" not in text, template
        assert "<script>" not in text, template
