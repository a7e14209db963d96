"""Two parties exclude each other only where both are recorded actors and neither is part of the other.

A party that no recorded actor is linked with may be either's other name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from events.registry import CLAIMS
from timeline.reconcile.comparing import by_scope, grouped, joined, meeting, sides_by_key
from timeline.reconcile.contradiction import Contradiction, members, rivals, span
from timeline.reconcile.told import Days, Identity, Told, Wholes

#: The type of claim that says who held a place, and its fields.
CONTROL, STATUS, CONTROLLER = "control_status", "status", "controller"


def exclusive_parties(told: Sequence[Told], wholes: Wholes) -> Iterator[Contradiction]:
    """There is one such party alone (who took the place), and two that exclude each other are named."""
    exclude = _excluding(wholes)
    for (type_, property_), values in _exclusive(value for value in told if _actor(value)):
        for found in joined(meeting(grouped(bucket, _actor), exclude) for bucket in by_scope(values)):
            sides = members(sides_by_key(found, _actor, exclude))
            why = f"Not parts of each other: {rivals(sides, lambda value: value.value)}."
            yield Contradiction("exclusive_parties", property_, sides, why, type=type_)


def unrecorded_parties(told: Sequence[Told], wholes: Wholes) -> Iterator[Contradiction]:
    """Such parties are called otherwise, and one of the names at least is of nobody who is recorded: who knows."""

    def unknown(one: Identity, other: Identity) -> bool:
        return one != other and "name" in (one[0], other[0])

    for (type_, property_), values in _exclusive(told):
        for found in joined(meeting(grouped(bucket, _party), unknown) for bucket in by_scope(values)):
            sides = members(sides_by_key(found, _party, unknown))
            names = rivals(sides, lambda value: value.value)
            why = f"Nobody has recorded whether {names} are one, or one of them part of the other."
            yield Contradiction("unrecorded_parties", property_, sides, why, judgement="hint", type=type_)


def _exclusive(told: Iterable[Told]) -> Iterator[tuple[tuple[str, str], list[Told]]]:
    """The parties of which there is one alone, those of one thing together, with the type of claim and the field."""
    parties = [
        value
        for value in told
        if value.affirmed
        and value.party
        and value.claim.relation == "told"
        and value.property in CLAIMS[value.claim.type].exclusive
    ]
    things = grouped(parties, lambda value: (value.claim.type, value.property, value.claim.subject))
    for (type_, property_, _), values in things.items():
        yield (type_, property_), values


def _party(told: Told) -> Identity:
    assert told.party is not None
    return told.party.key


def _actor(told: Told) -> str:
    """The key of the recorded actor; empty for a party that is none."""
    return (told.party and told.party.actor) or ""


def _excluding(wholes: Wholes) -> Callable[[str, str], bool]:
    def exclude(one: str, other: str) -> bool:
        related = one == other or one in wholes.get(other, ()) or other in wholes.get(one, ())
        return bool(one and other) and not related

    return exclude


class _State(NamedTuple):
    """Who held the place: an actor, empty for a party that is none; or neither side."""

    neither: bool
    actor: str


class _Holding(NamedTuple):
    """Who held it on all of these days, the first and the last, in ISO 8601."""

    days: tuple[str, str]
    state: _State


def rival_control(told: Sequence[Told], wholes: Wholes) -> Iterator[Contradiction]:
    """On one day a place is under control of two parties that exclude each other, or of somebody and of neither side.

    Who held it on another day says nothing of this one; `contested` and `unconfirmed` contradict nothing.
    """
    claims = grouped((value for value in told if value.claim.type == CONTROL), lambda value: value.claim.event)
    held = {value: holding for values in claims.values() for value, holding in _held(values)}
    exclude = _excluding(wholes)

    def conflict(one: _State, other: _State) -> bool:
        return one.neither != other.neither or exclude(one.actor, other.actor)

    for values in grouped(held, lambda value: value.claim.subject).values():
        for found in joined(
            meeting(grouped(bucket, held.__getitem__), lambda one, other: conflict(one.state, other.state), _when)
            for bucket in by_scope(values)
        ):
            sides = members(sides_by_key(found, lambda value: held[value].state, conflict))
            names = rivals(sides, lambda value: "neither side" if held[value].state.neither else value.value)
            earliest, latest = span([held[value].days for value in found])
            why = f"On one day it is said to be held by {names}."
            yield Contradiction("rival_control", STATUS, sides, why, type=CONTROL, earliest=earliest, latest=latest)


def _when(holding: _Holding) -> tuple[str, str]:
    return holding.days


def _held(values: Sequence[Told]) -> Iterator[tuple[Told, _Holding]]:
    """What one claim says of who held the place, where it says so of certain days."""
    given = {value.property: value for value in values if value.affirmed and value.claim.relation == "told"}
    status, holder = given.get(STATUS), given.get(CONTROLLER)
    days = _all_days(status.claim.occurred) if status else None
    if status and days and status.value == "controlled":
        yield holder or status, _Holding(days, _State(False, _actor(holder) if holder else ""))
    elif status and days and status.value == "neither":
        yield status, _Holding(days, _State(True, ""))


def _all_days(occurred: Days | None) -> tuple[str, str] | None:
    """The first and the last day of those on all of which it was so, as the source states; None where none is sure."""
    if occurred is None or occurred.basis != "stated" or occurred.extent == "cumulative":
        return None
    first, last = occurred.sharp
    if occurred.extent == "within":
        return (first, last) if first and first == last else None
    known = [day for day in (first, last) if day]
    return (known[0], known[-1]) if known else None
