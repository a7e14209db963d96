"""The pages are light: all scripts and styles of our own together are small, and nothing has to be built for them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

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


#: Where a script or a style begins; those of files begin so, too, and none of ours has any.
INLINE = re.compile(r"<(script|style)\b|\son[a-z]+\s*=|javascript:", re.IGNORECASE)


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>go()</script>",
        "<script nonce=a>go()</script>",
        '<script src="/go.js">',
        "<STYLE>p {}</STYLE>",
        '<a onclick="go()">',
        "<a href='javascript:go()'>",
    ],
)
def test_a_script_in_a_template_would_be_found(hidden: str) -> None:
    assert INLINE.search(hidden)


def test_none_hides_in_the_templates() -> None:
    for template in WEB.rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not INLINE.search(text), template
