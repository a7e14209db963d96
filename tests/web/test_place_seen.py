"""The page of a place as readers see it: on a phone, in the dark, and with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import FAINT
from tests.control import ground, story
from tests.processes import free_port, serving
from tests.web.conftest import ROOT, SERVE, command
from timeline import Timeline

TEXT_AND_GROUND = """() => [document.querySelector("main"), document.body].map((one, number) =>
    getComputedStyle(one)[number ? "backgroundColor" : "color"].match(/\\d+/g).slice(0, 3).map(Number)
        .reduce((sum, part) => sum + part, 0))"""
OUTSIDE = """() => [...document.querySelectorAll("svg.bands text")].filter(text => {
    const box = text.getBoundingClientRect();
    return box.width && (box.left < 0 || box.right > innerWidth);
}).map(text => text.textContent)"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page of Musa Qala, of which the story is told."""
    folder = tmp_path_factory.mktemp("seen") / "t"
    with Timeline.init(folder, "HEL") as timeline:
        timeline.append([*ground(), *story()], recorded_by="test")
    port = free_port()
    with serving(command(SERVE, folder, port), port, cwd=ROOT) as at:
        yield f"{at.rstrip('/')}/place/Musa%20Qala"


@pytest.mark.parametrize("width", [320, 390, 1100])
def test_nothing_of_the_page_lies_outside_the_screen(chromium: Browser, url: str, width: int) -> None:
    with chromium.new_context(viewport={"width": width, "height": 844}) as context:
        page = context.new_page()
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(OUTSIDE) == []


@pytest.mark.parametrize(("scheme", "darker"), [("light", 0), ("dark", 1)])
def test_text_stands_out_in_the_light_and_in_the_dark(chromium: Browser, url: str, scheme: str, darker: int) -> None:
    with chromium.new_context(color_scheme="dark" if scheme == "dark" else "light") as context:
        page = context.new_page()
        page.goto(url)
        sums = page.evaluate(TEXT_AND_GROUND)
        assert sums.index(min(sums)) == darker
        assert max(sums) - min(sums) > 400


def test_a_band_is_reached_by_keyboard_and_leads_to_its_row(page: Page, url: str) -> None:
    page.goto(url)
    page.locator("section.held svg.bands a").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('tr:target th').textContent") == "24–25 August 2015"


def test_who_held_it_on_a_day_is_asked_and_answered_on_the_page_without_script(chromium: Browser, url: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(url)
        page.get_by_label("Who held it on a day").fill("2015-08-25")
        page.get_by_role("button", name="Ask").click()
        assert page.url.endswith("?day=2015-08-25#answer")
        assert "disputed: rival accounts" in page.get_by_role("region", name="The answer").inner_text()
        assert page.get_by_label("Who held it on a day").input_value() == "2015-08-25"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_answer_can_be_read_on_a_phone(chromium: Browser, url: str, scheme: Literal["light", "dark"]) -> None:
    with chromium.new_context(viewport={"width": 320, "height": 844}, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{url}?day=2015-08-25")
        assert page.locator("#answer .id").count() > 3
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.evaluate(FAINT) == []
