"""Pairs of incidents that are probably one are read from what counts now, and nobody is asked again."""

from __future__ import annotations

from typing import Any

import pytest

from events.base import Event
from events.registry import parse
from tests.samples import GROUND, killed
from timeline.pairs import Found, likely_pairs, sketches
from timeline.reconcile.alike import Number, Sketch
from timeline.reconcile.worth import worth_comparing
from timeline.service import Timeline

SOURCES = [
    parse({"type": "source_recorded", "key": key, "kind": "news", "publisher": key.title(), "published": "2015-08-26"})
    for key in ("times", "herald", "post")
]
PLACED = {"name": "Mūsá Qala", "admin1": "Helmand"}


def incident(slug: str, title: str) -> Event:
    return parse({"type": "incident_declared", "slug": slug, "title": title})


def told(slug: str, source: str, type_: str = "airstrike", **fields: Any) -> Event:
    said = {"source": source, "locator": f"para {slug}"}
    return parse({"type": type_, "incident": slug, "citation": said} | fields)


#: One air strike under two names, and the fall of the same place six days later.
TWO = [
    *SOURCES,
    incident("strikes", "Strikes near Musa Qala"),
    incident("bombing", "Bombing of Musa Qala"),
    incident("fall", "Fall of Musa Qala"),
    told("strikes", "times", occurred="2015-08-22", place=PLACED, casualties=killed("up to 40")),
    told("bombing", "herald", occurred="2015-08-22", place={"name": "Musa Qala", "admin1": "helmand"},
         casualties=killed(40)),
    told("bombing", "post", occurred="2015-08-22"),
    told("fall", "post", "district_fall", occurred="2015-08-28", place="Musa Qala"),
]  # fmt: skip


def found(timeline: Timeline, least: int = 50, most: int = 20, unsure: bool = False) -> Found:
    return likely_pairs(timeline.db, least, most, unsure)


def names(found: Found) -> list[tuple[str, str]]:
    return [(pair.incident, pair.other) for pair in found.pairs]


def test_one_happening_under_two_names_is_found_with_its_reasons() -> None:
    with Timeline.memory() as timeline:
        timeline.append(TWO, recorded_by="desk")
        (pair,) = found(timeline).pairs
        assert (pair.incident, pair.other, pair.unsure) == ("strikes", "bombing", False), "the one with fewer claims"
        assert (pair.title, pair.other_title) == ("Strikes near Musa Qala", "Bombing of Musa Qala")
        assert pair.score == 25 + 20 + 10 + 15 + 10
        assert pair.reasons == (
            "the same day",
            "the same place, Musa Qala",
            "claims of type airstrike on both",
            "40 Taliban killed in both",
            "musa, qala in both titles",
        )


def test_all_pairs_are_counted_and_the_likeliest_are_shown() -> None:
    with Timeline.memory() as timeline:
        timeline.append(TWO, recorded_by="desk")
        all_ = found(timeline, least=0)
        assert all_.total == len(all_.pairs) == 1, "the fall is six days later"
        assert names(found(timeline, least=81)) == []
        more = incident("third", "Bombing of Musa Qala"), told("third", "times", occurred="2015-08-23", place=PLACED)
        timeline.append(more, recorded_by="desk")
        some = found(timeline, least=1, most=1)
        assert (names(some), some.total) == ([("strikes", "bombing")], 3)
        scores = [pair.score for pair in found(timeline, least=1).pairs]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("relation", ["part_of", "overlaps", "same_deaths", "coincides", "distinct", "unsure"])
def test_a_pair_that_somebody_has_linked_is_not_asked_again_unless_it_is_unsure(relation: Any) -> None:
    with Timeline.memory() as timeline:
        timeline.append(TWO, recorded_by="desk")
        receipt = timeline.link("bombing", relation, "strikes", reason="as we see it", recorded_by="desk")
        assert names(found(timeline)) == []
        again = found(timeline, unsure=True)
        assert names(again) == ([("strikes", "bombing")] if relation == "unsure" else [])
        assert all(pair.unsure for pair in again.pairs)
        timeline.undo(str(receipt.id), reason="nobody can know", recorded_by="desk")
        assert names(found(timeline)) == [("strikes", "bombing")]


def test_what_is_merged_is_one_and_asked_again_when_that_is_undone() -> None:
    with Timeline.memory() as timeline:
        timeline.append(TWO, recorded_by="desk")
        receipt = timeline.merge("strikes", into="bombing", reason="one strike", recorded_by="desk")
        assert names(found(timeline)) == []
        timeline.undo(str(receipt.id), reason="two after all", recorded_by="desk")
        assert names(found(timeline)) == [("strikes", "bombing")]


def test_only_what_counts_is_compared() -> None:
    with Timeline.memory() as timeline:
        receipts = timeline.append(TWO, recorded_by="desk")
        timeline.retract(str(receipts[6].id), reason="not said", recorded_by="desk")
        assert names(found(timeline)) == []


def sketch(timeline: Timeline, slug: str) -> Sketch:
    return next(sketch for sketch in sketches(timeline.db) if sketch.slug == slug)


def test_places_and_parties_are_compared_by_what_is_recorded_of_them() -> None:
    recorded: list[dict[str, Any]] = [
        {"type": "place_recorded", "key": "helmand", "name": "Helmand", "kind": "province"},
        {"type": "place_recorded", "key": "mq", "name": "Musa Qala", "kind": "district", "admin1": "Helmand",
         "part_of": "helmand", "aliases": ["Mosa Qaleh"]},
        {"type": "place_recorded", "key": "bazaar", "name": "Bazaar", "kind": "village", "admin1": "Helmand",
         "part_of": "mq"},
        {"type": "actor_recorded", "key": "taliban", "name": "Taliban", "kind": "rebel_group", "aliases": ["Taleban"]},
    ]  # fmt: skip
    claims = [
        told(
            "bridge",
            "gazette",
            place={"name": "Mosa Qaleh", "admin1": "Helmand"},
            casualties=killed("more than 30", party="Taleban"),
        ),
        told(
            "market", "agency", place={"name": "Bazaar", "admin1": "Helmand"}, casualties=killed("30-40", party="all")
        ),
        told("valley", "agency", place={"name": "Helmand", "admin1": "Helmand"}, casualties=killed("unknown")),
    ]
    with Timeline.memory() as timeline:
        timeline.append([*GROUND, *map(parse, recorded), *claims], recorded_by="desk")
        bridge, market, valley = (sketch(timeline, slug) for slug in ("bridge", "market", "valley"))
    assert (bridge.places, bridge.province) == ({"mq": "Musa Qala"}, "helmand")
    assert bridge.within == {"helmand"}
    assert market.places == {"bazaar": "Bazaar"}
    assert market.within == {"mq", "helmand"}
    assert (valley.places, valley.province, valley.numbers) == ({}, "helmand", {}), "a province is no place"
    assert bridge.numbers == {Number("taliban", "killed", 31): "31 Taleban killed"}
    assert market.numbers.keys() == {Number("all", "killed", 30), Number("all", "killed", 40)}
    assert bridge.days is None
    assert bridge.types == {"airstrike"}
    assert bridge.sources == {"gazette"}


def test_texts_that_several_sources_carry_are_known() -> None:
    copy = {"type": "source_recorded", "key": "copy", "kind": "news", "publisher": "Copy", "republishes": "agency"}
    claims = [told("bridge", "agency", **{"as": "a"}), told("market", "copy", **{"as": "b"})]
    link = {"type": "claims_linked", "claims": ["gazette:c", "copy:b"], "relation": "same_text", "evidence": "stated",
            "reason": "word for word"}  # fmt: skip
    with Timeline.memory() as timeline:
        timeline.append([*GROUND, parse(copy), *claims, told("valley", "gazette", **{"as": "c"})], recorded_by="desk")
        linked = timeline.append(parse(link), recorded_by="desk").id
        assert sketch(timeline, "bridge").texts == {"agency"}
        assert sketch(timeline, "market").texts == {"agency", linked}
        assert sketch(timeline, "valley").texts == {linked}


def test_a_record_of_thousands_is_searched_for_few_pairs() -> None:
    """Each pair costs a comparison: of 2,000 incidents that are 2 million pairs, hardly any are compared."""
    count = 2_000
    events = list(SOURCES)
    for number in range(count):
        slug, day = f"i{number}", f"20{10 + number % 10}-{1 + number // 10 % 12:02}-{1 + number // 120 % 28:02}"
        events.append(incident(slug, f"Happening {number}"))
        events.append(told(slug, "times", occurred=day, place={"name": f"Town {number % 50}", "admin1": "Helmand"}))
    with Timeline.memory() as timeline:
        timeline.append(events, recorded_by="desk")
        compared = sum(1 for _ in worth_comparing(sketches(timeline.db)))
    assert compared < 5 * count
