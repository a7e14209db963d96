"""An event is named in the same ways whatever is to be done to it, and the log alone says what is meant.

By its ID in any spelling; by the slug of the incident, or the key of the source, place or actor, that it records; of a
claim by the key of its source and its label there, KEY:LABEL.
"""

from __future__ import annotations

from collections.abc import Iterator

from events.claim import label_key
from events.ledger.actor_recorded import actor_key
from events.ledger.incident_declared import incident_key
from events.ledger.place_recorded import place_key
from events.ledger.source_recorded import source_key
from timeline.closest import closest, meant
from timeline.errors import NoName, TimelineError
from timeline.log.engine import Log
from timeline.log.ids import InvalidId, format_id, nearest, parse_id
from timeline.standing import Standing

#: What can be named by a key of its own, and how the index names it.
NAMES = {"source": source_key, "incident": incident_key, "place": place_key, "actor": actor_key}


def id_of(log: Log, name: str) -> str:
    """The ID that `name` stands for; of what was amended, the ID under which it was first recorded, or the ID given.

    Capitals, and blanks for hyphens, make no difference. Raises TimelineError, InvalidId where it could be no ID
    either, which says what may be meant.
    """
    if not isinstance(name, str):
        raise NoName(name, format_id(log.prefix, 1))
    if position := _position(log, name):
        return format_id(log.prefix, position)
    try:
        return log.get(parse_id(name, log.prefix)[1]).id
    except TimelineError as problem:
        if position := _position(log, key_in(name)):
            return format_id(log.prefix, position)
        told = f"{problem}{_otherwise(log, name, problem)}"
        raise (InvalidId if isinstance(problem, InvalidId) else TimelineError)(told) from problem


def key_in(name: str) -> str:
    """A key as it is written, of one that was typed with capitals, or blanks for hyphens."""
    return "-".join(name.lower().split())


def _position(log: Log, name: str) -> int | None:
    """The position of what is called so, as it was first recorded; of a label that a correction gave, of that."""
    source, colon, label = name.partition(":")
    key = label_key(source, label)
    if found := log.find([key] if colon else [key_of(name) for key_of in NAMES.values()]):
        return min(found.values())
    return next(iter(Standing(log).corrections(key)), None) if colon else None


def _otherwise(log: Log, name: str, problem: TimelineError) -> str:
    """Why `name` is no other name either, and what may be meant."""
    if isinstance(problem, InvalidId) and ":" in name:
        return _no_label(log, *key_in(name).split(":", 1))
    if near := nearest(name, log.prefix, log.head()):
        guess = f" Did you mean {near[0]}?" if near[0] not in str(problem) else ""
    else:
        guess = meant(name, _names(log, *NAMES))
    return f" Nor is it a source's key or an incident's slug.{guess}" if isinstance(problem, InvalidId) else guess


def _no_label(log: Log, source: str, label: str) -> str:
    if not log.find([source_key(source)]):
        near = closest(source, _names(log, "source"))
        guess = f" Did you mean {near[0]}:{label}?" if near else ""
        return f' Nor is "{source}" the key of a source.{guess}'
    start = label_key(source, "")
    # Those that a correction has given have at their end what it follows.
    labels = {key.removeprefix(start).partition("/")[0] for key, _ in log.keys(start)}
    guess = meant(f"{source}:{label}", (f"{source}:{one}" for one in sorted(labels)))
    return f' Nor has "{source}" a claim with the label "{label}".{guess}'


def _names(log: Log, *kinds: str) -> Iterator[str]:
    for kind in kinds:
        for key, _ in log.keys(f"{kind}:"):
            yield key.partition(":")[2]
