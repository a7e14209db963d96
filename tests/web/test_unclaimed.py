"""An incident on which no claim counts any more says so, and is no incident that claims tell of."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest

from events.registry import parse
from tests.samples import GROUND, claim, killed
from tests.web.conftest import Get
from tests.web.test_pages import said
from timeline import Timeline
from timeline.web.serve import application

GONE = {"type": "incident_declared", "slug": "marjah-ied", "title": "Bomb at Marjah"}
EMPTY = {"type": "incident_declared", "slug": "told-by-nobody", "title": "Told by nobody"}


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    folder = tmp_path_factory.mktemp("web") / "t"
    with Timeline.init(folder, "TST") as timeline:
        timeline.append(GROUND, recorded_by="test")
        timeline.append([parse(EMPTY), parse(GONE)], recorded_by="test")
        wrong = timeline.append(claim(incident="marjah-ied", citation={"locator": "para 9"}), recorded_by="test")
        old = timeline.append(claim(strikes=3, casualties=killed(40)), recorded_by="test")
        timeline.retract(str(wrong.id), reason="it is on another one")
        timeline.correct(str(old.id), claim(strikes=2, casualties=killed(40)), reason="misread")
    app = application(folder)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


def test_what_became_of_its_claims_is_told_and_nothing_is_said_of_their_sources(get: Get) -> None:
    text = said(get("/incident/marjah-ied"))
    assert "No claim on it counts any more. What became of the one that did stands below ." in text
    assert "1 claim that counts no more" in text
    assert "No claim on it counts now, so that there is no report of it to list." in text
    assert "known date of publication" not in text
    assert "0 claims " not in text.partition("What this timeline had recorded")[0]


def test_a_page_with_claims_that_count_and_others_counts_both(get: Get) -> None:
    assert "1 claim and 1 that counts no more" in said(get("/incident/bridge"))


def test_an_incident_that_nobody_told_of_has_no_claims(get: Get) -> None:
    text = said(get("/incident/told-by-nobody"))
    assert "No current claim bears on it." in text
    assert "· 0 claims" in text


def test_the_search_field_names_no_place_where_no_incident_has_one(get: Get) -> None:
    assert re.search(r' placeholder="TST-\d{4}-\d{4}-\d\d"', get("/").text)


def test_the_front_page_counts_it_apart_and_lists_no_entry_that_only_declares_it(get: Get) -> None:
    text = said(get("/"))
    assert re.search(r"\d incidents?, known only through 1 claim in 1 source\. (\d) more incidents are declared", text)
    latest = text.partition("Latest entries")[2].partition("The whole log")[0]
    assert "Marjah" not in latest
    assert "Told by nobody" not in latest


def test_a_corrected_claim_that_counts_is_among_the_latest_entries(get: Get) -> None:
    latest = said(get("/")).partition("Latest entries")[2].partition("The whole log")[0]
    assert latest.strip().startswith("2 airstrikes")
    assert "Airstrike, as corrected" in latest
    assert "3 airstrikes" not in latest


@pytest.mark.parametrize("path", ["/", "/timeline/incidents"])
def test_lists_say_that_no_claim_on_it_counts(get: Get, path: str) -> None:
    page = get(path).text
    assert "no claim that counts" in page
    assert "0 independent origins" not in page
