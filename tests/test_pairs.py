"""Pairs of incidents that are probably one are read from what counts now, and nobody is asked again."""

from __future__ import annotations

from collections.abc import Iterator
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
        assert pair.score == 25 + 20 + 10 + 15
        assert pair.reasons == (
            "the same day",
            "the same place, Musa Qala",
            "claims of type airstrike on both",
            "40 Taliban killed in both",
        )


def test_all_pairs_are_counted_and_the_likeliest_are_shown() -> None:
    with Timeline.memory() as timeline:
        timeline.append(TWO, recorded_by="desk")
        all_ = found(timeline, least=0)
        assert all_.total == len(all_.pairs) == 1, "the fall is six days later"
        assert names(found(timeline, least=71)) == []
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
    assert bridge.within == set()
    assert market.places == {"bazaar": "Bazaar"}
    assert market.recorded == {"bazaar"}
    assert market.within == {"mq"}
    assert (valley.places, valley.province, valley.numbers) == ({}, "helmand", {}), "a province is no place"
    assert bridge.numbers == {Number(("actor", "taliban"), "killed", 30): "30 Taleban killed"}
    assert market.numbers.keys() == {Number(("name", "all"), "killed", number) for number in (30, 40)}
    assert bridge.days is None
    assert bridge.types == {"airstrike"}
    assert bridge.sources == {("gazette", "desk")}


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


def test_a_record_of_hundreds_is_searched_for_few_pairs() -> None:
    """Each pair costs a comparison: of 800 incidents that are 319,600 pairs, hardly any are compared."""
    count = 800
    events = list(SOURCES)
    for number in range(count):
        slug, day = f"i{number}", f"20{10 + number % 10}-{1 + number // 10 % 12:02}-{1 + number // 120 % 28:02}"
        events.append(incident(slug, f"Happening {number}"))
        events.append(told(slug, "times", occurred=day, place={"name": f"Town {number % 50}", "admin1": "Helmand"}))
    with Timeline.memory() as timeline:
        timeline.append(events, recorded_by="desk")
        compared = sum(1 for _ in worth_comparing(sketches(timeline.db)))
    assert compared < 5 * count


#: The places and parties that a desk has recorded.
GAZETTEER: list[dict[str, Any]] = [
    {"type": "place_recorded", "key": "helmand", "name": "Helmand", "kind": "province"},
    {"type": "place_recorded", "key": "mq", "name": "Musa Qala", "kind": "district", "admin1": "Helmand",
     "part_of": "helmand", "aliases": ["Musa Kala"]},
    {"type": "place_recorded", "key": "nz", "name": "Nawzad", "kind": "district", "admin1": "Helmand",
     "part_of": "helmand"},
    {"type": "place_recorded", "key": "roshan", "name": "Roshan Tower", "kind": "village", "admin1": "Helmand",
     "part_of": "mq"},
    {"type": "actor_recorded", "key": "taliban", "name": "Taliban", "kind": "rebel_group", "aliases": ["Taleban"]},
]  # fmt: skip


def place(name: str) -> dict[str, str]:
    return {"name": name, "admin1": "Helmand"}


#: Title, source and fields of a claim.
Told = tuple[str, str, dict[str, Any]]
STRIKES: Told = (
    "Bombing around Musa Qala",
    "times",
    {"occurred": "2015-08-22", "place": place("Musa Qala"), "casualties": killed("up to 40")},
)


def otherwise(title: str, source: str = "herald", of: Told = STRIKES, **fields: Any) -> Told:
    """The same happening as a second coder would tell it, but for what is given."""
    return title, source, {name: value for name, value in (of[2] | fields).items() if value is not None}


SHOOTING = otherwise("Two soldiers shot at a base", type_="insider_attack", casualties=killed(2, party="NATO"))
FALL = otherwise("Taliban take Musa Qala", type_="district_fall", casualties=None)


#: One happening, as two coders tell it.
ONE: list[tuple[Told, Told]] = [
    (STRIKES, otherwise("Air raid in Helmand", place=place("Musa Kala"))),
    (STRIKES, otherwise("Air raid in Helmand", place=place("Mosa Qala"), occurred="2015-08-23")),
    (STRIKES, otherwise("Air raid in Helmand", place=place("Musaqaleh"), occurred="2015-08-23")),
    (STRIKES, otherwise("Forty fighters die", casualties=killed("about 40", party="Taleban"))),
    (STRIKES, otherwise("Forty fighters die", casualties=killed("more than 40"), occurred="2015-08-24")),
    (STRIKES, otherwise("Warplanes over the north", casualties=None)),
    (STRIKES, otherwise("Warplanes over the north", casualties=None, occurred="2015-08-23")),
    (STRIKES, otherwise("Warplanes over a village", casualties=None, place=place("Roshan Tower"))),
    (STRIKES, otherwise("Warplanes over the north", place={"name": "Helmand"})),
    (STRIKES, otherwise("Strikes in the week", occurred="2015-08-20/2015-08-24")),
    (STRIKES, otherwise("Strikes near Musa Qala", source="times")),
    (SHOOTING, otherwise("Attack on trainers", of=SHOOTING, occurred="2015-08-24", source="post")),
    (SHOOTING, otherwise("Attack on trainers", of=SHOOTING, type_="shooting", source="post")),
    (FALL, otherwise("District centre overrun", of=FALL, occurred="2015-08-23", source="post")),
]
#: Two that are somewhat alike, and who coded them.
TWAIN: list[tuple[Told, Told, tuple[str, str]]] = [
    # Two strikes in one district in one week, by one source and by two.
    (STRIKES, otherwise("Bombing of Musa Qala", source="times", occurred="2015-08-24"), ("Ada", "Ada")),
    (STRIKES, otherwise("Bombing around Musa Qala", casualties=killed(7), occurred="2015-08-24"), ("Ada", "Ben")),
    (STRIKES, otherwise("Bombing of Musa Qala", casualties=killed(12), occurred="2015-08-26"), ("Ada", "Ben")),
    (STRIKES, otherwise("Renewed bombing around Musa Qala", occurred="2015-08-27"), ("Ada", "Ben")),
    # A list with a row for each strike of one day.
    (STRIKES, otherwise("Second strike", source="times", casualties=killed(3)), ("Ada", "Ada")),
    # Two districts of one province, in a month and on one day.
    (FALL, otherwise("Taliban take Nawzad", of=FALL, place=place("Nawzad"), occurred="2015-07-29"), ("Ada", "Ben")),
    (FALL, otherwise("Taliban take Nawzad", of=FALL, place=place("Nawzad")), ("Ada", "Ben")),
    (STRIKES, otherwise("Bombing around Nawzad", place=place("Nawzad")), ("Ada", "Ben")),
    # What else happens at one place in those days.
    (STRIKES, FALL, ("Ada", "Ben")),
    (STRIKES, otherwise("Clashes around Musa Qala", type_="armed_clash", casualties=None,
                        occurred="2015-08-23/2015-08-26"), ("Ada", "Ben")),
]  # fmt: skip


@pytest.fixture(scope="module")
def scores() -> Iterator[dict[tuple[str, str], int]]:
    """The score of each pair of a record that has all of these, by their slugs."""
    with Timeline.memory() as timeline:
        timeline.append([*SOURCES, *map(parse, GAZETTEER)], recorded_by="desk")
        by: dict[str, list[Event]] = {"Ada": [], "Ben": []}
        for name, pairs in (("one", [(*pair, ("Ada", "Ben")) for pair in ONE]), ("twain", TWAIN)):
            for number, (first, second, coders) in enumerate(pairs):
                for which, coder, (title, source, fields) in zip("ab", coders, (first, second), strict=True):
                    slug = f"{name}-{number}-{which}"
                    by[coder].append(incident(slug, title))
                    by[coder].append(told(slug, source, **{"type_": "airstrike"} | fields))
        for coder, events in by.items():
            timeline.append(events, recorded_by=coder)
        yield {(pair.incident, pair.other): pair.score for pair in found(timeline, least=0, most=10_000).pairs}


@pytest.mark.parametrize("number", range(len(ONE)))
def test_what_a_second_coder_tells_of_one_happening_is_asked_about(
    number: int, scores: dict[tuple[str, str], int]
) -> None:
    assert scores.get((f"one-{number}-a", f"one-{number}-b"), 0) >= 50, ONE[number]


@pytest.mark.parametrize("number", range(len(TWAIN)))
def test_two_happenings_that_are_somewhat_alike_are_not(number: int, scores: dict[tuple[str, str], int]) -> None:
    assert scores.get((f"twain-{number}-a", f"twain-{number}-b"), 0) < 50, TWAIN[number]
