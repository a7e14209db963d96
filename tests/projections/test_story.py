"""What is told of an incident as of a time long after is what is told of it now; what was not known is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import rival_claims as rival
from tests.decided import decided_histories
from tests.laws import examples
from tests.samples import GROUND, claim, killed
from tests.tables import tables_of
from timeline import Timeline
from timeline.projections import decided, now
from timeline.projections.story import Story, stands_for, story
from timeline.reconcile.asof import as_of

LONG_AFTER = as_of(recorded="9999-12-30")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Timeline, list[str]]]:
    folder: Path = tmp_path_factory.mktemp("story") / "t"
    instants = rival.build(folder)
    with Timeline.open(folder) as timeline:
        yield timeline, instants


def whole(found: Story | None) -> dict[str, Any]:
    """All that a story tells, but for as of when it is, and how its rows came about."""
    assert found is not None
    told = asdict(found)
    del told["asof"]
    for name in ("casualties", "quantities", "origins", "lost", "contradictions"):
        told[name] = [_plain(row) for row in told[name]]
    told["contradictions"] = [
        row | {"sides": [side | {"values": [_plain(value) for value in side["values"]]} for side in row["sides"]]}
        for row in told["contradictions"]
    ]
    told["figures"] = [{key: figure[key] for key in _FIGURE} for figure in told["figures"]]
    told["links"] = sorted((link["event"], link["claim"], link["other"]) for link in told["links"])
    keys = ("supersession", "event", "number", "property", "party", "value")
    told["superseded"] = [{key: mark[key] for key in keys} for mark in told["superseded"]]
    return told


_FIGURE = (
    *("event", "number", "incident", "counted_in", "party", "outcome", "value", "low", "high", "stance", "type"),
    *("told_title", "counted_title", "counts", "superseded_by"),
)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """The row without the key of its incident and its number, which only stored rows have."""
    return {name: value for name, value in row.items() if name not in ("incident", "number")}


def test_what_was_recorded_long_after_is_what_is_known_now(built: tuple[Timeline, list[str]]) -> None:
    db = built[0].db
    for slug in ("bridge", "market", "valley"):
        assert whole(story(db, slug)) == whole(story(db, slug, LONG_AFTER)), slug


@examples(20)
@given(data=st.data())
def test_of_any_history_the_same_is_told_out_of_the_tables_and_out_of_the_evidence(data: st.DataObject) -> None:
    with tables_of(data.draw(decided_histories("TST"))) as db:
        for row in list(db.query("select slug from incidents")):
            found = story(db, row["slug"])
            assert whole(found) == whole(story(db, row["slug"], LONG_AFTER))


def test_a_merged_incident_is_none_and_was_one_before(built: tuple[Timeline, list[str]]) -> None:
    timeline, instants = built
    assert story(timeline.db, "old-bridge") is None
    assert stands_for(timeline.db, "old-bridge") == "bridge"
    before = story(timeline.db, "old-bridge", as_of(recorded=instants[1]))
    assert before is not None
    assert list(before.claims) == [rival.LATE]
    assert [(figure["party"], figure["counts"]) for figure in before.figures] == [("NATO", True)]
    assert [group["party"] for group in before.casualties] == ["NATO"]
    assert story(timeline.db, "nowhere") is None


def test_a_statement_is_superseded_once_its_replacement_was_reported_and_recorded(
    built: tuple[Timeline, list[str]],
) -> None:
    timeline, instants = built
    for asof, gone in (
        (as_of(), True),
        (as_of(reported="2015-08-25"), False),
        (as_of(reported="2015-08-26"), True),
        (as_of(recorded=instants[0]), False),
        (as_of(recorded=instants[1]), True),
        (as_of(instants[0], "2015-08-26"), False),
    ):
        found = story(timeline.db, "bridge", asof)
        assert found is not None
        attackers = [
            figure for figure in found.figures if figure["party"] == "attackers" and figure["outcome"] == "killed"
        ]
        assert [bool(figure["superseded_by"]) for figure in attackers] == [gone], asof
        counted = {(row["party"], row["outcome"]) for row in found.casualties}
        assert (("attackers", "killed") in counted) is not gone


def test_what_sources_tell_alike_is_agreed_unless_one_tells_otherwise() -> None:
    both = [killed(2, party="NATO"), killed(2, party="NATO")]
    assert agreed(both) == [("killed", "NATO", "2", 2)]
    assert agreed([*both, killed(3, party="NATO")]) == []
    assert agreed([killed("up to 3"), killed(3)]) == [], "the words differ, though nothing contradicts"
    assert agreed([killed("unknown"), killed("unknown")]) == []


def test_one_source_alone_agrees_with_nobody() -> None:
    with Timeline.memory("TST") as timeline:
        timeline.append([*GROUND, *(claim(citation={"locator": f"para {n}"}, strikes=3) for n in (1, 2))])
        found = story(timeline.db, "bridge")
        assert found is not None
        assert found.agreed == []


def test_nothing_is_agreed_in_claims_whose_happening_is_denied() -> None:
    with Timeline.memory("TST") as timeline:
        told = [claim(strikes=3, citation={"source": source}) for source in ("gazette", "agency")]
        timeline.append([*GROUND, *told])
        assert [row["property"] for row in _story(timeline).agreed] == ["strikes"]
        other = claim(strikes=3, citation={"locator": "para 8"})
        denial = claim(citation={"locator": "para 7", "stance": "denies"}, responds_to={"event": "TST-0000-0006-87"})
        timeline.append([other, denial])
        assert [row["property"] for row in _story(timeline).contradictions] == ["claim"]
        assert _story(timeline).agreed == []


def agreed(casualties: list[Any]) -> list[tuple[Any, ...]]:
    """What is agreed of claims of different sources, each with these casualties."""
    with Timeline.memory("TST") as timeline:
        sources = ("gazette", "agency", "gazette")
        told = [
            claim(casualties=one, citation={"source": source, "locator": f"para {number}"})
            for number, (one, source) in enumerate(zip(casualties, sources, strict=False))
        ]
        timeline.append([*GROUND, *told])
        return [(row["property"], row["party"], row["value"], row["sources"]) for row in _story(timeline).agreed]


def _story(timeline: Timeline) -> Story:
    found = story(timeline.db, "bridge")
    assert found is not None
    return found


def test_an_assessment_is_there_from_its_day_on_when_what_it_relies_on_was_reported(
    built: tuple[Timeline, list[str]],
) -> None:
    timeline, instants = built
    for asof, count in (
        (as_of(), 1),
        (as_of(reported="2015-09-09"), 0),
        (as_of(reported="2015-09-10"), 1),
        (as_of(recorded=instants[0]), 0),
    ):
        assert len(decided.assessments(timeline.db, "bridge", asof)) == count


def test_an_undone_merge_links_no_slug_and_held_for_a_while(built: tuple[Timeline, list[str]]) -> None:
    timeline, instants = built
    assert [row["slug"] for row in decided.merged(timeline.db, "bridge")] == ["old-bridge"]
    assert decided.merged(timeline.db, "valley") == []
    assert [row["slug"] for row in decided.merged(timeline.db, "valley", as_of(recorded=instants[3]))] == ["market"]


def test_what_was_not_reported_is_linked_with_nothing(built: tuple[Timeline, list[str]]) -> None:
    timeline, _ = built

    def linked(day: str) -> tuple[list[str], list[str], list[str]]:
        found = story(timeline.db, "bridge", as_of(reported=day))
        assert found is not None
        links = [row["there"] for row in decided.links(timeline.db, "bridge", found.asof)]
        return links, sorted(decided.dependent(timeline.db, found)), _splits(timeline, day)

    # The market has one claim, of an agency of which only the month is known; the valley has none at all.
    assert linked("2015-08-23") == (["valley"], [], [])
    assert linked("2015-08-24") == (["valley"], [rival.V1, rival.REPRINT], [])
    assert linked("2015-08-31") == (["market", "valley"], [rival.V1, rival.REPRINT, rival.UP_TO], [rival.FORTY])


def _splits(timeline: Timeline, day: str) -> list[str]:
    return [claim for row in decided.splits(timeline.db, "bridge", as_of(reported=day)) for claim in row["claims"]]


def test_the_claims_that_a_decision_names_are_those_that_count(built: tuple[Timeline, list[str]]) -> None:
    timeline, _ = built
    assert now.named(timeline.db, [rival.V1])[rival.V1]["id"] == rival.V1
    assert now.named(timeline.db, ["TST-0000-0099-99"]) == {}
    naming = [row["id"] for row in decided.naming(timeline.db, rival.V1)]
    assert naming == [rival.TEXT, rival.SUPERSESSION]
    assert decided.naming(timeline.db, rival.RIVAL) == []
