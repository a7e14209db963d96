"""Table pages in a browser: what matters is on the first screen, nothing is cut off, the keyboard reaches the rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.web.test_keyboard import tabbed

TABLES = (
    *("events", "incidents", "sources", "casualties", "claim_values", "places", "contradictions", "airstrikes"),
    "control_changes",
)
#: Pixels at which the rows begin, at most; and what a row takes on a phone, with each of ten fields on a line that can
#: be touched.
TOP, TOP_ON_PHONE, ROW_ON_PHONE = 400, 700, 300
#: Tabs from the beginning of a page to its first row, at most, without the link that skips them all.
BEFORE_ROWS = 40

#: Where the rows are, whether all columns are seen at once, and how many rows there are.
SEEN = """() => {
    const table = document.querySelector("#rows"), around = table.parentElement;
    return {top: table.getBoundingClientRect().top + scrollY, wide: around.scrollWidth - around.clientWidth,
        page: document.documentElement.scrollWidth, rows: table.tBodies[0].rows.length,
        tall: table.getBoundingClientRect().height};
}"""
#: The facets of which a part cannot be seen.
CUT = """() => [...document.querySelectorAll(".facet-info")].map(facet => { facet.open = true; return facet; })
    .filter(facet => [...facet.querySelectorAll("ul, li, li a")].some(one =>
        one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).overflow !== "visible")
        || [...facet.querySelectorAll("li")].some(one => {
            const box = one.getBoundingClientRect();
            return box.right > document.documentElement.clientWidth || !box.height;
        }) || getComputedStyle(facet.querySelector("ul")).listStyleType !== "none")
    .map(facet => facet.id)"""
#: On how many lines each ID stands.
LINES = """() => [...document.querySelectorAll("section.content *")]
    .filter(one => !one.children.length && /^[A-Z]{2,6}-[0-9]{4}-[0-9]{4}-[0-9]{2}$/.test(one.textContent.trim()))
    .map(one => {
        const range = document.createRange();
        range.selectNodeContents(one);
        return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
    })"""


#: On a phone, fields that are not on lines of their own, or whose value does not begin beside its label.
RUN_TOGETHER = """() => [...document.querySelectorAll("#rows tr")].flatMap(row => {
    const fields = [...row.cells].filter(one => one.getClientRects().length);
    return fields.filter((field, number) => {
        const box = field.getBoundingClientRect(), range = document.createRange();
        range.selectNodeContents(field);
        const value = [...range.getClientRects()].find(one => one.width);
        const label = getComputedStyle(field, "::before"), indent = parseFloat(getComputedStyle(field).paddingLeft);
        return (number && box.top < fields[number - 1].getBoundingClientRect().bottom - 1)
            || (value && value.top > box.top + 14)
            || (label.content !== "none" && value && value.left < box.left + parseFloat(label.width))
            || (label.content !== "none" && parseFloat(label.marginLeft) + indent < 0);
    }).map(field => field.dataset.label);
})"""


@pytest.fixture(scope="module")
def still(chromium: Browser) -> Iterator[Page]:
    """A page in which no script runs, in the dark."""
    with chromium.new_context(java_script_enabled=False, color_scheme="dark") as context:
        yield context.new_page()


def seen(page: Page, width: int, address: str) -> Any:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    return page.evaluate(SEEN)


@pytest.mark.parametrize("table", TABLES)
def test_all_columns_are_on_the_screen_and_the_rows_on_its_upper_half(still: Page, site: str, table: str) -> None:
    found = seen(still, 1280, f"{site}/timeline/{table}")
    assert found["wide"] <= 0
    assert found["top"] < TOP
    found = seen(still, 390, f"{site}/timeline/{table}")
    assert found["page"] <= 390
    assert found["top"] < TOP_ON_PHONE
    assert found["tall"] < found["rows"] * ROW_ON_PHONE


@pytest.mark.parametrize("table", TABLES)
def test_on_a_phone_each_field_has_a_line_and_its_value_stands_beside_its_label(
    still: Page, site: str, table: str
) -> None:
    seen(still, 390, f"{site}/timeline/{table}")
    assert still.evaluate(RUN_TOGETHER) == []


@pytest.mark.parametrize("width", [320, 710, 768, 800])
@pytest.mark.parametrize("path", ["", "voice/Reuters", "place/Musa%20Qala", "timeline/incidents", "schema"])
def test_no_page_scrolls_sideways_at_any_width(still: Page, site: str, path: str, width: int) -> None:
    still.set_viewport_size({"width": width, "height": 900})
    still.goto(f"{site}/{path}")
    assert still.evaluate("document.documentElement.scrollWidth") <= width


def test_the_table_of_events_has_status_beside_the_summary_and_shows_claims_alone(still: Page, site: str) -> None:
    still.set_viewport_size({"width": 1280, "height": 900})
    still.goto(f"{site}/timeline/events")
    heads = still.locator("#rows th").all_inner_texts()
    assert heads[heads.index("Summary") + 1] == "Status"
    still.get_by_role("link", name="Claims only").click()
    assert "rows that are claims in the order of the log, the last first" in still.locator("h2.counted").inner_text()
    assert "" not in still.locator("#rows td.col-origin").all_inner_texts()
    still.get_by_role("link", name="Everything in the log").click()
    assert still.url == f"{site}/timeline/events?"


@pytest.mark.parametrize("width", [1280, 390])
def test_no_facet_is_cut_off(still: Page, site: str, width: int) -> None:
    still.set_viewport_size({"width": width, "height": 900})
    still.goto(f"{site}/timeline/events")
    assert still.evaluate(CUT) == []
    for facet in still.locator(".facet-info").all():
        assert facet.locator("li").count() == int(facet.locator(".facet-info-total").inner_text())


def test_a_value_of_a_facet_that_was_chosen_is_taken_away_again(still: Page, site: str) -> None:
    still.goto(f"{site}/timeline/events?_search=musa")
    still.locator("#facet-type summary").click()
    still.locator("#facet-type").get_by_role("link", name="district fall").click()
    assert "type=district_fall" in still.url
    assert "_search=musa" in still.url
    still.get_by_role("link", name="Type: district fall").click()
    assert "type=" not in still.url


def test_a_search_keeps_filters_and_a_filter_the_search(still: Page, site: str) -> None:
    still.goto(f"{site}/timeline/events?type=airstrike")
    still.get_by_role("searchbox").fill("musa")
    still.get_by_role("button", name="Search").click()
    assert "type=airstrike" in still.url
    still.locator("details.more > summary").click()
    still.locator('details.more input[type="submit"]').click()
    assert "_search=musa" in still.url


def test_the_keyboard_skips_to_the_rows_and_is_seen_wherever_it_is(still: Page, site: str) -> None:
    still.set_viewport_size({"width": 1280, "height": 900})
    still.goto(f"{site}/timeline/events?_size=3")
    first = next(tabbed(still))
    assert first["href"] == "#rows"
    still.keyboard.press("Enter")
    assert "_sort" in next(tabbed(still))["href"]
    still.goto(f"{site}/timeline/events?_size=3")
    tabs = [found["href"] or "" for found in tabbed(still)]
    assert next(n for n, href in enumerate(tabs) if href.startswith("/timeline/events/")) < BEFORE_ROWS
    still.goto(f"{site}/timeline/events?_size=3&_where=1")  # which has the form unfolded
    reached = list(tabbed(still))
    assert any("_filter_op" in found["name"] for found in reached)
    assert [found["name"] for found in reached if not found["boxed"] or found["outline"] < 2] == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "path", ["corrected-since?since=2015", "events", "incident_casualties", "killed?incident=musa-qala-bombing"]
)
def test_no_id_is_broken(still: Page, site: str, path: str, width: int) -> None:
    still.set_viewport_size({"width": width, "height": 900})
    still.goto(f"{site}/timeline/{path}")
    assert set(still.evaluate(LINES)) == {1}


def test_the_statement_that_makes_a_table_is_folded_away(still: Page, site: str) -> None:
    still.goto(f"{site}/timeline/places")
    assert not still.locator("pre.wrapped-sql").is_visible()
    still.get_by_text("The SQL that makes this table").click()
    assert "CREATE TABLE" in still.locator("pre.wrapped-sql").inner_text()


def test_the_editor_of_sql_is_dark_in_the_dark(chromium: Browser, site: str) -> None:
    with chromium.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{site}/timeline?sql=select+1")
        editor = page.locator(".cm-editor, .CodeMirror").first
        editor.wait_for()
        assert "invert" in editor.evaluate("one => getComputedStyle(one).filter")
        button = page.get_by_role("button", name="Format SQL")
        assert button.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(26, 34, 42)"
