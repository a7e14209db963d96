"""What names the restricted part of a claim that is shown without it is withheld, whoever says it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from events.base import Event
from tests.privacy import (
    GUARDS,
    MARKER,
    PARTY,
    RESTRICTED,
    assert_hidden,
    correct,
    folder,
    holding,
    ids,
    secret,
    timeline,
    withheld,
)
from tests.samples import claim, decided, killed
from tests.tables import assert_as_rebuilt
from timeline.errors import TimelineError
from timeline.service import Timeline

__all__ = ["folder", "timeline"]


def answer(**fields: Any) -> Event:
    """A claim of the Gazette, further down, that denies another one."""
    return claim(strikes=1, **{"citation": {"locator": "para 2", "stance": "denies"}, **fields})


def assessment(*parties: str, civilian_status: str = "unstated", **fields: Any) -> Event:
    """The desk's assessment of the bridge, with best figures of these parties, which relies on the Gazette's v1."""
    figures = [
        {"party": party, "civilian_status": civilian_status, "outcome": "killed", "best": 3} for party in parties
    ]
    told = {"incident": "bridge", "assessor": "the desk", "assessed": "2015-09-01", "grade": "weak", "figures": figures}
    return decided("incident_assessed", **{**told, "relies_on": ["gazette:v1"], **fields})


#: Events, of which those at these places are withheld.
NAMING: dict[str, tuple[list[Event], set[int]]] = {
    "an answer about a value that the claim restricts": (
        [
            claim(strikes=2, place={"name": MARKER, **RESTRICTED}, **{"as": "v1"}),
            answer(note=MARKER, responds_to={"event": "v1", "properties": ["place"]}),
        ],
        {1},
    ),
    "an answer about the persons whom the claim names": (
        [
            claim(strikes=2, people=[{"name": MARKER}], **{"as": "v1"}),
            answer(note=MARKER, responds_to={"event": "v1", "properties": ["people"]}),
        ],
        {1},
    ),
    "an answer about the casualties, all of which are restricted": (
        [
            claim(strikes=2, casualties=[PARTY], **{"as": "v1"}),
            answer(note=MARKER, responds_to={"event": "v1", "properties": ["casualties"]}),
        ],
        {1},
    ),
    "an answer about a figure, of a party that the claim restricts, and an answer to that": (
        [
            claim(casualties=[PARTY, GUARDS], **{"as": "v1"}),
            answer(
                casualties=[{"party": f"{MARKER} unit", "killed": "none"}],
                responds_to={"event": "v1", "properties": ["killed"]},
                **{"as": "v2"},
            ),
            answer(note=MARKER, citation={"locator": "para 3"}, responds_to="v2"),
        ],
        {1, 2},
    ),
    "an answer about another value of such a claim": (
        [
            claim(strikes=2, place={"name": MARKER, **RESTRICTED}, casualties=[PARTY, GUARDS], **{"as": "v1"}),
            answer(casualties=killed(9), responds_to={"event": "v1", "properties": ["strikes", "killed"]}),
        ],
        set[int](),
    ),
    "an answer to the whole of such a claim": (
        [claim(strikes=2, place={"name": MARKER, **RESTRICTED}, **{"as": "v1"}), answer(responds_to="v1")],
        set[int](),
    ),
    "an assessment that names a party which a claim that it relies on restricts": (
        [claim(casualties=[PARTY, GUARDS], **{"as": "v1"}), assessment(f"{MARKER} unit")],
        {1},
    ),
    "an assessment that names such a party by another name": (
        [claim(casualties=[PARTY, GUARDS], **{"as": "v1"}), assessment("the militia", reason=MARKER)],
        {1},
    ),
    "an assessment that relies on a claim which is restricted": (
        [secret(casualties=[GUARDS], **RESTRICTED, **{"as": "v1"}), assessment("guards", reason=MARKER)],
        {0, 1},
    ),
    "an assessment whose total counts a restricted figure": (
        [
            claim(casualties=[PARTY, GUARDS, {"party": "all", "killed": 3}], **{"as": "v1"}),
            assessment("all", reason=MARKER),
        ],
        {1},
    ),
    "an assessment of a figure that one claim restricts and another shows": (
        [
            claim(casualties=[GUARDS | {"killed": {"value": 7, **RESTRICTED}, "injured": 1}], **{"as": "v1"}),
            claim(casualties=[GUARDS], citation={"locator": "para 2"}, **{"as": "v2"}),
            assessment("guards", relies_on=["gazette:v1", "gazette:v2"], reason=MARKER),
        ],
        {2},
    ),
    "an assessment of a figure of another status than is shown": (
        [
            claim(
                casualties=[
                    GUARDS | {"civilian_status": "civilian"},
                    {"party": {"value": "guards", **RESTRICTED}, "civilian_status": "combatant", "killed": 4},
                ],
                **{"as": "v1"},
            ),
            assessment("guards", civilian_status="combatant", reason=MARKER),
        ],
        {1},
    ),
    "an assessment of another party of such a claim": (
        [claim(casualties=[PARTY, GUARDS], **{"as": "v1"}), assessment("guards")],
        set[int](),
    ),
    "an assessment of such a claim without figures": (
        [claim(casualties=[PARTY, GUARDS], **{"as": "v1"}), assessment()],
        set[int](),
    ),
}


@pytest.mark.parametrize("name", NAMING)
def test_what_names_a_restricted_part_of_a_claim_is_in_no_table_and_no_public_file(
    name: str, timeline: Timeline, folder: Path
) -> None:
    assert_hidden(timeline, folder, *NAMING[name])


@pytest.mark.parametrize("place", [None, "Musa Qala"])
def test_answers_about_a_value_that_is_restricted_since_are_withheld_and_come_back_with_it(
    place: str | None, timeline: Timeline, folder: Path
) -> None:
    hiding = claim(strikes=2, place={"name": "Musa Qala", **RESTRICTED}, **{"as": "v1"})
    named: dict[str, Any] = {"event": "v1", "properties": ["place"]}
    id, told, rests = ids(
        timeline,
        claim(strikes=2, place=place, **{"as": "v1"}),
        answer(note=f"Note {MARKER}", responds_to=named, **{"as": "v2"}),
        answer(note=f"Note {MARKER}", citation={"locator": "para 3"}, responds_to="v2"),
    )
    assert withheld(timeline) == []
    version = correct(timeline, id, hiding)
    assert {told, rests} <= set(withheld(timeline))
    assert {file.removesuffix("-wal") for file in holding(folder)} == {"log.db"}
    assert_as_rebuilt(timeline)
    shown = correct(timeline, version, claim(strikes=2, place="Musa Qala", **{"as": "v1"}))
    assert {told, rests}.isdisjoint(withheld(timeline))
    assert_as_rebuilt(timeline)
    timeline.undo(shown, reason="it was right", recorded_by="desk")
    assert {told, rests} <= set(withheld(timeline))
    assert {file.removesuffix("-wal") for file in holding(folder)} == {"log.db"}
    assert_as_rebuilt(timeline)


def test_an_answer_about_what_a_claim_restricted_before_stays_withheld_when_the_claim_says_nothing_of_it_any_more(
    timeline: Timeline, folder: Path
) -> None:
    id, told = ids(
        timeline,
        claim(strikes=2, place={"name": MARKER, **RESTRICTED}, **{"as": "v1"}),
        answer(note=f"Note {MARKER}", responds_to={"event": "v1", "properties": ["place"]}),
    )
    correct(timeline, id, claim(strikes=2, **{"as": "v1"}))
    assert withheld(timeline) == [told]
    assert_as_rebuilt(timeline)


def test_a_reader_who_keeps_an_answer_that_is_withheld_since_is_told_of(timeline: Timeline, folder: Path) -> None:
    id, _ = ids(
        timeline,
        claim(strikes=2, **{"as": "v1"}),
        answer(note=f"Note {MARKER}", responds_to={"event": "v1", "properties": ["place"]}),
    )
    timeline.db.execute("pragma busy_timeout = 100")
    with closing(sqlite3.connect(folder / "timeline.db", isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from events").fetchone()
        with pytest.raises(TimelineError, match=r"timeline.db-wal still holds(?s:.*)they may still show it"):
            correct(timeline, id, claim(strikes=2, place={"name": "Musa Qala", **RESTRICTED}, **{"as": "v1"}))
    timeline.rebuild()
    assert {name.removesuffix("-wal") for name in holding(folder)} == {"log.db"}


def test_an_assessment_is_withheld_once_no_claim_shows_the_party_that_one_restricts(
    timeline: Timeline, folder: Path
) -> None:
    shown = claim(casualties=[GUARDS, {"party": f"{MARKER} unit", "killed": 3}], **{"as": "v1"})
    party = {"party": {"value": "x", **RESTRICTED}, "killed": 2}
    hiding = claim(casualties=[GUARDS, party], citation={"locator": "para 2"}, **{"as": "v2"})
    relies_on = ["gazette:v1", "gazette:v2"]
    id, other, decision = ids(timeline, shown, hiding, assessment(f"{MARKER} unit", relies_on=relies_on))
    assert withheld(timeline) == []
    version = correct(timeline, id, claim(casualties=[GUARDS], **{"as": "v1"}))
    assert withheld(timeline) == [decision]
    assert_as_rebuilt(timeline)
    timeline.undo(version, reason="it was right", recorded_by="desk")
    assert withheld(timeline) == []
    assert_as_rebuilt(timeline)
    timeline.restrict(other, reason="danger", recorded_by="desk")
    assert decision in withheld(timeline)
    assert_as_rebuilt(timeline)


def test_an_assessment_is_withheld_by_what_any_version_of_it_relied_on(timeline: Timeline, folder: Path) -> None:
    hiding = claim(casualties=[PARTY, GUARDS], **{"as": "v1"})
    other = claim(casualties=[GUARDS], citation={"locator": "para 2"}, **{"as": "v2"})
    _, _, decision = ids(timeline, hiding, other, assessment(f"{MARKER} unit"))
    version = correct(timeline, decision, assessment("guards", relies_on=["gazette:v2"]))
    assert withheld(timeline) == [decision]
    assert [row["event"] for row in timeline.db.query("select event from incident_assessments")] == [version]
    assert {file.removesuffix("-wal") for file in holding(folder)} == {"log.db"}
    assert_as_rebuilt(timeline)
