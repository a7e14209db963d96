"""What is merged counts as one in every table, what is split counts apart, and undoing brings back what was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from events.base import Event
from events.registry import parse
from tests.begun import begun
from tests.samples import GROUND, claim, decided, killed
from tests.tables import Rows, contents
from timeline.projections.building import TABLES
from timeline.service import Timeline

#: One claim on each of two incidents, and one on both, whose figures count on the first.
BRIDGE = claim(casualties=killed(2), occurred="2015-08-22", **{"as": "bridge"})
MARKET = claim(incident="market", casualties=killed(3), citation={"source": "agency"}, **{"as": "market"})
BOTH = claim(
    incident=None,
    about=["bridge", "valley"],
    casualties=killed(4, counted_in="bridge"),
    citation={"locator": "para 2"},
    **{"as": "both"},
)
#: The IDs of these three, and of what comes after them.
FIRST, SECOND, THIRD, NEXT, AFTER = (
    "TST-0000-0006-87",
    "TST-0000-0007-84",
    "TST-0000-0008-81",
    "TST-0000-0009-78",
    "TST-0000-0010-75",
)
#: Tables that tell what was, and not only what counts now.
OF_THEN = {
    "events",
    "corrections",
    "projection",
    "claim_spells",
    "decision_spells",
    "incidents_as_recorded",
    "incident_merges",
    "incident_splits",
}


@pytest.fixture
def timeline(tmp_path: Path) -> Iterator[Timeline]:
    with begun(tmp_path / "t", [*GROUND, BRIDGE, MARKET, BOTH]) as made:
        yield made
        assert made.db.table("problems").count == 0
        assert made.db.execute("pragma foreign_key_check").fetchall() == []
        followed = contents(made.db)
        made.rebuild()
        assert contents(made.db) == followed


def merge(incident: str, into: str, **fields: Any) -> Event:
    return decided("incidents_merged", incident=incident, into=into, **fields)


def split(*claims: str, incident: str = "bridge", into: str = "market") -> Event:
    return decided("incident_split", incident=incident, into=into, claims=list(claims))


def naming(timeline: Timeline, slug: str) -> set[str]:
    """The tables that have a row in whose incident column the slug is, but for those that tell what was."""
    return {
        table.name
        for table in TABLES
        for column in table.columns
        if column.name in ("incident", "other", "counted_in") and table.name not in OF_THEN - {"events", "corrections"}
        if timeline.db.table(table.name).count_where(f"[{column.name}] = ?", [slug])
    }


def figures(timeline: Timeline) -> dict[str, tuple[int, int, int]]:
    """For each incident the lowest and highest number of killed, and in how many claims."""
    found = timeline.db.query("select incident, lowest, highest, claim_count from incident_casualties")
    return {row["incident"]: (row["lowest"], row["highest"], row["claim_count"]) for row in found}


def counts(timeline: Timeline) -> dict[str, int]:
    return {row["slug"]: row["claim_count"] for row in timeline.db.query("select slug, claim_count from incidents")}


def stands_for(timeline: Timeline) -> dict[str, str]:
    return {row["slug"]: row["incident"] for row in timeline.db["incident_slugs"].rows}


def now(timeline: Timeline) -> Rows:
    """What every table tells of now."""
    return {name: rows for name, rows in contents(timeline.db).items() if name.split(" ")[0] not in OF_THEN}


def test_without_a_merge_each_incident_has_its_own(timeline: Timeline) -> None:
    assert counts(timeline) == {"bridge": 2, "market": 1, "valley": 1}
    assert figures(timeline) == {"bridge": (2, 4, 2), "market": (3, 3, 1)}


def test_a_merged_incident_is_named_in_no_table_and_its_claims_count_in_the_other(timeline: Timeline) -> None:
    timeline.append(merge("bridge", "market"))
    assert counts(timeline) == {"market": 3, "valley": 1}
    assert figures(timeline) == {"market": (2, 4, 3)}
    assert naming(timeline, "bridge") == set()
    assert {"events", "casualties", "claim_incidents", "incident_origins"} <= naming(timeline, "market")
    (row,) = timeline.db.query("select earliest, source_count from incidents where slug = 'market'")
    assert row == {"earliest": "2015-08-22", "source_count": 2}


def test_its_slug_leads_to_the_other_and_its_claims_keep_it_as_written(timeline: Timeline) -> None:
    timeline.append(merge("bridge", "market"))
    assert stands_for(timeline) == {"bridge": "market", "market": "market", "valley": "valley"}
    assert timeline[FIRST].event.belongs_to == "bridge"
    told = "select incident, body ->> '$.incident' as written from events where id = ?"
    assert list(timeline.db.query(told, [FIRST])) == [{"incident": "market", "written": "bridge"}]


def test_undoing_a_merge_brings_back_what_was(timeline: Timeline) -> None:
    before = now(timeline)
    timeline.append(merge("bridge", "market"))
    assert now(timeline) != before
    timeline.undo(NEXT, reason="two after all")
    assert now(timeline) == before
    (row,) = timeline.db.query("select slug, [into], event_status, from_at, to_at from incident_merges")
    assert (row["slug"], row["into"], row["event_status"]) == ("bridge", "market", "undone")
    assert row["from_at"] < row["to_at"]


def test_merging_again_is_an_event_of_its_own_that_tells_the_same(timeline: Timeline) -> None:
    timeline.append(merge("bridge", "market"))
    merged = now(timeline)
    timeline.undo(NEXT, reason="two after all")
    again = timeline.append(merge("bridge", "market", follows=AFTER))
    assert again.position == 11
    assert now(timeline) == merged
    states = timeline.db.query("select event, event_status from incident_merges order by event")
    assert [(row["event"], row["event_status"]) for row in states] == [(NEXT, "undone"), (again.id, "current")]


def test_a_claim_that_comes_later_and_names_the_old_slug_counts_in_the_other(timeline: Timeline) -> None:
    timeline.append(merge("bridge", "market"))
    timeline.append(claim(casualties=killed(9), citation={"locator": "para 9"}))
    assert counts(timeline)["market"] == 4
    assert figures(timeline) == {"market": (2, 9, 4)}
    assert naming(timeline, "bridge") == set()


def test_a_merge_of_what_was_merged_into_leads_all_of_them_on(timeline: Timeline) -> None:
    timeline.append([merge("bridge", "market"), merge("market", "valley")])
    assert set(stands_for(timeline).values()) == {"valley"}
    assert counts(timeline) == {"valley": 3}
    timeline.undo(NEXT, reason="x")
    assert stands_for(timeline) == {"bridge": "bridge", "market": "valley", "valley": "valley"}
    assert counts(timeline) == {"bridge": 2, "valley": 2}


def test_a_corrected_merge_leads_elsewhere_and_undoing_the_correction_leads_back(timeline: Timeline) -> None:
    timeline.append(merge("bridge", "market"))
    merged = now(timeline)
    corrected = timeline.correct(NEXT, merge("bridge", "valley"), reason="the other one")
    assert counts(timeline) == {"market": 1, "valley": 2}
    timeline.undo(str(corrected.id), reason="no")
    assert now(timeline) == merged
    spells = sorted((row["event"], row["number"]) for row in timeline.db["decision_spells"].rows)
    assert spells == [(NEXT, 1), (NEXT, 2), (corrected.id, 1)]


def test_what_is_decided_of_a_merged_incident_is_on_the_other_one(timeline: Timeline) -> None:
    assessed = {"assessor": "desk", "assessed": "2015-09-01", "grade": "weak"}
    best = [{"party": "Taliban", "outcome": "killed", "best": 3}]
    timeline.append(
        [
            decided("incidents_linked", incidents=["valley", "bridge"], relation="overlaps"),
            decided("incident_assessed", incident="bridge", figures=best, **assessed),
            merge("bridge", "market"),
        ]
    )
    (link,) = timeline.db.query("select incident, other from incident_links")
    assert link == {"incident": "valley", "other": "market"}
    for table in ("incident_assessments", "best_figures"):
        assert [row["incident"] for row in timeline.db[table].rows] == ["market"]
    assert naming(timeline, "bridge") == set()


def test_what_is_corrected_and_retracted_is_told_of_the_incident_that_counts(timeline: Timeline) -> None:
    timeline.correct(FIRST, claim(casualties=killed(1), **{"as": "bridge"}), reason="miscounted")
    timeline.append(merge("bridge", "market"))
    timeline.retract(SECOND, reason="x")
    assert {row["incident"] for row in timeline.db["corrections"].rows} == {"market"}
    assert figures(timeline) == {"market": (1, 4, 2)}
    timeline.correct(NEXT, claim(casualties=killed(7), **{"as": "bridge"}), reason="miscounted again")
    assert figures(timeline) == {"market": (4, 7, 2)}
    assert naming(timeline, "bridge") == set()


def test_a_correction_of_the_title_of_a_merged_incident_makes_no_incident_of_it(timeline: Timeline) -> None:
    timeline.append(merge("bridge", "market"))
    timeline.correct("bridge", parse({"type": "incident_declared", "slug": "bridge", "title": "New"}), reason="x")
    assert counts(timeline) == {"market": 3, "valley": 1}
    timeline.undo(NEXT, reason="x")
    assert {row["slug"]: row["title"] for row in timeline.db["incidents"].rows}["bridge"] == "New"


def test_a_split_takes_claims_with_their_figures_and_leaves_the_others(timeline: Timeline) -> None:
    timeline.append(split("gazette:bridge"))
    assert counts(timeline) == {"bridge": 1, "market": 2, "valley": 1}
    assert figures(timeline) == {"bridge": (4, 4, 1), "market": (2, 3, 2)}
    (row,) = timeline.db.query("select slug, [into], claim, event_status from incident_splits")
    assert row == {"slug": "bridge", "into": "market", "claim": FIRST, "event_status": "current"}


def test_of_a_joint_claim_the_split_takes_what_it_says_of_the_one_incident(timeline: Timeline) -> None:
    timeline.append(split(THIRD))
    assert counts(timeline) == {"bridge": 1, "market": 2, "valley": 1}
    assert figures(timeline) == {"bridge": (2, 2, 1), "market": (3, 4, 2)}


def test_undoing_a_split_brings_back_what_was(timeline: Timeline) -> None:
    before = now(timeline)
    timeline.append(split(FIRST, THIRD))
    assert figures(timeline) == {"market": (2, 4, 3)}
    timeline.undo(NEXT, reason="x")
    assert now(timeline) == before


def test_a_claim_that_is_corrected_stays_split_off(timeline: Timeline) -> None:
    timeline.append(split(FIRST))
    timeline.correct(FIRST, claim(casualties=killed(8), **{"as": "bridge"}), reason="x")
    assert figures(timeline) == {"bridge": (4, 4, 1), "market": (3, 8, 2)}


def test_a_corrected_split_gives_back_the_claims_that_it_names_no_more(timeline: Timeline) -> None:
    timeline.append(split(FIRST, THIRD))
    timeline.correct(NEXT, split(THIRD), reason="x")
    assert figures(timeline) == {"bridge": (2, 2, 1), "market": (3, 4, 2)}


def test_splits_hold_beside_merges_in_whatever_order_they_come(timeline: Timeline) -> None:
    timeline.append([merge("bridge", "market"), split(FIRST, incident="market", into="valley")])
    expected = {"market": (3, 4, 2), "valley": (2, 2, 1)}
    assert figures(timeline) == expected
    timeline.undo(NEXT, reason="x")
    # That the two are one was wrong; that the first claim is about the valley was not.
    assert figures(timeline) == {"bridge": (4, 4, 1), "market": (3, 3, 1), "valley": (2, 2, 1)}
    timeline.append(merge("bridge", "market", follows="TST-0000-0011-72"))
    assert figures(timeline) == expected


def test_a_merge_into_what_is_restricted_counts_once_it_is_corrected_to_what_is_public(timeline: Timeline) -> None:
    hidden = parse({"type": "incident_declared", "slug": "hidden", "title": "Hidden", "visibility": "restricted"})
    timeline.append(hidden, recorded_by="test")
    merge = {"type": "incidents_merged", "incident": "market", "reason": "one happening"}
    merged = timeline.append(parse({**merge, "into": "hidden"}), recorded_by="test")
    assert [row["id"] for row in timeline.db.query("select id from withheld order by id")][-1] == merged.id
    timeline.correct(str(merged.id), parse({**merge, "into": "bridge"}), reason="another one", recorded_by="test")
    assert [row["into"] for row in timeline.db.query("select [into] from incident_merges")] == ["bridge"]
    assert timeline.db["incidents"].count_where("slug = 'market'") == 0


def test_a_correction_of_a_source_bears_on_what_was_recorded_of_an_incident_before_it_was_merged(
    timeline: Timeline,
) -> None:
    timeline.append(claim(citation={"source": "agency", "chain": ["Herald", "Agency"]}))
    timeline.merge("bridge", into="market", reason="one event")
    query = "select max(origins_max) from incidents_as_recorded where incident = 'bridge'"
    assert timeline.db.execute(query).fetchone() == (2,)
    source = {"type": "source_recorded", "key": "gazette", "kind": "news", "published": "2015-08-26"}
    timeline.correct("gazette", parse(source | {"publisher": "Herald"}), reason="misread")
    assert timeline.db.execute(query).fetchone() == (1,)
