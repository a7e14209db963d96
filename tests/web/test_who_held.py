"""Who held a place on a day is answered with who says so, and from what it is inferred."""

from __future__ import annotations

import json

import pytest

from tests.web.asked import both, rows, told
from tests.web.conftest import Get

__all__ = ["both"]


@pytest.mark.parametrize(
    ("day", "answer", "controllers"),
    [
        ("2015-08-25", "disputed", "NATO and Afghan security forces; Taliban"),
        ("2015-08-26", "Taliban", "Taliban"),
        ("2015-08-27", "inferred", "Taliban"),
        ("2015-08-30", "disputed", "Afghan National Defence and Security Forces; Taliban"),
        ("2015-08-31", "disputed", "Afghan National Defence and Security Forces; Taliban"),
    ],
)
def test_who_held_musa_qala_on_a_day(both: Get, day: str, answer: str, controllers: str) -> None:
    found = rows(both, "who-held", place="Musa Qala", day=day)
    assert told(found, "scope", "answer", "controllers") == [
        (scope, answer, controllers) for scope in ("centre", "district", "town")
    ]
    assert {row["place"] for row in found} == {"af-helmand-musa-qala"}
    assert {row["day"] for row in found} == {day}


def test_who_held_musa_qala_on_27_august_and_which_claims_say_so(both: Get) -> None:
    """Held against the seeds: who says that it fell, or was retaken; para 1 and 4 tell of the town alone."""
    fell, retaken = ["14", "56", "71", "83", "89"], ["78", "86"]
    found = rows(both, "who-held", place="Musa Qala", day="2015-08-27")
    claims = {row["scope"]: {id[9:13].lstrip("0") for id in json.loads(row["events"])} for row in found}
    assert claims == {
        "centre": {*fell, *retaken, "93"},
        "district": {*fell, *retaken, "93"},
        "town": {*fell, *retaken, "93", "8", "13"},
    }


def test_nobody_tells_who_held_musa_qala_in_2012(both: Get) -> None:
    """One sentence says that it was retaken in 2007; the next that is told of it is its fall in August 2015."""
    for row in rows(both, "who-held", place="Musa Qala", day="2012-05-01"):
        assert (row["answer"], row["controllers"]) == ("inferred", "NATO and Afghan security forces")
        assert (row["last_said"], row["next_said"]) == ("2007", "2015-08-24")
        (said,) = json.loads(row["said_by"])
        assert said.startswith("HEL-0000-0010-57: ")
        assert said.endswith(": NATO and Afghan security forces, according to Sputnik News, in sputnik-2015-08-26")
    page = both("/timeline/who-held?place=Musa+Qala&day=2012-05-01").text
    assert "10-57</a>: NATO and Afghan security forces, according to Sputnik News, in sputnik-2015-08-26</span>" in page


def test_the_denial_of_the_centre_is_told_of_every_part_of_musa_qala_with_its_voice(both: Get) -> None:
    denial = "Gen. Breedlove, via Reuters → VOA, in voa-2015-09"
    for row in rows(both, "who-held", place="Musa Qala", day="2015-08-30"):
        assert json.loads(row["denied_by"]) == [f"HEL-0000-0093-02: {denial}, of the centre"]
        inferred = f"HEL-0000-0093-02: Taliban, inferred from {denial}"
        assert json.loads(row["inferred_from"]) == [inferred]


def test_a_claim_that_it_fell_later_does_not_say_who_held_it_before(both: Get) -> None:
    for row in rows(both, "who-held", place="Musa Qala", day="2015-08-25"):
        said, inferred = (json.loads(row[name]) for name in ("said_by", "inferred_from"))
        assert said
        assert all(": Taliban, according to " in told for told in said)
        assert inferred
        assert all(": NATO and Afghan security forces, inferred from " in told for told in inferred)
