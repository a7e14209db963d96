"""A number stands where its sentence has it, behind a name that runs from right to left, too, and only where shown."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.processes import free_port, serving
from tests.samples import GROUND, claim
from tests.web.conftest import ROOT, SERVE, command
from timeline import Timeline
from timeline.web.directions import straightened
from timeline.web.serve import application

DOUMA = "دوما"
PLACE = {"name": DOUMA}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"<h1>Airstrike(s) at {DOUMA}; 80 civilians</h1>", f"<h1>Airstrike(s) at {DOUMA}\u200e; 80 civilians</h1>"),
        (f"SANA, “{DOUMA}”, 17 August", f"SANA, “{DOUMA}\u200e”, 17 August"),
        (f"SANA, &#34;{DOUMA}&#34;, 17 August", f"SANA, &#34;{DOUMA}\u200e&#34;, 17 August"),
        ("in مدنياً (12 killed)", "in مدنياً\u200e (12 killed)"),
        (f"{DOUMA}، 80 قتيلا", None),  # one text that runs from right to left
        (f"at {DOUMA} 16, then", None),  # a name that ends with a number
        (f"at {DOUMA}; up to 80", None),
        ("at Douma; 80 civilians", None),
        (f'<input title="{DOUMA}; 80 killed" value="{DOUMA}; 80 killed">', None),
        (f"<textarea>{DOUMA}; 80 killed</textarea><pre>{DOUMA}; 80 killed</pre>", None),
    ],
)
def test_a_number_behind_a_name_from_right_to_left_stays_behind_it(written: str, shown: str | None) -> None:
    assert straightened(written.encode()).decode() == (shown or written)


def test_bytes_that_are_no_text_stay() -> None:
    assert straightened(b"\xff " + DOUMA.encode()) == b"\xff " + DOUMA.encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("directions") / "t"
    said: list[dict[str, Any]] = [
        {"casualties": [{"party": "civilians", "killed": killed}], "citation": {"source": "agency", "locator": locator}}
        for killed, locator in ((80, "para 1"), ("220-300", "para 2"))
    ]
    with Timeline.init(path, "TST", title="Douma") as timeline:
        timeline.append(GROUND, recorded_by="test")
        timeline.append([claim(place=PLACE, **one) for one in said], recorded_by="test")
    return path


def test_pages_pictures_and_feeds_have_it_so_and_data_as_it_was_written(folder: Path) -> None:
    async def asked() -> list[str]:
        app = application(folder)
        paths = ("/incident/bridge", "/timeline/events.atom?_sort_desc=position", "/timeline/events.csv")
        return [(await app.client.get(path)).text for path in paths]

    page, feed, csv = asyncio.run(asked())
    assert "دوما\u200e; 80 civilians" in page
    assert "دوما\u200e; 80 civilians" in feed
    assert "دوما; 80 civilians" in csv
    assert re.search(r"independent origins?: <bdi dir=\"ltr\">", page)


@pytest.mark.browser
def test_a_browser_draws_the_number_to_the_right_of_the_name(page: Page, folder: Path) -> None:
    port = free_port()
    where = """text => {
        const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
        const found = [];
        while (walk.nextNode()) {
            const at = walk.currentNode.data.indexOf(text);
            if (at < 0 || !walk.currentNode.parentElement.checkVisibility()) continue;
            const range = document.createRange();
            range.setStart(walk.currentNode, at);
            range.setEnd(walk.currentNode, at + text.length);
            found.push(range.getBoundingClientRect().left);
        }
        return found;
    }"""
    with serving(command(SERVE, folder, port), port, cwd=ROOT) as url:
        for event, number in (("TST-0000-0006-87", "80"), ("TST-0000-0007-84", "220-300")):
            page.set_viewport_size({"width": 1600, "height": 900})
            page.goto(f"{url}/event/{event}")
            assert page.locator("h1").inner_text().replace("\u200e", "").endswith(f"; {number} civilians killed")
            assert page.evaluate(where, number)[0] > page.evaluate(where, DOUMA)[0]
