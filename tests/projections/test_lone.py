"""Values that one origin alone gives have a row, as long as they count and nobody else says the same."""

from __future__ import annotations

from typing import Any

from events.registry import parse
from tests.samples import GROUND, claim, killed
from timeline import Timeline

SECOND: dict[str, Any] = {"source": "agency"}


def lone(timeline: Timeline) -> list[tuple[Any, ...]]:
    query = "select event, property, party, value from lone_values where incident = 'bridge' order by event, number"
    return timeline.db.execute(query).fetchall()


def test_a_value_has_a_row_until_another_origin_says_the_same_and_again_when_that_is_retracted() -> None:
    with Timeline.memory("HEL") as timeline:
        timeline.append([*GROUND, claim(casualties=killed(2))], recorded_by="test")
        assert lone(timeline) == [], "one origin speaks of all of it"
        first = "HEL-0000-0006-69"
        other = str(timeline.append(claim(citation=SECOND, casualties=killed(3)), recorded_by="test").id)
        killings = [(first, "killed", "Taliban", "2"), (other, "killed", "Taliban", "3")]
        assert [row for row in lone(timeline) if row[1] == "killed"] == killings
        again = claim(citation=SECOND | {"locator": "para 9"}, casualties=killed(2))
        third = str(timeline.append(again, recorded_by="test").id)
        assert [row for row in lone(timeline) if row[1] == "killed"] == killings[1:]
        timeline.retract(third, reason="misread")
        kept = lone(timeline)
        assert [row for row in kept if row[1] == "killed"] == killings
        timeline.rebuild()
        assert lone(timeline) == kept


def test_places_are_one_by_all_names_that_are_recorded() -> None:
    bend, curve = ({"name": name, "admin1": "North"} for name in ("Bend", "Curve"))
    with Timeline.memory("HEL") as timeline:
        timeline.append([*GROUND, claim(place=bend), claim(citation=SECOND, place=curve)], recorded_by="test")
        assert [row[1:] for row in lone(timeline) if row[1] == "place"] == [
            ("place", None, "Bend"),
            ("place", None, "Curve"),
        ]
        recorded = {"type": "place_recorded", "key": "xx-bend", "name": "Bend", "aliases": ["Curve"], "kind": "town"}
        timeline.append(parse(recorded | {"admin1": "North"}), recorded_by="test")
        assert "place" not in {row[1] for row in lone(timeline)}
