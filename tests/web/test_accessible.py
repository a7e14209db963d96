"""axe-core finds no fault with any page: WCAG 2.2 A and AA and best practices, on a screen in the light and on a phone
in the dark; colours on a screen in the dark, too. No other style of ours depends on both at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, ViewportSize

from tests.web.conftest import WITHHELD

Look = tuple[ViewportSize, Literal["light", "dark"]]
LOOKS: list[Look] = [
    ({"width": 1280, "height": 900}, "light"),
    ({"width": 390, "height": 844}, "dark"),
]
#: axe-core takes a cell for a block of text on a wide screen alone: colours are looked at there in the dark as well.
COLOURED: list[Look] = [*LOOKS, ({"width": 1280, "height": 900}, "dark")]
COLOURS = ("color-contrast", "link-in-text-block")
#: Rules that axe-core leaves off unless asked: WCAG 2.2's size of targets, and an experiment on WCAG 2.1's 2.5.3.
ASKED = ("target-size", "label-content-name-mismatch")

#: Our pages, by what is on them, with the status that each answers.
OURS = {
    "front": ("/", 200),
    "incident": ("/incident/helmand-base-shooting", 200),
    "incident as of a day": ("/incident/musa-qala-recapture?as-reported=2015-08-31", 200),
    "claim": ("/event/HEL-0000-0017-36", 200),
    "declaration": ("/event/HEL-0000-0003-78", 200),
    "source": ("/source/sputnik-2015-08-26", 200),
    "place on a day": ("/place/af-helmand-musa-qala?day=2015-08-25", 200),
    "actor": ("/actor/taliban", 200),
    "search": ("/search?q=musa", 200),
    "chart": ("/timeline/incidents.chart", 200),
    "missing incident": ("/incident/musa-qala-takeove", 404),
    "missing event": ("/event/HEL-0000-0008-64", 404),
    "withheld": (f"/event/{WITHHELD}", 403),
}
#: Datasette's own pages, with our style, words and cells on them.
DATASETTES = {
    "question": ("/timeline/killed?incident=musa-qala-bombing", 200),
    "table": ("/timeline/casualties?_size=5&outcome=killed", 200),
    "incidents": ("/timeline/incidents?_facet=place", 200),
    "events": ("/timeline/events", 200),
    "values": ("/timeline/claim_values", 200),
    "figures": ("/timeline/casualties", 200),
    "claims of a type": ("/timeline/airstrikes", 200),
    "changes": ("/timeline/control_changes", 200),
    "steps of chains": ("/timeline/attributions", 200),
    "corrections": ("/timeline/corrections", 200),
    "contradictions": ("/timeline/contradictions", 200),
    "row": ("/timeline/claim_values/HEL-0000-0017-36,1", 200),
    "database": ("/timeline", 200),
    "SQL": ("/timeline?sql=select+id,+type+from+events+limit+3", 200),
}
UNFOLDED = "() => document.querySelectorAll('section.content details').forEach(one => { one.open = true; })"
#: Whatever of the editor of SQL takes the focus, once a script has made it; a page without one has no field for SQL.
NAMED = """() => !document.querySelector("#sql-editor")
    || !!document.querySelector(".CodeMirror textarea, .cm-content")?.getAttribute("aria-label")"""

#: The faults, each as one line.
FAULTS = """async options => (await axe.run(document, options)).violations.flatMap(rule => rule.nodes
    .map(node => `${rule.id}: ${node.html.slice(0, 120)}: ${node.failureSummary}`))"""
#: Leaves one of all words that are alike in element and class, in what they lie in, which is what gives them their
#: colours, and in whether more words stand around them, which is what a link has to be told from: to look at those of
#: every row of a table takes axe-core seconds.
THIN = """() => {
    const own = element => [...element.childNodes].map(node => node.nodeType === 3 ? node.data.trim() : "").join("");
    const amid = element => own(element.parentElement ?? element).length > element.textContent.trim().length;
    const alike = element => element
        ? `${alike(element.parentElement)}/${element.localName}.${element.getAttribute("class")}.${amid(element)}` : "";
    const kept = new Map();
    for (const element of document.querySelectorAll("body *"))
        if ([...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
            kept.set(alike(element), element);
    const around = new Set();
    for (let element of kept.values()) for (; element; element = element.parentElement) around.add(element);
    for (const element of document.querySelectorAll("body *")) if (!around.has(element)) element.remove();
}"""


@pytest.fixture(scope="module")
def seen(chromium: Browser) -> Iterator[Page]:
    """One page for all addresses, so that the browser keeps the styles."""
    with chromium.new_context() as context:
        yield context.new_page()


def faults(page: Page) -> list[str]:
    """What axe-core finds on the page, in the light and in the dark, on a screen and on a phone."""
    quick = {"resultTypes": ["violations"], "elementRef": False, "preload": False}
    rules = quick | {
        "rules": {name: {"enabled": True} for name in ASKED} | {name: {"enabled": False} for name in COLOURS}
    }
    colours = quick | {"runOnly": {"type": "rule", "values": list(COLOURS)}}
    # The hidden dialog of Datasette 1.0 keeps a list in `matches`, a method of all elements that axe-core calls.
    page.evaluate("document.querySelector('navigation-search')?.remove()")
    page.evaluate(AXE_SCRIPT)
    found = []
    for options in (rules, colours):
        if options is colours:
            page.evaluate(THIN)
        for size, scheme in COLOURED if options is colours else LOOKS:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            found += [f"{scheme}, {size['width']} px: {fault}" for fault in page.evaluate(FAULTS, options)]
    return found


def opened(page: Page, address: str, status: int) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status


@pytest.mark.parametrize("name", OURS)
def test_our_pages_have_no_fault(seen: Page, site: str, name: str) -> None:
    path, status = OURS[name]
    opened(seen, f"{site}{path}", status)
    assert seen.evaluate("document.documentElement.lang") == "en"
    assert faults(seen) == []


@pytest.mark.parametrize("name", DATASETTES)
def test_datasettes_pages_have_none_either(seen: Page, site: str, name: str) -> None:
    path, status = DATASETTES[name]
    opened(seen, f"{site}{path}", status)
    seen.wait_for_function(NAMED)
    seen.evaluate(UNFOLDED)
    assert faults(seen) == []


def test_a_fault_is_found(seen: Page, site: str) -> None:
    """Or the tests above would pass without axe-core."""
    opened(seen, f"{site}/event/{WITHHELD}", 403)
    seen.evaluate(
        """() => {
            document.querySelector("main").insertAdjacentHTML("beforeend", "<p>faint<input>");
            // The policy of the page lets no style attribute in, only what a script of the browser's sets.
            Object.assign(document.querySelector("main").lastElementChild.style, {color: "#777", background: "#888"});
        }"""
    )
    found = faults(seen)
    assert [fault for fault in found if "light, 1280 px: color-contrast: <p" in fault]
    assert [fault for fault in found if "dark, 390 px: label: <input" in fault]
