"""An actor's figures are what is claimed of it by any of its names, with or without its parts; nothing is added up.

Where one claim gives a whole and its part, the whole counts. Where it gives several parts and no whole, it says no more
of the whole than that it is at least the greatest of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from timeline.matching.actors import Actors
from timeline.projections.evidence import Evidence
from timeline.projections.gazetteer import Gazetteer
from timeline.projections.incident_tables import INCIDENT_CASUALTIES
from timeline.projections.statements import Waiting, select
from timeline.projections.summary import MEASURED, counting, measured, spread
from timeline.projections.tables import Column, Table
from timeline.reconcile.origins import Ties

Row = dict[str, Any]
#: For each actor all that is part of it, itself included.
Parts = Mapping[str, frozenset[str]]

ACTOR_CASUALTIES = Table(
    "actor_casualties",
    "For each incident, recorded actor and outcome, the lowest and the highest figure claimed of it by any of its "
    "names, once alone and once with its parts. Figures are claims, not estimates: never add them up, and never a part "
    "to its whole.",
    (
        Column("incident", str, "The incident in which they count.", "incidents"),
        Column("actor", str, "Whose they are.", "actors"),
        Column(
            "reach",
            str,
            "alone: the claims that name the actor itself; with parts: also those that name what is part of it.",
            index=True,
        ),
        *(column for column in INCIDENT_CASUALTIES.columns if column.name not in ("incident", "party")),
        Column("parties", str, "The parties as the coders wrote them, as a JSON list."),
    ),
    pk=("incident", "actor", "reach", "civilian_status", "role", "outcome", "period"),
    facets=("actor", "reach", "outcome"),
)
TABLES = (ACTOR_CASUALTIES,)


class Named(NamedTuple):
    """The recorded actors by their names, and their parts."""

    actors: Actors
    parts: Parts


def named(gazetteer: Gazetteer) -> Named:
    """The actors that are recorded, with the parts of each."""
    parts: dict[str, set[str]] = {}
    for row in select(gazetteer.db, "select actor, part from actor_parts"):
        parts.setdefault(row["actor"], set()).add(row["part"])
    return Named(gazetteer.actors, {whole: frozenset(found) for whole, found in parts.items()})


def add(made: Waiting, slug: str, evidence: Evidence, known: Named) -> None:
    """Add the rows of one incident out of the figures that count there."""
    if known.parts:
        made.add(ACTOR_CASUALTIES.name, rows(slug, counting(evidence), known, evidence.ties))


def rows(slug: str, figures: Iterable[Row], known: Named, ties: Ties) -> Iterator[Row]:
    """The rows of one incident out of all figures that count in it."""
    actors, parts = known
    linked = [(actor, row) for row in figures if (actor := actors.find(row["party"]).key)]
    given = {actor for actor, _ in linked}
    for whole in sorted(parts):
        if not parts[whole] & given:
            continue
        own = [row for actor, row in linked if actor == whole]
        within = [(actor, row) for actor, row in linked if actor in parts[whole]]
        alone, together = list(_reach(slug, whole, "alone", own, ties)), list(_together(within, actors, parts))
        yield from alone
        if together == own:
            yield from (row | {"reach": "with parts"} for row in alone)
        else:
            yield from _reach(slug, whole, "with parts", together, ties)


def _reach(slug: str, actor: str, reach: str, figures: list[Row], ties: Ties) -> Iterator[Row]:
    for group, found in groupby(sorted(figures, key=measured), key=measured):
        members = list(found)
        alike = dict(zip(MEASURED, group, strict=True))
        yield (
            {"incident": slug, "actor": actor, "reach": reach}
            | alike
            | spread(members, ties)
            | {"parties": json.dumps(sorted({row["party"] for row in members}), ensure_ascii=False)}
        )


def _together(linked: list[tuple[str, Row]], actors: Actors, parts: Parts) -> Iterator[Row]:
    """The figures of a whole and its parts, each claim's without those that another figure of it contains."""
    claims: dict[tuple[Any, ...], list[tuple[str, Row]]] = {}
    for actor, row in linked:
        claims.setdefault((row["event"], *measured(row)), []).append((actor, row))
    for told in claims.values():
        givers = {actor for actor, _ in told}
        outermost = [
            (actor, row)
            for actor, row in told
            if not any(other != actor and actor in parts[other] for other in givers)
            and (not row["subset_of"] or actors.find(row["subset_of"]).key not in givers)
        ]
        if len({actor for actor, _ in outermost}) == 1:
            yield from (row for _, row in outermost)
            continue
        lows = [row["low"] for _, row in outermost if row["low"] is not None]
        for _, row in outermost:
            at_least = {"low": max(lows, default=None), "high": None, "value": None}
            yield row if row["bound"] == "unknown" else row | at_least
