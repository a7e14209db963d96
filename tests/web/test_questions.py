"""Each question of the front page has its answer, for both sets of seeds."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.web.asked import BOMBING, RECAPTURE, SHOOTING, TAKEOVER, both, rows, shown, told, unanswered, words_of
from tests.web.conftest import Get
from timeline.web.questions import QUESTIONS
from timeline.web.serve import application

__all__ = ["both"]
RENEWED = "musa-qala-renewed-bombing"
TITLE = "Taliban take Musa Qala"


@pytest.mark.parametrize("place", ["Helmand", "helmand ", "af-helmand", ""])
def test_what_happened_in_helmand_in_august_2015(both: Get, place: str) -> None:
    found = rows(both, "what-happened", **{"place": place, "from": "2015-08", "to": "2015-08"})
    assert told(found, "incident", "earliest", "latest", "casualties") == [
        ("nawzad-takeover", "2015-07-01", "2015-08-23", None),
        (BOMBING, "2015-08-22", "2015-08-23", "up to 40 Taliban combatants killed; 40 people killed"),
        (
            "musa-qala-fighting",
            "2015-08-23",
            "2015-08-26",
            "25 combatants of the unnamed side A killed; 60 combatants of the unnamed side B killed",
        ),
        (TAKEOVER, "2015-08-24", "2015-08-26", None),
        (
            *(SHOOTING, "2015-08-25", "2015-08-26"),
            "2 NATO combatants killed; 1 other man in uniform injured; 1 attacker injured",
        ),
        (
            *(RENEWED, "2015-08-27", "2015-08-27"),
            "10 Taliban combatants killed; an unknown number of people killed; 30 civilians killed",
        ),
        (
            *(RECAPTURE, "2015-08-30", "2015-08-30"),
            "110–300 or more Taliban combatants killed; 26–80 Taliban combatants injured; "
            "220 Taliban combatants killed or injured",
        ),
    ]


def test_what_happened_keeps_what_the_front_page_says_of_days_places_and_figures(both: Get) -> None:
    page = shown(both("/timeline/what-happened?place=Helmand&from=2015-08&to=2015-08").text)
    found = {row["Incident"]: (row["When"], row["Place"]) for row in page}
    assert found["Renewed bombing around Musa Qala"] == ("27 August 2015date taken from the report", "Musa Qala")
    shooting = found["Shooting of two NATO soldiers at a base in Helmand"]
    assert shooting == ("25 or 26 August 2015", "Washir≠ 2 places named")
    assert sum("taken from the report" in when for when, _ in found.values()) == 1
    assert all("Casualties claimed" in row for row in page)


def test_what_happened_by_any_name_of_a_place_and_between_two_days(both: Get) -> None:
    given = {"place": "Musa-Kala", "from": "2015-08-23", "to": "2015-08-23"}
    assert told(rows(both, "what-happened", **given), "incident") == [(BOMBING,), ("musa-qala-fighting",)]
    assert len(rows(both, "what-happened", **{"place": "", "from": "", "to": ""})) == 9
    nowhere = unanswered(both, "what-happened", **{"place": "Atlantis", "from": "", "to": ""})
    assert nowhere == "There is no place “Atlantis” in this timeline."


def test_on_what_sources_disagree(both: Get) -> None:
    """Held against the seeds: the days, figures and words that stand in the seeds."""
    found = rows(both, "disagreements", incident="")
    ministry = "Afghan Ministry of Defence gave both 120 and 220, so one statement may have replaced another."
    assert told(found, "incident", "property", "party", "why") == [
        ("nawzad-takeover", "occurred", None, "No day fits both 2015-07-29 and 2015-08-17/2015-08-23."),
        (BOMBING, "occurred", None, "No day fits both 2015-08-22 and 2015-08-23."),
        (TAKEOVER, "occurred", None, "No day fits all of 2015-08-24, 2015-08-25 and 2015-08-26."),
        (
            *(SHOOTING, "characterised_as", None),
            "It is said to be “argument, not infiltration”, “insider attack” and “misidentification by guards”.",
        ),
        (SHOOTING, "occurred", None, "No day fits both 2015-08-25 and 2015-08-26."),
        (SHOOTING, "perpetrators", None, "No number fits both 1 and 2."),
        (SHOOTING, "value", None, "No number fits both 2 and 3."),
        (RENEWED, "killed", None, "Answered by AP: the number killed, as given by HEL-0000-0065-86."),
        (RECAPTURE, "injured", "Taliban", "No number fits both 26 and 80."),
        (RECAPTURE, "killed", "Taliban", f"No number fits both 120 and 220; {ministry}"),
        (
            *(RECAPTURE, "claim", None),
            "Denied by Gen. Breedlove, for the centre: HEL-0000-0075-56, HEL-0000-0078-47 and HEL-0000-0079-44.",
        ),
        (
            RECAPTURE,
            "killed",
            None,
            "Questioned by Afghanistan Analysts Network: the number killed, as given by HEL-0000-0084-29.",
        ),
    ]
    assert [row["why"].split()[0] for row in found if row["rule"] == "answer"] == ["Answered", "Questioned"]
    assert [[id[9:13].lstrip("0") for id in json.loads(row["events"])] for row in found] == [
        *(["20", "46", "49"], ["11", "57", "68", "96"], ["13", "56", "71", "83", "89"]),
        *(["51", "53", "62"], ["17", "69"], ["16", "61"], ["54", "58"], ["65", "66"]),
        *(["78", "101"], ["78", "79", "84"], ["75", "78", "79", "93"], ["84", "85"]),
    ]
    assert told(rows(both, "disagreements", incident=TAKEOVER.upper()), "why") == [
        ("No day fits all of 2015-08-24, 2015-08-25 and 2015-08-26.",)
    ]


def test_how_many_were_killed_according_to_whom(both: Get) -> None:
    found = rows(both, "killed", incident=BOMBING)
    assert told(found, "party", "value", "low", "high", "origin", "via") == [
        ("Taliban", "up to 40", None, 40, "Reuters", "NDTV"),
        ("Taliban", "up to 40", None, 40, "BBC", "Hidayatullah"),
        ("Taliban", "up to 40", None, 40, "Reuters", "The Nation"),
        ("Taliban", "up to 40", None, 40, "BBC", "UPI"),
        ("Taliban", "up to 40", None, 40, "extracontent", None),
        ("Taliban", "40", 40, 40, "unstated", "Sputnik News"),
        ("all", "40", 40, 40, "The Bureau of Investigative Journalism", None),
    ]
    assert [row["origin"] for row in found if row["origin_evidence"] == "inferred"] == ["Reuters", "Reuters"]
    page = words_of(both(f"/timeline/killed?incident={BOMBING}").text)
    assert page.count("Reuters (inferred)") == 2
    assert "BBC (inferred)" not in page
    superseded = [row for row in rows(both, "killed", incident=SHOOTING) if row["status"] == "superseded"]
    assert told(superseded, "party", "role", "value") == [("attackers", "perpetrator", "2")]


@pytest.mark.parametrize(
    ("incident", "apart"),
    [
        (SHOOTING, ["2takes no part in the range"]),
        (RECAPTURE, ["220-300 (questioned)takes no part in the range"]),
        (RENEWED, ["unknowntakes no part in the range"] * 2),
        (BOMBING, []),
    ],
)
def test_a_figure_of_killed_that_takes_no_part_in_the_range_says_so(both: Get, incident: str, apart: list[str]) -> None:
    found = [row["Value"] for row in shown(both(f"/timeline/killed?incident={incident}").text)]
    assert [value for value in found if "range" in value] == apart
    counts = [row["in_range"] for row in rows(both, "killed", incident=incident)]
    assert counts == [int("range" not in value) for value in found]


def test_what_a_source_claimed_and_what_became_of_it(both: Get) -> None:
    """Held against seeds/2015-08-26-sputnik-musa-qala.yaml, paragraph by paragraph; a mission replaced its own two."""
    outlet, governor, through = "Sputnik News", "Governor Mohammad Sharif", "Reuters → Sputnik News"
    found = rows(both, "claims-of", source="sputnik-2015-08-26")
    assert told(
        found, "event", "locator", "incident", "origin", "via", "stance", "status", "superseded", "changes"
    ) == [
        (event, f"para {paragraph}", incident, origin, via, stance, "current", superseded, None)
        for event, paragraph, incident, origin, via, stance, superseded in [
            ("HEL-0000-0008-63", 1, TAKEOVER, outlet, None, "asserts", None),
            ("HEL-0000-0009-60", 1, None, outlet, None, "asserts", None),
            ("HEL-0000-0010-57", 2, "musa-qala-retaken", outlet, None, "asserts", None),
            ("HEL-0000-0011-54", 3, BOMBING, outlet, None, "asserts", None),
            ("HEL-0000-0012-51", 4, TAKEOVER, outlet, None, "asserts", None),
            ("HEL-0000-0013-48", 4, TAKEOVER, outlet, None, "asserts", None),
            ("HEL-0000-0014-45", 5, TAKEOVER, governor, through, "asserts", None),
            ("HEL-0000-0015-42", 6, TAKEOVER, governor, through, "asserts", None),
            ("HEL-0000-0016-39", 7, SHOOTING, outlet, None, "asserts", None),
            ("HEL-0000-0017-36", 8, SHOOTING, "Resolute Support", outlet, "confirms", "perpetrators"),
            ("HEL-0000-0018-33", 9, "foreign-drawdown", outlet, None, "asserts", None),
            ("HEL-0000-0019-30", 9, None, outlet, None, "asserts", None),
            ("HEL-0000-0020-27", 10, "nawzad-takeover", outlet, None, "asserts", None),
            ("HEL-0000-0021-24", 12, None, outlet, None, "asserts", None),
        ]
    ]


def test_who_answers_a_claim_and_what_it_has_of_another_stands_beside_it(both: Get) -> None:
    """Held against responds_to in the sheets of Fox News and AAN, and against what-belongs-together.yaml."""
    columns = ("event", "answered_by", "answers", "derived_from", "lost_hedge")

    def became(source: str) -> list[tuple[Any, ...]]:
        return [row for row in told(rows(both, "claims-of", source=source), *columns) if any(row[1:])]

    toll, remark, reports, doubt = "HEL-0000-0065-86", "HEL-0000-0066-83", "HEL-0000-0084-29", "HEL-0000-0085-26"
    assert became("foxnews-2015-08-27") == [
        (toll, f'["{remark}: answers the number killed, according to AP"]', None, None, None),
        (remark, None, f'["{toll}: answers the number killed"]', None, None),
    ]
    assert became("aan-2015-09-03") == [
        (
            reports,
            f'["{doubt}: questions the number killed, according to Afghanistan Analysts Network"]',
            None,
            None,
            None,
        ),
        (doubt, None, f'["{reports}: questions the number killed"]', None, None),
    ]
    base, inferred = "HEL-0000-0057-13", "inferred by the coder"
    assert became("tbij-afghanistan-2015") == [
        (
            *("HEL-0000-0096-90", None, None, f'["{base}: {inferred}"]'),
            f'["{base}: killed: up to 40 (Taliban) became 40 (people)"]',
        ),
        ("HEL-0000-0098-84", None, None, f'["HEL-0000-0076-53: {inferred}"]', None),
        ("HEL-0000-0099-81", None, None, f'["HEL-0000-0094-96: {inferred}"]', None),
    ]
    (forty,) = became("sputnik-2015-08-26")
    lost = f'["{base}: killed: up to 40 (Taliban) became reportedly 40 (Taliban)"]'
    assert forty[3:] == (f'["{base}: {inferred}"]', lost)
    page = both("/timeline/claims-of?source=foxnews-2015-08-27").text
    assert (
        f'answers the number killed, according to AP <small><a class="id" href="/event/{remark}">{remark}</a>' in page
    )


def test_what_was_corrected_since_a_day(both: Get) -> None:
    """Held against the sheet of what belongs together: the mission put right by how many, of whom it tells no dead."""
    found = rows(both, "corrected-since", since="2020-01-01")
    assert told(found, "action", "field", "before", "after", "reason")[0] == (
        *("corrected", "title", TITLE, f"{TITLE} again", "it was not the first time"),
    )
    assert told(found[1:], "action", "amends", "field", "before", "after", "event") == [
        ("superseded", "HEL-0000-0017-36", "perpetrators", "2", "1", "HEL-0000-0111-45"),
        ("superseded", "HEL-0000-0060-04", "killed (attackers)", "2", None, "HEL-0000-0111-45"),
        ("superseded", "HEL-0000-0060-04", "perpetrators", "2", "1", "HEL-0000-0111-45"),
    ]
    assert rows(both, "corrected-since", since="2999-01-01") == []


def test_every_question_of_the_front_page_leads_to_an_answer(both: Get) -> None:
    asked = re.findall(r'<li><a href="(/timeline/[a-z-]+\?[^"]+)" dir="auto">', both("/").text)
    assert len(asked) == len(QUESTIONS)
    for address in asked:
        assert 'id="answer">No row' not in both(unescape(address)).text, address


def test_what_happened_marks_what_is_disputed(example: Path, run: Any) -> None:
    app = application(example)
    page = run(app.client.get("/timeline/what-happened?from=2015")).text
    rows = run(app.client.get("/timeline/what-happened.json?from=2015&_shape=array")).json()
    assert {row["disputed"] for row in rows} == {0, 1}
    assert len(re.findall("</span> in dispute</span>", page)) == sum(row["disputed"] for row in rows)
