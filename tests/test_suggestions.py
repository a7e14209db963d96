"""Who writes a name that is only nearly recorded is told so, once, and everything is stored as written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from events.base import Event
from events.registry import parse
from tests.begun import begun
from tests.samples import GROUND, claim, killed
from timeline.service import Timeline
from timeline.suggestions import Suggestion, suggestions

PLACE = {"type": "place_recorded", "key": "musa-qala", "name": "Musa Qala", "kind": "district", "admin1": "Helmand"}
ACTOR = {"type": "actor_recorded", "key": "taliban", "name": "Taliban", "kind": "rebel_group"}


@pytest.fixture
def timeline(tmp_path: Path) -> Iterator[Timeline]:
    with begun(tmp_path / "t", GROUND) as timeline:
        yield timeline


def told(timeline: Timeline, *events: Event) -> list[Suggestion]:
    receipts = timeline.append(events, recorded_by="test")
    return suggestions(events, receipts, timeline.db)


def there(name: str, admin1: str | None = "Helmand", **fields: Any) -> Event:
    return claim(citation={"locator": name}, place={"name": name} | ({"admin1": admin1} if admin1 else {}), **fields)


def test_without_a_gazetteer_there_is_nothing_to_suggest(timeline: Timeline) -> None:
    assert told(timeline, there("Musa Qalah", casualties=killed(2, "Talibans"))) == []


def test_near_names_are_suggested_where_they_stand(timeline: Timeline) -> None:
    timeline.append([parse(PLACE), parse(ACTOR)], recorded_by="test")
    given = there("Musa Qalah", operator="Talibans", casualties=[*killed(2, "farmers"), *killed(1, "Talban")])
    found = told(timeline, there("Musa-Qala", target="Taliban"), given)
    assert [(one.index, one.path) for one in found] == [
        (1, ("place",)),
        (1, ("operator",)),
        (1, ("casualties", 1, "party")),
    ]
    assert found[0].problem == (
        '"Musa Qalah" in Helmand is linked with no recorded place. Near: Musa Qala (musa-qala).'
    )
    assert found[1].problem == '"Talibans" is linked with no recorded actor. Near: Taliban (taliban).'


def test_a_name_without_its_province_is_suggested(timeline: Timeline) -> None:
    timeline.append(parse(PLACE), recorded_by="test")
    (found,) = told(timeline, there("Musa Qala", None))
    assert "without a province" in found.problem


def test_each_name_is_told_once_and_nothing_of_what_is_there_already(timeline: Timeline) -> None:
    timeline.append(parse(PLACE), recorded_by="test")
    twice = [there("Musa Qalah"), there("Musa Qalah", strikes=2, incident="market")]
    assert [one.index for one in told(timeline, *twice)] == [0]
    assert told(timeline, *twice) == []
