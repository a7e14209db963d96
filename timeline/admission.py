"""What may enter the log is decided here, from the events and what the log holds; nothing that differs is swallowed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from events.amendment import Amendment
from events.base import Event, Path
from events.claim import Claim, event_key
from events.decision import Decision, claim_key
from events.differing import differing
from events.ledger.actor_recorded import ActorRecorded
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.event_redacted import EventRedacted
from events.ledger.source_recorded import SourceRecorded, source_key
from events.ledger.undone import Undone
from events.registry import CLAIMS
from events.values.casualties import OUTCOMES
from timeline.deciding import Deciding
from timeline.histories import History, Inapplicable, amended, check_fit
from timeline.issuing import Found
from timeline.log.engine import Log, NotInLog
from timeline.log.entries import MAX_BYTES
from timeline.log.ids import InvalidId, nearest
from timeline.refusals import missing, occupied, other_publisher
from timeline.standing import Standing, Version
from timeline.stored import Unreadable
from timeline.visibility import Visibility

#: Every field of a claim that can be answered.
_FIELDS = frozenset(name for type_ in CLAIMS.values() for name in type_.model_fields).union(OUTCOMES)
#: Differences that a fault shows; whoever changed more knows that it is another claim.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps the event number `index` (from 0) out, at `path` within it."""

    index: int
    path: Path
    problem: str
    remedy: str


@dataclass(slots=True)
class Plan:
    """For each event the position where the log has it already, or None where it is new; and the problems.

    It holds for a log that ends at `head`.
    """

    positions: list[int | None] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    head: int | None = None


def plan(events: Sequence[Event], log: Log, assumed: Collection[str] = ()) -> Plan:
    """Compare `events`, in their order, with each other and with what `log` holds.

    `assumed` are the index keys of sources, incidents and other names that are taken to be recorded, because the same
    input declares them, although with a fault.
    """
    known = _Known(events, log, assumed)
    made = Plan(head=known.standing.head)
    for index, event in enumerate(events):
        position = known.position(event)
        made.positions.append(position)
        if position is None and event.content_key not in known.contents:
            found = [Problem(index, *problem) for problem in known.check(event)]
            if (size := len(event.canonical)) > MAX_BYTES:
                remedy = f"An event may have {MAX_BYTES:,}: divide or shorten it."
                found.append(Problem(index, (), f"It has {size:,} bytes as stored.", remedy))
            if isinstance(event, Decision) and not found:
                known.deciding.add(event)  # what is refused decides nothing for those that follow
            made.problems += found
        known.add(index, event, position)
    return made


def unknown(keys: Iterable[str], log: Log, assumed: Collection[str]) -> dict[str, tuple[str, str]]:
    """Problem and remedy for each index key of a source, an incident … that is neither recorded nor assumed."""
    wanted = sorted({key for key in keys if key not in assumed})
    recorded = log.find(wanted)
    return {key: missing(key, log, assumed) for key in wanted if key not in recorded}


class _Known:
    """What the log holds of the keys that `events` name, and which events came before in the same batch."""

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

    def check(self, event: Event) -> Iterator[Found]:
        for path, key in event.references():
            if key.startswith(event_key("")):
                yield from self._check_id(path, key.removeprefix(event_key("")))
            elif not (key in self.taken or key in self.slots or key in self.assumed or self._labelled(key)):
                if position := self.again.get(key):
                    remedy = f"That claim is recorded without it: write {self.standing.id(position)}."
                    yield path, f'No claim has the label "{key.rpartition(":")[2]}".', remedy
                else:
                    yield path, *missing(key, self.log, [*self.slots, *self.assumed])
        if isinstance(event, Amendment):
            yield from self._check_amendment(event)
        else:
            yield from self._check_whole(event)

    def _check_id(self, path: Path, id: str) -> Iterator[Found]:
        """What keeps `id` from being the claim that something refers to."""
        try:
            found = self.standing.as_version(id).event
        except (InvalidId, NotInLog) as problem:
            near = nearest(id, self.log.prefix, self.standing.head)
            yield path, str(problem), f"Did you mean {near[0]}?" if near else ""
        except Unreadable as problem:
            yield path, str(problem), "Leave it out."
        else:
            if not isinstance(found, Claim):
                yield path, f"{id} is no claim, but {found.type}.", "Write the ID of a claim."

    def _check_whole(self, event: Event) -> Iterator[Found]:
        if isinstance(event, Claim):
            yield from self._check_chains(event)
            yield from self._check_label(event)
            yield from _check_answered(event)
        if isinstance(event, Decision):
            unfit = list(self.deciding.check(event, self._claim, self._publisher))
            yield from unfit
            if any(path == ("follows",) for path, _, _ in unfit):
                return
        if holder := self._holder(event.slot_key):
            found = differing(holder.event.body(), event.body())
            more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
            differences = "; ".join(map(str, found[:SHOWN])) + more
            yield (), *occupied(event, holder.id, differences)
        elif event.slot_key in self.slots:
            yield (), *occupied(event, f"event number {self.slots[event.slot_key] + 1} of this input", "")

    def _claim(self, name: str) -> Claim | None:
        """The claim that a decision names, in the same input or in the log."""
        return self.claims.get(claim_key(name)) or self.deciding.claim(name)

    def _check_label(self, claim: Claim) -> Iterator[Found]:
        """A label names one claim of its source; one that has the same slot as well is told by its slot."""
        key = claim.label_key
        if key is None or claim.slot_key in self.taken or claim.slot_key in self.slots:
            return
        position = self.taken.get(key) or self._labelled(key)
        if position or key in self.slots:
            holder = self.standing.id(position) if position else f"event number {self.slots[key] + 1}"
            yield ("as",), f'"{claim.as_}" is the label of {holder} already.', "Write another label."

    def _labelled(self, key: str) -> int | None:
        """Where a correction has given this label to a claim that counts."""
        for position in self.standing.corrections(key) if key.startswith("label:") else ():
            version = self.standing.version(position)
            if version and isinstance(version.event, Claim) and version.event.label_key == key:
                return position
        return None

    def _holder(self, slot: str) -> Version | None:
        """The version that counts of whatever has the slot; of what was retracted, the last one that did count."""
        if slot in self.taken:
            history = self.standing.history(self.standing.id(self.taken[slot]))
            return self.standing.as_version(history.standing[-2 if history.retracted else -1])
        versions = (self.standing.version(position) for position in self.standing.corrections(slot))
        return next((version for version in versions if version and version.event.slot_key == slot), None)

    def _check_amendment(self, event: Amendment) -> Iterator[Found]:
        try:
            history = self.standing.history(event.amends)
            if not history.redacted:
                version = self.standing.as_version(history.version)
                check_fit(version.event, event)
            amended(history, "", event)
        except (InvalidId, NotInLog) as problem:
            near = nearest(event.amends, self.log.prefix, self.standing.head)
            yield (event.field,), str(problem), f"Did you mean {near[0]}?" if near else ""
            return
        except Inapplicable as problem:
            yield (problem.field,), problem.problem, problem.remedy
            return
        if event.slot_key in self.slots:
            number = self.slots[event.slot_key] + 1
            yield (
                (),
                f"Event number {number} of this input changes {event.amends} as well.",
                "Make it one, or two inputs.",
            )
        if isinstance(event, EventRedacted) and not event.restricted and Visibility(self.standing).hides(history):
            told = f"{history.root} is restricted, and its redaction would tell of it."
            yield ("visibility",), told, "Write visibility: restricted."
        if isinstance(event, Undone):
            yield from self._check_undoing(event, history)
        if isinstance(event, CodingCorrected):
            yield from self._check_replacement(event.replacement, version, history.root)

    def _other_holder(self, slot: str, root: str) -> str | None:
        """Who else than the event `root` has the slot, in the log or in the same input."""
        if slot in self.slots:
            return f"Event number {self.slots[slot] + 1} of this input"
        holder = self._holder(slot)
        return holder.id if holder and self.standing.history(holder.id).root != root else None

    def _check_undoing(self, event: Undone, history: History) -> Iterator[Found]:
        """What keeps that which counted before from counting again."""
        if len(history.standing) == 1:
            return  # a decision, before which nothing counted
        back = self.standing.as_version(history.standing[-2]).event
        self.taken |= self.standing.find([back.slot_key])
        now = self.standing.as_version(history.version).event
        if isinstance(back, Decision) and isinstance(now, Decision):
            for _, problem, remedy in self.deciding.check_change(now, back, self._claim, self._publisher):
                yield ("undoes",), problem, remedy
        if isinstance(back, Claim) and (holder := self._other_holder(back.slot_key, history.root)):
            yield (
                ("undoes",),
                f"What would count again, {history.standing[-2]}, has the same type, incident, source, locator and "
                f"chain as {holder}.",
                "Correct one of them first.",
            )

    def _check_replacement(self, new: Event, old: Version, root: str) -> Iterator[Found]:
        """What keeps `new` from taking the place of `old`, whose event is `root`."""
        if new.content_key == old.event.content_key and new.canonical == old.event.canonical:
            yield ("replacement",), f"It says what {old.id} says.", "Change what was wrong."
            return
        if isinstance(new, Decision) and isinstance(old.event, Decision):
            for path, problem, remedy in self.deciding.check_change(old.event, new, self._claim, self._publisher):
                yield ("replacement", *path), problem, remedy
        if isinstance(new, Claim) and (holder := self._other_holder(new.slot_key, root)):
            yield (
                ("replacement",),
                f"{holder} has the same type, incident, source, locator and chain.",
                f"If it says the same, retract {old.id} instead; if not, give this one its own `as:`.",
            )
        if isinstance(new, Claim):
            labelled = (self.taken.get(new.label_key) or self._labelled(new.label_key)) if new.label_key else None
            if labelled and self.standing.history(self.standing.id(labelled)).root != root:
                problem = f'"{new.as_}" is the label of {self.standing.id(labelled)} already.'
                yield ("replacement", "as"), problem, "Write another label."
            for path, problem, remedy in (*self._check_chains(new), *_check_answered(new)):
                yield ("replacement", *path), problem, remedy

    def _check_chains(self, claim: Claim) -> Iterator[Found]:
        if source := self._source(claim.citation.source):
            yield from other_publisher(claim, source)

    def _publisher(self, key: str) -> str | None:
        """Who published a source, also one that this input does not name."""
        self.taken |= {} if source_key(key) in self.taken else self.standing.find([source_key(key)])
        source = self._source(key)
        return source.publisher if source else None

    def _source(self, key: str) -> SourceRecorded | None:
        """The source as it counts, from the same input or from the log; None where it is not recorded."""
        if key not in self.sources and (position := self.taken.get(source_key(key))):
            version = self.standing.version(position)
            if version and isinstance(version.event, SourceRecorded):  # else it was redacted a moment ago
                self.sources[key] = version.event
        return self.sources.get(key)


def _check_answered(claim: Claim) -> Iterator[Found]:
    """A field that is answered is one that some claim can have."""
    for number, name in enumerate(claim.responds_to.properties if claim.responds_to else ()):
        if name not in _FIELDS:
            near = get_close_matches(name, _FIELDS, n=1)
            remedy = f"Did you mean {near[0]}?" if near else "Write a field as claims name it, such as killed."
            yield ("responds_to", "properties", number), f'No claim has a field "{name}".', remedy
