"""A range of numbers within the text of a page is kept together, and nothing else is touched."""

from __future__ import annotations

import pytest

from timeline.web import unbroken


@pytest.mark.parametrize(
    ("html", "ranges"),
    [
        ("<p>220-300 Taliban killed; 12,000–15,000 left.</p>", ["220-300", "12,000–15,000"]),
        ("<td>in 22–23 August 2015 (10-12)</td>", ["22–23", "10-12"]),
        ("<b>HEL-0000-0085-26</b> of aan-2015-09-03, 2015-08-26, 10-12-14, x10-12", []),
        ('<a href="/timeline/killed?low=220-300" title="220-300">all</a>', []),
        ("<svg><title>220-300</title><path d='M1-2 3-4'/></svg><option>1-2</option>", ["1-2"]),
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


def test_a_text_is_escaped_before_its_ranges_are_kept_together() -> None:
    assert unbroken.text("<b> 220-300") == '&lt;b&gt; <span class="whole">220-300</span>'
    assert unbroken.text("Taliban <b>") is None
    assert unbroken.text(220) is None
