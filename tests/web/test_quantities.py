"""The ends of a number other than casualties are told with the claims that give them; one that is open is no end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.samples import GROUND, claim
from tests.web.conftest import Get
from tests.web.test_pages import said
from timeline import Timeline
from timeline.log.ids import format_id
from timeline.web.serve import application

ALONE, LOW, HIGH = (format_id("TST", number) for number in (6, 7, 8))


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    folder = tmp_path_factory.mktemp("web") / "t"
    with Timeline.init(folder, "TST") as timeline:
        timeline.append(GROUND, recorded_by="test")
        made = timeline.append(
            [
                claim(strikes="at least 12"),
                claim(incident="market", strikes=11),
                claim(incident="market", strikes="at least 12", citation={"locator": "para 2"}),
                claim(incident="valley", strikes="at least 2"),
                claim(incident="valley", strikes="2-3", citation={"locator": "para 2"}),
            ]
        )
        assert [one.id for one in made][:3] == [ALONE, LOW, HIGH]
    app = application(folder)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


def test_of_one_claim_no_end_is_told_apart(get: Get) -> None:
    numbers = said(get("/incident/bridge")).partition("Other numbers claimed")[2].partition("What was known")[0]
    assert "at least 12 · 1 claim, up to 1 independent origin" in numbers
    assert "highest" not in numbers
    assert "lowest" not in numbers


def test_an_end_that_is_open_is_left_so_by_a_claim_and_is_no_highest(get: Get) -> None:
    numbers = said(get("/incident/market")).partition("Other numbers claimed")[2]
    assert f"; lowest in {LOW} ; highest, or open above, in {HIGH}" in numbers
    assert "highest in" not in numbers


def test_an_end_that_all_claims_give_is_theirs_and_no_list_of_ids(get: Get) -> None:
    numbers = said(get("/incident/valley")).partition("Other numbers claimed")[2]
    assert "; lowest in all of them; highest, or open above, in all of them" in numbers
