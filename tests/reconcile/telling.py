"""Values told of one incident, as short as tests want them: in plain words, by voices of one letter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from events.values.folding import folded
from events.values.quantity import Quantity
from timeline.reconcile.contradiction import Contradiction
from timeline.reconcile.contradictions import contradictions
from timeline.reconcile.told import Account, Days, Relation, Told, Whose

#: The recorded actors, by the keys that their names have here: US and UK are parts of NATO.
WHOLES = {"us": frozenset({"nato"}), "uk": frozenset({"nato"})}
ACTORS = ("us", "uk", "nato", "taliban", "government")


def whose(name: str) -> Whose:
    return Whose(name, folded(name) if folded(name) in ACTORS else None)


def account(
    event: str,
    type_: str = "airstrike",
    occurred: str | Days | None = None,
    stance: str = "asserts",
    relation: Relation = "told",
    **fields: Any,
) -> Account:
    days = Days(occurred) if isinstance(occurred, str) else occurred
    return Account(event, fields.pop("root", event), type_, stance, "gazette", relation, occurred=days, **fields)


def value(claim: Account, property_: str, written: str, **fields: Any) -> Told:
    """A value of the claim: a date, a party or words as they are."""
    origin = fields.pop("origin", f"voice of {claim.event}")
    given = {"stance": claim.stance, "origin": origin, "origin_kind": "named"} | fields
    return Told(claim, property_, written, **given)


def whole(claim: Account, **fields: Any) -> Told:
    return value(claim, "claim", f"what {claim.event} says", **fields)


def number(claim: Account, property_: str, written: str | int, **fields: Any) -> Told:
    parsed = Quantity.parse(written)
    ends = {"low": parsed.low, "high": parsed.high, "bound": parsed.bound}
    return value(claim, property_, str(parsed), **ends | fields)


def figure(
    event: str | Account, written: str | int, outcome: str = "killed", of: str = "farmers", **fields: Any
) -> Told:
    """A casualty figure, of farmers of whom nothing more is known unless something is said."""
    claim = account(event) if isinstance(event, str) else event
    usual = {"party": whose(of), "civilian_status": "unstated", "role": "victim"}
    return number(claim, outcome, written, **usual | fields)


def dated(event: str, written: str, type_: str = "district_fall", **fields: Any) -> Told:
    """The day of a claim, of the fall of a place unless something else is said."""
    about = {name: fields.pop(name) for name in ("scope", "subject", "relation") if name in fields}
    of_date = {name: fields.pop(name) for name in ("basis", "extent") if name in fields}
    days = Days(written, **of_date)
    return value(account(event, type_, days, **about), "occurred", written, days=days, **fields)


def party(event: str, property_: str, name: str, type_: str = "district_fall", **fields: Any) -> Told:
    return value(account(event, type_, **fields), property_, name, party=whose(name))


def held(event: str, by: str | None, day: str | Days, status: str = "controlled", **fields: Any) -> list[Told]:
    """What a claim says of who held a place on a day."""
    claim = account(event, "control_status", day, **fields)
    states = [value(claim, "status", status)]
    return states + ([value(claim, "controller", by, party=whose(by))] if by else [])


def found(*told: Told) -> list[Contradiction]:
    return contradictions(told, WHOLES)


def brief(*told: Told) -> list[tuple[str, str, list[str]]]:
    """The rule and the property of each contradiction, and the events that take part."""
    return [
        (one.rule, one.property, sorted({member.told.claim.event for member in one.members})) for one in found(*told)
    ]


def again(told: Told, event: str) -> Told:
    """The same as another source says it."""
    return replace(told, claim=replace(told.claim, event=event, root=event), origin=f"voice of {event}")
