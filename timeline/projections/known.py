"""Names are one where they are of one recorded actor or place: what the rules ask the gazetteer, they ask here.

A name that belongs to nobody, or to several, is itself alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from timeline.matching.actors import closure
from timeline.projections.gazetteer import Gazetteer
from timeline.projections.statements import select
from timeline.reconcile.told import Identity, Wholes, Whose

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """The gazetteer: the key of the recorded actor that a name is, and of the recorded place of a claim's row.

    Both are None where there is none. `wholes` tells what each actor is part of.
    """

    actor: Callable[[str], str | None] = lambda name: None
    place: Callable[[Row], str | None] = lambda claim: None
    wholes: Wholes = field(default_factory=dict)

    def whose(self, name: str) -> Whose:
        """A party or a voice of this name."""
        return Whose(name, self.actor(name))

    def identity(self, name: str) -> Identity:
        """The same for all names of one party or voice."""
        return self.whose(name).key


def known_in(db: Database) -> Known:
    """The places and actors that are recorded in `db`."""
    return known_of(Gazetteer(db))


def known_of(gazetteer: Gazetteer) -> Known:
    """What the gazetteer has; places are read when a claim's is asked for."""
    db = gazetteer.db
    part_of = {row["key"]: json.loads(row["part_of"] or "[]") for row in select(db, "select key, part_of from actors")}
    return Known(
        actor=gazetteer.actors.key,
        place=lambda claim: gazetteer.places.find(claim["place"], claim["admin1"], claim["country"]).key,
        wholes=_wholes(closure(part_of)),
    )


def _wholes(below: Mapping[str, Iterable[str]]) -> Wholes:
    found: dict[str, set[str]] = {}
    for whole, parts in below.items():
        for part in parts:
            if part != whole:
                found.setdefault(part, set()).add(whole)
    return {part: frozenset(wholes) for part, wholes in found.items()}
