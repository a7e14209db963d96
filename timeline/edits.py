"""Editing a sheet never doubles a claim: one that is stored already is known again by what it says.

A sheet that brings its whole source brings all that is said there. Where it lacks a stored claim and has a new one that
says the same, only the place in the source or the chain was changed: that is a correction, and not a second claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from events.base import Event, digest
from events.claim import Claim, slots_of
from events.differing import differing
from events.ledger.source_recorded import SourceRecorded
from timeline.admission import Plan, Problem
from timeline.log.engine import Log
from timeline.standing import Standing, Version


def edited(events: Sequence[Event], made: Plan, log: Log) -> list[Problem]:
    """What is wrong with those of `events`, a whole input, that only look new. `made` is their plan."""
    if not any(made.positions):
        return []
    positions = made.positions
    known = (events[index] for index, position in enumerate(positions) if position is not None)
    again = {event.key for event in known if isinstance(event, SourceRecorded)}
    if not again or None not in positions:
        return []
    fresh, given = list[tuple[int, Claim]](), set[str]()
    for index, event in enumerate(events):
        if isinstance(event, Claim) and event.citation.source in again:
            given.add(event.slot_key)
            if positions[index] is None and event.as_ is None:
                fresh.append((index, event))
    if not fresh:
        return []
    lacking = _lacking({claim.citation.source for _, claim in fresh}, given, log)
    found = [(index, claim, lacking.get(_said(claim.type, claim.body()))) for index, claim in fresh]
    return [_problem(index, claim, stored) for index, claim, stored in found if stored]


def _lacking(sources: set[str], given: set[str], log: Log) -> dict[str, Version]:
    """The claims of `sources` that count and whose slots are not `given`, by what they say."""
    standing = Standing(log)
    positions = {
        position for source in sorted(sources) for key, position in log.keys(slots_of(source)) if key not in given
    }
    versions = filter(None, map(standing.version, sorted(positions)))
    return {
        _said(version.event.type, version.event.body()): version
        for version in versions
        if version.event.slot_key not in given
    }


def _said(type_: str, body: dict[str, Any]) -> str:
    """The same for two claims that say the same, wherever in their source, through whomever, however annotated."""
    citation = {name: value for name, value in body["citation"].items() if name not in ("locator", "chain")}
    rest = {name: value for name, value in body.items() if name not in ("as", "note", "tags", "citation")}
    return digest([type_, citation, rest])


def _problem(index: int, claim: Claim, stored: Version) -> Problem:
    changed = "; ".join(map(str, differing(stored.event.body(), claim.body())))
    return Problem(
        index,
        (),
        f"{stored.id} says the same, and is missing here ({changed}).",
        f"If you have changed it, use `timeline correct {stored.id}`; if the source says it in another place as well, "
        "keep both, or give this one its own `as:`.",
    )
