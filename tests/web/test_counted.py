"""A reported number is never shown without what it counts, on pages and on the console, now and as of then."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from events.registry import parse
from tests.samples import GROUND, claim
from tests.web.conftest import Get
from tests.web.test_pages import said
from tests.web.test_rivals import section
from timeline import Timeline
from timeline.cli.show_story import show_story
from timeline.reconcile.asof import NOW
from timeline.web.serve import application

ATTACKS = "Which one in a row: insider <attacks>, in 2015"
STRIKES = "How many in a period: airstrikes, since 22 August 2015"
TOTAL = "How many in all: soldiers"


def figure(source: str, name: str, measure: str, population: str, value: object, **fields: Any) -> Any:
    cited = {"source": source, "locator": name, "chain": fields.pop("chain", None)}
    cited = {field: given for field, given in cited.items() if given}
    counted = {"measure": measure, "population": population, "value": value}
    return claim("reported_figure", citation=cited, **counted, **fields, **{"as": name})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two numbers that differ, one that was replaced by its issuer, and one that lost its open end."""
    folder = tmp_path_factory.mktemp("counted") / "t"
    week = {"period": "2015-08-22/.."}
    decided = {"reason": "said so"}
    with Timeline.init(folder, "TST") as timeline:
        events = [
            *GROUND,
            figure("gazette", "second", "ordinal", "insider <attacks>", 2, period="2015"),
            figure("agency", "third", "ordinal", "Insider <attacks>", 3, period="2015"),
            figure("gazette", "upto", "count", "airstrikes", "up to 18", **week),
            figure("agency", "flat", "count", "airstrikes", 18, **week),
            figure("gazette", "before", "cumulative", "soldiers", 5, chain=["Mission", "Gazette"]),
            figure("gazette", "since", "cumulative", "soldiers", 6, chain=["Mission", "Gazette"]),
            parse(
                decided
                | {"type": "claims_linked", "relation": "derived", "evidence": "inferred"}
                | {"claims": ["agency:flat", "gazette:upto"]}
            ),
            parse(
                decided
                | {"type": "statement_superseded", "old": ["gazette:before"], "new": ["gazette:since"]}
                | {"fields": ["value"], "change": "update"}
            ),
        ]
        timeline.append(events, recorded_by="test")
        assert list(timeline.db["problems"].rows) == []
    return folder


@pytest.fixture(scope="module")
def get(folder: Path) -> Iterator[Get]:
    app = application(folder)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


def test_numbers_that_differ_are_headed_by_what_they_count(get: Get) -> None:
    page = get("/incident/bridge")
    assert f"{ATTACKS} 2–3 No number fits both 2 and 3." in section(page.text, "disagreements")
    assert "insider &lt;attacks&gt;" in page.text
    assert "The number reported" not in page.text


def test_a_number_that_was_replaced_says_what_it_counts_wherever_it_is(get: Get) -> None:
    assert f"{TOTAL} 5 in Gazette, 26 August 2015" in section(get("/incident/bridge").text, "replaced")
    assert f"{TOTAL} : 5 ↷ superseded by" in section(get("/incident/bridge").text, "claims")
    assert f"{TOTAL} : 5 ↷ superseded by" in said(get("/source/gazette"))
    assert f"{TOTAL} 5 in Gazette, 26 August 2015" in said(get("/event/TST-0000-0013-66"))


def test_a_number_that_lost_its_open_end_says_what_it_counts(get: Get) -> None:
    assert f"{STRIKES} : up to 18" in section(get("/incident/bridge").text, "lost")


def test_a_number_says_what_it_counts_as_of_then(get: Get) -> None:
    assert f"{ATTACKS} 2–3" in section(get("/incident/bridge?as-recorded=2999").text, "disagreements")


def test_the_console_says_so_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Timeline.open(folder) as timeline:
        show_story(timeline.db, "bridge", NOW, json_=False)
    shown = capsys.readouterr().out
    assert "contradiction on which one in a row: insider <attacks>, in 2015: No number fits" in shown
    assert ": how many in all: soldiers: 5 (now " in shown
    assert "lost on the way: how many in a period: airstrikes, since 22 August 2015: up to 18" in shown
