"""The rows of a recorded place or actor follow from its own event; whatever names it is linked elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pydantic_core import to_json
from sqlite_utils import Database

from events.base import Event
from events.ledger.actor_recorded import ActorRecorded
from events.ledger.place_recorded import PlaceRecorded
from timeline.matching.actors import Actors
from timeline.matching.names import normalised
from timeline.matching.places import Known, Places
from timeline.projections.statements import select
from timeline.projections.tables import Column, Table

Row = dict[str, Any]

_EVENT = Column("event", str, "The event that recorded it.", "events")
_NUMBER = Column("number", int, "The name's place among its names, from 1, its own first.")
_NAME = Column("name", str, "The name as recorded, in any script.")
_LANGUAGE = Column("language", str, "Its language, a BCP 47 tag, where it is known.")
_NORMALISED = Column(
    "normalised",
    str,
    "The name as names are compared: without case, accents, apostrophes, hyphens, stops and blanks.",
    index=True,
)

PLACES = Table(
    "places",
    "The gazetteer: the places that are recorded.",
    (
        Column("key", str, "The place's permanent name."),
        Column("name", str, "The name that readers see."),
        Column("kind", str, "country, province, district, town, village, base or other.", index=True),
        Column("country", str, "ISO 3166-1 alpha-2."),
        Column("admin1", str, "The name of the province that it lies in, as recorded.", index=True, label="Province"),
        Column("part_of", str, "The place that it is part of.", "places"),
        Column("latitude", float, "Latitude, WGS 84, decimal degrees; NULL where the point is not known."),
        Column("longitude", float, "Longitude, WGS 84, decimal degrees; NULL where the point is not known."),
        Column(
            "where_prec", int, "UCDP's precision of the point, 1 exact to 7 sea or air.", label="Precision of the place"
        ),
        Column("codes", str, "Its codes in other systems, as a JSON list of system, code and vintage."),
        Column("border", str, "Its border as well-known text, WGS 84, longitude first."),
        Column("note", str, "The coder's remark."),
        _EVENT,
    ),
    pk=("key",),
    label="name",
    search=("name", "key"),
    facets=("kind", "admin1"),
)
PLACE_NAMES = Table(
    "place_names",
    "Every name and spelling of every recorded place: claims are linked by these.",
    (Column("place", str, "The place.", "places"), _NUMBER, _NAME, _LANGUAGE, _NORMALISED, _EVENT),
    pk=("place", "number"),
)
ACTORS = Table(
    "actors",
    "The actors that are recorded: parties by all their names.",
    (
        Column("key", str, "The actor's permanent name."),
        Column("name", str, "The name that readers see."),
        Column(
            "kind",
            str,
            "state_forces, rebel_group, political_militia, identity_militia, rioters, protesters, civilians, "
            "external_forces, alliance or other.",
            index=True,
        ),
        Column("country", str, "Whose it is, ISO 3166-1 alpha-2, where it is one state's."),
        Column("part_of", str, "The actors that it is directly part of, as a JSON list of keys."),
        Column("codes", str, "Its codes in other systems, as a JSON list of system, code and vintage."),
        Column("note", str, "The coder's remark."),
        _EVENT,
    ),
    pk=("key",),
    label="name",
    search=("name", "key"),
    facets=("kind",),
)
ACTOR_NAMES = Table(
    "actor_names",
    "Every name and spelling of every recorded actor: parties are linked by these.",
    (Column("actor", str, "The actor.", "actors"), _NUMBER, _NAME, _LANGUAGE, _NORMALISED, _EVENT),
    pk=("actor", "number"),
)

TABLES = (PLACES, PLACE_NAMES, ACTORS, ACTOR_NAMES)


def rows(id: str, event: Event) -> Iterator[tuple[str, Row]]:
    """The rows of one event under its ID, each with the name of its table; none for events of other types."""
    if isinstance(event, PlaceRecorded):
        yield PLACES.name, _place(id, event)
        yield from _names(id, event, PLACE_NAMES, "place")
    elif isinstance(event, ActorRecorded):
        yield ACTORS.name, _actor(id, event)
        yield from _names(id, event, ACTOR_NAMES, "actor")


def _place(id: str, place: PlaceRecorded) -> Row:
    return {
        "key": place.key,
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "part_of": place.part_of,
        "latitude": float(place.lat) if place.lat else None,
        "longitude": float(place.lon) if place.lon else None,
        "where_prec": place.where_prec,
        "codes": _json(place.codes),
        "border": place.border,
        "note": place.note,
        "event": id,
    }


def _actor(id: str, actor: ActorRecorded) -> Row:
    return {
        "key": actor.key,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "part_of": _json(actor.part_of),
        "codes": _json(actor.codes),
        "note": actor.note,
        "event": id,
    }


def _names(id: str, event: PlaceRecorded | ActorRecorded, table: Table, whose: str) -> Iterator[tuple[str, Row]]:
    spellings = [(event.name, None), *((alias.name, alias.language) for alias in event.aliases)]
    for number, (name, language) in enumerate(spellings, 1):
        yield (
            table.name,
            {
                whose: event.key,
                "number": number,
                "name": name,
                "language": language,
                "normalised": normalised(name),
                "event": id,
            },
        )


def _json(values: tuple[Any, ...]) -> str | None:
    return to_json(values).decode() if values else None


class Gazetteer:
    """The recorded places and actors of `db`, each read at its first use: good until any of them changes."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @cached_property
    def places(self) -> Places:
        return recorded_places(self.db)

    @cached_property
    def actors(self) -> Actors:
        return recorded_actors(self.db)


def recorded_places(db: Database) -> Places:
    """All places that are recorded."""
    names: dict[str, list[str]] = {}
    for row in select(db, "select place, name from place_names order by place, number"):
        names.setdefault(row["place"], []).append(row["name"])
    found = select(db, "select key, kind, country, admin1, part_of from places order by key")
    return Places(Known(names=tuple(names[row["key"]]), **row) for row in found)


def recorded_actors(db: Database) -> Actors:
    """All actors that are recorded."""
    return Actors(actor_names(db))


def actor_names(db: Database) -> Iterator[tuple[str, str]]:
    """Every name of every recorded actor, with the actor's key."""
    names = select(db, "select name, actor from actor_names order by actor, number")
    return ((row["name"], row["actor"]) for row in names)
