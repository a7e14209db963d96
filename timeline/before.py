"""What came before an event is what the log holds of the names that it uses, and what the same input says above it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from events.base import Event
from events.claim import Claim
from events.decision import claim_key
from events.ledger.actor_recorded import ActorRecorded
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.source_recorded import SourceRecorded, source_key
from timeline.deciding import Deciding
from timeline.log.engine import Log
from timeline.standing import Standing, Version


class Before:
    """What the log holds of the keys that `events` name, and which of these were added so far.

    `assumed` are keys that are taken to be recorded.
    """

    def __init__(self, events: Sequence[Event], log: Log, assumed: Collection[str]) -> None:
        self.log = log
        self.assumed = assumed
        # Others may append between two look-ups: what lies beyond the head is left out, so that content and slot agree.
        self.standing = Standing(log)
        wanted = {key for event in events for key in (*event.keys, *(key for _, key in event.references()))}
        wanted |= {key for event in events if isinstance(event, CodingCorrected) for key in event.replacement.keys}
        self.taken = self.standing.find(sorted(wanted))
        self.contents: set[str] = set()
        self.slots: dict[str, int] = {}
        #: The labels given in this input to claims that the log has already, maybe without them.
        self.again: dict[str, int] = {}
        self.sources: dict[str, SourceRecorded] = {}
        self.deciding = Deciding(self.standing)
        #: The claims of this input by their labels' keys, for decisions that name them.
        self.claims: dict[str, Claim] = {}

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
        if isinstance(event, Claim) and event.label_key:
            if position:
                self.again[event.label_key] = position
            else:
                self.slots.setdefault(event.label_key, index)
        if isinstance(event, Claim) and event.label_key:
            self.claims.setdefault(event.label_key, event)
        actor = event.replacement if isinstance(event, CodingCorrected) else event
        if isinstance(actor, ActorRecorded) and position is None:
            self.deciding.know(actor)
        if isinstance(event, SourceRecorded):
            self.sources.setdefault(event.key, event)

    def claim(self, name: str) -> Claim | None:
        """The claim that a decision names, in the same input or in the log."""
        return self.claims.get(claim_key(name)) or self.deciding.claim(name)

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
        if key not in self.sources and (position := self.taken.get(source_key(key))):
            version = self.standing.version(position)
            if version and isinstance(version.event, SourceRecorded):  # else it was redacted a moment ago
                self.sources[key] = version.event
        return self.sources.get(key)
