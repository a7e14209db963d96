"""A statement replaces another of its issuer, in something; else the decision is refused with what to write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from events.base import Event
from events.ledger.coding_corrected import CodingCorrected
from events.registry import parse
from tests.begun import begun
from tests.refusing import refused
from tests.samples import GROUND, claim, killed
from timeline.service import Timeline

#: Two statements; the second has the same number of strikes, and other dead.
FIRST = claim(strikes=2, casualties=killed(2), **{"as": "first"})
SECOND = claim(strikes=2, casualties=killed(3), citation={"locator": "para 2"}, **{"as": "second"})
ONE, TWO = "TST-0000-0006-87", "TST-0000-0007-84"


@pytest.fixture
def timeline(tmp_path: Path) -> Iterator[Timeline]:
    with begun(tmp_path / "t", [*GROUND, FIRST, SECOND]) as made:
        yield made


def replaced(*fields: Any, old: str = ONE, new: str = TWO) -> Event:
    told = {"type": "statement_superseded", "old": [old], "new": [new], "fields": list(fields), "change": "correction"}
    return parse(told | {"reason": "x"})


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("perpetrators", "No old claim gives perpetrators."),
        ({"property": "killed", "party": "NATO"}, "No old claim gives killed of NATO."),
        ({"property": "strikes", "party": "Taliban"}, "No old claim gives strikes of Taliban."),
    ],
)
def test_a_field_that_no_old_claim_gives_is_refused_with_those_that_there_are(
    timeline: Timeline, field: Any, told: str
) -> None:
    assert refused(timeline, replaced("killed", field)) == [
        f"fields[1]: {told} Write one of killed, strikes, {{property: killed, party: Taliban}}."
    ]


def test_the_fields_of_a_corrected_claim_are_those_that_it_has_now(timeline: Timeline) -> None:
    more = claim(strikes=2, place="Bridge", **{"as": "first"})
    timeline.correct(ONE, more, reason="x")
    (fault,) = refused(timeline, replaced("killed"))
    assert "No old claim gives killed. Write one of place, strikes." in fault
    assert timeline.append(replaced("place", old="gazette:first")).outcome == "appended"


def test_a_new_statement_that_gives_none_of_the_fields_is_refused(timeline: Timeline) -> None:
    new = claim(casualties=killed(2, "civilians"), citation={"locator": "para 3"}, **{"as": "third"})
    assert refused(timeline, new, replaced(new="gazette:third")) == [
        "new: The new statement gives none of the fields of the old one (killed, strikes), so nothing would be "
        "superseded. Name in fields what the issuer does not hold to any more, or write other claims."
    ]
    timeline.append([new, replaced("killed", new="gazette:third")])
    assert superseded(timeline) == [(ONE, "killed")]


def test_one_that_says_the_same_of_all_that_both_give_is_refused(timeline: Timeline) -> None:
    new = claim(strikes=2, casualties=killed(4, "civilians"), citation={"locator": "para 3"}, **{"as": "third"})
    assert refused(timeline, new, replaced(new="gazette:third")) == [
        "new: What both statements give (strikes) is the same, so nothing would be superseded. Name in fields what the "
        "issuer does not hold to any more, or leave this out."
    ]


def test_a_new_statement_that_only_denies_the_old_one_gives_nothing_instead(timeline: Timeline) -> None:
    denied = claim(casualties=killed({"value": 2, "stance": "denies"}), citation={"locator": "para 3"}, **{"as": "no"})
    (fault,) = refused(timeline, denied, replaced(new="gazette:no"))
    assert fault.startswith("new: The new statement gives none of the fields of the old one")
    timeline.append([denied, replaced("killed", new="gazette:no")])
    assert superseded(timeline) == [(ONE, "killed")]


def test_a_day_and_a_place_are_compared_as_they_are_written(timeline: Timeline) -> None:
    here = claim(occurred="2015-08-24", place={"name": "Bridge"}, citation={"locator": "para 3"}, **{"as": "here"})
    there = claim(occurred="2015-08-24", place={"name": "Valley"}, citation={"locator": "para 4"}, **{"as": "there"})
    again = claim(occurred="2015-08-24", place={"name": "Bridge"}, citation={"locator": "para 5"}, **{"as": "again"})
    timeline.append([here, there, again])
    (fault,) = refused(timeline, replaced(old="gazette:here", new="gazette:again"))
    assert fault.startswith("new: What both statements give (occurred, place) is the same")
    timeline.append(replaced(old="gazette:here", new="gazette:there"))
    assert superseded(timeline) == [("TST-0000-0008-81", "place"), ("TST-0000-0010-75", "place")]


def test_a_total_may_replace_the_figure_of_a_party(timeline: Timeline) -> None:
    new = claim(casualties=killed(7, "all"), citation={"locator": "para 3"}, **{"as": "third"})
    timeline.append([new, replaced(new="gazette:third")])
    assert superseded(timeline) == [(ONE, "killed")]


def test_a_withdrawal_names_no_new_statement(timeline: Timeline) -> None:
    timeline.append(parse({"type": "statement_superseded", "old": [ONE], "change": "withdrawal", "reason": "x"}))
    assert superseded(timeline) == [(ONE, "killed"), (ONE, "strikes"), (TWO, "strikes")]


def test_parties_and_issuers_are_known_by_all_names_of_the_recorded_actors(timeline: Timeline) -> None:
    def voiced(voice: str, label: str) -> Event:
        cited = {"chain": [voice, "Gazette"], "locator": label}
        return claim(casualties=killed(int(label)), citation=cited, **{"as": label})

    def actor(key: str, *names: str) -> Event:
        return parse({"type": "actor_recorded", "key": key, "name": names[0], "aliases": names[1:], "kind": "other"})

    timeline.append([voiced("Mission", "4"), voiced("Resolute Support", "5")])
    decision = replaced({"property": "killed", "party": "Taleban"}, old="gazette:4", new="gazette:5")
    issuer, field = sorted(refused(timeline, decision), reverse=True)
    assert issuer.startswith("new: The old statement is by Mission, the new one by Resolute Support.")
    assert field.startswith("fields[0]: No old claim gives killed of Taleban.")
    names = [actor("taliban", "Taliban"), actor("mission", "Mission")]
    timeline.append(names)
    assert len(refused(timeline, decision)) == 2
    timeline.append(
        [
            CodingCorrected(
                corrects="TST-0000-0010-75", reason="x", replacement=actor("taliban", "Taliban", "Taleban")
            ),
            CodingCorrected(
                corrects="TST-0000-0011-72", reason="x", replacement=actor("mission", "Mission", "Resolute Support")
            ),
            decision,
        ]
    )
    assert timeline.db.table("problems").count == 0


def superseded(timeline: Timeline) -> list[tuple[str, str]]:
    query = "select event, property from claim_values where superseded_by is not null order by event, property"
    return [(row["event"], row["property"]) for row in timeline.db.query(query)]


def test_what_an_outlet_says_in_its_own_voice_replaces_nobody_elses_statement(timeline: Timeline) -> None:
    told = [
        claim(
            strikes=5,
            citation={"source": "agency", "chain": chain, "locator": f"para {number}"},
            **{"as": f"n{number}"},
        )
        for number, chain in enumerate((["Ministry", "Agency"], None))
    ]
    timeline.append(told)
    (fault,) = refused(timeline, replaced("strikes", old="agency:n0", new=TWO))
    assert fault.startswith("new: The old statement is by Ministry, the new one by Gazette. An issuer replaces only")
    (fault,) = refused(timeline, replaced("strikes", old="agency:n1", new=TWO))
    assert fault.startswith("new: The old statement is by Agency, the new one by Gazette.")
    hearsay = claim(strikes=3, citation={"locator": "para 9", "hedge": "reportedly"}, **{"as": "heard"})
    timeline.append(hearsay)
    assert timeline.append(replaced("strikes", old="agency:n0", new="gazette:heard")).outcome == "appended"
