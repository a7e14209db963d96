"""A range of numbers within the text of a page is kept together, and nothing else is touched."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.processes import free_port, serving
from tests.samples import GROUND, claim
from tests.web.conftest import ROOT, SERVE, command
from timeline import Timeline
from timeline.web import unbroken
from timeline.web.serve import application


@pytest.mark.parametrize(
    ("html", "ranges"),
    [
        ("<p>220-300 Taliban killed; 12,000–15,000 left.</p>", ["220-300", "12,000–15,000"]),
        ("<td>in 22–23 August 2015 (10-12)</td>", ["22–23", "10-12"]),
        ("<b>HEL-0000-0085-26</b> of aan-2015-09-03, 2015-08-26, 10-12-14, x10-12", []),
        ('<a href="/timeline/killed?low=220-300" title="220-300">all</a>', []),
        ("<svg><title>220-300</title><path d='M1-2 3-4'/></svg><option>1-2</option>", ["1-2"]),
        ("<svg><svg><path/></svg><svg x='1'/><text>220-300</text></svg><p>1-2</p>", ["1-2"]),
        ('<span class="day">17–23 August 2015</span><b class="whole">1-2</b>', []),
        ("<select><option>220-300</option></select><textarea>220-300</textarea>", []),
    ],
)
def test_a_range_in_text_stands_on_one_line_and_no_tag_is_changed(html: str, ranges: list[str]) -> None:
    kept = unbroken.of(html)
    assert [part.partition("<")[0] for part in str(kept).split('<span class="whole">')[1:]] == ranges
    without = str(kept)
    for one in ranges:
        without = without.replace(f'<span class="whole">{one}</span>', one)
    assert without == html


def test_a_word_that_is_longer_than_a_column_may_be_broken_and_nothing_else_is_touched() -> None:
    url, thai = "https://t.me/channel/16783?single=1#" + "a" * 40, "\u0e01" * 90
    at = f'<a title="{url}" href="{url}">{{}}</a> {thai} {"b" * 39}<pre>{url}</pre><svg><text>{url}</text></svg>'
    assert unbroken.of(at.format(url)).replace("<wbr>", "") == at.format(url)
    pieces = unbroken.of(at.format(url)).split("<wbr>")
    assert len(pieces) == 1 + (len(url) - 1) // 20
    assert unbroken.of("e\u0301" * 40).count("<wbr>\u0301") == 0


def test_a_text_is_escaped_before_its_ranges_are_kept_together() -> None:
    assert unbroken.text("<b> 220-300") == '&lt;b&gt; <span class="whole">220-300</span>'
    assert unbroken.text("Taliban <b>") is None
    assert unbroken.text(220) is None


@pytest.mark.parametrize("slug", ["musa-qala-recapture", "musa-qala-bombing"])
def test_a_picture_on_a_page_has_no_element_of_text_that_would_end_it(example: Path, slug: str) -> None:
    """Browsers end a picture at the first `span`, and what follows of it stands below as text."""
    page = asyncio.run(application(example).client.get(f"/incident/{slug}")).text
    open_at: list[str] = []
    for tag in re.finditer(r"<(/?)(svg|span)\b[^>]*?(/?)>", page):
        assert tag[2] == "svg" or "svg" not in open_at, page[tag.start() - 80 : tag.end() + 20]
        if tag[1]:
            assert open_at.pop() == tag[2]
        elif not tag[3]:
            open_at.append(tag[2])
    assert re.search(r"<text[^>]*>[^<]*\d[-–]\d", page)


@pytest.mark.browser
def test_no_page_is_wider_than_its_window_for_a_long_address_or_name(page: Page, tmp_path: Path) -> None:
    url, name = "https://t.me/channel/" + "16783" * 30, "Rinderkennzeichnungsfleischetikettierungs" * 3
    place = {"name": name, "admin1": name[:100], "lat": "32.5", "lon": "64.5", "where_prec": 1}
    casualties = [{"party": f"{name} {number}", "killed": number} for number in (3, 4)]
    cited = {
        "source": "agency",
        "locator": [url, "the table of the third annex, in its last row"],
        "chain": [name, "Agency"],
    }
    port = free_port()
    with Timeline.init(tmp_path / "t", "TST", title="Long") as timeline:
        timeline.append(GROUND, recorded_by="test")
        timeline.append([claim(occurred="2015-08-22", place=place, casualties=casualties, note=url, citation=cited)])
    with serving(command(SERVE, tmp_path / "t", port), port, cwd=ROOT) as address:
        for path in ("/", "/incident/bridge", "/event/TST-0000-0006-87", "/search?q=bridge", "/source/agency"):
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") == 1280, path
