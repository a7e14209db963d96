"""Amendments follow what is in force, and are made of what people name: an ID in any spelling, a key, a slug."""

from __future__ import annotations

from difflib import get_close_matches

from events.base import Event
from events.ledger.actor_recorded import actor_key
from events.ledger.claim_retracted import ClaimRetracted
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.incident_declared import incident_key
from events.ledger.place_recorded import place_key
from events.ledger.source_recorded import source_key
from events.ledger.undone import Undone
from timeline.errors import TimelineError
from timeline.histories import History
from timeline.log.engine import Log
from timeline.log.ids import format_id, nearest, parse_id
from timeline.standing import Standing, Version

#: What can be named otherwise than by an ID, and how the index names it.
NAMES = {"source": source_key, "incident": incident_key, "place": place_key, "actor": actor_key}


def correction(log: Log, name: str, event: Event, reason: str) -> CodingCorrected:
    """The event that puts `event`, whole, in the place of what counts of `name`. Raises TimelineError."""
    history = Standing(log).history(id_of(log, name))
    return CodingCorrected(corrects=history.standing[-1], follows=_follows(history), reason=reason, replacement=event)


def retraction(log: Log, name: str, reason: str) -> ClaimRetracted:
    """The event that takes back the claim `name` as it counts. Raises TimelineError."""
    history = Standing(log).history(id_of(log, name))
    return ClaimRetracted(retracts=history.standing[-1], follows=_follows(history), reason=reason)


def undoing(log: Log, name: str, reason: str) -> Undone:
    """The event that undoes the correction or retraction `name`. Raises TimelineError."""
    id = id_of(log, name)
    return Undone(undoes=id, follows=_follows(Standing(log).history(id)), reason=reason)


def current(log: Log, name: str) -> Version:
    """What counts of the event, source or incident `name`. Raises TimelineError, also where it is retracted."""
    standing = Standing(log)
    history = standing.history(id_of(log, name))
    if history.in_force is None:
        raise TimelineError(f"{history.root} was retracted. To bring it back: timeline undo {history.standing[-1]}")
    return standing.as_version(history.in_force)


def id_of(log: Log, name: str) -> str:
    """The ID that `name` stands for: an ID in any spelling, a source's key, an incident's slug.

    Raises TimelineError, which says what may be meant.
    """
    if found := log.find(key_of(name) for key_of in NAMES.values()):
        return format_id(log.prefix, min(found.values()))
    try:
        return log.get(parse_id(name, log.prefix)[1]).id
    except TimelineError as problem:
        names = [key.partition(":")[2] for kind in NAMES for key, _ in log.keys(f"{kind}:")]
        near = [*nearest(name, log.prefix, log.head()), *get_close_matches(name, names, n=1)]
        meant = f" Did you mean {near[0]}?" if near and near[0] not in str(problem) else ""
        raise TimelineError(f"{problem}{meant}") from problem


def _follows(history: History) -> str | None:
    """What an amendment must say that it follows, where that does not go without saying."""
    return history.head if history.head != history.standing[-1] else None
