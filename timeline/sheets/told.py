"""Words such as last month become a date when they are read, by the day on which their source was published.

This is done with the data of an event, before it is an event: what is stored holds the value and the rule's name, so
that it says the same for ever, and is the same claim when it is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from events.ledger.source_recorded import SourceRecorded
from events.values.relative import AUTO, resolve
from events.values.zones import ZONES, check_zone
from timeline.errors import Fault
from timeline.sheets.labels import PLACEHOLDER
from timeline.sheets.marks import Document, Path
from timeline.sheets.text import shown

#: Finds a source by its key.
Lookup = Callable[[str], SourceRecorded | None]


class Published(NamedTuple):
    """When a source was published, as it says itself."""

    key: str
    published: str | None
    zone: str | None


class Sources:
    """The sources that the same input records, and those that `recorded` knows besides."""

    def __init__(self, recorded: Lookup = lambda key: None) -> None:
        self._recorded = recorded
        self._read: dict[str, Published] = {}
        #: The keys of those that the same input records with a fault.
        self.faulty = {PLACEHOLDER}

    def add(self, source: SourceRecorded) -> None:
        self._read.setdefault(source.key, Published(source.key, source.published, source.zone))

    def find(self, key: str) -> Published | SourceRecorded | None:
        return self._read.get(key) or self._recorded(key)


def dated(
    document: Document, path: Path, data: dict[str, Any], sources: Sources, fields: Iterable[str]
) -> tuple[dict[str, Any], list[Fault]]:
    """`data` with the value of each date in `fields` filled in that has a rule and none; or why it cannot be.

    A date that cannot be filled in is left out, so that the other faults of the event can be told.
    """
    filled, faults = dict(data), []
    for name in fields:
        given = data.get(name)
        if not isinstance(given, dict) or not isinstance(given.get("rule"), str) or given.get("value") is not None:
            continue  # the model tells what is wrong with it
        found = _dated(document, (*path, name), given, data.get("citation"), sources)
        if isinstance(found, dict):
            filled[name] = found
        else:
            del filled[name]
            faults += found
    return filled, faults


def _dated(
    document: Document, path: Path, given: dict[str, Any], citation: Any, sources: Sources
) -> dict[str, Any] | list[Fault]:
    """The date `given`, which stands at `path` and has a rule, with its value."""

    def fault(at: str, problem: str, remedy: str) -> list[Fault]:
        return [document.fault((*path, at), problem, remedy)]

    rule, wording, zone = (given.get(name) for name in ("rule", "wording", "zone"))
    if wording is None and rule != "unstated":
        return fault("wording", "This field is missing.", "Add the words of the source, such as wording: last month.")
    if zone is None:
        return fault("zone", "This field is missing.", "Add the zone of the place, here or in defaults: Asia/Kabul.")
    if not isinstance(wording, str | None) or not isinstance(zone, str):
        at, wrong = ("zone", zone) if isinstance(wording, str | None) else ("wording", wording)
        return fault(at, f"Text is expected here, not {shown(wrong)}.", "Write a word or several.")
    try:
        check_zone(zone)
    except ValueError as problem:
        return fault("zone", str(problem), "")
    key = citation.get("source") if isinstance(citation, dict) else None
    source = sources.find(key) if isinstance(key, str) else None
    if source is None:
        if not isinstance(key, str) or key in sources.faulty:
            return []  # it is told where the source stands
        return fault("rule", f"There is no source {shown(key)} here to reckon from.", "Write the value instead.")
    if source.published is None or len(source.published) < 10:
        said = "no day of publication" if source.published is None else f"only {source.published} for its publication"
        told = f"The source {source.key} has {said}, from which words could be reckoned."
        return fault("rule", told, "Write the value instead.")
    try:
        found = resolve(wording or "", source.published, zone, source.zone if source.zone in ZONES else None)
    except ValueError as problem:
        return fault("wording", str(problem), "")
    if rule not in (AUTO, found.rule):
        return fault("rule", f"{shown(wording)} falls under the rule {found.rule}.", f"Write {found.rule}, or auto.")
    basis = {} if found.basis == "stated" else {"basis": found.basis}
    return {**basis, **given, "value": found.value, "rule": found.rule}
