"""What is printed, or saved as PDF, is light, says whence it is and where its sources are, and has nothing to press."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page

from tests.web.conftest import TAKEOVER
from timeline.web.words import claimed

#: What is pressed or filled in, and can be seen.
PRESSED = """() => [...document.querySelectorAll("form, button, nav.around, a.skip, .way, .ways, .files")]
    .filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 80))"""
#: Figures, and legends above one, that may be torn from what belongs to them.
TORN = """() => [...document.querySelectorAll("svg.bands, svg.drawn, .key")].filter(one => {
    const style = getComputedStyle(one);
    return one.matches(".key") ? style.breakAfter !== "avoid" : style.breakInside !== "avoid";
}).length"""


#: Labels of charts that reach beyond their picture.
BEYOND = """() => [...document.querySelectorAll("svg.bands text")].filter(one => {
    const end = one.ownerSVGElement.getBoundingClientRect().right;
    return one.checkVisibility() && one.getBoundingClientRect().right > end + 1;
}).map(one => one.textContent)"""
#: What keeps a tall picture to the words before it.
HELD = """() => [...document.querySelectorAll("svg.chart.bands")].filter(one => one.clientHeight > 700).map(one => {
    const around = one.closest(".scroll"), key = around.previousElementSibling;
    return [getComputedStyle(key).breakAfter, getComputedStyle(around).breakBefore];
})"""
#: A page of a PDF file.
PAGES = re.compile(rb"/Type /Page\b(?!s)")


@pytest.fixture
def paper(chromium: Browser) -> Iterator[Page]:
    """A page as it is printed by whoever reads in the dark."""
    with chromium.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.emulate_media(media="print")
        yield page


@pytest.mark.parametrize(
    "path", [f"incident/{TAKEOVER}", "event/HEL-0000-0008-63", "place/Musa%20Qala", "search?q=Musa"]
)
def test_a_page_of_ours_is_printed_in_the_light_with_its_own_address(paper: Page, site: str, path: str) -> None:
    paper.goto(f"{site}/{path}")
    assert paper.evaluate(PRESSED) == []
    assert paper.evaluate(TORN) == 0
    assert paper.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert paper.locator("p.printed").inner_text().endswith(f": {paper.url}")


def test_the_addresses_of_the_sources_are_printed(paper: Page, page: Page, site: str) -> None:
    address = "https://www.globalsecurity.org/military/library/news/2015/08/mil-150826-sputnik01.htm"
    for path in (f"incident/{TAKEOVER}", "event/HEL-0000-0008-63"):
        paper.goto(f"{site}/{path}")
        assert paper.locator(f'main a[href="{address}"]').is_visible()
        page.goto(f"{site}/{path}")
        assert not page.locator(f'main a[href="{address}"]').is_visible()


@pytest.mark.parametrize("path", ["timeline/incidents", "timeline/what-happened?place=Helmand&from=2015-08&to=2015-08"])
def test_what_fits_one_page_takes_no_second_one_for_the_footer(paper: Page, site: str, path: str) -> None:
    paper.goto(f"{site}/{path}")
    assert len(PAGES.findall(paper.pdf(format="A4", prefer_css_page_size=True))) == 1


@pytest.mark.parametrize("path", [f"incident/{TAKEOVER}", "place/Musa%20Qala"])
def test_headings_keep_to_what_follows_and_what_is_long_may_break(paper: Page, site: str, path: str) -> None:
    paper.goto(f"{site}/{path}")
    styles = "(name, where) => [...document.querySelectorAll(where)].map(one => getComputedStyle(one)[name])"
    asked = "([name, where]) => (" + styles + ")(name, where)"
    assert set(paper.evaluate(asked, ["breakAfter", "main h1, main h2, main h3, main h4"])) == {"avoid"}
    assert set(paper.evaluate(asked, ["breakInside", "main section"])) <= {"auto"}
    assert set(paper.evaluate(asked, ["breakInside", "table.periods tbody tr"])) <= {"auto"}


def test_a_table_is_printed_without_what_filters_it(paper: Page, site: str) -> None:
    paper.set_viewport_size({"width": 680, "height": 1000})  # an A4 page within its margins
    paper.goto(f"{site}/timeline/incidents")
    assert paper.evaluate(PRESSED) == []
    assert paper.evaluate("document.querySelector('.rows-and-columns').getBoundingClientRect().right") <= 680
    assert paper.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("path", ["incident/musa-qala-recapture", "timeline/events.chart?disputed=1"])
def test_labels_of_charts_end_within_the_picture_and_a_tall_one_may_begin_a_page(
    paper: Page, site: str, path: str
) -> None:
    paper.set_viewport_size({"width": 680, "height": 1000})
    paper.goto(f"{site}/{path}")
    assert paper.evaluate(BEYOND) == []
    assert all(found == ["auto", "auto"] for found in paper.evaluate(HELD))


def test_the_groups_of_casualties_need_not_be_on_one_page_and_each_is_whole(paper: Page, site: str) -> None:
    paper.goto(f"{site}/incident/helmand-base-shooting")
    pictures = paper.locator("svg.ranges")
    assert pictures.count() == 4
    around = pictures.first.locator("xpath=..")
    assert around.evaluate("one => getComputedStyle(one).breakInside") == "auto"
    assert set(pictures.evaluate_all("all => all.map(one => getComputedStyle(one).breakInside)")) == {"avoid"}
    ends = pictures.evaluate_all("all => all.map(one => one.getBoundingClientRect()).map(one => [one.top, one.bottom])")
    assert all(abs(one[1] - other[0]) < 1 for one, other in pairwise(ends))


def test_the_ids_of_a_table_keep_to_one_line_and_the_table_to_the_page(paper: Page, site: str) -> None:
    paper.set_viewport_size({"width": 680, "height": 1000})
    paper.goto(f"{site}/timeline/events?disputed=1")
    lines = "links => links.map(one => one.getClientRects().length)"
    assert set(paper.locator("td.col-id a").evaluate_all(lines)) == {1}
    assert paper.locator("#rows").evaluate("table => table.getBoundingClientRect().right") <= 680


@pytest.mark.parametrize("path", ["/", "/timeline/incidents"])
def test_casualties_that_a_row_folds_away_are_on_paper(paper: Page, site: str, path: str) -> None:
    group = {"party": "A", "civilian_status": "combatant", "role": "victim", "outcome": "injured", "period": ""}
    ends = {"lowest": 2, "highest": 3, "low_events": '["A"]', "high_events": '["A"]', "said": None}
    fold = "html => { document.querySelector('main td, .rows-and-columns td').innerHTML = html; }"
    seen = """() => [...document.querySelectorAll(".rest .figure, .rest summary")].map(one => one.checkVisibility())"""
    paper.goto(f"{site}{path}")
    paper.evaluate(fold, claimed([{**group, **ends}] * 6))
    paper.emulate_media(media="screen")
    assert paper.evaluate(seen) == [True, False, False]
    paper.emulate_media(media="print")
    assert paper.evaluate(seen) == [False, True, True]
