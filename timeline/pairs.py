"""Incidents that are probably one are found among those that count now; nobody is asked again what was decided."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlite_utils import Database

from events.values.quantity import Quantity
from timeline.matching.names import normalised
from timeline.matching.near import near
from timeline.projections.known import known_in
from timeline.projections.summary import HAPPENINGS
from timeline.reconcile.alike import Number, Pair, Sketch, compared, telling_words
from timeline.reconcile.worth import worth_comparing

#: Kinds of places that are no place where something happened.
_COARSE = ("province", "country")

_INCIDENTS = "select slug, title, types, earliest, latest, admin1 from incidents order by slug"
_PLACES = """
    select distinct claim_incidents.incident, events.place as name, events.admin1, claim_places.place as key
    from claim_incidents join events on events.id = claim_incidents.event
        left join claim_places on claim_places.event = events.id
    where relation != 'counted_in' and status = 'current' and events.place is not null
"""
_NUMBERS = """
    select distinct coalesce(counted_in, incident) as incident, party, outcome, value from casualties
    where event_status = 'current' and stance in ('asserts', 'confirms')
"""
_SOURCES = """
    select distinct claim_incidents.incident, source, recorded_by
    from claim_incidents join events on events.id = claim_incidents.event where status = 'current'
"""
_REPUBLISHED = """
    select source, json_extract(body, '$.republishes') as text from events
    where type = 'source_recorded' and status = 'current' and text is not null
"""
_LINKED = """
    select distinct claim_links.event, incident from claim_links join claim_spells on root in (claim, other)
    where event_status = 'current' and claim_spells.to_at is null and incident is not null
"""
_LINKS = "select incident, other, relation from incident_links where event_status = 'current'"


@dataclass(frozen=True, slots=True)
class Likely:
    """Two incidents that are probably one, the one with fewer claims first. `unsure`: somebody has linked them so."""

    score: int
    incident: str
    title: str
    other: str
    other_title: str
    reasons: tuple[str, ...]
    unsure: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The pairs that were asked for, the likeliest first, and how many there are in all."""

    pairs: tuple[Likely, ...]
    total: int


def likely_pairs(db: Database, least: int, most: int, unsure: bool = False) -> Found:
    """The `most` likeliest pairs of incidents in the tables `db` that have a score of `least` or more.

    Pairs that are linked in any way are left out, but for those linked as unsure if `unsure`.
    """
    links = {frozenset((row["incident"], row["other"])): row["relation"] for row in db.query(_LINKS)}
    counted = 0

    def scored() -> Iterator[Pair]:
        nonlocal counted
        for one, other in worth_comparing(sketches(db)):
            relation = links.get(frozenset((one.slug, other.slug)))
            if relation is None or (unsure and relation == "unsure"):
                pair = compared(one, other, _nearly)
                if pair.score >= least:
                    counted += 1
                    yield pair

    found = heapq.nsmallest(most, scored(), key=lambda pair: (-pair.score, pair.incident, pair.other))
    return Found(tuple(_likely(db, pair, frozenset((pair.incident, pair.other)) in links) for pair in found), counted)


def _nearly(one: str, other: str) -> bool:
    spellings = sorted((normalised(one), normalised(other)))
    return bool(near(spellings[0], [(spellings[1], "")]))


def _likely(db: Database, pair: Pair, unsure: bool) -> Likely:
    query = "select slug, title from incidents where slug in (?, ?) order by claim_count, slug"
    one, other = db.query(query, [pair.incident, pair.other])
    return Likely(pair.score, one["slug"], one["title"], other["slug"], other["title"], pair.reasons, unsure)


@dataclass(slots=True)
class _Gathered:
    """What the tables hold of one incident, row by row."""

    provinces: set[str] = field(default_factory=set)
    places: dict[str, str] = field(default_factory=dict)
    recorded: set[str] = field(default_factory=set)
    within: set[str] = field(default_factory=set)
    numbers: dict[Number, str] = field(default_factory=dict)
    sources: set[tuple[str, str]] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)


def sketches(db: Database) -> Iterator[Sketch]:
    """Every incident that counts, as it is compared with others."""
    gathered = {row["slug"]: _Gathered() for row in db.query("select slug from incidents")}
    _gather_places(db, gathered)
    _gather_numbers(db, gathered)
    _gather_sources(db, gathered)
    for row in db.query(_INCIDENTS):
        found = gathered.pop(row["slug"])
        own = normalised(row["admin1"]) if row["admin1"] else min(found.provinces, default="")
        yield Sketch(
            slug=row["slug"],
            days=(date.fromisoformat(row["earliest"]), date.fromisoformat(row["latest"])) if _has_days(row) else None,
            province=own,
            places={key: name for key, name in found.places.items() if key != own},
            recorded=frozenset(found.recorded - {own}),
            within=frozenset(found.within),
            types=frozenset(json.loads(row["types"])) & HAPPENINGS,
            numbers=found.numbers,
            words=telling_words(row["title"]),
            sources=frozenset(found.sources),
            texts=frozenset(found.texts),
        )


def _has_days(row: dict[str, Any]) -> bool:
    return row["earliest"] is not None and row["latest"] is not None


def _gather_places(db: Database, gathered: dict[str, _Gathered]) -> None:
    known = {row["key"]: row for row in db.query("select key, name, kind, admin1, part_of from places")}
    for row in db.query(_PLACES):
        found = gathered.get(row["incident"])
        if found is None:
            continue
        place = known.get(row["key"])
        admin1 = row["admin1"] or (place and place["admin1"])
        if admin1:
            found.provinces.add(normalised(admin1))
        if place is None:
            found.places[normalised(row["name"])] = row["name"]
        elif place["kind"] in _COARSE:
            found.provinces.add(normalised(place["name"]))
        else:
            found.places[place["key"]] = place["name"]
            found.recorded.add(place["key"])
            above = place["part_of"]
            while above and above not in found.within and known[above]["kind"] not in _COARSE:
                found.within.add(above)
                above = known[above]["part_of"]


def _gather_numbers(db: Database, gathered: dict[str, _Gathered]) -> None:
    known = known_in(db)
    for row in db.query(_NUMBERS):
        if (found := gathered.get(row["incident"])) is None:
            continue
        given = Quantity.parse(row["value"])
        for number in filter(None, {given.value, given.upper}):
            key = Number(known.identity(row["party"]), row["outcome"], number)
            people = "people" if row["party"] == "all" else row["party"]
            found.numbers[key] = f"{number:,} {people} {row['outcome'].replace('_', ' ')}"


def _gather_sources(db: Database, gathered: dict[str, _Gathered]) -> None:
    carried = {row["source"]: row["text"] for row in db.query(_REPUBLISHED)}
    originals = set(carried.values())
    for row in db.query(_SOURCES):
        if (found := gathered.get(row["incident"])) is None:
            continue
        text = row["source"]
        found.sources.add((text, row["recorded_by"]))
        passed = {text}
        while text in carried and carried[text] not in passed:
            text = carried[text]
            passed.add(text)
        if len(passed) > 1 or text in originals:
            found.texts.add(text)
    for row in db.query(_LINKED):
        if (found := gathered.get(row["incident"])) is not None:
            found.texts.add(row["event"])
