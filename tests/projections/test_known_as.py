"""An incident is found by every recorded name of its places and parties, whenever these came to be known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from events.registry import parse
from tests.samples import GROUND, claim, killed
from tests.tables import assert_as_rebuilt
from timeline import Timeline

HELMAND = {"country": "AF", "admin1": "Helmand"}
PLACE = {"type": "place_recorded", "key": "musa-qala", "name": "Musa Qala", "kind": "town"} | HELMAND
ACTOR = {"type": "actor_recorded", "key": "taliban", "name": "Taliban", "kind": "rebel_group"}


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with Timeline.memory("TST") as made:
        made.append(GROUND, recorded_by="test")
        yield made


def found(timeline: Timeline, words: str) -> list[str]:
    assert_as_rebuilt(timeline)
    return [row["slug"] for row in timeline.db.table("incidents").search(words, order_by="slug")]


def recorded(event: dict[str, Any], *aliases: str) -> Any:
    return parse(event | {"aliases": [{"name": name} for name in aliases]})


def test_an_incident_is_found_by_other_names_of_its_place_and_its_parties(timeline: Timeline) -> None:
    timeline.append([recorded(PLACE, "Musa Kala"), recorded(ACTOR, "Taleban")], recorded_by="test")
    there = claim(place={"name": "Musa Qala"} | HELMAND)
    timeline.append([there, claim(incident="market", casualties=killed(4))], recorded_by="test")
    assert (found(timeline, "Musa Kala"), found(timeline, "Taleban")) == (["bridge"], ["market"])
    assert found(timeline, "valley") == ["valley"]


def test_it_is_so_too_where_the_names_are_recorded_later(timeline: Timeline) -> None:
    timeline.append(claim(place={"name": "Musa Qala"} | HELMAND, casualties=killed(4)), recorded_by="test")
    assert found(timeline, "Musa Kala") == []
    timeline.append(recorded(PLACE, "Musa Kala"), recorded_by="test")
    assert (found(timeline, "Musa Kala"), found(timeline, "Taleban")) == (["bridge"], [])
    timeline.append(recorded(ACTOR, "Taleban"), recorded_by="test")
    assert found(timeline, "Taleban") == ["bridge"]


def test_no_incident_is_found_by_the_names_in_a_claim_that_was_retracted(timeline: Timeline) -> None:
    timeline.append(recorded(PLACE, "Musa Kala"), recorded_by="test")
    made = timeline.append(claim(place={"name": "Musa Qala"} | HELMAND), recorded_by="test")
    timeline.retract(str(made.id), reason="misread", recorded_by="test")
    assert found(timeline, "Musa Kala") == []
