"""What others say against a claim stands in its row of `events`, whatever came first, as long as they say it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from events.registry import parse
from tests.samples import GROUND, claim, decided, killed
from tests.tables import assert_as_rebuilt
from timeline import Timeline


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with Timeline.memory("TST") as made:
        made.append(GROUND, recorded_by="test")
        yield made


def told(timeline: Timeline) -> dict[str, Any]:
    """What the rows of claims tell, by their labels; those that tell nothing are left out."""
    rows = timeline.db.query(
        """select json_extract(body, '$.as') as label, disputed, doubted from events
        where disputed or doubted is not null order by position"""
    )
    assert_as_rebuilt(timeline)
    return {row["label"]: (row["disputed"], row["doubted"]) for row in rows}


def said(label: str, locator: str, **fields: Any) -> Any:
    return claim(citation={"locator": locator} | fields.pop("citation", {}), **{"as": label}, **fields)


def append(timeline: Timeline, event: Any) -> str:
    return str(timeline.append(event, recorded_by="test").id)


def test_claims_that_contradict_each_other_are_disputed_until_one_is_retracted(timeline: Timeline) -> None:
    append(timeline, said("few", "para 1", casualties=killed(10)))
    append(timeline, said("alone", "para 2", incident="market", casualties=killed(10)))
    assert told(timeline) == {}
    many = append(timeline, said("many", "para 3", casualties=killed(40), citation={"source": "agency"}))
    assert told(timeline) == {"few": (1, None), "many": (1, None)}
    timeline.retract(many, reason="misread", recorded_by="test")
    assert told(timeline) == {}


def test_a_correction_is_disputed_in_the_place_of_what_it_corrects(timeline: Timeline) -> None:
    few = append(timeline, said("few", "para 1", casualties=killed(40)))
    append(timeline, said("many", "para 3", casualties=killed(40), citation={"source": "agency"}))
    assert told(timeline) == {}
    better = said("few", "para 1", casualties=killed(10))
    made = timeline.correct(few, better, reason="misread", recorded_by="test")
    disputed = {row["id"] for row in timeline.db.query("select id from events where disputed = 1")}
    assert str(made.id) in disputed
    assert few not in disputed
    assert len(disputed) == 2
    assert_as_rebuilt(timeline)


def test_a_denial_makes_what_it_denies_disputed_and_denied(timeline: Timeline) -> None:
    append(timeline, said("told", "para 1"))
    append(timeline, said("no", "para 2", responds_to="told", citation={"stance": "denies"}))
    assert told(timeline) == {"told": (1, "denied"), "no": (1, None)}


def test_who_denies_a_happening_denies_it_also_where_that_answers_nobody(timeline: Timeline) -> None:
    append(timeline, said("told", "para 1", casualties=killed(40)))
    denied: list[Any] = [{"party": "Taliban", "killed": {"value": 40, "stance": "denies"}}]
    append(timeline, said("no", "para 2", casualties=denied, citation={"source": "agency"}))
    assert told(timeline) == {"told": (1, "denied"), "no": (1, None)}


def test_a_question_is_no_dispute_and_is_told_all_the_same_until_it_is_undone(timeline: Timeline) -> None:
    append(timeline, said("told", "para 1", incident="valley"))
    answer = append(
        timeline, said("really", "para 2", incident="market", responds_to="told", citation={"stance": "questions"})
    )
    assert told(timeline) == {"told": (0, "questioned")}
    append(timeline, said("unknown", "para 3", responds_to="told", citation={"stance": "cannot_confirm"}))
    assert told(timeline) == {"told": (0, "questioned, not confirmed")}
    retraction = timeline.retract(answer, reason="misread", recorded_by="test")
    assert told(timeline) == {"told": (0, "not confirmed")}
    timeline.append(parse({"type": "undone", "undoes": str(retraction.id), "reason": "it was right"}))
    assert told(timeline) == {"told": (0, "questioned, not confirmed")}


def test_a_doubt_stays_with_the_correction_of_what_it_doubts(timeline: Timeline) -> None:
    first = append(timeline, said("told", "para 1"))
    append(timeline, said("really", "para 2", responds_to="told", citation={"stance": "questions"}))
    made = timeline.correct(first, said("told", "para 1", strikes=2), reason="misread", recorded_by="test")
    rows = timeline.db.query("select id from events where doubted = 'questioned'")
    assert [row["id"] for row in rows] == [str(made.id)]
    assert_as_rebuilt(timeline)


def test_what_is_known_of_actors_later_may_make_a_dispute(timeline: Timeline) -> None:
    append(timeline, said("few", "para 1", casualties=killed(10, party="TB")))
    append(timeline, said("many", "para 3", casualties=killed(40), citation={"source": "agency"}))
    before = told(timeline)
    actor = {"type": "actor_recorded", "key": "taliban", "name": "Taliban", "kind": "rebel_group"}
    append(timeline, parse(actor | {"aliases": [{"name": "TB"}]}))
    assert (before, told(timeline)) == ({}, {"few": (1, None), "many": (1, None)})


def test_only_rows_are_written_of_which_something_else_is_told(timeline: Timeline) -> None:
    append(timeline, said("few", "para 1", casualties=killed(10)))
    append(timeline, said("many", "para 3", casualties=killed(40), citation={"source": "agency"}))
    timeline.db.execute("create temp table written (id text)")
    note = "insert into written values (new.id)"
    timeline.db.execute(f"create temp trigger noted after update of disputed on main.events begin {note}; end")
    third = append(timeline, said("more", "para 5", casualties=killed(70)))
    assert [row["id"] for row in timeline.db.query("select id from written")] == [third]


def _answer(timeline: Timeline, **values: Any) -> str:
    append(
        timeline,
        said("told", "para 1", incident="valley", casualties=[{"party": "Taliban", "killed": 3, "injured": 4}]),
    )
    answered = {"event": "told", "properties": ["killed", "injured"]}
    figures = [{"party": "Taliban"} | values]
    return append(timeline, said("b", "para 2", incident="market", responds_to=answered, casualties=figures))


def test_a_denial_that_its_issuer_took_back_doubts_nothing_any_more(timeline: Timeline) -> None:
    answer = _answer(timeline, killed={"value": 3, "stance": "denies"})
    before = told(timeline)
    taken = {"old": [answer], "new": [], "fields": ["killed"], "change": "withdrawal"}
    append(timeline, decided("statement_superseded", **taken))
    assert (before, told(timeline)) == ({"told": (0, "denied")}, {})


def test_of_several_doubts_in_one_answer_the_sharpest_is_told(timeline: Timeline) -> None:
    _answer(timeline, killed={"value": 3, "stance": "denies"}, injured={"value": 4, "stance": "cannot_confirm"})
    assert told(timeline) == {"told": (0, "denied")}
