"""Events are stored all or none in parts of at most 1,000, and each gets a receipt that says what became of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from events.amendment import Amendment
from events.base import Event
from events.claim import Claim
from events.decision import Decision
from timeline.admission import Plan, Problem, plan
from timeline.edits import edited
from timeline.errors import Fault, Faults, TimelineError
from timeline.log.engine import MAX_DRAFTS, Conflict, KeyTaken, Log
from timeline.log.entries import Draft
from timeline.log.ids import format_id
from timeline.sheets.marks import spell
from timeline.standing import Standing
from timeline.visibility import Visibility

#: How often an append is tried again when other processes append the same events at the same moment.
TRIES = 20

#: Says where in the input each problem of a plan stands.
Locate = Callable[[Plan], list[Fault]]
#: The last stage of an append, which may begin with the first entry of the log.
TABLES = "Making tables"
#: Is told what is being done, and with how many of the events that is done; of TABLES, with how many entries.
Progress = Callable[[str, int], None]


Outcome = Literal[
    "appended",
    "would append",
    "already",
    "already, corrected",
    "already, retracted",
    "already, undone",
    "already, redacted",
]
_ALREADY: dict[str, Outcome] = {
    "current": "already",
    "corrected": "already, corrected",
    "retracted": "already, retracted",
    "undone": "already, undone",
    "redacted": "already, redacted",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one event: appended now, (in a dry run) to be appended, or in the log already.

    What is there already may have been corrected or retracted since, or be a correction that was undone.
    """

    id: str | None
    position: int | None
    type: str
    incident: str | None
    outcome: Outcome
    summary: str
    #: Whether nothing public is made of it: because it says so, or because it rests on what is restricted.
    restricted: bool = False


def located(made: Plan) -> list[Fault]:
    """The problems of events that come from no file, each with its event's number and the place in it."""
    return [_fault(problem, "events", problem.index) for problem in made.problems]


def located_in_one(made: Plan) -> list[Fault]:
    """The problems of the one event that was given, each with the place in it."""
    return [_fault(problem) for problem in made.problems]


def _fault(problem: Problem, *above: str | int) -> Fault:
    return Fault(problem.problem, problem.remedy, field=spell((*above, *problem.path)))


def check(events: Sequence[Event], log: Log, locate: Locate, progress: Progress) -> list[Receipt]:
    """What would become of `events`. Raises Faults with everything that is wrong with them."""
    events = _at_hand(events)
    return _receipts(events, _whole(events, log, locate, progress), log, "would append", {})


def append(events: Sequence[Event], log: Log, locate: Locate, recorded_by: str, progress: Progress) -> list[Receipt]:
    """Store those of `events` that the log does not hold yet.

    Raises Faults, and then nothing is stored; TimelineError where others append meanwhile what keeps a later part of
    more than 1,000 events out, and then it says how many are stored.
    """
    events = _at_hand(events)
    made = _whole(events, log, locate, progress)
    if len(events) <= MAX_DRAFTS:
        return _store(events, made, log, locate, recorded_by)
    receipts: list[Receipt] = []
    for start in range(0, len(events), MAX_DRAFTS):
        part = events[start : start + MAX_DRAFTS]
        try:
            receipts += _store_part(part, start, log, locate, recorded_by)
            progress("Storing", len(receipts))
        except TimelineError as refused:
            if not start:
                raise
            if isinstance(refused, Faults):
                told, rest = "\n".join(map(str, refused.faults)), "the others are not."
            else:
                told, rest = str(refused), "append them all again: what is there is not stored twice."
            raise TimelineError(f"{told}\nThe first {start:,} events are stored, {rest}") from refused
    return receipts


def _at_hand(events: Sequence[Event]) -> Sequence[Event]:
    """As many as are stored at once are gone through again and again; more may be too many to hold."""
    return list(events) if len(events) <= MAX_DRAFTS else events


def _store_part(events: Sequence[Event], start: int, log: Log, locate: Locate, recorded_by: str) -> list[Receipt]:
    """Store one of several parts; `locate` counts events from the first of all, `start` before this part's."""

    def locate_in_part(made: Plan) -> list[Fault]:
        moved = [dataclasses.replace(problem, index=problem.index + start) for problem in made.problems]
        return locate(Plan(made.positions, moved))

    return _store(events, _sound(events, log, locate_in_part), log, locate_in_part, recorded_by)


def _whole(events: Sequence[Event], log: Log, locate: Locate, progress: Progress) -> Plan:
    """The plan of a whole input, which also shows what was edited in it; a part of it alone would not."""
    made = plan(events, log, progress=lambda done: progress("Checking", done))
    if problems := [*made.problems, *edited(events, made, log)]:
        raise Faults(locate(Plan(made.positions, sorted(problems, key=lambda problem: problem.index))))
    return made


def _sound(events: Sequence[Event], log: Log, locate: Locate) -> Plan:
    made = plan(events, log)
    if made.problems:
        raise Faults(locate(made))
    return made


def _store(events: Sequence[Event], made: Plan, log: Log, locate: Locate, recorded_by: str) -> list[Receipt]:
    """Append, all or none, those events that `made` knows no position of; of several that say the same, the first.

    Where another process has appended one of them meanwhile, or anything that amendments and decisions may rest on,
    the plan is made again.
    """
    for _ in range(TRIES):
        new: dict[str, Event] = {}
        for event, position in zip(events, made.positions, strict=True):
            if position is None:
                new.setdefault(event.content_key, event)
        drafts = [Draft(event.type, event.version, event.canonical, event.keys) for event in new.values()]
        # What an amendment changes, or a decision rests on, must be as it was when that was looked at.
        expected = made.head if any(isinstance(event, Amendment | Decision) for event in new.values()) else None
        try:
            entries = log.append(drafts, recorded_by=recorded_by, expected=expected) if drafts else []
        except (KeyTaken, Conflict):
            made = _sound(events, log, locate)
            continue
        appended = dict(zip(new, (entry.position for entry in entries), strict=True))
        return _receipts(events, made, log, "appended", appended)
    raise TimelineError("Other processes keep appending. Nothing stored. Try again.")


def _receipts(
    events: Sequence[Event],
    made: Plan,
    log: Log,
    outcome: Outcome,
    appended: dict[str, int],
) -> list[Receipt]:
    """One for each event; a second one that says the same as the first is already there."""
    receipts, fresh, standing = [], set[str](), Standing(log)
    visibility, hidden = Visibility(standing), set[str]()
    next_id = format_id(log.prefix, standing.head + 1)
    for event, known in zip(events, made.positions, strict=True):
        key = event.content_key
        position = known or appended.get(key)
        first = known is None and key not in fresh
        fresh.add(key)
        shown = visibility.of(format_id(log.prefix, position) if position else next_id, event)
        # In a dry run nothing of the input can be looked up.
        restricted = shown == "withheld" or any(key in hidden for _, key in event.references())
        if restricted:
            hidden.add(event.slot_key)
        if visibility.any:
            visibility.coming.add(event.slot_key)
            if isinstance(event, Claim) and event.label_key:
                visibility.coming.add(event.label_key)
        receipts.append(
            Receipt(
                id=format_id(log.prefix, position) if position else None,
                position=position,
                type=event.type,
                incident=event.belongs_to,
                outcome=outcome if first else _ALREADY[standing.state(known) if known else "current"],
                summary=event.summary(),
                restricted=restricted,
            )
        )
    return receipts
