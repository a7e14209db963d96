"""All that was ever claimed on one incident, with when it counted: what counted at any time follows by leaving out.

As recorded at an instant: the claims whose spells hold it, and what was decided by then. As reported by a day: the
claims whose sources bear that day or an earlier one, our own corrections applying throughout, and a statement
superseded only once what replaced it was published. Names are those of the actors that are recorded now, throughout.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from pydantic_core import from_json
from sqlite_utils import Database

from events.values.outcomes import OUTCOMES
from timeline.projections.connected import Published, carried, holding, known_by, links, published, through, tied
from timeline.projections.known import Known, known_in
from timeline.projections.replacing import Replacing, relevant, replacing
from timeline.projections.resolving import Course, course
from timeline.projections.statements import select
from timeline.reconcile.asof import AsOf
from timeline.reconcile.origins import Ties
from timeline.reconcile.reported import reported_by
from timeline.reconcile.slugs import Slugs
from timeline.reconcile.told import Told

Row = dict[str, Any]

_SPELLS = """
    select claim_spells.root, claim_spells.relation, from_at, to_at, events.id as event, type, position, occurred,
        earliest, latest, place, admin1, source, origin, origin_kind, reported, stance, summary,
        hedge, responds_to, answered, origin_evidence, json_extract(body, '$.place.country') as country,
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
_BODIES = """
    select distinct id, body from claim_spells join events on id = event where claim_spells.incident = ?
"""
_REPUBLISHED = "select 1 from sources where republishes > '' limit 1"


class Then(NamedTuple):
    """The claims and the links that there were at some time, what was superseded, and what slugs stood for."""

    claims: tuple[Row, ...]
    marks: tuple[Row, ...]
    links: tuple[Row, ...]
    slugs: Slugs

    @property
    def key(self) -> Hashable:
        """Equal for two times of one incident at which the same counted."""
        rows = tuple(map(id, (*self.claims, None, *self.links)))
        slugs = (frozenset(self.slugs.merges.items()), self.slugs.splits)
        return rows, tuple(tuple(mark.items()) for mark in self.marks), slugs


NO_SLUGS = Slugs()


@dataclass(frozen=True)
class Evidence:
    """What bears on one incident: claims, with one row for each spell, their values, and the figures told with them.

    `replaced` are the statements that were replaced and may have taken one of the values with them, `links` those that
    connect its claims with each other and with others, `published` when these were, `through` whom claims came that
    may carry one text, and `course` what slugs stood for.
    Of what counted at some time, `marks` are the values that were superseded then, `superseded` the claims of which
    nothing was left on the incident, and `figures` those that counted in it.
    """

    slug: str
    claims: tuple[Row, ...]
    values: tuple[Row, ...]
    figures: tuple[Row, ...]
    replaced: tuple[Replacing, ...] = ()
    links: tuple[Row, ...] = ()
    republishes: tuple[tuple[str, str], ...] = ()
    published: Published = field(default_factory=dict)
    through: Mapping[str, frozenset[str]] = field(default_factory=dict)
    course: Course = field(default_factory=Course)
    known: Known = field(default_factory=Known)
    marks: tuple[Row, ...] = ()
    superseded: tuple[Row, ...] = ()
    #: What was made of rows of a claim, by which they were; it serves for all times of one incident.
    made: dict[Hashable, tuple[object, list[Told]]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def ties(self) -> Ties:
        """What makes its claims dependent on each other."""
        through = {claim["root"]: self.through.get(claim["event"], frozenset()) for claim in self.claims}
        return tied(self.links, self.republishes, self.known, through if self.through else None)

    def at(self, recorded: str | None = None, reported: date | None = None) -> Evidence:
        """What counted as recorded at the instant `recorded` (UTC; None: now) and as reported by the day `reported`."""
        return self.of(self.then(recorded, reported))

    def then(self, recorded: str | None = None, reported: date | None = None) -> Then:
        """What there was at that time, before anything is left out for it."""
        asof = AsOf(recorded, reported)
        claims = [
            claim
            for claim in self.claims
            if asof.holds(claim) and (reported is None or reported_by(reported, claim["reported"]))
        ]
        events = {claim["event"] for claim in claims}
        marks = tuple(mark for one in self.replaced for mark in one.marks(asof) if mark["event"] in events)
        links = tuple(holding(self.links, asof, known_by(reported, self.published))) if self.links else ()
        return Then(tuple(claims), marks, links, self.course.at(asof) if self.course else NO_SLUGS)

    def of(self, then: Then) -> Evidence:
        """What counted of it."""
        claims, marks = then.claims, then.marks
        events = {claim["event"] for claim in claims}
        gone = {(mark["event"], mark["number"]) for mark in marks}
        values, figures = _left(self.values, events, gone), _left(self.figures, events, gone)
        here = self._here(figures, then.slugs)
        left, telling = claims, events
        if marks:
            emptied = {mark["event"] for mark in marks} - {row["event"] for row in (*values, *figures)}
            # Of claims that bear on the incident with figures alone, those whose figures here are all superseded.
            counted = {row["event"] for row in self._here(self.figures, then.slugs)} - {row["event"] for row in here}
            none_left = {"counted_in": emptied | counted}
            left = tuple(claim for claim in claims if claim["event"] not in none_left.get(claim["relation"], emptied))
            telling = {claim["event"] for claim in left}
        return replace(
            self,
            claims=tuple(claim | _without(claim, marks) for claim in left) if marks else left,
            superseded=tuple(claim for claim in claims if claim["event"] not in telling) if marks else (),
            values=tuple(value for value in values if value["event"] in telling) if marks else values,
            figures=here,
            links=then.links,
            marks=marks,
        )

    def _here(self, figures: Iterable[Row], slugs: Slugs) -> tuple[Row, ...]:
        """Those of the figures that counted in the incident, as its slugs stood."""
        return tuple(
            figure
            for figure in figures
            if figure["written"] and slugs.of(figure["root"], figure["written"]) == self.slug
        )

    def spells(self) -> Iterator[Row]:
        """Everything that began or ended and may have changed what counted."""
        for rows in (self.claims, self.links, self.course.merges, self.course.splits):
            yield from rows
        for one in self.replaced:
            yield from one.spells()


_OF_PROPERTY = {
    "occurred": {"occurred": None, "earliest": None, "latest": None},
    "place": {"place": None, "admin1": None, "country": None, "lat": None, "lon": None, "where_prec": None},
}


def _without(claim: Row, marks: Iterable[Row]) -> Row:
    """What the claim does not say any more in columns of its own, where its day or its place is superseded."""
    gone = [_OF_PROPERTY.get(mark["property"], {}) for mark in marks if mark["event"] == claim["event"]]
    return {name: None for columns in gone for name in columns}


def _left(rows: Iterable[Row], counted: Container[str], gone: set[tuple[str, int]]) -> tuple[Row, ...]:
    left = (row for row in rows if row["event"] in counted)
    return tuple(row for row in left if (row["event"], row["of_value"]) not in gone) if gone else tuple(left)


class Reading:
    """Reads evidence out of the tables in `db`, as they are now; `known` is their gazetteer."""

    def __init__(self, db: Database, known: Known | None = None) -> None:
        self.db = db
        self.known = known or known_in(db)
        self._moved = _any(db, "incident_merges") or _any(db, "incident_splits")
        self._linked = _any(db, "claim_links")
        self._superseded = _any(db, "supersessions")
        self._republished = db.execute(_REPUBLISHED).fetchone() is not None

    def of(self, slug: str) -> Evidence:
        """Everything that was ever claimed on the incident `slug`."""
        claims = list(select(self.db, _SPELLS, [slug]))
        roots = {claim["event"]: claim["root"] for claim in claims}
        values: list[Row] = []
        numbers: dict[str, list[int]] = {}
        for row in select(self.db, _VALUES, [slug]):
            row |= {"root": roots[row["event"]], "of_value": row["number"]}
            if row["party"] is None:
                values.append(row)
            else:
                numbers.setdefault(row["event"], []).append(row["number"])
        figures = list(select(self.db, _FIGURES, [slug])) if numbers else []
        for row in figures:
            of_value, counted = numbers[row["event"]][row["number"] - 1], row["counted_in"] or row["incident"]
            row |= {"root": roots[row["event"]], "of_value": of_value, "written": counted}
        moved = course(self.db, {row["written"] for row in figures} - {None}) if self._moved else Course()
        if moved:
            written = self._written(slug)
            for row in figures:
                row["written"] = written[row["event"]][row["number"] - 1]
        found = relevant(self.db, [slug], roots.values()) if self._superseded else []
        between = links(self.db, roots.values()) if self._linked else []
        ends = {link[end] for link in between for end in ("claim", "other")}
        return Evidence(
            slug,
            tuple(claims),
            tuple(values),
            tuple(figures),
            tuple(replacing(self.db, supersession, self.known) for supersession in found),
            tuple(between),
            carried(self.db, (claim["source"] for claim in claims)) if self._republished else (),
            published(self.db, ends) if ends else {},
            through(self.db, between, roots),
            moved,
            self.known,
        )

    def _written(self, slug: str) -> dict[str, list[str | None]]:
        """For each claim the slugs in which its figures count, as it names them, in the order of its figures."""
        found = {}
        for row in select(self.db, _BODIES, [slug]):
            body = from_json(row["body"])
            found[row["id"]] = [
                entry.get("counted_in", body.get("incident"))
                for entry in body.get("casualties", ())
                for outcome in OUTCOMES
                if outcome in entry
            ]
        return found


def _any(db: Database, table: str) -> bool:
    return db.execute(f"select 1 from {table} limit 1").fetchone() is not None
