"""What a replaced statement takes with it at any time follows from what counted then, wherever it was carried."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlite_utils import Database

from events.ledger.statement_superseded import StatementSuperseded
from events.values.quantity import Quantity
from timeline.projections.connected import (
    Published,
    carried,
    connected,
    holding,
    known_by,
    links,
    published,
    tied,
)
from timeline.projections.decisions import DECISION_SPELLS, SUPERSESSIONS
from timeline.projections.definitions import CLAIM_VALUES, EVENTS
from timeline.projections.known import Known
from timeline.projections.listed import listed
from timeline.projections.spells import CLAIM_SPELLS
from timeline.projections.statements import select
from timeline.projections.typed import PARTY_FIELDS
from timeline.reconcile.asof import AsOf
from timeline.reconcile.origins import Ties
from timeline.reconcile.reported import reported_by
from timeline.reconcile.superseding import Replacement, Stated, superseded
from timeline.reconcile.told import WHOLE_CLAIM

Row = dict[str, Any]

#: The decisions on what was ever on one of the incidents, or on one of the claims or beside it, and those whose new
#: statement was replaced in its turn by one of these.
_RELEVANT = f"""
    with recursive near(incident) as (
        select value from json_each(:slugs)
        union select incident from {CLAIM_SPELLS.name} where root in (select value from json_each(:claims))
    ), here(root) as (
        select value from json_each(:claims)
        union select root from near join {CLAIM_SPELLS.name} using (incident)
    ), relevant(event) as (
        select event from {SUPERSESSIONS.name} where claim in (select root from here)
        union select before.event from relevant join {SUPERSESSIONS.name} as parts using (event)
            join {SUPERSESSIONS.name} as before on before.claim = parts.claim and before.part = 'new'
        where parts.part = 'old'
    )
    select event from relevant order by 1
"""
#: A decision, and those that replaced its new statement and theirs in turn.
_ALONG = f"""
    with recursive along(event) as (
        select :event
        union select after.event from along join {SUPERSESSIONS.name} as parts using (event)
            join {SUPERSESSIONS.name} as after on after.claim = parts.claim and after.part = 'old'
        where parts.part = 'new'
    )
    select {SUPERSESSIONS.name}.*, body from along join {SUPERSESSIONS.name} using (event)
        join {EVENTS.name} on id = event order by event, number
"""
_HELD = f"select * from {DECISION_SPELLS.name} where event in (select value from json_each(?)) order by event, number"
_REACH = f"""
    select distinct incident from {CLAIM_SPELLS.name}
    where root in (select value from json_each(?)) and incident is not null order by 1
"""
_ON = f"""
    select distinct root from {CLAIM_SPELLS.name} where incident in (select value from json_each(?)) order by 1
"""
_SPELLS = f"""
    select {CLAIM_SPELLS.name}.event, root, {CLAIM_SPELLS.name}.incident, from_at, to_at, reported
    from {CLAIM_SPELLS.name} join {EVENTS.name} on id = {CLAIM_SPELLS.name}.event
    where root in (select value from json_each(:claims))
        or {CLAIM_SPELLS.name}.incident in (select value from json_each(:slugs))
    order by {CLAIM_SPELLS.name}.event, number
"""
_VALUES = f"""
    select {CLAIM_VALUES.name}.*, {EVENTS.name}.type, admin1, json_extract(body, '$.citation.said') as said
    from {CLAIM_VALUES.name} join {EVENTS.name} on id = event
    where event in (select value from json_each(?)) order by event, number
"""
#: Claims that say no more than that something happened.
_BARE = f"""
    select id as event, 0 as number, '{WHOLE_CLAIM}' as property, null as party, null as role, type, summary as value,
        null as bound, origin, origin_kind, source, stance, null as earliest, null as latest, null as basis,
        null as extent, null as admin1, json_extract(body, '$.citation.said') as said
    from {EVENTS.name} where id in (select value from json_each(?))
        and not exists (select 1 from {CLAIM_VALUES.name} where event = id) order by id
"""
_PARTIES = frozenset(PARTY_FIELDS)


@dataclass(frozen=True, slots=True)
class _Decided:
    """A decision that a statement was replaced, and the spells during which it held."""

    event: str
    old: frozenset[str]
    new: frozenset[str]
    said: str | None
    fields: tuple[tuple[str, Hashable], ...]
    spells: tuple[Row, ...]

    def holds(self, asof: AsOf, reported: Collection[str]) -> bool:
        """Whether it held then; `reported` are the claims whose sources were published by the day, if one is given.

        A statement is replaced from when the first of the new claims was reported or, where there is none, from when
        the issuer said so; where nobody says when, from the beginning.
        """
        if not any(map(asof.holds, self.spells)):
            return False
        if asof.reported is None:
            return True
        said = bool(self.new & set(reported)) if self.new else _said_by(asof.reported, self.said)
        return said and bool(self.old & set(reported))


@dataclass(frozen=True, slots=True)
class Replacing:
    """One replaced statement with all that bears on what it takes with it, and when each of that counted.

    `decided` is the decision itself, then those that replaced what it put in place. `claims` are spells of claims,
    `values` the values of their versions, `links` spells of links between claims.
    `published` is when the sources of all of them were.
    """

    decided: tuple[_Decided, ...]
    claims: tuple[Row, ...]
    values: tuple[tuple[Stated, Row], ...]
    links: tuple[Row, ...]
    published: Published

    @property
    def event(self) -> str:
        return self.decided[0].event

    def marks(self, asof: AsOf, *, anyway: bool = False) -> Iterator[Row]:
        """The values that were superseded then; `anyway`: also if the decision did not hold, as if it had."""
        known = known_by(asof.reported, self.published)
        first = self.decided[0]
        if not (anyway or first.holds(asof, known)):
            return
        counted = [claim for claim in self.claims if _counts(claim, asof)]
        on: dict[str, set[str]] = {}
        for claim in counted:
            on.setdefault(claim["event"], set()).add(claim["incident"])
        near = {claim["incident"] for claim in counted if claim["root"] in first.old} - {None}
        told = ((value, row) for value, row in self.values if value.event in on)
        stated = {_near(value, bool(on[value.event] & near)): row for value, row in told}
        ties = tied(holding(self.links, asof, known), (), Known())
        replacement = Replacement(first.old, first.new, first.fields, first.said, self._later(asof, known) - first.new)
        found = superseded(replacement, stated.keys(), ties)
        for value in sorted(found, key=lambda value: (value.event, value.number)):
            yield stated[value]

    def _later(self, asof: AsOf, reported: Collection[str]) -> frozenset[str]:
        """The claims that carry what has replaced the new statement, as far as that held then."""
        found, holding = self.decided[0].new, [one for one in self.decided[1:] if one.holds(asof, reported)]
        while more := {claim for one in holding if one.old & found for claim in one.new} - found:
            found = found | more
        return found

    def spells(self) -> Iterator[Row]:
        """Everything that began or ended and may have changed what is superseded."""
        yield from self.claims
        yield from self.links
        for one in self.decided:
            yield from one.spells

    def moments(self) -> set[str]:
        """When anything was published or said that may change what is superseded, as printed."""
        told = {*self.published.values(), *(one.said for one in self.decided)}
        return {one for one in told if one is not None}


def relevant(db: Database, slugs: Iterable[str], claims: Iterable[str]) -> list[str]:
    """The decisions that may supersede a value of these claims, or one on these incidents, and that ever held."""
    given = {"slugs": listed(slugs), "claims": listed(connected(db, claims))}
    return [row["event"] for row in select(db, _RELEVANT, given)]


def replacing(db: Database, supersession: str, known: Known) -> Replacing:
    """What bears on the decision `supersession`, with names as they are `known`."""
    parts: dict[str, list[Row]] = {}
    for row in select(db, _ALONG, {"event": supersession}):
        parts.setdefault(row["event"], []).append(row)
    held: dict[str, list[Row]] = {event: [] for event in parts}
    for row in select(db, _HELD, [listed(parts)]):
        held[row["event"]].append(row)
    decided = [_decided(event, rows, held[event], known) for event, rows in parts.items()]
    decided.sort(key=lambda one: (one.event != supersession, one.event))
    old = decided[0].old
    reach = [row["incident"] for row in select(db, _REACH, [listed(old)])]
    # Whatever the voice says there may carry the statement, and links may lead from it to other incidents.
    carrying = old | {row["root"] for row in select(db, _ON, [listed(reach)])}
    claims = connected(db, carrying).union(*(one.old | one.new for one in decided))
    spells = list(select(db, _SPELLS, {"claims": listed(claims), "slugs": listed(reach)}))
    roots = {row["event"]: row["root"] for row in spells}
    rows = [row for query in (_VALUES, _BARE) for row in select(db, query, [listed(roots)])]
    texts = Ties(republishes=dict(carried(db, (row["source"] for row in rows))))
    values = tuple((_stated(row, roots[row["event"]], texts, known), _marked(row, supersession)) for row in rows)
    between = links(db, carrying)
    return Replacing(tuple(decided), tuple(spells), values, tuple(between), published(db, {*roots.values(), *claims}))


def _near(value: Stated, near: bool) -> Stated:
    return value if value.near == near else replace(value, near=near)


def _said_by(day: date, said: str | None) -> bool:
    return said is None or reported_by(day, said)


def _counts(claim: Row, asof: AsOf) -> bool:
    return asof.holds(claim) and (asof.reported is None or reported_by(asof.reported, claim["reported"]))


def _decided(event: str, parts: list[Row], spells: list[Row], known: Known) -> _Decided:
    old, new = (frozenset(row["claim"] for row in parts if row["part"] == part) for part in ("old", "new"))
    fields = StatementSuperseded.model_validate_json(parts[0]["body"]).fields
    given = tuple((field.property, known.identity(field.party) if field.party else None) for field in fields)
    return _Decided(event, old, new, parts[0]["said"], given, tuple(spells))


def _stated(row: Row, root: str, texts: Ties, known: Known) -> Stated:
    text = texts.first(row["source"])
    # Who prints another's text does not speak in its own voice.
    named = row["origin_kind"] == "named" or (row["origin_kind"] == "own" and text == row["source"])
    return Stated(
        event=row["event"],
        number=row["number"],
        claim=root,
        property=row["property"],
        party=known.identity(row["party"]) if row["party"] else None,
        role=row["role"],
        value=known.identity(row["value"]) if (row["type"], row["property"]) in _PARTIES else row["value"],
        count=Quantity.parse(row["value"]).value if row["bound"] else None,
        origin=known.identity(row["origin"]) if named else None,
        said=row["said"],
        type=row["type"],
        source=row["source"],
        text=text,
        stance=row["stance"],
        days=(row["earliest"], row["latest"]) if row["extent"] else None,
        places=frozenset({row["admin1"]} - {None}) if row["property"] == "place" else frozenset(),
        told_by_voice=row["basis"] in (None, "stated"),
    )


def _marked(row: Row, supersession: str) -> Row:
    told = {name: row[name] for name in ("event", "number", "property", "party", "value")}
    return {"supersession": supersession} | told
