"""A page that is always of now says so where its address asks for another time, and leads to what answers that."""

from __future__ import annotations

import pytest

from tests.web.asked import both, words_of
from tests.web.conftest import Get

__all__ = ["both"]


@pytest.mark.parametrize("path", ["/", "/source/sputnik-2015-08-26", "/timeline/disagreements"])
def test_a_page_that_does_not_follow_a_time_in_its_address_says_so(both: Get, path: str) -> None:
    page = both(f"{path}?as-reported=2015-08-25").text
    assert "This page tells what is known now: only the pages of incidents follow as-reported." in words_of(page)
    assert '<a href="/timeline/known-by?day=2015-08-25">What was known by 25 August 2015</a>' in page
    assert "only the pages of incidents follow" not in words_of(both(path).text)


def test_of_what_is_no_day_only_that_is_said(both: Get) -> None:
    page = both("/?as-reported=%3Cb%3E&as-recorded=2026").text
    assert "only the pages of incidents follow as-recorded and as-reported." in words_of(page)
    assert "/timeline/known-by?day=" not in page.partition("only the pages")[2].partition("</p>")[0]


def test_the_page_of_an_incident_follows_it(both: Get) -> None:
    page = words_of(both("/incident/musa-qala-bombing?as-reported=2015-08-25").text)
    assert "only the pages of incidents follow" not in page
    assert "As reported by 25 August 2015" in page
