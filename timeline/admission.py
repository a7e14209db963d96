"""What may enter the log is decided here, from the events and what the log holds; nothing that differs is swallowed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from events.amendment import Amendment
from events.base import Event, Path
from events.claim import Claim, event_key
from events.decision import Decision
from events.differing import differing
from timeline.amendable import check_amendment, check_claim
from timeline.before import Before
from timeline.issuing import Found
from timeline.log.engine import MAX_DRAFTS, Log, NotInLog
from timeline.log.entries import MAX_BYTES
from timeline.log.ids import InvalidId, nearest
from timeline.refusals import GUESSED, missing, occupied
from timeline.stored import Unreadable

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


def plan(
    events: Sequence[Event],
    log: Log,
    assumed: Collection[str] = (),
    progress: Callable[[int], None] = lambda done: None,
) -> Plan:
    """Compare `events`, in their order, with each other and with what `log` holds.

    `progress` is told how many are done. `assumed` are the index keys of sources, incidents and other names that are
    taken to be recorded, because the same input declares them, although with a fault.
    """
    before = Before(events, log, assumed)
    made = Plan(head=before.standing.head)
    for start in range(0, len(events), MAX_DRAFTS):
        part = events[start : start + MAX_DRAFTS]
        before.look_up(part)
        for index, event in enumerate(part, start):
            made.positions.append(before.position(event))
            made.problems += _added(before, index, event, made.positions[-1])
        progress(len(made.positions))
    return made


def _added(before: Before, index: int, event: Event, position: int | None) -> list[Problem]:
    """What is wrong with the event, which the log has at `position`, if at all; those after it find it in `before`."""
    found = list[Problem]()
    if position is None and event.content_key not in before.contents:
        found += [Problem(index, *problem) for problem in _check(before, event)]
        if (size := len(event.canonical)) > MAX_BYTES:
            remedy = f"An event may have {MAX_BYTES:,}: divide or shorten it."
            found.append(Problem(index, (), f"It has {size:,} bytes as stored.", remedy))
        if isinstance(event, Decision) and not found:
            before.deciding.add(event)  # what is refused decides nothing for those that follow
    before.add(index, event, position)
    return found


def unknown(keys: Iterable[str], log: Log, assumed: Collection[str]) -> dict[str, tuple[str, str]]:
    """Problem and remedy for each index key of a source, an incident … that is neither recorded nor assumed."""
    wanted = sorted({key for key in keys if key not in assumed})
    recorded = log.find(wanted)
    unrecorded = [key for key in wanted if key not in recorded]
    return {key: missing(key, log, assumed, guess=number < GUESSED) for number, key in enumerate(unrecorded)}


def _missing(before: Before, key: str) -> tuple[str, str]:
    """Problem and remedy for a name that is not recorded, found once for all events that give it."""
    if key not in before.missing:
        guess = len(before.missing) < GUESSED
        here = [*before.slots, *before.assumed] if guess or key.startswith("label:") else ()
        before.missing[key] = missing(key, before.log, here, guess=guess)
    return before.missing[key]


def _check(before: Before, event: Event) -> Iterator[Found]:
    for path, key in event.references():
        if key.startswith(event_key("")):
            yield from _check_id(before, path, key.removeprefix(event_key("")))
        elif not (key in before.taken or key in before.slots or key in before.assumed or before.labelled(key)):
            if position := before.again.get(key):
                remedy = f"That claim is recorded without it: write {before.standing.id(position)}."
                yield path, f'No claim has the label "{key.rpartition(":")[2]}".', remedy
            else:
                yield path, *_missing(before, key)
    if isinstance(event, Amendment):
        yield from check_amendment(before, event)
    else:
        yield from _check_whole(before, event)


def _check_id(before: Before, path: Path, id: str) -> Iterator[Found]:
    """What keeps `id` from being the claim that something refers to."""
    try:
        found = before.standing.as_version(id).event
    except (InvalidId, NotInLog) as problem:
        near = nearest(id, before.log.prefix, before.standing.head)
        yield path, str(problem), f"Did you mean {near[0]}?" if near else ""
    except Unreadable as problem:
        yield path, str(problem), "Leave it out."
    else:
        if not isinstance(found, Claim):
            yield path, f"{id} is no claim, but {found.type}.", "Write the ID of a claim."


def _check_whole(before: Before, event: Event) -> Iterator[Found]:
    if isinstance(event, Claim):
        yield from _check_label(before, event)
        yield from check_claim(before, event)
    if isinstance(event, Decision):
        unfit = list(before.deciding.check(event, before.claim, before.publisher))
        yield from unfit
        if any(path == ("follows",) for path, _, _ in unfit):
            return
    if holder := before.holder(event.slot_key):
        found = differing(holder.event.body(), event.body())
        more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        differences = "; ".join(map(str, found[:SHOWN])) + more
        yield (), *occupied(event, holder.id, differences)
    elif event.slot_key in before.slots:
        yield (), *occupied(event, f"event number {before.slots[event.slot_key] + 1} of this input", "")


def _check_label(before: Before, claim: Claim) -> Iterator[Found]:
    """A label names one claim of its source; one that has the same slot as well is told by its slot."""
    key = claim.label_key
    if key is None or claim.slot_key in before.taken or claim.slot_key in before.slots:
        return
    position = before.taken.get(key) or before.labelled(key)
    if position or key in before.slots:
        holder = before.standing.id(position) if position else f"event number {before.slots[key] + 1}"
        yield ("as",), f'"{claim.as_}" is the label of {holder} already.', "Write another label."
