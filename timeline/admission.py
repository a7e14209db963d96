"""What may enter the log is decided here, from the events and what the log holds; nothing that differs is swallowed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic_core import from_json, to_json

from events.base import Event, content_key
from events.claim import Claim
from events.ledger.incident_declared import IncidentDeclared, incident_key
from events.ledger.source_recorded import SourceRecorded, source_key
from events.registry import load
from events.values.chain import Hop
from timeline.errors import TimelineError
from timeline.log.engine import Log
from timeline.log.entries import MAX_BYTES, Entry

#: Differences that a fault shows; whoever changed more knows that it is another claim.
SHOWN = 5

#: A field of an event, from its top: ("citation", "chain").
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps the event number `index` (from 0) out, at `path` within it."""

    index: int
    path: Path
    problem: str
    remedy: str


class Unreadable(TimelineError):
    """An entry that this release cannot read. It stays in the log, and has no effect on the tables."""


@dataclass(slots=True)
class Plan:
    """For each event the position where the log has it already, or None where it is new; and the problems."""

    positions: list[int | None] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan(events: Sequence[Event], log: Log, assumed: Collection[str] = ()) -> Plan:
    """Compare `events`, in their order, with each other and with what `log` holds.

    `assumed` are the index keys of sources and incidents that are taken to be recorded, because the same input
    declares them, although with a fault.
    """
    known = _Known(events, log, assumed)
    made = Plan()
    for index, event in enumerate(events):
        position = known.taken.get(event.content_key)
        made.positions.append(position)
        if position is None and event.content_key not in known.contents:
            made.problems += [Problem(index, *problem) for problem in known.check(event)]
            if (size := len(event.canonical)) > MAX_BYTES:
                remedy = f"An event may have {MAX_BYTES:,}: divide or shorten it."
                made.problems.append(Problem(index, (), f"It has {size:,} bytes as stored.", remedy))
        known.add(index, event)
    return made


def unknown(keys: Iterable[str], log: Log, assumed: Collection[str]) -> dict[str, tuple[str, str]]:
    """Problem and remedy for each index key of a source or an incident that is neither recorded nor assumed."""
    wanted = sorted({key for key in keys if key not in assumed})
    recorded = log.find(wanted)
    return {key: _missing(key, log, assumed) for key in wanted if key not in recorded}


class _Known:
    """What the log holds of the keys that `events` name, and which events came before in the same batch."""

    def __init__(self, events: Sequence[Event], log: Log, assumed: Collection[str]) -> None:
        self.log = log
        self.assumed = assumed
        wanted = {key for event in events for key in (*event.keys, *_references(event))}
        # Others may append between two look-ups: what lies beyond the head is left out, so that content and slot agree.
        head = log.head()
        self.taken = {key: position for key, position in log.find(sorted(wanted)).items() if position <= head}
        self.contents: set[str] = set()
        self.slots: dict[str, int] = {}
        self.sources: dict[str, SourceRecorded] = {}
        self.incidents: set[str] = set()

    def add(self, index: int, event: Event) -> None:
        self.contents.add(event.content_key)
        self.slots.setdefault(event.slot_key, index)
        if isinstance(event, SourceRecorded):
            self.sources.setdefault(event.key, event)
        elif isinstance(event, IncidentDeclared):
            self.incidents.add(event.slug)

    def check(self, event: Event) -> Iterator[tuple[Path, str, str]]:
        if isinstance(event, Claim):
            yield from self._check_source(event)
            yield from self._check_incidents(event)
        yield from self._check_slot(event)

    def _check_slot(self, event: Event) -> Iterator[tuple[Path, str, str]]:
        slot = event.slot_key
        if slot in self.taken:
            entry = self.log.get(self.taken[slot])
            found = differing(from_json(entry.body), event.body())
            more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
            differences = "; ".join(found[:SHOWN]) + more
            yield (), *_occupied(event, entry.id, differences)
        elif slot in self.slots:
            yield (), *_occupied(event, f"event number {self.slots[slot] + 1} of this input", "")

    def _check_source(self, claim: Claim) -> Iterator[tuple[Path, str, str]]:
        key = claim.citation.source
        source = self.sources.get(key) or self._recorded(key)
        if source is None:
            if source_key(key) not in self.assumed:
                yield ("citation", "source"), *_missing(source_key(key), self.log, map(source_key, self.sources))
            return
        for path, chain in _chains(claim):
            if chain[-1].voice != source.publisher:
                yield (
                    path,
                    f'The chain ends with "{chain[-1].voice}", but the source is published by "{source.publisher}".',
                    f'Write "{source.publisher}" as the last voice.',
                )

    def _recorded(self, key: str) -> SourceRecorded | None:
        if (position := self.taken.get(source_key(key))) is None:
            return None
        found = event_of(self.log.get(position))
        assert isinstance(found, SourceRecorded)
        return self.sources.setdefault(key, found)

    def _check_incidents(self, claim: Claim) -> Iterator[tuple[Path, str, str]]:
        for path, slug in _slugs(claim):
            key = incident_key(slug)
            if key not in self.taken and slug not in self.incidents and key not in self.assumed:
                here = [*map(incident_key, self.incidents), *self.assumed]
                yield path, *_missing(key, self.log, here)


def _missing(key: str, log: Log, here: Iterable[str]) -> tuple[str, str]:
    """Problem and remedy for a source or incident that is not recorded; `here` are keys of the same input."""
    kind, _, name = key.partition(":")
    names = [other.partition(":")[2] for other in here if other.startswith(f"{kind}:")]
    near = get_close_matches(name, [*names, *(other.partition(":")[2] for other, _ in log.keys(f"{kind}:"))], n=1)
    meant = f"Did you mean {near[0]}? " if near else ""
    if kind == "source":
        how = "Record it before this claim, with type source_recorded or as the sheet's source."
        return f'The source "{name}" is not recorded.', f"{meant}{how}"
    how = f"Declare a new one with its title: incidents: {{{name}: …}}, or type incident_declared."
    return f'The incident "{name}" is not declared.', f"{meant}{how}"


def event_of(entry: Entry) -> Event:
    """The event that an entry holds. Raises Unreadable for one of a later release, or that is no event at all."""
    try:
        return load(entry.type, entry.version, from_json(entry.body))
    except (LookupError, ValueError) as problem:
        raise Unreadable(f"{entry.id} cannot be read. {problem}") from problem


def keys_of(entry: Entry) -> tuple[str, ...]:
    """What the log's index should hold of the entry; of one that cannot be read, what its bytes alone tell."""
    try:
        return event_of(entry).keys
    except Unreadable:
        return (content_key(entry.type, entry.body),)


def differing(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What changed between two bodies, field by field: `strikes: 3 → 2`."""
    before, after = dict(_leaves(old)), dict(_leaves(new))
    return [
        f"{name}: {before.get(name, '(nothing)')} → {after.get(name, '(nothing)')}"
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    ]


def _leaves(data: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves(value, f"{name}.{key}" if name else key)
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _leaves(value, f"{name}[{number}]")
    else:
        yield name.removesuffix(".value"), to_json(data).decode()


def _occupied(event: Event, holder: str, differences: str) -> tuple[str, str]:
    said = f" ({differences})" if differences else ""
    if isinstance(event, Claim):
        return (
            f"{holder} says something else{said} of the same type, incident, source, locator and chain.",
            f"If the coding was wrong, use `timeline correct {holder}`; if it is a second claim, give it its own `as:`."
            if differences
            else "Give one of them its own `as:`, or a more exact locator.",
        )
    what = f'The source "{event.key}"' if isinstance(event, SourceRecorded) else str(event.summary().partition(":")[0])
    return (
        f"{what} is recorded otherwise in {holder}{said}.",
        f"To change it, use `timeline correct {holder}`; another one needs another name."
        if differences
        else "Leave one of them out, or give it another name.",
    )


def _references(event: Event) -> Iterator[str]:
    if isinstance(event, Claim):
        yield source_key(event.citation.source)
        yield from map(incident_key, event.incidents())


def _slugs(claim: Claim) -> Iterator[tuple[Path, str]]:
    if claim.incident:
        yield ("incident",), claim.incident
    for number, slug in enumerate(claim.about):
        yield ("about", number), slug
    for number, entry in enumerate(claim.casualties):
        if entry.counted_in:
            yield ("casualties", number, "counted_in"), entry.counted_in


def _chains(claim: Claim) -> Iterator[tuple[Path, tuple[Hop, ...]]]:
    if claim.citation.chain:
        yield ("citation", "chain"), claim.citation.chain
    for value in claim.values():
        if value.said.chain:
            yield (*value.path, "chain"), value.said.chain
