"""What may enter the log is decided here, from the events and what the log holds; nothing that differs is swallowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic_core import from_json, to_json

from events.base import Event
from events.claim import Claim
from events.ledger.incident_declared import incident_key
from events.ledger.source_recorded import SourceRecorded, source_key
from events.registry import load
from events.values.chain import Hop
from timeline.log.engine import Log
from timeline.log.entries import Entry

#: A field of an event, from its top: ("citation", "chain").
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps the event number `index` (from 0) out, at `path` within it."""

    index: int
    path: Path
    problem: str
    remedy: str


@dataclass(slots=True)
class Plan:
    """For each event the position where the log has it already, or None where it is new; and the problems."""

    positions: list[int | None] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan(events: Sequence[Event], log: Log) -> Plan:
    """Compare `events`, in their order, with each other and with what `log` holds."""
    known = _Known(events, log)
    made = Plan()
    for index, event in enumerate(events):
        position = known.taken.get(event.content_key)
        made.positions.append(position)
        if position is None and event.content_key not in known.contents:
            made.problems += [Problem(index, *problem) for problem in known.check(event)]
        known.add(index, event)
    return made


class _Known:
    """What the log holds of the keys that `events` name, and which events came before in the same batch."""

    def __init__(self, events: Sequence[Event], log: Log) -> None:
        self.log = log
        wanted = {key for event in events for key in (*event.keys, *_references(event))}
        self.taken = log.find(sorted(wanted))
        self.contents: set[str] = set()
        self.slots: dict[str, int] = {}
        self.sources: dict[str, SourceRecorded] = {}

    def add(self, index: int, event: Event) -> None:
        self.contents.add(event.content_key)
        self.slots.setdefault(event.slot_key, index)
        if isinstance(event, SourceRecorded):
            self.sources.setdefault(event.key, event)

    def check(self, event: Event) -> Iterator[tuple[Path, str, str]]:
        if isinstance(event, Claim):
            yield from self._check_source(event)
            yield from self._check_incidents(event)
        yield from self._check_slot(event)

    def _check_slot(self, event: Event) -> Iterator[tuple[Path, str, str]]:
        slot = event.slot_key
        if slot in self.taken:
            entry = self.log.get(self.taken[slot])
            differences = "; ".join(differing(from_json(entry.body), event.body()))
            yield (), *_occupied(event, entry.id, differences)
        elif slot in self.slots:
            yield (), *_occupied(event, f"event number {self.slots[slot] + 1} of this input", "")

    def _check_source(self, claim: Claim) -> Iterator[tuple[Path, str, str]]:
        key = claim.citation.source
        source = self.sources.get(key) or self._recorded(key)
        if source is None:
            near = self._nearest(key, "source:", self.sources)
            yield (
                ("citation", "source"),
                f'The source "{key}" is not recorded.',
                f"{near}Record it before this claim, with type source_recorded or as the sheet's source.",
            )
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
            if incident_key(slug) not in self.taken and incident_key(slug) not in self.slots:
                near = self._nearest(slug, "incident:", [key.partition(":")[2] for key in self.slots])
                yield (
                    path,
                    f'The incident "{slug}" is not declared.',
                    f"{near}Declare a new one with its title: incidents: {{{slug}: …}}, or type incident_declared.",
                )

    def _nearest(self, name: str, kind: str, here: Iterable[str]) -> str:
        names = [*here, *(key.removeprefix(kind) for key, _ in self.log.keys(kind))]
        near = get_close_matches(name, names, n=1)
        return f"Did you mean {near[0]}? " if near else ""


def event_of(entry: Entry) -> Event:
    """The event that an entry holds. Raises LookupError for a type or version of a later release."""
    return load(entry.type, entry.version, from_json(entry.body))


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
        f"To change it, use `timeline correct {event.slot_key.partition(':')[2]}`; another one needs another name.",
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
