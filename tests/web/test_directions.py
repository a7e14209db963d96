"""A number stands where its sentence has it, behind a name that runs from right to left, too, and only where shown."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup
from playwright.sync_api import Page

from tests.processes import free_port, serving
from tests.samples import GROUND, claim
from tests.web.conftest import ROOT, SERVE, command
from timeline import Timeline
from timeline.web.directions import of, straightened
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


@pytest.mark.parametrize(
    ("said", "direction"),
    [
        (f"المرصد السوري لحقوق الإنسان: Airstrike(s) at {DOUMA} on 16 August 2015", "ltr"),
        (f"القوات airstrike(s) at {DOUMA}; 80 civilians killed", "ltr"),
        (Markup("<a href='/event/TST-0000-0006-87'>المرصد السوري</a>"), "auto"),
        (Markup("<a href='/voice/x'>المرصد السوري</a>, in Reuters, 16 August 2015"), "ltr"),
        ("قصف دوما بطائرات MiG", "auto"),
        ("Airstrike(s) at Douma", "auto"),
        (None, "auto"),
    ],
)
def test_a_sentence_of_ours_reads_from_left_to_right_whatever_name_it_begins_with(said: Any, direction: str) -> None:
    assert of(said) == direction


@pytest.mark.parametrize("piece", ["٢;1", "1٢;1;", f"{DOUMA};1", "د;&a", "د;1&a;"])
def test_no_text_takes_longer_than_its_length(piece: str) -> None:
    begun = time.process_time()
    assert straightened((piece * 20_000).encode()).decode() == piece * 20_000
    assert time.process_time() - begun < 5  # where each letter reads what is behind it to the end, a minute


def test_bytes_that_are_no_text_stay() -> None:
    assert straightened(b"\xff " + DOUMA.encode()) == b"\xff " + DOUMA.encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("directions") / "t"
    said: list[dict[str, Any]] = [
        {"casualties": [{"party": "civilians", "killed": killed}], "citation": {"source": "agency", "locator": locator}}
        for killed, locator in ((80, "para 1"), ("220-300", "para 2"))
    ]
    seen = {"source": "agency", "locator": "para 3", "chain": ["المرصد", "Agency"]}
    force = {"operator": "القوات الجوية", "occurred": "2015-08-22", "citation": seen}
    with Timeline.init(path, "TST", title="Douma") as timeline:
        timeline.append(GROUND, recorded_by="test")
        timeline.append([claim(place=PLACE, **one) for one in [*said, force]], recorded_by="test")
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


def test_whatever_shows_a_sentence_that_begins_with_an_arabic_name_says_its_direction(folder: Path) -> None:
    async def asked() -> list[str]:
        app = application(folder)
        chart = "/timeline/events.chart?earliest__notblank=1"
        paths = ("/event/TST-0000-0008-81", "/incident/bridge", chart, "/search?q=دوما")
        return [(await app.client.get(path)).text for path in paths]

    for page in asyncio.run(asked()):
        found = re.findall(r"<(\w+)([^>]*)>(?:<a [^>]*>)?(?:المرصد: )?القوات الجوية airstrike", page)
        assert any('dir="ltr"' in more for _, more in found)
        assert {name for name, more in found if 'dir="ltr"' not in more} <= {"text", "title"}, found


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
