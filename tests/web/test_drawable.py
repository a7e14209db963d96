"""Pages offer a chart or a map where there is something to draw, and no other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from timeline.web.serve import application

DECISIONS = ["incident_merges", "claim_links", "decision_spells", "problems", "withheld", "supersessions"]


def offered(page: str) -> set[str]:
    return set(re.findall(r'href="/timeline/[^"]*?\.(chart|svg|map)\b', page))


@pytest.mark.parametrize(
    ("path", "forms"),
    [
        ("/timeline/incidents", {"chart", "svg", "map"}),
        ("/timeline/events", {"chart", "svg", "map"}),
        ("/timeline/places", {"map"}),
        ("/timeline/events?type=source_recorded", set()),
        ("/timeline/incidents?slug=nope", set()),
        ("/timeline/what-happened?from=2015", {"chart", "svg", "map"}),
        ("/timeline/what-happened?from=1999&to=1999", set()),
    ],
)
def test_what_can_be_drawn_is_offered(example: Path, run: Any, path: str, forms: set[str]) -> None:
    assert offered(run(application(example).client.get(path)).text) == forms


@pytest.mark.parametrize("table", DECISIONS)
def test_whatever_is_offered_has_something_to_draw(example: Path, run: Any, table: str) -> None:
    app = application(example)
    for ending in offered(run(app.client.get(f"/timeline/{table}")).text):
        answer = run(app.client.get(f"/timeline/{table}.{ending}", follow_redirects=True))
        assert answer.status_code == 200
        assert "can be drawn" not in answer.text
        assert "None of these rows" not in answer.text


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("slug=nope", "Nothing can be drawn: there are no such rows."),
        ("_from=1999&_to=1999", "Nothing can be drawn: none of these rows has a day that is shown."),
    ],
)
def test_why_there_is_no_chart_is_said_on_its_page_and_instead_of_its_file(
    example: Path, run: Any, asked: str, why: str
) -> None:
    app = application(example)
    page, file = (run(app.client.get(f"/timeline/incidents.{form}?{asked}")) for form in ("chart", "svg"))
    assert (page.status_code, file.status_code) == (200, 404)
    assert why in page.text
    assert why in file.text
    assert "cannot be had" not in file.text
    assert ("Show all days" in page.text) == ("_from" in asked)


@pytest.mark.parametrize("form", ["map", "chart"])
def test_the_file_of_a_picture_that_cannot_be_drawn_is_not_found(example: Path, run: Any, form: str) -> None:
    app = application(example)
    file, page = (run(app.client.get(f"/timeline/incidents.{form}?{more}slug=nope")) for more in ("_file=svg&", ""))
    assert (file.status_code, page.status_code) == (404, 200)
    assert "Nothing can be drawn: there are no such rows." in file.text
