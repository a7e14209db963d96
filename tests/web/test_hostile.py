"""HTML and script in every text field, seen in a real browser: it is shown as text, and nothing of it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.processes import free_port, serving
from tests.web import hostile
from tests.web.conftest import ROOT, SERVE, command
from timeline import Timeline
from timeline.folder import Settings
from timeline.projections.building import TABLES

EVENTS = hostile.events()
SCRIPT = "%3Cscript%3Ewindow.__hit=7%3C%2Fscript%3E%22%27%3E%3Cimg%20src=%2Fx%20onerror=window.__hit=8%3E"
#: A place that somebody took, by its name.
FALLEN = quote(hostile.text("district_fall.place.name"), safe="")
PAGES = [
    "/",
    f"/incident/{hostile.KEY}",
    f"/incident/{hostile.OTHER}",
    f"/incident/{hostile.KEY}?as-reported=2015-08-22",
    f"/incident/{hostile.KEY}?as-reported={SCRIPT}&as-recorded={SCRIPT}",
    f"/source/{hostile.KEY}",
    f"/place/{FALLEN}",
    f"/place/{FALLEN}?day=2015-08-22",
    f"/place/{FALLEN}?day={SCRIPT}",
    f"/search?q={SCRIPT}",
    "/search?q=img",
    f"/actor/{hostile.KEY}",
    "/timeline",
]
#: Those of them that Datasette lays out.
DATASETTES = {"/timeline"}
#: What Chromium writes on its console.
VIOLATED = "Content Security Policy"
PHONE: ViewportSize = {"width": 390, "height": 844}
#: Details that the tables do not carry: the page has them in the event's JSON.
ONLY_IN_JSON = re.compile(r"\.place\.codes\.|\.casualties\.party\.(chain|locator|quote)")
WITHOUT_JSON = """() => {
    const main = (document.querySelector("main") || document.body).cloneNode(true);
    main.querySelectorAll("pre").forEach(pre => pre.remove());
    return main.textContent;
}"""
LOOKED_FOR = """() => ({
    hit: window.__hit === undefined ? null : window.__hit,
    handlers: document.querySelectorAll("[onerror], [onload], [onmouseover]").length,
    images: document.querySelectorAll(
        "img[src='/x'], main img, main script, main iframe, " +
        "main svg:not(.bands, .bands *, .map, .map *, [aria-hidden])").length,
    scripts: [...document.scripts].filter(script => script.text.includes("alert(")).length,
    links: [...document.links].filter(link => !/^https?:$/.test(link.protocol)).length,
})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """The address of a timeline of hostile events, and the paths of their pages."""
    folder = tmp_path_factory.mktemp("hostile") / "timeline"
    text = hostile.text("settings")
    with Timeline.init(folder, "HEL", title=text, licence=text) as timeline:
        receipts = timeline.append(EVENTS, recorded_by=hostile.text("by"))
        assert list(timeline.db["problems"].rows) == []
    settings = Settings(text, text, hostile.text("creator"), hostile.text("publisher"), "https://example.org/x")
    (folder / "timeline.toml").write_text(settings.to_toml(), encoding="utf-8")
    port = free_port()
    with serving(command(SERVE, folder, port), port, cwd=ROOT) as url:
        yield url, [f"/event/{receipt.id}" for receipt in receipts]


@dataclass(frozen=True)
class Visit:
    """What a page of an event held when it was loaded once, on a phone, for all who ask."""

    found: dict[str, Any]
    body: str
    told: str
    width: int


#: By path; and what they all did.
Visited = tuple[dict[str, Visit], dict[str, list[str]]]


def watch(page: Page) -> dict[str, list[str]]:
    """What the page does from now on: dialogs opened, requests sent, errors raised, its policy violated."""
    seen: dict[str, list[str]] = {"dialogs": [], "requests": [], "errors": [], "violations": []}

    def dismiss(dialog: Any) -> None:
        seen["dialogs"].append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("request", lambda request: seen["requests"].append(request.url))
    page.on("pageerror", lambda error: seen["errors"].append(str(error)))
    page.on("console", lambda said: seen["violations"].append(said.text) if VIOLATED in said.text else None)
    return seen


@pytest.fixture
def watched(page: Page) -> tuple[Page, dict[str, list[str]]]:
    """A page, and what it does."""
    return page, watch(page)


@pytest.fixture(scope="module")
def visited(site: tuple[str, list[str]], chromium: Browser) -> Visited:
    """The visits to our pages and to those of all events, by path, and what they did."""
    url, events = site
    visits = {}
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        seen = watch(page)
        for path in [*PAGES, *events]:
            page.goto(url + path)
            visits[path] = Visit(
                found=page.evaluate(LOOKED_FOR),
                body=page.text_content("body") or "",
                told=str(page.evaluate(WITHOUT_JSON)),
                width=int(page.evaluate("document.documentElement.scrollWidth")),
            )
    return visits, seen


def assert_harmless(page: Page, seen: dict[str, list[str]], url: str, path: str) -> None:
    page.goto(url + path)
    assert_nothing_ran(page.evaluate(LOOKED_FOR), seen, url, path)


def assert_nothing_ran(found: dict[str, Any], seen: dict[str, list[str]], url: str, path: str) -> None:
    assert found == {"hit": None, "handlers": 0, "images": 0, "scripts": 0, "links": 0}, path
    assert (seen["dialogs"], seen["violations"]) == ([], []), path
    assert [one for one in seen["requests"] if not one.startswith(f"{url}/")] == [], path
    assert [one for one in seen["requests"] if one == f"{url}/x"] == [], path


def test_nothing_runs_on_our_pages(site: tuple[str, list[str]], visited: Visited) -> None:
    visits, seen = visited
    assert visits.keys() == {*PAGES, *site[1]}
    for path, visit in visits.items():
        assert_nothing_ran(visit.found, seen, site[0], path)
        assert "{{7*7}}" in visit.body, path


def test_nothing_runs_on_datasettes_tables(
    site: tuple[str, list[str]], watched: tuple[Page, dict[str, list[str]]]
) -> None:
    url, _ = site
    for table in TABLES:
        assert_harmless(*watched, url, f"/timeline/{table.name}")
    for path in ("/timeline/figures", "/timeline/said-by?voice=unstated", "/timeline/claim_values/HEL-0000-0003-78,1"):
        assert_harmless(*watched, url, path)


def test_nothing_runs_on_pages_that_are_not_found(
    site: tuple[str, list[str]], watched: tuple[Page, dict[str, list[str]]]
) -> None:
    url, _ = site
    script = "%3Cscript%3Ewindow.__hit=5;alert(5)%3C%2Fscript%3E%3Cimg%20src=%2Fx%20onerror=%22window.__hit=6%22%3E"
    for path in (
        f"/event/{script}",
        f"/incident/{script}",
        f"/source/{script}",
        "/incident/hostil",
        "/event/HEL-0000-0003-79",
    ):
        assert_harmless(*watched, url, path)


def test_every_text_of_an_event_is_shown_in_its_place(site: tuple[str, list[str]], visited: Visited) -> None:
    for event, path in zip(EVENTS, site[1], strict=True):
        shown = visited[0][path].told
        texts = set(re.findall(r"([a-z_.]+)<img", str(event.body())))
        assert texts
        assert {text for text in texts if f"{text}<img" not in shown and not ONLY_IN_JSON.search(text)} == set(), path


def test_the_page_of_the_hostile_incident_has_every_part(site: tuple[str, list[str]], page: Page) -> None:
    page.goto(f"{site[0]}/incident/{hostile.KEY}")
    for part in ("disagreements", "casualties", "replaced", "assessments", "others", "then", "claims"):
        assert page.locator(f"#{part}").count() == 1, part


def test_the_page_of_the_hostile_place_has_every_part(site: tuple[str, list[str]], page: Page) -> None:
    page.goto(f"{site[0]}/place/{FALLEN}?day=2015-08-22")
    for part in ("incidents", "control", "answer", "claims"):
        assert page.locator(f"#{part}").count() == 1, part
    assert page.locator("#answer b, #answer bdi", has_text="<img").count() > 0


def test_only_addresses_of_the_web_become_links(site: tuple[str, list[str]], page: Page) -> None:
    url, _ = site
    page.goto(f"{url}/source/{hostile.KEY}")
    outside = page.locator("main a[rel~=noopener]")
    assert outside.count() == 2
    assert {outside.nth(number).get_attribute("href") for number in range(2)} == {hostile.SAMPLES[0]}


def test_no_page_is_wider_than_a_phone(visited: Visited) -> None:
    for path, visit in visited[0].items():
        assert visit.width <= PHONE["width"] or path in DATASETTES, path


def test_pages_need_no_script(seeded: Path, chromium: Any) -> None:
    port = free_port()
    with (
        serving(command(SERVE, seeded, port), port, cwd=ROOT) as url,
        chromium.new_context(java_script_enabled=False) as context,
    ):
        page = context.new_page()
        page.goto(f"{url}/")
        page.fill("#search", "hel-0000-0011-54")
        page.click("form.go button >> nth=0")
        assert page.url == f"{url}/event/HEL-0000-0011-54"
        page.click("text=Bombing around Musa Qala")
        assert page.url == f"{url}/incident/musa-qala-bombing"
        assert page.locator("h1").inner_text() == "Bombing around Musa Qala"
