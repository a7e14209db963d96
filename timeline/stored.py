"""An entry's bytes are an event of this release, or unreadable: they are never changed to fit."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationError
from pydantic_core import from_json

from events.base import Event, content_key
from events.ledger.coding_corrected import CodingCorrected
from events.registry import is_known, load
from timeline.errors import Fault, Faults, TimelineError
from timeline.log.engine import KeysOf, Log
from timeline.log.entries import Entry

_CHANGE = "Change an event so: parse(event.model_dump() | {…}), of events.registry."
_CORRECTED = CodingCorrected.model_fields["type"].default


class Unreadable(TimelineError):
    """An entry that this release cannot read. It stays in the log, and has no effect on the tables."""


def event_of(entry: Entry) -> Event:
    """The event that an entry holds. Raises Unreadable for one of a later release, or that is no event at all."""
    if not entry.body:
        raise Unreadable(f"{entry.id} was redacted: what it said is erased.")
    try:
        event = load(entry.type, entry.version, from_json(entry.body))
        # They need not be made again: its canonical bytes are what was stored of it.
        event.__dict__["canonical"] = entry.body
        return event
    except (LookupError, ValueError) as problem:
        raise Unreadable(f"{entry.id} cannot be read. {problem}") from problem


def as_stored(event: Event, at: str = "") -> Event:
    """The event as it will be read again. Raises Faults for one that a script has changed into what nobody can read.

    pydantic looks at what an event is made of, and not at what `model_copy` puts in its place. `at` is put before the
    names of fields.
    """
    try:
        return type(event).model_validate({**from_json(event.canonical), "type": event.type})
    except ValidationError as problem:
        faults = [(fault["msg"], ".".join(map(str, fault["loc"]))) for fault in problem.errors()]
    except (AttributeError, TypeError, ValueError) as problem:
        faults = [(f"This {event.type} holds what none of its fields can: {problem}", "")]
    raise Faults(
        Fault(f"{said.removeprefix('Value error, ').rstrip('.')}.", _CHANGE, f"{at}{field}".rstrip("."))
        for said, field in faults
    )


def all_as_stored(events: Iterable[Event]) -> list[Event]:
    """The same for all of them. Raises Faults with all that is wrong in any, its fields as `events[3].note`."""
    found, faults = list[Event](), list[Fault]()
    for number, event in enumerate(events):
        try:
            found.append(as_stored(event, f"events[{number}]."))
        except Faults as problem:
            faults += problem.faults
    if faults:
        raise Faults(faults)
    return found


def keys_of(entry: Entry) -> tuple[str, ...]:
    """What the log's index should hold of the entry; of one that cannot be read, what its bytes alone tell."""
    if not entry.body:
        return ()
    try:
        return event_of(entry).keys
    except Unreadable:
        return (content_key(entry.type, entry.body),)


def known(entry: Entry) -> bool:
    """Whether `keys_of` can tell all keys of the entry: of a type that is not known here, only its package can."""
    return not entry.body or is_known(entry.type, entry.version)


def keys_with_known(log: Log) -> KeysOf:
    """As `keys_of`, with what the index has of entries whose type is not known here, or that of their replacement.

    Their package knows all keys. Else, while it is missing, others could take what is theirs.
    """
    strange = {entry.position for entry in log.read() if _is_strange(entry)}
    kept: dict[int, list[str]] = {}
    for key, position in log.keys("") if strange else ():
        if position in strange:
            kept.setdefault(position, []).append(key)
    return lambda entry: tuple(dict.fromkeys([*keys_of(entry), *kept.get(entry.position, ())]))


def _is_strange(entry: Entry) -> bool:
    if not is_known(entry.type, entry.version):
        return True
    if entry.type != _CORRECTED or not entry.body:
        return False
    try:
        event_of(entry)
    except Unreadable:
        return True
    return False
