"""What a derived claim lost of its base's hedges and open ends has a row, for as long as both count and are linked."""

from __future__ import annotations

from typing import Any

import pytest

from events.registry import parse
from tests.samples import GROUND, claim, killed
from timeline import Timeline

FIRST_AS: dict[str, Any] = {"as": "first"}
AFTER_AS: dict[str, Any] = {"as": "after"}
FIRST = claim(casualties=killed({"value": "up to 40", "hedge": "reportedly"}), **FIRST_AS)
AFTER = claim(citation={"source": "agency"}, casualties=killed(40), **AFTER_AS)
LINK = parse(
    {
        "type": "claims_linked",
        "claims": ["agency:after", "gazette:first"],
        "relation": "derived",
        "evidence": "inferred",
        "reason": "the same number",
    }
)


@pytest.fixture
def timeline() -> Timeline:
    made = Timeline.memory("HEL")
    made.append([*GROUND, FIRST, AFTER], recorded_by="test")
    return made


def lost(timeline: Timeline) -> list[tuple[Any, ...]]:
    columns = "incident, event, base, property, base_party, party, before, after, lost, link, evidence"
    return timeline.db.execute(f"select {columns} from lost_hedges").fetchall()


def test_without_a_link_nothing_is_lost(timeline: Timeline) -> None:
    assert lost(timeline) == []


def test_up_to_40_that_became_40_has_lost_its_bound_and_its_hedge(timeline: Timeline) -> None:
    link = timeline.append(LINK).id
    told = ("HEL-0000-0007-66", "HEL-0000-0006-69", "killed", "Taliban", "Taliban", "reportedly up to 40", "40")
    assert lost(timeline) == [("bridge", *told, what, link, "inferred") for what in ("bound", "hedge")]
    before = lost(timeline)
    timeline.rebuild()
    assert lost(timeline) == before


def test_in_one_text_it_is_lost_by_whichever_says_it_more_surely_unless_that_was_there_before() -> None:
    same = LINK.model_copy(update={"relation": "same_text"})
    with Timeline.memory("HEL") as timeline:
        timeline.append([*GROUND, FIRST, AFTER, same], recorded_by="test")
        assert [(row[1], row[2], row[8]) for row in lost(timeline)] == [
            ("HEL-0000-0007-66", "HEL-0000-0006-69", what) for what in ("bound", "hedge")
        ]
        earlier = GROUND[1].model_copy(update={"published": "2015-07"})
        timeline.correct("agency", earlier, reason="the date was misread")
        assert lost(timeline) == []
        before = timeline.db.execute("select count(*) from claim_links").fetchone()
        timeline.rebuild()
        assert (lost(timeline), timeline.db.execute("select count(*) from claim_links").fetchone()) == ([], before)


@pytest.mark.parametrize("gone", ["link", "base", "derived"])
def test_it_is_gone_with_the_link_and_with_either_claim(timeline: Timeline, gone: str) -> None:
    link = str(timeline.append(LINK).id)
    if gone == "link":
        timeline.undo(link, reason="they are independent")
    else:
        timeline.retract("HEL-0000-0006-69" if gone == "base" else "HEL-0000-0007-66", reason="coded twice")
    assert lost(timeline) == []


def test_a_corrected_base_is_compared_as_it_counts(timeline: Timeline) -> None:
    timeline.append(LINK)
    timeline.correct("HEL-0000-0006-69", claim(casualties=killed("up to 40"), **FIRST_AS), reason="no hedge")
    assert [(row[2], row[6], row[8]) for row in lost(timeline)] == [("HEL-0000-0009-60", "up to 40", "bound")]


def test_where_a_total_came_of_one_partys_figure_each_is_told_with_whom_it_counts() -> None:
    total = claim(citation={"source": "agency"}, casualties=killed(40, party="all"), **AFTER_AS)
    with Timeline.memory("HEL") as timeline:
        timeline.append([*GROUND, FIRST, total, LINK], recorded_by="test")
        assert {row[4:8] for row in lost(timeline)} == {("Taliban", "all", "reportedly up to 40", "40")}
