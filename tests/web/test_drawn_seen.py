"""Charts as readers see them: on a phone, in the dark, with the keyboard alone, without script, and as files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

from events.registry import parse
from tests.browser import FAINT
from tests.processes import free_port, serving
from tests.samples import GROUND, claim
from tests.web.conftest import ROOT, SERVE, command
from tests.web.test_pictures import FILES
from timeline import Timeline

PAGES = ["/incident/musa-qala-takeover", "/timeline/incidents.chart?_from=zzz", "/timeline/events.chart?_to=2015-08-24"]
OUTSIDE = """() => {
    const width = +document.documentElement.getAttribute("width");
    return [...document.querySelectorAll("text, rect, circle, path")].filter(one => {
        const box = one.getBoundingClientRect();
        return box.width && (box.left < -1 || box.right > width + 1);
    }).map(one => one.textContent);
}"""


@pytest.fixture(scope="module")
def url(seeded: Path) -> Iterator[str]:
    port = free_port()
    with serving(command(SERVE, seeded, port), port, cwd=ROOT) as at:
        yield at.rstrip("/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_a_phone_and_their_words_stand_out(
    chromium: Browser, url: str, scheme: Literal["light", "dark"]
) -> None:
    with chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme) as context:
        page = context.new_page()
        for path in PAGES:
            page.goto(f"{url}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
            assert page.evaluate(FAINT) == []


def test_days_are_typed_and_steps_taken_without_script_and_by_keyboard(chromium: Browser, url: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{url}/timeline/incidents.chart")
        page.get_by_label("From", exact=True).fill("2015-08")
        page.keyboard.press("Enter")
        page.wait_for_url("**_from=2015-08**")
        assert page.get_by_label("From", exact=True).input_value() == "2015-08"
        page.get_by_role("link", name="Everything").click()
        assert "_from" not in page.url
        link = page.locator("svg.chart a").first
        link.focus()
        assert link.locator("rect").first.evaluate("one => getComputedStyle(one).strokeWidth") == "3px"
        page.keyboard.press("Enter")
        page.wait_for_url("**/incident/*")


def test_whatever_window_it_is_seen_through_what_is_in_dispute_is_outlined_and_marked_in_the_middle(
    page: Page, site: str
) -> None:
    for window in ("", "_from=2015-08&_to=2015-08"):
        page.goto(f"{site}/timeline/incidents.chart?{window}")
        bar = page.locator('svg.chart a[href="/incident/nawzad-takeover"]')
        outline = bar.locator("rect").evaluate("one => getComputedStyle(one).strokeDasharray")
        assert outline == "4px, 3px", window
        wide, mark = bar.locator("rect").bounding_box(), bar.locator("g.hollow path").bounding_box()
        assert wide is not None
        assert mark is not None
        assert abs(wide["x"] + wide["width"] / 2 - mark["x"] - mark["width"] / 2) < 2
    for slug, hollow in (("musa-qala-recapture", 0), ("musa-qala-renewed-bombing", 1)):  # its day no source states
        day = page.locator(f'svg.chart a[href="/incident/{slug}"]')
        assert day.locator("svg").count() == 1
        assert day.locator("g.hollow").count() == hollow


def test_a_browser_opens_the_files_and_draws_nothing_outside(page: Page, url: str, tmp_path: Path) -> None:
    for number, path in enumerate(FILES):
        file = tmp_path / f"{number}.svg"
        with urlopen(f"{url}{path}") as answer:
            file.write_bytes(answer.read())
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.nodeName") == "svg"
        assert page.evaluate("document.querySelectorAll('parsererror').length") == 0
        assert page.evaluate("getComputedStyle(document.querySelector('rect')).fill") == "rgb(255, 255, 255)"
        assert page.evaluate(OUTSIDE) == []


def test_a_label_of_broad_letters_is_shortened_before_the_edge_of_its_picture(page: Page, tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append(GROUND, recorded_by="test")
        titles = ("Мощное наступление " * 9, "m@%" * 50, "戦" * 90, "ЖЕЛЕЗНАЯ ДОРОГА " * 9, "W" * 150)
        for number, title in enumerate(titles):
            slug = f"long-{number}"
            declared = {"type": "incident_declared", "slug": slug, "title": title.strip()}
            timeline.append(parse(declared), recorded_by="test")
            timeline.append(claim(incident=slug, occurred=f"2015-08-{number + 10}"), recorded_by="test")
    port, file = free_port(), tmp_path / "long.svg"
    with (
        serving(command(SERVE, tmp_path / "t", port), port, cwd=ROOT) as at,
        urlopen(f"{at.rstrip('/')}/timeline/incidents.svg") as answer,
    ):
        file.write_bytes(answer.read())
    page.goto(file.as_uri())
    assert page.locator("text.lane").count() == 5
    assert page.evaluate(OUTSIDE) == []
