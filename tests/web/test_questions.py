"""Each question of the front page has its answer, for both sets of seeds, on the page that its form leads to."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.web.conftest import Get, answered, plain
from timeline.web.questions import OTHERS, QUESTIONS
from timeline.web.serve import application

BOMBING, TAKEOVER, SHOOTING, RECAPTURE = (
    *("musa-qala-bombing", "musa-qala-takeover"),
    *("helmand-base-shooting", "musa-qala-recapture"),
)
TITLE = "Taliban take Musa Qala"


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


def rows(get: Get, name: str, **given: str) -> list[dict[str, Any]]:
    answer = get(f"/timeline/{name}.json?{urlencode({'_shape': 'array'} | given)}")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()
    return found


def told(found: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in found]


@pytest.mark.parametrize("place", ["Helmand", "helmand ", "af-helmand", ""])
def test_what_happened_in_helmand_in_august_2015(both: Get, place: str) -> None:
    found = rows(both, "what-happened", **{"place": place, "from": "2015-08", "to": "2015-08"})
    assert told(found, "incident", "earliest", "latest", "casualties") == [
        ("nawzad-takeover", "2015-07-01", "2015-08-23", None),
        (BOMBING, "2015-08-22", "2015-08-23", "Taliban (combatant) killed: (open)–40; all killed: 40"),
        (
            "musa-qala-fighting",
            "2015-08-23",
            "2015-08-26",
            "side A (combatant) killed: 25; side B (combatant) killed: 60",
        ),
        (TAKEOVER, "2015-08-24", "2015-08-26", None),
        (
            *(SHOOTING, "2015-08-25", "2015-08-26"),
            "NATO (combatant) killed: 2; attackers (perpetrators) injured: 1; other man in uniform injured: 1",
        ),
        (
            *("musa-qala-renewed-bombing", "2015-08-27", "2015-08-27"),
            "Taliban (combatant) killed: 10; all killed: unknown; civilians (civilian) killed: 30",
        ),
        (
            *(RECAPTURE, "2015-08-30", "2015-08-30"),
            "Taliban (combatant) injured: 26–80; Taliban (combatant) killed: 110–(open); "
            "Taliban (combatant) killed or injured: 220",
        ),
    ]


def test_what_happened_by_any_name_of_a_place_and_between_two_days(both: Get) -> None:
    given = {"place": "Musa-Kala", "from": "2015-08-23", "to": "2015-08-23"}
    assert told(rows(both, "what-happened", **given), "incident") == [(BOMBING,), ("musa-qala-fighting",)]
    assert len(rows(both, "what-happened", **{"place": "", "from": "", "to": ""})) == 9
    assert rows(both, "what-happened", **{"place": "Atlantis", "from": "", "to": ""}) == []


@pytest.mark.parametrize(
    ("day", "answer", "controllers"),
    [
        ("2015-08-25", "disputed", "NATO and Afghan security forces; Taliban"),
        ("2015-08-27", "Taliban", "Taliban"),
        ("2015-08-31", "disputed", "Afghan National Defence and Security Forces; Taliban"),
    ],
)
def test_who_held_musa_qala_on_a_day(both: Get, day: str, answer: str, controllers: str) -> None:
    found = rows(both, "who-held", place="Musa Qala", day=day)
    assert told(found, "scope", "answer", "controllers") == [
        (scope, answer, controllers) for scope in ("centre", "district", "town")
    ]
    assert all(len(re.findall("HEL-", row["events"])) >= 4 for row in found)


def test_on_what_sources_disagree(both: Get) -> None:
    assert told(rows(both, "disagreements", incident=""), "incident", "property", "party") == [
        ("nawzad-takeover", "occurred", None),
        (BOMBING, "occurred", None),
        (TAKEOVER, "occurred", None),
        *((SHOOTING, name, None) for name in ("characterised_as", "occurred", "perpetrators", "value")),
        *((RECAPTURE, name, party) for name, party in (("injured", "Taliban"), ("killed", "Taliban"), ("claim", None))),
    ]
    assert told(rows(both, "disagreements", incident=TAKEOVER.upper()), "why") == [
        ("No day fits both 2015-08-24 and 2015-08-26.",)
    ]


def test_how_many_were_killed_according_to_whom(both: Get) -> None:
    assert told(rows(both, "killed", incident=BOMBING), "party", "value", "low", "high", "origin", "via") == [
        ("Taliban", "up to 40", None, 40, "Reuters", "NDTV"),
        ("Taliban", "up to 40", None, 40, "BBC", "Hidayatullah"),
        ("Taliban", "up to 40", None, 40, "Reuters", "The Nation"),
        ("Taliban", "up to 40", None, 40, "BBC", "UPI"),
        ("Taliban", "up to 40", None, 40, "extracontent", None),
        ("Taliban", "40", 40, 40, "unstated", None),
        ("all", "40", 40, 40, "The Bureau of Investigative Journalism", None),
    ]
    superseded = [row for row in rows(both, "killed", incident=SHOOTING) if row["status"] == "superseded"]
    assert told(superseded, "party", "role", "value") == [("attackers", "perpetrator", "2")]


def test_what_a_source_claimed_and_what_became_of_it(both: Get) -> None:
    found = rows(both, "claims-of", source="sputnik-2015-08-26")
    assert told(found, "event")[0] == ("HEL-0000-0008-63",)
    assert len(found) == 14
    assert told([row for row in found if row["superseded"]], "event", "superseded") == [
        ("HEL-0000-0017-36", "perpetrators")
    ]


def test_what_was_corrected_since_a_day(both: Get) -> None:
    assert told(rows(both, "corrected-since", since="2020-01-01"), "action", "field", "before", "after", "reason") == [
        ("corrected", "title", TITLE, f"{TITLE} again", "it was not the first time")
    ]
    assert rows(both, "corrected-since", since="2999-01-01") == []


def test_which_claims_rest_on_one_origin_only(both: Get) -> None:
    assert told(rows(both, "one-origin"), "incident", "event", "origin") == [
        ("musa-qala-retaken", "HEL-0000-0010-57", "Sputnik News"),
        ("foreign-drawdown", "HEL-0000-0018-33", "Sputnik News"),
        ("musa-qala-fighting", "HEL-0000-0104-66", "BBC Monitoring South Asia"),
    ]


def test_what_was_known_by_a_day(both: Get) -> None:
    assert told(rows(both, "known-by", day="2015-08-25"), "incident", "earliest", "claim_count") == [
        ("nawzad-takeover", "2015-07-29", 2)
    ]
    found = rows(both, "known-by", day="2015-08-26")
    assert told([row for row in found if row["incident"] == BOMBING], "casualties", "origins_min", "origins_max") == [
        ("Taliban (combatant) killed: (open)–40", 1, 1)
    ]
    assert len(found) == 6


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_front_page_asks_each_question_with_its_parameters_explained(both: Get, name: str) -> None:
    question, front, page = QUESTIONS[name], both("/").text, both(f"/timeline/{name}")
    assert page.status_code == 200, page.text
    for text in (front, page.text):
        assert question.title in text
        for given, meaning in question.asks.items():
            assert meaning in text
            assert f'name="{given}"' in text
    form = re.search(rf'<form class="ask" action="/timeline/{name}" method="get">(.*?)</form>', front, re.S)
    assert (form is not None) == bool(question.asks)
    assert not form or form[1].count("required") == len(question.asks) - len(question.optional)
    assert question.optional <= question.asks.keys()
    assert form or f'href="/timeline/{name}"' in front
    assert set(re.findall(r":([a-z_]+)\b", question.sql)) == question.asks.keys()


def test_every_parameter_of_the_other_queries_is_explained() -> None:
    for asked in OTHERS.values():
        assert set(re.findall(r":([a-z_]+)\b", asked.sql)) == asked.asks.keys()
