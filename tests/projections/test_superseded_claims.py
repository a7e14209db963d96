"""A claim of which nothing is left, since its issuer replaced it, counts nowhere and is told all the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from events.base import Event
from events.registry import parse
from tests.begun import begun
from tests.samples import GROUND, claim, killed
from tests.tables import contents
from timeline.projections.story import Story, story
from timeline.reconcile.asof import AsOf, as_of
from timeline.service import Timeline

MISSION: dict[str, Any] = {"chain": ["Mission", "Gazette"]}
#: The mission's statement, with nothing but a figure; that it happened, with nothing else; and a paper's own account.
TOLL = claim(casualties=killed(2), citation=MISSION | {"locator": "para 1"}, **{"as": "toll"})
BARE = claim(citation=MISSION | {"locator": "para 2"}, **{"as": "bare"})
PAPER = claim(casualties=killed(3), citation={"locator": "para 3"}, **{"as": "paper"})
ONE, TWO, THREE, NEXT = "TST-0000-0006-87", "TST-0000-0007-84", "TST-0000-0008-81", "TST-0000-0009-78"


@pytest.fixture
def timeline(tmp_path: Path) -> Iterator[Timeline]:
    with begun(tmp_path / "t", [*GROUND, TOLL, BARE, PAPER]) as made:
        yield made
        assert made.db.table("problems").count == 0
        followed = contents(made.db)
        made.rebuild()
        assert contents(made.db) == followed


def withdrawn(*old: str, fields: Any = (), **more: Any) -> Event:
    return replaced(list(old), change="withdrawal", fields=list(fields), **more)


def replaced(old: list[str], **more: Any) -> Event:
    return parse({"type": "statement_superseded", "old": old, "reason": "x"} | more)


def counted(timeline: Timeline, slug: str = "bridge") -> tuple[int, int, int, int]:
    row = timeline.db.table("incidents").get(slug)
    return row["claim_count"], row["source_count"], row["origins_min"], row["origins_max"]


def statuses(timeline: Timeline) -> dict[str, str]:
    query = "select id, status from events where origin_kind is not null order by position"
    return {row["id"]: row["status"] for row in timeline.db.query(query)}


def told(timeline: Timeline, slug: str = "bridge", asof: AsOf | None = None) -> Story:
    found = story(timeline.db, slug, asof or as_of())
    assert found is not None
    return found


def test_it_is_counted_among_no_claims_and_gives_no_origin(timeline: Timeline) -> None:
    assert counted(timeline) == (3, 1, 1, 2)
    timeline.append(withdrawn("gazette:toll", "gazette:bare"))
    assert counted(timeline) == (1, 1, 0, 1)
    assert statuses(timeline) == {ONE: "superseded", TWO: "superseded", THREE: "current"}
    origins = timeline.db.query("select origin from incident_origins where incident = 'bridge'")
    assert [row["origin"] for row in origins] == ["Gazette"]


def test_it_is_marked_in_every_table_and_told_of_the_incident(timeline: Timeline) -> None:
    timeline.append(withdrawn("gazette:toll", "gazette:bare"))
    typed = {row["event"]: row["event_status"] for row in timeline.db["airstrikes"].rows}
    assert typed == {ONE: "superseded", TWO: "superseded", THREE: "current"}
    found = told(timeline)
    assert (found.claims, found.superseded_claims) == ({THREE: "told"}, {ONE: "told", TWO: "told"})
    assert [(mark["event"], mark["property"]) for mark in found.superseded] == [(ONE, "killed"), (TWO, "claim")]
    assert [figure["superseded_by"] for figure in found.figures] == [NEXT, None]


def test_undoing_brings_it_back(timeline: Timeline) -> None:
    timeline.append(withdrawn("gazette:toll", "gazette:bare"))
    timeline.undo(NEXT, reason="x")
    assert counted(timeline) == (3, 1, 1, 2)
    assert set(statuses(timeline).values()) == {"current"}


def test_a_claim_that_only_says_that_it_happened_counts_until_it_is_withdrawn_itself(timeline: Timeline) -> None:
    timeline.append(withdrawn("gazette:toll"))
    assert (counted(timeline), statuses(timeline)[TWO]) == ((2, 1, 1, 2), "current")


def test_a_claim_that_has_anything_left_still_counts(timeline: Timeline) -> None:
    more = claim(
        casualties=killed(4), occurred="2015-08-25", citation=MISSION | {"locator": "para 4"}, **{"as": "more"}
    )
    timeline.append([more, withdrawn("gazette:more", fields=["killed"])])
    assert (counted(timeline), statuses(timeline)[NEXT]) == ((4, 1, 1, 2), "current")
    timeline.append(withdrawn(NEXT))
    assert (counted(timeline), statuses(timeline)[NEXT]) == ((3, 1, 1, 2), "superseded")


def test_a_claim_with_one_figure_that_was_updated_gives_way_to_the_new_one(timeline: Timeline) -> None:
    new = claim(casualties=killed(5), citation=MISSION | {"locator": "para 5"}, **{"as": "new"})
    timeline.append([new, replaced(["gazette:toll"], new=["gazette:new"], change="update")])
    assert (counted(timeline), statuses(timeline)[ONE]) == ((3, 1, 1, 2), "superseded")


def test_a_claim_whose_figures_count_elsewhere_counts_there_as_long_as_one_of_them_does(timeline: Timeline) -> None:
    lede = claim(
        casualties=killed(2, counted_in="market"),
        strikes=3,
        citation={"source": "agency", "chain": ["Mission", "Agency"]},
    )
    id = str(timeline.append(lede).id)
    assert counted(timeline, "market") == (1, 1, 1, 1)
    timeline.append(withdrawn(id, fields=["killed"]))
    assert counted(timeline, "market") == (0, 0, 0, 0)
    assert (counted(timeline), statuses(timeline)[id]) == ((3, 2, 1, 2), "current")
    assert told(timeline, "market").superseded_claims == {id: "counted_in"}


def test_at_any_time_it_counts_as_long_as_its_statement_was_not_replaced(timeline: Timeline) -> None:
    timeline.append(withdrawn("gazette:toll", "gazette:bare", said="2015-09-01"))
    states = "select from_day, claim_count, origins_min from incidents_as_reported where incident = 'bridge' order by 1"
    days = [tuple(row.values()) for row in timeline.db.query(states)]
    assert days == [("2015-08-26", 3, 1), ("2015-09-01", 1, 0)]
    assert told(timeline, asof=as_of(reported="2015-08-31")).claims.keys() == {ONE, TWO, THREE}
    assert told(timeline, asof=as_of(reported="2015-09")).superseded_claims.keys() == {ONE, TWO}
    records = "select claim_count from incidents_as_recorded where incident = 'bridge' order by from_at"
    assert [row["claim_count"] for row in timeline.db.query(records)] == [3, 1]


def test_an_incident_of_which_all_was_withdrawn_was_reported_all_the_same(timeline: Timeline) -> None:
    alone = claim(incident="valley", strikes=1, citation=MISSION)
    id = str(timeline.append(alone).id)
    timeline.append(withdrawn(id, said="2015-09-01"))
    assert counted(timeline, "valley") == (0, 0, 0, 0)
    states = "select from_day, claim_count from incidents_as_reported where incident = 'valley' order by 1"
    assert [tuple(row.values()) for row in timeline.db.query(states)] == [("2015-08-26", 1), ("2015-09-01", 0)]


def test_it_contradicts_nothing(timeline: Timeline) -> None:
    denial = claim(citation={"source": "agency", "stance": "denies"}, responds_to={"event": ONE}, **{"as": "denial"})
    timeline.append(denial)
    rules = "select rule from contradictions where incident = 'bridge' order by rule"
    assert [row["rule"] for row in timeline.db.query(rules)] == ["answered_denial", "disjoint_figures"]
    timeline.append(withdrawn("gazette:toll"))
    assert list(timeline.db.query(rules)) == []


def test_a_denial_that_was_withdrawn_disputes_no_control(timeline: Timeline) -> None:
    place = {"name": "Musa Qala", "admin1": "Helmand"}
    fall = claim("district_fall", occurred="2015-08-25", place=place, taken_by="Taliban")
    id = str(timeline.append(fall).id)
    told_so = {"content": "the district did not fall", "kind": "denial", "responds_to": {"event": id}, "as": "denial"}
    denial = claim("statement", citation=MISSION, **told_so)
    timeline.append(denial)
    disputed = "select max(disputed) as disputed from control_periods"
    assert list(timeline.db.query(disputed)) == [{"disputed": 1}]
    timeline.append(withdrawn("gazette:denial"))
    assert list(timeline.db.query(disputed)) == [{"disputed": 0}]


def test_what_is_done_to_it_or_to_its_source_later_leaves_it_superseded(timeline: Timeline) -> None:
    timeline.append(withdrawn("gazette:toll", "gazette:bare"))
    timeline.correct("gazette", GROUND[0].model_copy(update={"title": "A title"}), reason="x")
    assert counted(timeline) == (1, 1, 0, 1)
    fixed = timeline.correct(ONE, TOLL.model_copy(update={"note": "checked"}), reason="x")
    assert statuses(timeline)[str(fixed.id)] == "superseded"
    timeline.append(parse({"type": "incidents_merged", "incident": "bridge", "into": "market", "reason": "one"}))
    assert counted(timeline, "market") == (1, 1, 0, 1)
    assert json.loads(timeline.db.table("events").get(TWO)["superseded"]) == ["claim"]
