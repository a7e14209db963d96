"""The story of a district, told of a recorded place and of a few others, as the tests of its page ask for it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import pytest

from events.registry import parse
from tests.control import PLACE, fall, ground, said, story
from tests.web.conftest import ROOT, Get
from timeline import Timeline
from timeline.log.ids import format_id
from timeline.sheets.read import read
from timeline.web.serve import application

GAZETTEER = ROOT / "seeds" / "helmand-gazetteer.yaml"
HOSTILE = '<img src=x onerror="alert(1)">'
KEY = "af-helmand-musa-qala"
FIRST = len(ground()) + 1
LINK = {
    "type": "incidents_linked",
    "incidents": ["raid", "musa-qala-takeover"],
    "relation": "coincides",
    "reason": f"the same night {HOSTILE}",
}


def id_of(number: int) -> str:
    """The ID of the claim `number` of the story, from 1."""
    return format_id("HEL", FIRST - 1 + number)


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """Asks for pages of the story, told of a recorded place, and of a few others that are not recorded."""
    folder = tmp_path_factory.mktemp("place") / "t"
    others: list[Any] = [
        fall("blog", "2015-07", {"locator": "1"}, incident=None, place={"name": "Zeytun"}),
        fall("blog", "2015-07", {"locator": "2"}, incident=None, place={"name": "Zeytun", "admin1": "Herat"}),
        fall("blog", "2015-07-09", {"locator": "3"}, incident=None, place={"name": HOSTILE}, taken_by=HOSTILE),
        said("armed_clash", "blog", "2015-07-10", {"locator": "4"}, place={"name": "Kunjak", "admin1": "Helmand"}),
        *(
            fall("blog", day, {"locator": day}, place=PLACE | {"name": "Kajaki"})
            for day in ("2015-07-01", "2015-07-03")
        ),
        said("control_status", "blog", None, {"locator": "5", "stance": "cannot_confirm"}, status="contested"),
        parse({"type": "incident_declared", "slug": "raid", "title": f"Raid {HOSTILE}"}),
        fall("blog", "2015-08-24", {"locator": "6"}, incident="raid", place=PLACE | {"name": "Washir"}),
        parse({"type": "incident_declared", "slug": "second-raid", "title": f"Second {HOSTILE}"}),
        fall("blog", "2015-08-25", {"locator": "7"}, incident="second-raid", place=PLACE | {"name": "Washir"}),
        parse(LINK),
        *(
            said(
                "control_status",
                source,
                "2015-08-28",
                place={"name": "Baghni", "admin1": "Helmand"},
                scope=scope,
                status="controlled",
                controller="Taliban",
            )
            for source, scope in (("blog", "district"), ("daily", "centre"))
        ),
    ]
    with Timeline.init(folder, "HEL") as timeline:
        timeline.append([*ground(), *story(), *others], recorded_by="test")
        timeline.append([one.event for one in read([str(GAZETTEER)])], recorded_by="test")
    app = application(folder)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


def lists(text: str, words: str) -> list[str]:
    """The IDs that stand behind these words, up to the next ones that begin a list."""
    _, found, rest = text.partition(words)
    assert found, words
    ends = r"Said by|Inferred|Borne out|Had it|Begun by|Ended by|Denied by|No more|Taliban |Neither side|Afghan N"
    return re.findall(r"HEL-[0-9-]+", re.split(ends, rest)[0])
