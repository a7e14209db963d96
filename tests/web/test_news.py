"""Each page of an incident, a place, an actor, a source and a voice names the feed of what is new there."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from events.registry import parse
from tests.samples import GROUND, claim, decided
from tests.web.conftest import Get
from timeline import Timeline
from timeline.web.news import NEWS
from timeline.web.serve import application

ATOM = "{http://www.w3.org/2005/Atom}"
PATHS = {
    "incident": "/incident/bridge",
    "place": "/place/xx-north",
    "unrecorded": "/place/Elsewhere%2C%20South",
    "actor": "/actor/mission",
    "source": "/source/gazette",
    "voice": "/voice/Mission",
}
FIRST, SECOND = "TST-0000-0009-78", "TST-0000-0010-75"
BEND = {"name": "Bend", "admin1": "North"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A claim on the bridge, in a recorded place, by and of the mission, and two by nobody and of nothing of these."""
    folder = tmp_path / "t"
    north = {"type": "place_recorded", "key": "xx-north", "name": "North", "kind": "province"}
    bend = {"type": "place_recorded", "key": "xx-bend", "name": "Bend", "kind": "town", "admin1": "North"}
    bend["part_of"] = "xx-north"
    mission = {"type": "actor_recorded", "key": "mission", "name": "Mission", "kind": "external_forces"}
    with Timeline.init(folder, "TST") as timeline:
        timeline.append(
            [
                *GROUND,
                *map(parse, (north, bend, mission)),
                claim(place=BEND, operator="Mission", citation={"chain": ["Mission", "Gazette"]}, **{"as": "raid"}),
                claim(place={"name": "Elsewhere", "admin1": "South"}, incident="market", citation={"source": "agency"}),
                claim(incident="valley", citation={"source": "agency", "locator": "para 2"}),
            ],
            recorded_by="Ada",
        )
    return folder


def answers(folder: Path, *paths: str) -> list[Any]:
    async def asked() -> list[Any]:
        app = application(folder)
        return [await app.client.get(path) for path in paths]

    return asyncio.run(asked())


def feeds(folder: Path) -> dict[str, ElementTree.Element]:
    """The feed that each page names, in its head and in a link that is seen."""
    found = {}
    for name, page in zip(PATHS, answers(folder, *PATHS.values()), strict=True):
        assert page.status_code == 200, page.text
        head, _, body = page.text.partition("</head>")
        (path,) = re.findall(r'<link rel="alternate" type="application/atom\+xml" [^>]*href="([^"]+)"', head)
        assert f'<a href="{path}">Atom feed</a>' in body
        (listed,) = re.findall(r'<a href="([^"]+)">as a list</a>', body)
        feed, as_list = answers(folder, unescape(path), unescape(listed))
        assert feed.headers["content-type"] == "application/atom+xml; charset=utf-8"
        assert as_list.status_code == 200
        found[name] = ElementTree.fromstring(feed.text)
    return found


def entries(feed: ElementTree.Element) -> dict[str, str]:
    """The titles of the entries of a feed by the events that they tell of, the newest first."""
    return {
        str(entry.findtext(f"{ATOM}id")).rpartition("/")[2]: str(entry.findtext(f"{ATOM}title"))
        for entry in feed.iterfind(f"{ATOM}entry")
    }


def test_a_feed_has_the_claims_on_what_the_page_is_of_and_what_records_it_and_nothing_else(folder: Path) -> None:
    found = {name: set(entries(feed)) for name, feed in feeds(folder).items()}
    assert found == {
        "incident": {"TST-0000-0003-96", FIRST},
        "place": {"TST-0000-0003-96", "TST-0000-0006-87", FIRST},
        "unrecorded": {"TST-0000-0004-93", SECOND},
        "actor": {"TST-0000-0008-81", FIRST},
        "source": {"TST-0000-0001-05", FIRST},
        "voice": {FIRST},
    }


CHANGES: dict[str, Callable[[Timeline], Any]] = {
    "Corrected: ": lambda timeline: timeline.correct(
        FIRST,
        claim(place=BEND, operator="Mission", strikes=2, citation={"chain": ["Mission", "Gazette"]}, **{"as": "raid"}),
        reason="counted again",
    ),
    "": lambda timeline: timeline.retract(FIRST, reason="of another year"),
    "Mission took back gazette:raid": lambda timeline: timeline.append(
        decided("statement_superseded", old=["gazette:raid"], change="withdrawal")
    ),
}


@pytest.mark.parametrize("begins", CHANGES)
def test_whatever_is_done_to_a_claim_comes_first_in_the_feeds_that_have_it(folder: Path, begins: str) -> None:
    before = feeds(folder)
    with Timeline.open(folder) as timeline:
        done = str(CHANGES[begins](timeline).id)
    for name, feed in feeds(folder).items():
        told = list(entries(feed).items())
        if name == "unrecorded":
            assert done not in dict(told)
        else:
            assert told[0][0] == done, name
            assert told[0][1].startswith(begins)
            assert set(entries(before[name])) < set(dict(told))


def test_ids_of_feeds_and_entries_stay_when_more_is_recorded(folder: Path) -> None:
    before = feeds(folder)
    with Timeline.open(folder) as timeline:
        timeline.append(claim(citation={"locator": "para 9"}), recorded_by="Ada")
    for name, feed in feeds(folder).items():
        assert feed.findtext(f"{ATOM}id") == before[name].findtext(f"{ATOM}id")
        ids = [entry.findtext(f"{ATOM}id") for entry in feed.iterfind(f"{ATOM}entry")]
        assert {entry.findtext(f"{ATOM}id") for entry in before[name].iterfind(f"{ATOM}entry")} <= set(ids)


def test_nothing_asked_is_everything_newest_first(get: Get) -> None:
    rows = get("/timeline/what-is-new.json?_shape=array").json()
    ids = [row["event"] for row in rows]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 21


def test_a_feed_that_names_no_incident_and_no_source_reads_no_titles(folder: Path) -> None:
    answers(folder, "/")
    given = dict.fromkeys(NEWS.asks, "")
    read = []

    def lower(text: str | None) -> str | None:
        read.append(text)
        return text and text.lower()

    with closing(sqlite3.connect(folder / "timeline.db")) as db:
        db.create_function("lower", 1, lower)
        assert db.execute(NEWS.sql, given | {"voice": "Mission"}).fetchall()
        assert not {"Bridge", "Gazette"} & set(read)
        assert db.execute(NEWS.sql, given | {"incident": "BRIDGE "}).fetchall()
        assert "Bridge" not in read  # its slug is enough
        assert db.execute(NEWS.sql, given | {"source": "agencY"}).fetchall()
