"""Whoever sees little enlarges a page to four times its size, or has colours of their own: nothing is lost by it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

#: A screen of 1280 by 1024 pixels at 400 % (WCAG 2.2, 1.4.10).
ENLARGED: ViewportSize = {"width": 320, "height": 256}
INCIDENT = "/incident/helmand-base-shooting"
PAGES = ("/", INCIDENT, "/timeline/killed?incident=helmand-base-shooting", "/timeline/airstrikes", "/schema")
BARE = """() => [...document.querySelectorAll("main :is(button, .mark), .rows-and-columns .mark:not(.plain)")]
    .filter(one => getComputedStyle(one).borderTopStyle === "none").map(one => one.outerHTML)"""
CUT = """name => {
    const field = document.getElementById(name);
    field.value = field.placeholder;
    return field.scrollWidth > field.clientWidth;
}"""

#: How each element wraps that says this range and nothing else.
RANGES = """() => [...document.querySelectorAll("main b, main td, main td span, .rows-and-columns td span")]
    .filter(one => one.textContent.trim() === "220-300" && !one.querySelector(".whole"))
    .map(one => getComputedStyle(one).whiteSpace)"""

#: On how many lines each mention of this range stands, but in pictures.
LINES = """() => {
    const found = [], texts = document.createTreeWalker(document.querySelector("main, body"), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode, at = text.data.indexOf("220-300");
        if (at < 0 || text.parentElement.closest("svg, script, style, select, .unseen")) continue;
        const range = document.createRange();
        range.setStart(text, at); range.setEnd(text, at + 7);
        found.push(new Set([...range.getClientRects()].map(one => Math.round(one.top))).size);
    }
    return found.filter(Boolean);
}"""


@pytest.fixture
def enlarged(chromium: Browser) -> Iterator[Page]:
    """A page as it is read at four times its size."""
    with chromium.new_context(viewport=ENLARGED) as context:
        yield context.new_page()


@pytest.mark.parametrize("path", PAGES)
def test_where_colours_are_the_readers_own_buttons_and_marks_keep_an_outline(
    chromium: Browser, site: str, path: str
) -> None:
    with chromium.new_context(forced_colors="active", viewport=ENLARGED) as context:
        page = context.new_page()
        page.goto(f"{site}{path}")
        assert page.evaluate(BARE) == []


@pytest.mark.parametrize("path", PAGES)
def test_at_four_times_its_size_a_page_is_read_without_going_sideways(enlarged: Page, site: str, path: str) -> None:
    enlarged.goto(f"{site}{path}")
    assert enlarged.evaluate("document.documentElement.scrollWidth") <= ENLARGED["width"]


@pytest.mark.parametrize("field", ["as-reported", "as-recorded"])
def test_at_four_times_its_size_a_field_shows_the_whole_of_its_example(enlarged: Page, site: str, field: str) -> None:
    enlarged.goto(f"{site}{INCIDENT}")
    assert enlarged.evaluate(CUT, field) is False


@pytest.mark.parametrize(
    "path",
    [
        *("/incident/musa-qala-recapture", "/event/HEL-0000-0084-29"),
        *("/timeline/casualties", "/timeline/killed?incident=musa-qala-recapture"),
    ],
)
def test_a_range_is_not_broken_at_its_hyphen_as_if_it_were_its_lower_end(enlarged: Page, site: str, path: str) -> None:
    enlarged.goto(f"{site}{path}")
    enlarged.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    wrapping = enlarged.evaluate(RANGES)
    assert wrapping
    assert set(wrapping) == {"nowrap"}


@pytest.mark.parametrize(
    "path",
    [
        *("/incident/musa-qala-recapture", "/event/HEL-0000-0084-29", "/event/HEL-0000-0085-26"),
        *(
            "/voice/Afghanistan%20Analysts%20Network",
            "/source/aan-2015-09-03",
            "/timeline/events?source=aan-2015-09-03",
        ),
        *("/timeline/casualties?incident=musa-qala-recapture", "/timeline/claims-of?source=aan-2015-09-03"),
    ],
)
def test_a_range_within_a_sentence_is_not_broken_either_and_is_copied_as_it_was_written(
    enlarged: Page, site: str, path: str
) -> None:
    enlarged.goto(f"{site}{path}")
    enlarged.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    lines = enlarged.evaluate(LINES)
    assert lines
    assert set(lines) == {1}
