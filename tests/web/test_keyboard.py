"""With the keyboard alone and without JavaScript a reader comes from the front page to the place in the source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

SEED = "sputnik-2015-08-26"
CLAIM = "HEL-0000-0017-36"
SHOOTING = "helmand-base-shooting"
PLACE = "/place/af-helmand-nawzad"
#: Tabs from the beginning of a page to any of its links, at most.
TABS = 400

#: Where the focus is, and whether it can be seen: an outline of its own in a colour that stands out, or the browser's.
FOCUS = """() => {
    const at = document.activeElement, style = getComputedStyle(at);
    return {
        href: at.getAttribute("href"), inside: !!at.closest("main"), name: at.outerHTML.slice(0, 120),
        outline: style.outlineStyle === "auto" ? 2 : style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        boxed: [...at.getClientRects()].some(box => box.width && box.height),
    };
}"""


#: How much the ring around what has the focus differs from what is behind it (WCAG 2.2, contrast ratio).
CONTRAST = """() => {
    const at = document.activeElement, style = getComputedStyle(at);
    const parts = colour => colour.match(/[0-9.]+/g).map(Number);
    let behind = at.parentElement;
    while (parts(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
    const light = colour => parts(colour).slice(0, 3).map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, which) => sum + part * [0.2126, 0.7152, 0.0722][which], 0);
    const ring = style.outlineColor, both = [ring, getComputedStyle(behind).backgroundColor].map(light);
    const ratio = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    return { ratio, ring: [style.outlineStyle, style.outlineWidth, ring] };
}"""


#: What has the focus, and whether any of it is in the window.
IN_SIGHT = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect();
    const seen = box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
    return [at.outerHTML.slice(0, 120), seen];
}"""


@pytest.fixture(scope="module")
def still(chromium: Browser) -> Iterator[Page]:
    """A page in which no script runs."""
    with chromium.new_context(java_script_enabled=False) as context:
        yield context.new_page()


def tabbed(page: Page) -> Iterator[dict[str, Any]]:
    """What gets the focus with each Tab, until all of the page has had it."""
    first = None
    for _ in range(TABS):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found["name"].startswith("<body") or found["name"] == first:
            return
        first = first or found["name"]
        yield found
    raise AssertionError(f"{page.url} has more than {TABS} places for the focus.")


def follow(page: Page, href: str) -> None:
    """Tab to the first link to `href` on the page and press Enter."""
    assert any(found["href"] == href for found in tabbed(page)), f"{page.url} has no link to {href}."
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_four_clicks_lead_from_the_front_page_to_the_sentence_in_the_source(still: Page, site: str) -> None:
    still.goto(f"{site}/")
    follow(still, f"/incident/{SHOOTING}")
    follow(still, f"/event/{CLAIM}")
    assert "Locator para 8" in " ".join(still.locator("main dl.facts").first.inner_text().split())
    follow(still, f"/source/{SEED}#{CLAIM}")
    assert urlsplit(still.url).fragment == CLAIM
    there = still.locator("main li:target")
    assert "para 8" in there.inner_text()
    assert 0 <= there.evaluate("element => element.getBoundingClientRect().top") < 100
    outside = still.locator("main dl.facts a[rel~=external]").first
    assert urlsplit(outside.get_attribute("href") or "").scheme in ("http", "https")
    outside.focus()
    assert still.evaluate(FOCUS)["outline"] >= 2


def test_the_first_tab_offers_to_skip_to_the_content(still: Page, site: str) -> None:
    still.goto(f"{site}/event/{CLAIM}")
    first = next(tabbed(still))
    assert first["href"] == "#content"
    assert 0 <= still.locator("a.skip").evaluate("element => element.getBoundingClientRect().top") < 50
    still.keyboard.press("Enter")
    assert next(tabbed(still))["inside"]


@pytest.mark.parametrize("path", ["/", f"/incident/{SHOOTING}", f"/event/{CLAIM}", f"/source/{SEED}", PLACE])
def test_wherever_the_focus_is_it_can_be_seen(still: Page, site: str, path: str) -> None:
    still.goto(f"{site}{path}")
    reached = list(tabbed(still))
    assert len(reached) > 20
    assert [found["name"] for found in reached if not found["boxed"] or found["outline"] < 2] == []
    links = still.locator("main a[href]:visible").count()
    assert sum(bool(found["inside"] and found["href"]) for found in reached) == links


@pytest.mark.parametrize("script", [True, False])
def test_in_a_narrow_window_no_place_for_the_focus_lies_out_of_sight(
    chromium: Browser, site: str, script: bool
) -> None:
    """As on a phone with a keyboard, or on a desktop where the page is enlarged fourfold."""
    with chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=script) as context:
        page = context.new_page()
        page.goto(f"{site}/timeline/events?_size=5")
        places = [page.evaluate(IN_SIGHT) for _ in tabbed(page)]
        assert len(places) > 20
        assert [name for name, seen in places if not seen] == []
        assert page.locator("select[name=_sort]").count() == 1


def test_the_menu_of_a_column_is_opened_by_keys_and_closed_by_them(chromium: Browser, site: str) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{site}/timeline/incidents")
        menus = page.get_by_role("button", name="What can be done with ")
        assert menus.count() == page.locator(".dropdown-menu-icon").count() > 5
        assert any(found["name"].startswith("<svg") for found in tabbed(page))
        menu = menus.nth(1)
        menu.focus()
        assert page.evaluate(FOCUS)["outline"] >= 2
        page.keyboard.press("Enter")
        assert page.locator(".dropdown-menu:visible a:focus").count() == 1
        page.keyboard.press("Escape")
        assert page.locator(".dropdown-menu:visible").count() == 0
        assert menu.evaluate("element => element === document.activeElement")
        page.keyboard.press("Enter")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "_sort" in urlsplit(page.url).query


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/", f"/incident/{SHOOTING}", PLACE, "/timeline", "/timeline/events", "/timeline/who-held", "/search"]
)
def test_in_the_head_and_foot_of_every_page_one_white_ring_stands_out(
    chromium: Browser, site: str, path: str, scheme: Literal["light", "dark"]
) -> None:
    with chromium.new_context(java_script_enabled=False, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{site}{path}")
        page.keyboard.press("Tab")
        places = page.locator(":is(header, footer) a:visible").all()
        assert len(places) > 3
        for place in places:
            place.focus()
            found = page.evaluate(CONTRAST)
            assert found["ring"] == ["solid", "3px", "rgb(255, 255, 255)"]
            assert found["ratio"] >= 3
