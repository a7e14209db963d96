"""The tables of contradictions follow from the claims that count, as they are recorded, corrected and linked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from events.base import Event
from events.ledger.claim_retracted import ClaimRetracted
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.undone import Undone
from events.registry import parse
from tests.samples import GROUND, claim, killed
from tests.tables import contents, store
from timeline.log.sqlite import SqliteLog
from timeline.projections.runner import Projector

Row = dict[str, Any]


class Tables:
    """Tables that follow a log."""

    def __init__(self) -> None:
        self.log = SqliteLog.memory("TST")
        self.projector = Projector(self.log, None)
        self.add(*GROUND)

    def add(self, *events: Event) -> list[str]:
        entries = store(self.log, events)
        self.projector.catch_up()
        return [entry.id for entry in entries]

    def rows(self, table: str, incident: str = "bridge") -> list[Row]:
        query = f"select * from {table} where incident = ? order by 1, 2, 3"
        return list(self.projector.db.query(query, [incident]))

    def brief(self, incident: str = "bridge") -> list[tuple[str, str, list[str]]]:
        """The rule, the property and the events of each contradiction."""
        found = self.rows("contradictions", incident)
        return [(row["rule"], row["property"], json.loads(row["events"])) for row in found]

    def same_when_rebuilt(self) -> bool:
        before = contents(self.projector.db)
        self.projector.rebuild()
        return contents(self.projector.db) == before


@pytest.fixture
def tables() -> Iterator[Tables]:
    made = Tables()
    yield made
    assert made.same_when_rebuilt()
    made.projector.close()
    made.log.close()


def para(number: int, **fields: Any) -> Event:
    said = fields.pop("citation", {})
    return claim(fields.pop("type", "airstrike"), citation={"locator": f"para {number}"} | said, **fields)


def actor(key: str, name: str, *part_of: str) -> Event:
    return parse({"type": "actor_recorded", "key": key, "name": name, "kind": "other", "part_of": list(part_of)})


def test_the_row_of_an_incident_says_whether_its_days_are_rivals(tables: Tables) -> None:
    def rival() -> list[str]:
        query = "select slug from incidents where rival_days order by slug"
        return [row["slug"] for row in tables.projector.db.query(query)]

    tables.add(para(1, occurred="2015-08-22"), para(2, occurred="2015-08-22/2015-08-24"))
    tables.add(para(3, occurred="2015-08-22", incident="market", casualties=killed(4)))
    tables.add(para(4, occurred="2015-08-22", incident="market", casualties=killed(9)))
    assert rival() == []
    tables.add(para(5, occurred="2015-08-26"))
    assert rival() == ["bridge"]
    tables.add(actor("taliban", "Taliban"))
    assert rival() == ["bridge"]


def test_a_contradiction_has_its_spread_its_reason_and_its_values_as_they_are_said(tables: Tables) -> None:
    lower = {"value": 120, "wording": "some 120", "hedge": "reportedly"}
    one, two = tables.add(
        para(1, casualties=killed(lower)),
        para(2, casualties=killed("at least 220"), citation={"chain": ["Ministry", "Gazette"]}),
    )
    tables.add(para(3, casualties=killed("about 90")))
    (row,) = tables.rows("contradictions")
    assert row == {
        "incident": "bridge",
        "number": 1,
        "property": "killed",
        "party": "Taliban",
        "civilian_status": "unstated",
        "role": "victim",
        "type": None,
        "rule": "disjoint_figures",
        "judgement": "contradiction",
        "lowest": 120,
        "highest": None,
        "earliest": None,
        "latest": None,
        "why": "No number fits both 120 and at least 220.",
        "claim_count": 2,
        "events": json.dumps([one, two]),
    }
    first, second = tables.rows("contradicting_values")
    assert first == {
        "incident": "bridge",
        "number": 1,
        "member": 1,
        "side": 1,
        "event": one,
        "property": "killed",
        "party": "Taliban",
        "civilian_status": "unstated",
        "value": "120",
        "wording": "some 120",
        "bound": "stated",
        "hedge": "reportedly",
        "stance": "asserts",
        "origin": "unstated",
        "origin_kind": "unstated",
        "source": "gazette",
        "reported": "2015-08-26",
        "low": 120,
        "high": 120,
        "earliest": None,
        "latest": None,
        "scope": None,
        "origin_evidence": None,
    }
    assert (second["event"], second["side"], second["origin"], second["high"]) == (two, 2, "Ministry", None)


def test_dates_and_scopes_come_from_the_values_of_the_claim(tables: Tables) -> None:
    told = [
        para(1, type="district_fall", occurred="2015-08-24", scope="town"),
        para(2, type="district_fall", occurred={"value": "2015-08-26", "wording": "Wednesday"}),
        para(3, type="district_fall", occurred={"value": "2015-08-25", "basis": "report_date"}),
        para(
            4, type="district_fall", occurred="2015-08-27", scope="district", about=["bridge", "market"], incident=None
        ),
    ]
    one, two, *_ = tables.add(*told)
    assert tables.brief() == [("disjoint_days", "occurred", [one, two])]
    (row,) = tables.rows("contradictions")
    assert (row["type"], row["earliest"], row["latest"]) == ("district_fall", "2015-08-24", "2015-08-26")
    assert [(value["scope"], value["wording"]) for value in tables.rows("contradicting_values")] == [
        ("town", None),
        (None, "Wednesday"),
    ]


def test_figures_contradict_in_the_incident_in_which_they_count(tables: Tables) -> None:
    one, two = tables.add(
        para(1, strikes=2, casualties=killed(3, counted_in="market")),
        para(2, incident="market", strikes=3, casualties=killed(4)),
    )
    assert tables.brief("bridge") == []
    assert tables.brief("market") == [("disjoint_figures", "killed", [one, two])]


def test_one_claim_may_contradict_itself(tables: Tables) -> None:
    (one,) = tables.add(para(1, casualties=[*killed(5), {"party": "all", "killed": 4}]))
    assert tables.brief() == [("part_above_whole", "killed", [one])]


def test_retracting_the_odd_one_out_removes_a_contradiction_and_undoing_brings_it_back(tables: Tables) -> None:
    one, two = tables.add(para(1, strikes=2), para(2, strikes=3))
    there = [("disjoint_figures", "strikes", [one, two])]
    assert tables.brief() == there
    (retraction,) = tables.add(ClaimRetracted(retracts=two, reason="misread"))
    assert tables.brief() == []
    tables.add(Undone(undoes=retraction, reason="it was right"))
    assert tables.brief() == there


def test_a_correction_takes_part_under_its_own_id(tables: Tables) -> None:
    one, two = tables.add(para(1, strikes=2), para(2, strikes=3))
    (right,) = tables.add(CodingCorrected(corrects=two, reason="misread", replacement=para(2, strikes=4)))
    assert tables.brief() == [("disjoint_figures", "strikes", [one, right])]
    tables.add(CodingCorrected(corrects=right, reason="misread", replacement=para(2, strikes="up to 4")))
    assert tables.brief() == []


@pytest.mark.parametrize("by", ["label", "id"])
def test_a_denial_contradicts_what_it_answers_also_after_that_was_corrected(tables: Tables, by: str) -> None:
    label: Row = {"as": "v1"}
    (one,) = tables.add(para(1, strikes=2, **label))
    answers = {"event": "v1" if by == "label" else one, "properties": ["strikes"]}
    (denial,) = tables.add(para(2, citation={"stance": "denies"}, responds_to=answers, strikes=2))
    assert tables.brief() == [("answered_denial", "strikes", [one, denial])]
    (two,) = tables.add(CodingCorrected(corrects=one, reason="misread", replacement=para(1, strikes=3)))
    (three,) = tables.add(
        CodingCorrected(corrects=two, reason="again", replacement=para(1, strikes=4, note="read twice"))
    )
    assert tables.brief() == [("answered_denial", "strikes", [denial, three])]
    tables.add(ClaimRetracted(retracts=three, reason="made up"))
    assert tables.brief() == []


def test_parties_are_compared_by_the_recorded_actors_whenever_these_are_recorded(tables: Tables) -> None:
    one, two = tables.add(para(1, operator="US"), para(2, operator="Taliban"))
    three, four = tables.add(para(3, casualties=killed(3, party="US")), para(4, casualties=killed(2, party="NATO")))
    assert tables.brief() == [("unrecorded_parties", "operator", [one, two])]
    _, us, taliban = tables.add(actor("nato", "NATO"), actor("us", "US", "nato"), actor("taliban", "Taliban"))
    assert tables.brief() == [
        ("part_above_whole", "killed", [three, four]),
        ("exclusive_parties", "operator", [one, two]),
    ]
    (row,) = [row for row in tables.rows("contradictions") if row["rule"] == "part_above_whole"]
    assert row["party"] == "US"
    tables.add(CodingCorrected(corrects=us, reason="no part of it", replacement=actor("us", "US")))
    assert [rule for rule, *_ in tables.brief()] == ["exclusive_parties"]
    tables.add(CodingCorrected(corrects=taliban, reason="a part", replacement=actor("taliban", "Taliban", "nato")))
    assert [rule for rule, *_ in tables.brief()] == ["exclusive_parties"]


def test_reported_figures_are_compared_by_the_recorded_place(tables: Tables) -> None:
    figure: Row = {"type": "reported_figure", "measure": "count", "population": "raids", "period": "2015"}
    tables.add(
        para(1, **figure, value=2, place={"name": "Musa Qala", "admin1": "Helmand", "country": "AF"}),
        para(
            2,
            **figure | {"period": "2015-01-01/2015-12-31"},
            value=3,
            place={"name": "Musa Kala", "admin1": "Helmand", "country": "AF"},
        ),
    )
    assert tables.brief() == []
    place = {
        "type": "place_recorded",
        "key": "musa-qala",
        "name": "Musa Qala",
        "aliases": ["Musa Kala"],
        "kind": "town",
        "country": "AF",
        "admin1": "Helmand",
    }
    tables.add(parse(place))
    assert [rule for rule, *_ in tables.brief()] == ["disjoint_figures"]


def test_who_held_a_place_is_told_with_the_holder(tables: Tables) -> None:
    tables.add(actor("taliban", "Taliban"), actor("army", "Afghan army"))
    status: Row = {"type": "control_status", "status": "controlled", "place": "Musa Qala", "occurred": "2015-08-31"}
    one, two = tables.add(para(1, **status, controller="Taliban"), para(2, **status, controller="Afghan army"))
    tables.add(para(3, **status | {"occurred": "2015-09-01"}, controller="Afghan army"))
    tables.add(para(4, **status | {"place": "Nawzad"}, controller="Afghan army"))
    assert tables.brief() == [("rival_control", "status", [one, two])]
    assert [(row["property"], row["value"]) for row in tables.rows("contradicting_values")] == [
        ("controller", "Afghan army"),
        ("controller", "Taliban"),
    ]


def test_the_coders_reading_and_what_is_only_asked_take_no_part(tables: Tables) -> None:
    coders = {"value": "accident", "by": "coder"}
    tables.add(
        para(1, characterised_as="murder", strikes=2),
        para(2, characterised_as=coders, citation={"stance": "questions"}, strikes=3),
        para(3, citation={"stance": "cannot_confirm"}, strikes=4),
    )
    assert tables.rows("contradictions") == tables.rows("contradicting_values") == []


def test_each_date_and_casualty_figure_has_what_it_is_compared_by_among_the_values(tables: Tables) -> None:
    occurred = {"value": "2015-08", "basis": "imputed", "extent": "cumulative"}
    parts = [{"party": "all", "killed": 2}, *killed(1, civilian_status="combatant", subset_of="all")]
    tables.add(para(1, occurred=occurred, casualties=parts))
    columns = "property, earliest, latest, basis, extent, civilian_status, subset_of"
    found = tables.projector.db.execute(f"select {columns} from claim_values order by number").fetchall()
    assert found == [
        ("occurred", "2015-08-01", "2015-08-31", "imputed", "cumulative", None, None),
        ("killed", None, None, None, None, "unstated", None),
        ("killed", None, None, None, None, "combatant", "all"),
    ]


def test_superseded_values_take_no_part_and_neither_does_a_claim_that_is_superseded_as_a_whole(tables: Tables) -> None:
    first: Row = {"as": "v1", "type": "insider_attack", "occurred": "2015-08-26"}
    one, two, three = tables.add(
        para(1, **first, perpetrators=2),
        para(2, type="insider_attack", occurred="2015-08-25", perpetrators=1, **{"as": "v2"}),
        para(3, type="insider_attack", citation={"stance": "denies"}),
    )
    everything = [
        ("denied_claim", "claim", [one, two, three]),
        ("disjoint_days", "occurred", [one, two]),
        ("disjoint_figures", "perpetrators", [one, two]),
    ]
    assert tables.brief() == everything
    statement: Row = {
        "type": "statement_superseded",
        "old": ["gazette:v1"],
        "new": ["gazette:v2"],
        "reason": "its word",
    }
    (event,) = tables.add(parse(statement | {"fields": ["perpetrators"], "change": "correction"}))
    assert tables.brief() == everything[:2]
    (undone,) = tables.add(Undone(undoes=event, reason="misread"))
    assert tables.brief() == everything
    tables.add(parse(statement | {"fields": ["perpetrators", "occurred"], "change": "correction", "follows": undone}))
    assert tables.brief() == [("denied_claim", "claim", [two, three])]


def test_what_is_merged_is_compared_in_the_incident_that_it_was_merged_into(tables: Tables) -> None:
    one, two = tables.add(para(1, strikes=2), para(2, incident="market", strikes=3))
    assert tables.brief() == []
    merge = parse({"type": "incidents_merged", "incident": "market", "into": "bridge", "reason": "one strike"})
    (event,) = tables.add(merge)
    assert tables.brief() == [("disjoint_figures", "strikes", [one, two])]
    tables.add(Undone(undoes=event, reason="two strikes"))
    assert tables.brief() == []
