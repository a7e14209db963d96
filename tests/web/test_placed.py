"""The place of one source is not told as that of the incident where others name another one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from events.registry import parse
from tests.control import PLACE, fall, ground
from tests.web.conftest import ROOT, Get
from tests.web.test_pages import said as words_of
from timeline import Timeline
from timeline.sheets.read import read
from timeline.web.serve import application


def clash(source: str, name: str | None, **fields: Any) -> Any:
    """An armed clash of the incident `raid` in Helmand, at a place of this name."""
    where = {"place": PLACE | {"name": name} | fields} if name else {}
    return parse({"type": "armed_clash", "incident": "raid", "citation": {"source": source}} | where)


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    folder: Path = tmp_path_factory.mktemp("placed") / "t"
    told = [
        fall("broadcaster", "2015-08-24"),
        fall("daily", "2015-08-24", place=PLACE | {"name": "Musa Kala"}),
        parse({"type": "incident_declared", "slug": "raid", "title": "Raid"}),
        clash("blog", "Helmand province"),
        clash("daily", "Nawzad", where_prec=3),
        clash("upi", "NAWZAD"),
        clash("voa", None),
        clash("analysts", "Kajaki", stance="denies"),
    ]
    with Timeline.init(folder, "HEL") as timeline:
        timeline.append([*ground(), *told], recorded_by="test")
        gazetteer = read([str(ROOT / "seeds" / "helmand-gazetteer.yaml")])
        timeline.append([one.event for one in gazetteer], recorded_by="test")
    app = application(folder)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


def test_an_incident_says_who_names_which_place_where_claims_name_several(get: Get) -> None:
    text = words_of(get("/incident/raid"))
    assert "Nawzad, Helmand ≠ 2 places named" in text
    told = "Nawzad, Helmand , according to The Nation in its own voice; and UPI in its own voice"
    assert f"{told}; Helmand province , according to A blog in its own voice." in text
    assert 'href="#places"' in get("/incident/raid").text
    assert 'id="places"' in get("/incident/raid").text


def test_lists_mark_an_incident_of_which_claims_name_several_places(get: Get) -> None:
    mark = 'href="/incident/raid#places">'
    assert mark in get("/").text
    assert mark in get("/timeline/incidents").text
    assert mark in get("/place/af-helmand-nawzad").text


def test_names_of_one_recorded_place_are_one_place(get: Get) -> None:
    assert "places named" not in words_of(get("/incident/musa-qala-takeover"))
    assert "musa-qala-takeover#places" not in get("/timeline/incidents").text
