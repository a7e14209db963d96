"""How tests ask a question, of both commands that serve a timeline: rows as programs get them, words as readers do."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.web.conftest import Get, answered, plain
from timeline.web.serve import application

#: Incidents of the example.
BOMBING, TAKEOVER, SHOOTING, RECAPTURE = (
    *("musa-qala-bombing", "musa-qala-takeover"),
    *("helmand-base-shooting", "musa-qala-recapture"),
)


@pytest.fixture(scope="module", params=["timeline serve", "datasette timeline.db"])
def both(request: pytest.FixtureRequest, example: Path) -> Iterator[Get]:
    """Asks for pages of all seeds: of the server that the command runs, and of a Datasette that has only the plugin."""
    if request.param == "timeline serve":
        app = application(example)
        with asyncio.Runner() as loop:
            yield lambda path: loop.run(app.client.get(path))
    else:
        with plain(example / "timeline.db") as url:
            yield lambda path: answered(f"{url}{path}")


def unanswered(get: Get, name: str, **given: str) -> str:
    """Why the question has no answer: what is named is not here."""
    answer = get(f"/timeline/{name}.json?{urlencode({'_shape': 'array'} | given)}")
    assert answer.status_code == 404
    return str(answer.json()["error"])


def rows(get: Get, name: str, **given: str) -> list[dict[str, Any]]:
    answer = get(f"/timeline/{name}.json?{urlencode({'_shape': 'array'} | given)}")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()
    return found


def words_of(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", page)).split())


def told(found: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in found]


def shown(page: str) -> list[dict[str, str]]:
    """The rows of the answer on a page as readers see them: the words of each cell, by its heading."""
    found = re.findall(r'<tr role="row">(<td.*?)</tr>', page, re.S)
    cell = re.compile(r'<td role="cell" data-label="([^"]*)"[^>]*>(.*?)</td>', re.S)
    return [{heading: words_of(told) for heading, told in cell.findall(row)} for row in found]
