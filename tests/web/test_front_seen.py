"""The front page as readers see it: what one wants first stands first, and long lists are folded on a phone alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.web.conftest import Get

PHONE, DESK = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=900)
FOLDED = ("table.stack", "ul.sources", "dl.groups")


def test_the_front_page_begins_with_links_to_each_of_its_sections(get: Get) -> None:
    page = get("/").text
    contents = page.partition('<p class="contents">')[2].partition("</p>")[0]
    sections = re.findall(r'<h2 id="([a-z]+)"', page)
    assert re.findall(r'href="#([a-z]+)"', contents) == sections
    assert page.index('class="contents"') < page.index('id="questions"')


def test_the_search_field_names_a_place_of_this_timeline_and_its_last_event(get: Get) -> None:
    (place, id) = re.findall(r' placeholder="([^",]+), or (HEL-\d{4}-\d{4}-\d\d)"', get("/").text)[0]
    assert get(f"/timeline/incidents.json?place={place}&_shape=array").json()
    assert get(f"/event/{id}").status_code == 200


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_long_lists_are_folded_and_one_touch_unfolds_each(
    chromium: Browser, site: str, scripts: bool
) -> None:
    with chromium.new_context(viewport=PHONE, java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(f"{site}/")
        height = page.locator("body").bounding_box()
        assert height
        assert height["height"] < 7 * PHONE["height"]
        folds = page.locator("details.fold")
        assert folds.count() == len(FOLDED)
        for number, inside in enumerate(FOLDED):
            long = folds.nth(number).locator(inside)
            assert not long.is_visible()
            folds.nth(number).locator("summary").click()
            assert long.is_visible()


def test_on_a_wide_page_nothing_of_them_is_folded_and_the_keyboard_reaches_it(chromium: Browser, site: str) -> None:
    with chromium.new_context(viewport=DESK) as context:
        page = context.new_page()
        page.goto(f"{site}/")
        for number, inside in enumerate(FOLDED):
            fold = page.locator("details.fold").nth(number)
            assert fold.locator(inside).is_visible()
            assert not fold.locator("summary").is_visible()
            link = fold.locator("a").first
            link.focus()
            assert link.evaluate("one => one === document.activeElement")
