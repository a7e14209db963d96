"""All that was ever claimed on one incident, with when it counted: what counted at any time follows by leaving out.

As recorded at an instant: the claims whose spells hold it, and what was decided by then. As reported by a day: the
claims whose sources were certainly published by then, our own corrections applying throughout, and a statement
superseded only once what replaced it was published.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlite_utils import Database

from timeline.projections.connected import links
from timeline.projections.resolving import slugs_of
from timeline.reconcile.origins import Ties
from timeline.reconcile.reported import reported_by
from timeline.reconcile.slugs import Slugs

Row = dict[str, Any]

_SPELLS = """
    select claim_spells.root, claim_spells.relation, from_at, to_at, events.id as event, type, position, occurred,
        earliest, latest, place, admin1, source, origin, origin_kind, reported, stance, summary,
        hedge, responds_to, answered, json_extract(body, '$.place.country') as country,
        json_extract(body, '$.occurred.basis') as basis, json_extract(body, '$.occurred.extent') as extent,
        json_extract(body, '$.place.lat') as lat, json_extract(body, '$.place.lon') as lon,
        json_extract(body, '$.place.where_prec') as where_prec,
        coalesce(json_extract(body, '$.occurred.stance'), stance) as occurred_stance,
        coalesce(json_extract(body, '$.place.stance'), stance) as place_stance
    from claim_spells join events on events.id = claim_spells.event
    where claim_spells.incident = ? order by position, claim_spells.number
"""
_VALUES = """
    select claim_values.*, events.type from claim_values join events on events.id = claim_values.event
    where claim_values.event in (select event from claim_spells where incident = ?)
    order by claim_values.event, number
"""
_FIGURES = """
    select * from casualties where event in (select event from claim_spells where incident = ?) order by event, number
"""
_MARKS = """
    select superseded_values.*, from_at, to_at, said from superseded_values
        join supersessions on supersessions.event = supersession and supersessions.number = 1
    where superseded_values.event in (select event from claim_spells where incident = ?)
    order by supersession, superseded_values.event, superseded_values.number
"""
_INSTEAD = """
    select supersessions.event, events.reported from supersessions
        join claim_spells on claim_spells.root = claim and claim_spells.to_at is null
        join events on events.id = claim_spells.event
    where part = 'new'
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What bears on one incident: claims, with one row for each spell, their values, and the figures that count there.

    `marks` are the values that are superseded, with when they were, and `links` those that connect its claims with each
    other and with others.
    """

    claims: tuple[Row, ...]
    values: tuple[Row, ...]
    figures: tuple[Row, ...]
    marks: tuple[Row, ...] = ()
    links: tuple[Row, ...] = ()
    republishes: tuple[tuple[str, str], ...] = ()

    @property
    def ties(self) -> Ties:
        """What makes its claims dependent on each other."""
        return tied(self.links, self.republishes)

    def at(self, recorded: str | None = None, reported: date | None = None) -> Evidence:
        """What counted as recorded at the instant `recorded` (UTC; None: now) and as reported by the day `reported`."""
        claims = [
            claim
            for claim in self.claims
            if _held(claim, recorded) and (reported is None or reported_by(reported, claim["reported"]))
        ]
        counted = {claim["event"] for claim in claims}
        marks = tuple(
            mark
            for mark in self.marks
            if mark["event"] in counted and _held(mark, recorded) and (reported is None or _replaced(mark, reported))
        )
        gone = {(mark["event"], mark["number"]) for mark in marks}
        undated = {mark["event"] for mark in marks if mark["property"] == "occurred"}
        return replace(
            self,
            claims=tuple(claim | _UNDATED if claim["event"] in undated else claim for claim in claims),
            values=_left(self.values, counted, gone),
            figures=_left(self.figures, counted, gone),
            marks=marks,
            links=tuple(link for link in self.links if _held(link, recorded)),
        )


def tied(links: Iterable[Row], republishes: Iterable[tuple[str, str]]) -> Ties:
    """What makes claims dependent by rows of claim_links, and sources by which of them republishes which."""
    derived: dict[str, set[str]] = {}
    same: set[tuple[str, str]] = set()
    for link in links:
        if link["relation"] == "derived":
            derived.setdefault(link["claim"], set()).add(link["other"])
        else:
            same.add((link["claim"], link["other"]))
    return Ties({claim: frozenset(bases) for claim, bases in derived.items()}, frozenset(same), dict(republishes))


_UNDATED = {"occurred": None, "earliest": None, "latest": None}


def _left(rows: Iterable[Row], counted: set[str], gone: set[tuple[str, int]]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row["event"] in counted and (row["event"], row["of_value"]) not in gone)


def _held(spell: Row, at: str | None) -> bool:
    """Whether the spell holds the instant `at`; None: whether it still holds."""
    if at is None:
        return spell["to_at"] is None
    return bool(spell["from_at"] <= at and (spell["to_at"] is None or at < spell["to_at"]))


def _replaced(mark: Row, day: date) -> bool:
    """Whether the statement was replaced by the end of `day`; where nobody says when, it was from the beginning."""
    when = mark["instead"] or ([mark["said"]] if mark["said"] else [])
    return not when or any(reported_by(day, published) for published in when)


class Reading:
    """Reads evidence out of the tables in `db`, as they are now."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.slugs: Slugs = slugs_of(db)
        self._linked = _any(db, "claim_links")
        self._superseded = _any(db, "superseded_values")
        query = "select key, republishes from sources where republishes is not null order by key"
        self._republishes = tuple((row["key"], row["republishes"]) for row in db.query(query))
        self._instead: dict[str, list[str]] = {}
        for row in db.query(_INSTEAD) if self._superseded else ():
            self._instead.setdefault(row["event"], []).append(row["reported"])

    def of(self, slug: str) -> Evidence:
        """Everything that was ever claimed on the incident `slug`."""
        claims = list(self.db.query(_SPELLS, [slug]))
        roots = {claim["event"]: claim["root"] for claim in claims}
        values, figures = [], []
        numbers: dict[str, list[int]] = {}
        for row in self.db.query(_VALUES, [slug]):
            row |= {"root": roots[row["event"]], "of_value": row["number"]}
            if row["party"] is None:
                values.append(row)
            else:
                numbers.setdefault(row["event"], []).append(row["number"])
        for row in self.db.query(_FIGURES, [slug]) if numbers else ():
            root = roots[row["event"]]
            # Of what was merged or split since, the figures say where they count now.
            if (row["counted_in"] or row["incident"]) == self.slugs.of(root, slug):
                figures.append(row | {"root": root, "of_value": numbers[row["event"]][row["number"] - 1]})
        return Evidence(
            tuple(claims),
            tuple(values),
            tuple(figures),
            tuple(self._marks(slug)) if self._superseded else (),
            tuple(links(self.db, roots.values())) if self._linked else (),
            self._republishes,
        )

    def _marks(self, slug: str) -> Iterable[Row]:
        for row in self.db.query(_MARKS, [slug]):
            yield row | {"instead": self._instead.get(row["supersession"], [])}


def _any(db: Database, table: str) -> bool:
    return db.execute(f"select 1 from {table} limit 1").fetchone() is not None
