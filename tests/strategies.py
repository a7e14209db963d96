"""Hypothesis strategies for whatever an event may say, and for logs whose events bear on each other.

They give what people write (plain words, bare values, objects); `parse` of the registry makes events of it.
"""

from __future__ import annotations

from types import NoneType
from typing import Any, Literal, get_args, get_origin

from hypothesis import strategies as st

from events.base import Event
from events.claim import Claim
from events.registry import CLAIMS, parse
from events.values.casualties import CivilianStatus, Role
from events.values.dates import Basis, Extent, Occurred
from events.values.outcomes import OUTCOMES
from events.values.quantity import Quantity
from events.values.response import Response
from events.values.rules import RULES
from events.values.said import Said
from tests.written import (
    Data,
    chains,
    edtf,
    hedges,
    objects,
    points,
    said,
    stances,
    words,
    written,
)

#: Few enough that claims meet in one incident, party or source.
INCIDENTS = ("bridge", "market", "outpost", "valley")
PARTIES = ("NATO", "Taliban", "all", "farmers")
PUBLISHERS = {"agency-2015": "The Agency", "gazette-2015": "Gazette", "ministry-2015": "Ministry"}
KINDS = {"agency-2015": "wire", "gazette-2015": "news", "ministry-2015": "statement"}
slugs = st.sampled_from(INCIDENTS)


def _counted(entry: Data) -> tuple[Any, ...]:
    """What may not be given twice in the casualties of one claim."""
    party = entry["party"]["value"] if isinstance(entry["party"], dict) else entry["party"]
    usual = {"civilian_status": "unstated", "role": "victim", "counted_in": None}
    return (party.strip(), *(entry.get(name, value) for name, value in usual.items()))


@st.composite
def casualties(draw: st.DrawFn, publisher: str) -> Data:
    entry: Data = {"party": draw(st.sampled_from(PARTIES) | said(st.sampled_from(PARTIES), publisher))}
    for outcome in draw(st.sets(st.sampled_from(OUTCOMES), min_size=1, max_size=2)):
        entry[outcome] = draw(said(written(), publisher))
    return entry | draw(
        objects(
            {},
            civilian_status=st.sampled_from(get_args(CivilianStatus)),
            role=st.sampled_from(get_args(Role)),
            counted_in=slugs,
        )
    )


places = (
    words
    | objects(
        {"name": words},
        country=st.just("AF"),
        admin1=words,
        where_prec=st.integers(1, 7) | st.just("3"),
        codes=st.lists(objects({"system": words, "code": words, "vintage": words}), max_size=2),
    )
    | objects({"name": words, "lat": st.just("32.44565"), "lon": st.sampled_from(["64.7", "-0.5"])})
)
occurred = edtf | objects(
    {"value": edtf},
    wording=words,
    hedge=hedges,
    zone=st.just("Asia/Kabul"),
    rule=st.sampled_from(sorted(RULES)),
    basis=st.sampled_from(get_args(Basis)),
    extent=st.sampled_from(get_args(Extent)),
    time_of_day=words,
)


def own(claim: type[Claim], publisher: str) -> st.SearchStrategy[Data]:
    """What the type adds to every claim's fields, as its model has them."""
    fields = {name: field for name, field in claim.model_fields.items() if name not in Claim.model_fields}
    values = {name: _field(field.annotation, publisher) for name, field in fields.items()}
    required = {name: value for name, value in values.items() if fields[name].is_required()}
    return objects(required, **{name: value for name, value in values.items() if name not in required})


def _field(annotation: Any, publisher: str) -> st.SearchStrategy[Any]:
    """Whatever may be written for a field that takes words, one of several words, a quantity or days."""
    kind = next(part for part in (annotation, *get_args(annotation)) if isinstance(part, type) and part is not NoneType)
    if kind is Occurred:
        return occurred
    assert issubclass(kind, Said), f"{annotation}: add what this field takes to tests/strategies.py"
    value = kind.model_fields["value"].annotation
    if get_origin(value) is Literal:
        return said(st.sampled_from(get_args(value)), publisher)
    return said(written() if value is Quantity else words, publisher)


@st.composite
def claim_data(draw: st.DrawFn) -> Data:
    """A claim as somebody may write it, about incidents and from a source of the pools above."""
    kind, source = draw(st.sampled_from(sorted(CLAIMS))), draw(st.sampled_from(sorted(PUBLISHERS)))
    publisher = PUBLISHERS[source]
    data: Data = {"type": kind}
    data |= draw(objects({"incident": slugs}) | objects({"about": st.lists(slugs, max_size=3, unique=True)}))
    data |= draw(own(CLAIMS[kind], publisher))
    data |= draw(
        objects(
            {},
            occurred=occurred,
            place=places,
            casualties=st.lists(casualties(publisher), max_size=3, unique_by=_counted),
            characterised_as=said(words, publisher)
            | objects({"value": words, "by": st.sampled_from(["coder", "source"])}),
            grade=st.sampled_from(["A1", "F6"]),
            tags=st.lists(st.sampled_from(["check", "vi_deo"]), max_size=2),
            note=words,
        )
    )
    data["as"] = f"v{draw(st.integers(0, 10**6))}"
    data["citation"] = {"source": source} | draw(
        objects(
            {},
            locator=words | st.lists(words, min_size=1, max_size=2),
            quote=words,
            translation=words,
            basis=st.sampled_from(["witnessed", "document", "named", "unnamed", "unstated"]),
            chain=chains(publisher),
            hedge=hedges,
            stance=stances,
            said=points(),
        )
    )
    return data


def _claim(data: Data) -> Claim:
    event = parse(data)
    assert isinstance(event, Claim)
    return event


claims: st.SearchStrategy[Claim] = claim_data().map(_claim)


@st.composite
def sources(draw: st.DrawFn, key: str) -> Event:
    """The source `key` of the pool above."""
    given = objects(
        {},
        host=words,
        title=words,
        author=words,
        published=points() | st.sampled_from(["2015-08-26T22:13", "2015-08-26T22:13:59"]),
        zone=st.sampled_from(["unknown", "Asia/Kabul"]),
        language=st.sampled_from(["en", "fa-AF"]),
        url=st.sampled_from(["https://example.org/a?b=c", "http://example.org/%D9%82"]),
        note=words,
        republishes=st.sampled_from([None, *(other for other in sorted(PUBLISHERS) if other < key)]),
    )
    required = {"type": "source_recorded", "key": key, "kind": KINDS[key], "publisher": PUBLISHERS[key]}
    return parse(required | draw(given))


@st.composite
def incidents(draw: st.DrawFn, slug: str) -> Event:
    return parse({"type": "incident_declared", "slug": slug, "title": draw(words)})


#: The recorded places by key, and the actors, each after those that it may be part of.
PLACES = ("south", "south-town", "south-village")
ACTORS = ("coalition", "nato", "taliban")
#: Names that the claims above use, so that they are linked.
_PLACE_NAMES = st.sampled_from(["some men", "South", "“dozens”", "<b>bold</b>", "Some-Men", "موسی قلعه"])
_ACTOR_NAMES = st.sampled_from([*(name for name in PARTIES if name != "all"), "some men", "nato", "“dozens”"])


@st.composite
def recorded_places(draw: st.DrawFn, key: str) -> Event:
    """The place `key` of the pool above."""
    name = draw(_PLACE_NAMES)
    kind = "province" if key == "south" else draw(st.sampled_from(["district", "town"]))
    given = objects(
        {},
        aliases=st.lists(_PLACE_NAMES.filter(lambda alias: alias != name), max_size=2, unique=True),
        country=st.just("AF"),
        admin1=_PLACE_NAMES,
        part_of=st.sampled_from(PLACES[: PLACES.index(key)] or [None]),
        where_prec=st.integers(1, 7),
        codes=st.lists(objects({"system": words, "code": words, "vintage": words}), max_size=2),
        border=st.just("POLYGON ((64.1 32.1,64.9 32.1,64.9 32.7,64.1 32.1))"),
        note=words,
    )
    point = draw(st.sampled_from([{}, {"lat": "32.4", "lon": "64.7"}]))
    return parse({"type": "place_recorded", "key": key, "name": name, "kind": kind} | draw(given) | point)


@st.composite
def recorded_actors(draw: st.DrawFn, key: str) -> Event:
    """The actor `key` of the pool above."""
    name = draw(_ACTOR_NAMES)
    given = objects(
        {},
        aliases=st.lists(_ACTOR_NAMES.filter(lambda alias: alias != name), max_size=2, unique=True),
        part_of=st.sampled_from([[], *([whole] for whole in ACTORS[: ACTORS.index(key) if key in ACTORS else 0])]),
        country=st.just("AF"),
        note=words,
    )
    kind = draw(st.sampled_from(["alliance", "rebel_group", "other"]))
    return parse({"type": "actor_recorded", "key": key, "name": name, "kind": kind} | draw(given))


gazetteers = st.sampled_from(PLACES).flatmap(recorded_places) | st.sampled_from(ACTORS).flatmap(recorded_actors)
events: st.SearchStrategy[Event] = (
    claims | st.sampled_from(sorted(PUBLISHERS)).flatmap(sources) | slugs.flatmap(incidents) | gazetteers
)


@st.composite
def histories(draw: st.DrawFn, max_claims: int = 8) -> list[Event]:
    """Events that a timeline takes in this order: every source and incident, then claims, no two in one slot.

    Places and actors are recorded among the claims, before and after those that name them, or not at all.
    """
    ground = [draw(sources(key)) for key in sorted(PUBLISHERS)] + [draw(incidents(slug)) for slug in INCIDENTS]
    said = draw(
        st.lists(
            claims,
            max_size=max_claims,
            unique_by=(lambda claim: claim.slot_key, lambda claim: claim.content_key, lambda claim: claim.label_key),
        )
    )
    told: list[Event] = [answering(draw, claim, said[:number]) for number, claim in enumerate(said)]
    known = draw(st.sampled_from([(), PLACES, ACTORS, (*ACTORS, *PLACES)]))
    at = 0
    for key in known:
        # Each somewhere after those that it may be part of.
        at = draw(st.integers(at, len(told)))
        told.insert(at, draw(recorded_actors(key) if key in ACTORS else recorded_places(key)))
        at += 1
    return [*ground, *told]


def answering(draw: st.DrawFn, claim: Claim, before: list[Claim]) -> Claim:
    """The claim, now and then as an answer to one of its source that came before it."""
    same = [other for other in before if other.citation.source == claim.citation.source]
    if not same or draw(st.booleans()):
        return claim
    other = draw(st.sampled_from(same))
    fields = draw(st.sampled_from([[], *([value.property] for value in other.values())]))
    answered = {"event": other.as_, "properties": fields}
    return claim.model_copy(update={"responds_to": Response.model_validate(answered)})
