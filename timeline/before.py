"""What came before an event is what the log holds of the names that it uses, and what the same input says above it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from events.base import Event
from events.claim import Claim
from events.decision import claim_key
from events.ledger.actor_recorded import ActorRecorded
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.source_recorded import SourceRecorded, source_key
from timeline.deciding import Deciding
from timeline.log.engine import Log
from timeline.standing import Standing, Version

#: How many sources are held at once; the others are read again when they are cited.
SOURCES = 1_000


class Before:
    """Which of `events`, the whole input, were added so far, and what the log holds of the keys that others name.

    `assumed` are keys that are taken to be recorded.
    """

    def __init__(self, events: Sequence[Event], log: Log, assumed: Collection[str]) -> None:
        self.log = log
        self.assumed = assumed
        # Others may append between two look-ups: what lies beyond the head is left out, so that content and slot agree.
        self.standing = Standing(log)
        self.taken: dict[str, int] = {}
        self.contents: set[str] = set()
        self.slots: dict[str, int] = {}
        #: The labels given in this input to claims that the log has already, maybe without them.
        self.again: dict[str, int] = {}
        #: What was said of each name that is not recorded.
        self.missing: dict[str, tuple[str, str]] = {}
        self.deciding = Deciding(self.standing)
        self._events = events
        #: The sources and the claims of this input by their names: claims by their labels' keys, for decisions.
        self._recorded: dict[str, int] = {}
        self._labelled: dict[str, int] = {}
        self._sources: dict[str, SourceRecorded] = {}

    def look_up(self, events: Iterable[Event]) -> None:
        """Look up what the log holds of all keys that these events name, for as long as they are added."""
        wanted = set[str]()
        for event in events:
            wanted.update(event.keys, (key for _, key in event.references()))
            if isinstance(event, CodingCorrected):
                wanted.update(event.replacement.keys)
        self.taken = self.standing.find(sorted(wanted))

    def position(self, event: Event) -> int | None:
        """Where the log has what the event says, in an event of its own or in a correction."""
        return self.taken.get(event.content_key) or next(iter(self.standing.corrections(event.content_key)), None)

    def add(self, index: int, event: Event, position: int | None) -> None:
        """Take note of `event`, which the log has at `position`, if at all."""
        self.contents.add(event.content_key)
        if position is None:
            self.slots.setdefault(event.slot_key, index)
        if isinstance(event, CodingCorrected) and isinstance(event.replacement, Claim) and not position:
            self.slots.setdefault(event.replacement.slot_key, index)
        if isinstance(event, Claim) and (label := event.label_key):
            self._labelled.setdefault(label, index)
            if position:
                self.again[label] = position
            else:
                self.slots.setdefault(label, index)
        actor = event.replacement if isinstance(event, CodingCorrected) else event
        if isinstance(actor, ActorRecorded) and position is None:
            self.deciding.know(actor)
        if isinstance(event, SourceRecorded):
            self._recorded.setdefault(event.key, index)

    def claim(self, name: str) -> Claim | None:
        """The claim that a decision names, in the same input or in the log."""
        index = self._labelled.get(claim_key(name))
        found = self.deciding.claim(name) if index is None else self._events[index]
        return found if isinstance(found, Claim) else None

    def labelled(self, key: str) -> int | None:
        """Where a correction has given this label to a claim that counts."""
        for position in self.standing.corrections(key) if key.startswith("label:") else ():
            version = self.standing.version(position)
            if version and isinstance(version.event, Claim) and version.event.label_key == key:
                return position
        return None

    def holder(self, slot: str) -> Version | None:
        """The version that counts of whatever has the slot; of what was retracted, the last one that did count."""
        if slot in self.taken:
            history = self.standing.history(self.standing.id(self.taken[slot]))
            return self.standing.as_version(history.standing[-2 if history.retracted else -1])
        versions = (self.standing.version(position) for position in self.standing.corrections(slot))
        return next((version for version in versions if version and version.event.slot_key == slot), None)

    def other_holder(self, slot: str, root: str) -> str | None:
        """Who else than the event `root` has the slot, in the log or in the same input."""
        if slot in self.slots:
            return f"Event number {self.slots[slot] + 1} of this input"
        holder = self.holder(slot)
        return holder.id if holder and self.standing.history(holder.id).root != root else None

    def publisher(self, key: str) -> str | None:
        """Who published a source, also one that this input does not name."""
        self.taken |= {} if source_key(key) in self.taken else self.standing.find([source_key(key)])
        source = self.source(key)
        return source.publisher if source else None

    def source(self, key: str) -> SourceRecorded | None:
        """The source as it counts, from the same input or from the log; None where it is not recorded."""
        if key not in self._sources and (found := self._source(key)):
            if len(self._sources) >= SOURCES:
                self._sources.clear()
            self._sources[key] = found
        return self._sources.get(key)

    def _source(self, key: str) -> SourceRecorded | None:
        index, position = self._recorded.get(key), self.taken.get(source_key(key))
        if index is not None:
            found = self._events[index]
        elif position and (version := self.standing.version(position)):
            found = version.event
        else:
            return None
        return found if isinstance(found, SourceRecorded) else None  # else it was redacted a moment ago
