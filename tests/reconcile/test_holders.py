"""Parties of which there can be one alone, and who held a place on one day."""

from __future__ import annotations

import pytest

from tests.reconcile.telling import brief, found, held, party
from timeline.reconcile.told import Days

DAY = "2015-08-31"


def test_exclusive_parties() -> None:
    told = [party("a", "taken_by", "Taliban"), party("b", "taken_by", "US"), party("c", "taken_by", "NATO")]
    (one,) = found(*told)
    assert (one.rule, one.property) == ("exclusive_parties", "taken_by")
    assert [(member.told.value, member.side) for member in one.members] == [("US", 1), ("NATO", 1), ("Taliban", 2)]
    assert one.why == "Not parts of each other: US and Taliban."


@pytest.mark.parametrize(("one", "other"), [("US", "NATO"), ("NATO", "nato"), ("rebels", "Rebels")])
def test_a_part_and_its_whole_and_names_of_one_party_exclude_nobody(one: str, other: str) -> None:
    assert brief(party("a", "taken_by", one), party("b", "taken_by", other)) == []


def test_unrecorded_parties() -> None:
    told = [party("a", "taken_by", "rebels"), party("b", "taken_by", "US"), party("c", "taken_by", "NATO")]
    (one,) = found(*told)
    assert (one.rule, one.judgement, one.property) == ("unrecorded_parties", "hint", "taken_by")
    assert one.why == "Nobody has recorded whether US and rebels are one, or one of them part of the other."
    assert [(member.told.value, member.side) for member in one.members] == [("US", 1), ("NATO", 1), ("rebels", 2)]
    assert brief(party("a", "taken_by", "rebels"), party("b", "taken_by", "herders")) == [
        ("unrecorded_parties", "taken_by", ["a", "b"])
    ]
    assert brief(party("a", "taken_by", "rebels"), party("b", "lost_by", "herders")) == []


def test_parties_of_other_fields_types_and_scopes_exclude_nobody() -> None:
    told = [
        party("a", "taken_by", "Taliban", scope="centre"),
        party("b", "taken_by", "US", scope="district"),
        party("c", "taken_by", "UK", "territory_recaptured"),
        party("d", "lost_by", "government"),
        party("e", "target", "government", "airstrike"),
        party("f", "target", "US", "airstrike"),
        party("g", "taken_by", "government", relation="about"),
    ]
    assert brief(*told) == []
    assert brief(*told, party("h", "taken_by", "NATO")) == [("exclusive_parties", "taken_by", ["a", "h"])]


def test_rival_control() -> None:
    (one,) = found(*held("a", "Taliban", DAY), *held("b", "government", DAY), *held("c", None, DAY, "neither"))
    assert (one.rule, one.property, one.earliest, one.latest) == ("rival_control", "status", DAY, DAY)
    assert [(member.told.value, member.side) for member in one.members] == [
        ("government", 1),
        ("Taliban", 2),
        ("neither", 3),
    ]
    assert one.why == "On one day it is said to be held by government, Taliban and neither side."


def test_whoever_holds_a_place_neither_side_does_not() -> None:
    assert brief(*held("a", "rebels", DAY), *held("b", None, DAY, "neither")) == [
        ("rival_control", "status", ["a", "b"])
    ]
    assert brief(*held("a", None, DAY), *held("b", None, DAY, "neither")) == [("rival_control", "status", ["a", "b"])]


@pytest.mark.parametrize(
    ("day", "status", "fields"),
    [
        ("2015-09-01", "controlled", {}),
        (DAY, "contested", {}),
        (DAY, "unconfirmed", {}),
        ("2015-08", "controlled", {}),
        (f"{DAY}~", "controlled", {}),
        (Days(DAY, "report_date"), "controlled", {}),
        (Days(DAY, "stated", "cumulative"), "controlled", {}),
        (DAY, "controlled", {"scope": "centre"}),
        (DAY, "controlled", {"subject": ("sangin",)}),
        (DAY, "controlled", {"stance": "questions"}),
    ],
)
def test_who_held_it_on_another_day_or_elsewhere_says_nothing_of_this_one(
    day: str | Days, status: str, fields: dict[str, object]
) -> None:
    other = {"scope": "district", "subject": ("musa-qala",)} | fields
    told = held("a", "government", DAY, scope="district", subject=("musa-qala",))
    assert brief(*told, *held("b", "Taliban", day, status, **other)) == []
    assert brief(*told, *held("b", "Taliban", DAY, scope="unstated", subject=("musa-qala",))) != []


def test_control_of_several_days_is_control_of_each() -> None:
    long = held("a", "Taliban", Days("2015-08-30/2015-09-02", extent="throughout"))
    assert brief(*long, *held("b", "government", DAY)) == [("rival_control", "status", ["a", "b"])]
    assert brief(*long, *held("b", "government", "2015-09-03")) == []
    since = held("a", "Taliban", Days("2015-08-30/..", extent="throughout"))
    assert brief(*since, *held("b", "government", "2015-08-30")) != []
    assert brief(*since, *held("b", "government", "2015-12-31")) == []
