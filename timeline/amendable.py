"""An amendment fits what it amends as that stands, and what takes the place of a claim is fit to be one."""

from __future__ import annotations

from collections.abc import Iterator

from events.amendment import Amendment
from events.base import Event
from events.claim import Claim
from events.decision import Decision
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.event_redacted import EventRedacted
from events.ledger.undone import Undone
from events.registry import CLAIMS
from events.values.outcomes import OUTCOMES
from timeline.before import Before
from timeline.closest import closest
from timeline.histories import History, Inapplicable, amended, check_fit
from timeline.issuing import Found
from timeline.log.engine import NotInLog
from timeline.log.ids import InvalidId, nearest
from timeline.refusals import other_publisher
from timeline.standing import Version
from timeline.visibility import Visibility

#: Every field of a claim that can be answered.
_FIELDS = frozenset(name for type_ in CLAIMS.values() for name in type_.model_fields).union(OUTCOMES)


def check_amendment(before: Before, event: Amendment) -> Iterator[Found]:
    """What keeps the amendment out."""
    try:
        redacts = isinstance(event, EventRedacted)
        history = before.standing.reached(event.amends) if redacts else before.standing.history(event.amends)
        if not history.redacted and not redacts:
            version = before.standing.as_version(history.version)
            check_fit(version.event, event)
        amended(history, "", event)
    except (InvalidId, NotInLog) as problem:
        near = nearest(event.amends, before.log.prefix, before.standing.head)
        yield (event.field,), str(problem), f"Did you mean {near[0]}?" if near else ""
        return
    except Inapplicable as problem:
        yield (problem.field,), problem.problem, problem.remedy
        return
    if early := before.standing.find([event.slot_key]):
        id = before.standing.id(early[event.slot_key])
        told = f"{id} is stored as what comes right after {event.after}, and has no effect: somebody has forged it."
        yield (event.field,), told, "Restore the log from a backup."
        return
    if event.slot_key in before.slots:
        number = before.slots[event.slot_key] + 1
        yield (
            (),
            f"Event number {number} of this input changes {event.amends} as well.",
            "Make it one, or two inputs.",
        )
    if isinstance(event, EventRedacted) and not event.restricted and Visibility(before.standing).hides(history):
        told = f"{history.root} is restricted, and its redaction would tell of it."
        yield ("visibility",), told, "Write visibility: restricted."
    if isinstance(event, Undone):
        yield from _check_undoing(before, event, history)
    if isinstance(event, CodingCorrected):
        yield from _check_replacement(before, event.replacement, version, history.root)


def _check_undoing(before: Before, event: Undone, history: History) -> Iterator[Found]:
    """What keeps that which counted before from counting again."""
    if len(history.standing) == 1:
        return  # a decision, before which nothing counted
    back = before.standing.as_version(history.standing[-2]).event
    before.taken |= before.standing.find([back.slot_key])
    now = before.standing.as_version(history.version).event
    if isinstance(back, Decision) and isinstance(now, Decision):
        for _, problem, remedy in before.deciding.check_change(now, back, before.claim, before.publisher):
            yield ("undoes",), problem, remedy
    if isinstance(back, Claim) and (holder := before.other_holder(back.slot_key, history.root)):
        yield (
            ("undoes",),
            f"What would count again, {history.standing[-2]}, has the same type, incident, source, locator and "
            f"chain as {holder}.",
            "Correct one of them first.",
        )


def _check_replacement(before: Before, new: Event, old: Version, root: str) -> Iterator[Found]:
    """What keeps `new` from taking the place of `old`, whose event is `root`."""
    if new.content_key == old.event.content_key and new.canonical == old.event.canonical:
        yield ("replacement",), f"It says what {old.id} says.", "Change what was wrong."
        return
    if isinstance(new, Decision) and isinstance(old.event, Decision):
        for path, problem, remedy in before.deciding.check_change(old.event, new, before.claim, before.publisher):
            yield ("replacement", *path), problem, remedy
    if isinstance(new, Claim) and (holder := before.other_holder(new.slot_key, root)):
        yield (
            ("replacement",),
            f"{holder} has the same type, incident, source, locator and chain.",
            f"If it says the same, retract {old.id} instead; if not, give this one its own `as:`.",
        )
    if isinstance(new, Claim):
        labelled = (before.taken.get(new.label_key) or before.labelled(new.label_key)) if new.label_key else None
        if labelled and before.standing.history(before.standing.id(labelled)).root != root:
            problem = f'"{new.as_}" is the label of {before.standing.id(labelled)} already.'
            yield ("replacement", "as"), problem, "Write another label."
        for path, problem, remedy in check_claim(before, new):
            yield ("replacement", *path), problem, remedy


def check_claim(before: Before, claim: Claim) -> Iterator[Found]:
    """What keeps out a claim by itself: a chain that does not end with its publisher, an answer to no field."""
    if source := before.source(claim.citation.source):
        yield from other_publisher(claim, source)
    for number, name in enumerate(claim.responds_to.properties if claim.responds_to else ()):
        if name not in _FIELDS:
            near = closest(name, _FIELDS)
            remedy = f"Did you mean {near[0]}?" if near else "Write a field as claims name it, such as killed."
            yield ("responds_to", "properties", number), f'No claim has a field "{name}".', remedy
