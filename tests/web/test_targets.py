"""Whatever is touched on a phone has 24 by 24 pixels, or so much room around it (WCAG 2.2, 2.5.8), also in lists."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.web.conftest import TAKEOVER

#: Targets that are too small and too near to another one. Links in a sentence are as large as its words, and marks of a
#: chart or a map have the same in a list.
TOO_NEAR = r"""() => {
    const sentence = link => {
        if (getComputedStyle(link).display !== "inline") return false;
        let block = link.parentElement;
        while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
        const words = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        let text = "";
        while (words.nextNode()) if (!words.currentNode.parentElement.closest("a")) text += words.currentNode.data;
        return /\p{L}{3}/u.test(text);
    };
    const targets = [...document.querySelectorAll("a[href], button, input, select, summary")]
        .filter(one => one.checkVisibility() && !one.closest("svg, .skip"))
        .map(one => ({one, box: one.getBoundingClientRect()}))
        .filter(({box}) => box.width)
        .map(({one, box}) => ({one, box, x: box.x + box.width / 2, y: box.y + box.height / 2,
            small: box.width < 24 || box.height < 24}));
    const near = (one, other) => {
        if (one === other || one.one.contains(other.one) || other.one.contains(one.one)) return false;
        if (other.small) return Math.hypot(one.x - other.x, one.y - other.y) < 24;
        const across = Math.max(other.box.left - one.x, 0, one.x - other.box.right);
        return Math.hypot(across, Math.max(other.box.top - one.y, 0, one.y - other.box.bottom)) < 12;
    };
    return targets.filter(one => one.small && !sentence(one.one) && targets.some(other => near(one, other)))
        .map(({one}) => one.outerHTML.slice(0, 120));
}"""
PAGES = (
    "",
    f"incident/{TAKEOVER}",
    "place/af-helmand-musa-qala",
    "timeline/incidents",
    "timeline/claim_values?_size=9",
    "timeline/control_changes",
)


@pytest.fixture(scope="module")
def phone(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(viewport={"width": 390, "height": 844}) as context:
        yield context.new_page()


@pytest.mark.parametrize("path", PAGES)
def test_no_target_is_too_small_to_be_touched(phone: Page, site: str, path: str) -> None:
    phone.goto(f"{site}/{path}")
    phone.evaluate("document.querySelectorAll('section.content details').forEach(one => { one.open = true; })")
    assert phone.evaluate(TOO_NEAR) == []
    added = "'<p><a href=a>a</a> <a href=b>b</a>'"
    phone.evaluate(f"document.querySelector('section.content').insertAdjacentHTML('beforeend', {added})")
    assert len(phone.evaluate(TOO_NEAR)) == 2
