"""The page of an incident in a real browser without JavaScript: its form for what was known by when, and its folds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests import rival_claims as rival
from tests.browser import FAINT
from tests.processes import free_port, serving
from tests.web.conftest import ROOT, SERVE, command
from timeline.web import words


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an incident's page."""
    folder: Path = tmp_path_factory.mktemp("form") / "t"
    rival.build(folder)
    port = free_port()
    with serving(command(SERVE, folder, port), port, cwd=ROOT) as served:
        yield f"{served}/incident/bridge"


@pytest.fixture
def scriptless(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(java_script_enabled=False) as context:
        yield context.new_page()


def test_what_is_typed_shows_the_page_as_of_then_and_stays_in_the_form(url: str, scriptless: Page) -> None:
    scriptless.goto(url)
    assert scriptless.locator("#disagreements").count() == 1
    scriptless.get_by_label("As reported by").fill("2015-08-25")
    scriptless.get_by_role("button", name="Show as of then").click()
    assert "as-reported=2015-08-25" in scriptless.url
    assert scriptless.locator("p.then").inner_text().startswith("As reported by 25 August 2015:")
    assert scriptless.get_by_label("As reported by").input_value() == "2015-08-25"
    assert scriptless.locator("section.rival").count() == 0
    scriptless.get_by_role("link", name="Show what is known now").click()
    assert scriptless.url == url
    assert scriptless.locator("section.rival").count() == 1


def test_the_form_has_for_an_example_a_day_on_which_a_source_of_the_incident_was_published(
    url: str, scriptless: Page
) -> None:
    scriptless.goto(url)
    day = scriptless.locator("dt", has_text="Last reported").locator("+ dd").inner_text()
    example = scriptless.get_by_label("As reported by").get_attribute("placeholder") or ""
    assert words.moment(example) == day
    assert f"A day ({example}), a month or a year" in scriptless.locator("#then ~ p.quiet").first.inner_text()


def test_a_step_leads_to_the_page_as_of_then(url: str, scriptless: Page) -> None:
    scriptless.goto(url)
    scriptless.locator("table.steps a").nth(1).click()
    assert scriptless.url == f"{url}?as-reported=2015-08-24"
    assert scriptless.locator("table.steps tr.here").inner_text().startswith("24 August 2015")


def test_a_bad_date_is_told_above_the_page_of_now(url: str, scriptless: Page) -> None:
    scriptless.goto(url)
    scriptless.get_by_label("As recorded at").fill("yesterday")
    scriptless.get_by_label("As recorded at").press("Enter")
    assert '"yesterday" is not a time.' in scriptless.get_by_role("alert").inner_text()
    assert scriptless.get_by_label("As recorded at").input_value() == "yesterday"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_part_can_be_read_on_a_phone_in_the_light_and_in_the_dark(
    url: str, chromium: Browser, scheme: Literal["light", "dark"]
) -> None:
    with chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{url}?as-reported=2015-08-26")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.evaluate(FAINT) == []


def test_the_figures_of_a_group_unfold_below_its_range_without_script(url: str, scriptless: Page) -> None:
    scriptless.set_viewport_size({"width": 390, "height": 844})
    scriptless.goto(url)
    group = scriptless.locator("table.tolls tr", has_text="NATO killed")
    figures = group.locator("ul.figures li")
    assert not figures.first.is_visible()
    group.locator("summary").click()
    assert figures.first.is_visible()
    assert rival.V2 in figures.all_inner_texts()[1]
    assert scriptless.evaluate("document.documentElement.scrollWidth") <= 390
