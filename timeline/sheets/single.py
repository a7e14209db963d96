"""One event as its author wrote it becomes one event of the vocabulary, and never forgets where it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from events.base import Event
from events.claim import Claim
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.incident_declared import IncidentDeclared
from events.ledger.source_recorded import SourceRecorded
from events.registry import TYPES
from timeline.errors import Fault
from timeline.sheets.faults import explain, nearest
from timeline.sheets.labels import PLACEHOLDER
from timeline.sheets.marks import Document, Path, spell
from timeline.sheets.text import shown
from timeline.sheets.told import Sources, dated


@dataclass(frozen=True, slots=True)
class Read:
    """An event and where it was read: `path` leads to it in `document`.

    `borrowed` tells for each part of the event that stands elsewhere in its sheet, where that is.
    """

    event: Event
    document: Document
    path: Path
    borrowed: Mapping[Path, Path] = field(default_factory=dict)

    @property
    def file(self) -> str:
        return self.document.file

    def locate(self, path: Path = ()) -> tuple[int, int, str]:
        """Line, column (both from 1) and field of what the author wrote for the event's `path`.

        Where nothing was written for it, those of what encloses it.
        """
        found = self._written(path)
        return (*self.document.locate(found), spell(found))

    def fault(self, path: Path, problem: str, remedy: str = "") -> Fault:
        """A fault of the event's `path`, at the place that `locate` gives."""
        return self.document.fault(self._written(path), problem, remedy)

    def _written(self, path: Path) -> Path:
        return self.document.follow(self.borrowed.get(path, (*self.path, *path)))


def single(
    document: Document, path: Path, data: Any, sources: Sources, borrowed: Mapping[Path, Path] | None = None
) -> Read | list[Fault]:
    """The event that `data` says, which stands at `path`; or everything that is wrong with it.

    `data` may hold more than was written at `path`, such as a sheet's defaults; `borrowed` is as in `Read`. Words for
    a day are reckoned from the publication of one of `sources`, to which the event is added if it is one.
    """
    if not isinstance(data, dict):
        return [document.fault(path, f"An event is a group of fields, not {shown(data)}.", "Begin it with type:")]
    faults: list[Fault] = []
    type_ = data.get("type")
    found = TYPES.get(type_) if isinstance(type_, str) else None
    if found is None:
        faults.append(_untyped(document, (*path, "type"), type_))
        # Nearly right: so its other faults can be told at once.
        meant = nearest(type_, TYPES, 0.8) if isinstance(type_, str) else None
        if not meant:
            return faults
        found, data = TYPES[meant], {**data, "type": meant}
    if found is CodingCorrected and isinstance(data.get("replacement"), dict):
        # A whole event of its own, whose faults are told as those of any other.
        inner = single(document, (*path, "replacement"), data["replacement"], sources)
        faults += inner if isinstance(inner, list) else ()
        data = {**data, "replacement": inner.event if isinstance(inner, Read) else _STAND_IN}
    if issubclass(found, Claim):
        data, undated = dated(document, path, data, sources, found.date_fields())
        faults += undated
    try:
        # Only as sheets spell it: `as_` is for Python, where `as` is taken.
        event = found.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        if found is SourceRecorded:
            sources.faulty.add(str(data.get("key")))
        name = found.model_fields["type"].default
        faults += explain(error, found, document, path, name)
        if further := _further(error, found, data):
            faults += explain(further, found, document, path, name)
        return faults
    if isinstance(event, SourceRecorded):
        sources.add(event)
    return faults or Read(event, document, path, borrowed or {})


#: Stands for a replacement whose faults are told already. It is never stored.
_STAND_IN = IncidentDeclared(slug=PLACEHOLDER, title=PLACEHOLDER)


def _further(error: ValidationError, found: type[Event], data: dict[str, Any]) -> ValidationError | None:
    """What is wrong between the fields that are right: pydantic looks at that only where all of them are."""
    wrong = {problem["loc"][0] for problem in error.errors(include_url=False, include_input=False) if problem["loc"]}
    # A claim is none without a citation: a blameless one stands in for one that has faults of its own.
    stand_in = {"citation": {"source": PLACEHOLDER}} if "citation" in wrong else {}
    try:
        found.model_validate({name: value for name, value in data.items() if name not in wrong} | stand_in)
    except ValidationError as further:
        if all(not problem["loc"] for problem in further.errors(include_url=False, include_input=False)):
            return further
    return None


def _untyped(document: Document, path: Path, given: object) -> Fault:
    types = ", ".join(TYPES)
    if given is None:
        return document.fault(path, "This field is missing.", f"Add type: one of {types}.")
    meant = nearest(given, TYPES) if isinstance(given, str) else None
    remedy = f"Write {meant}." if meant else f"Write one of {types}."
    return document.fault(path, f"{shown(given)} is not a type of event.", remedy)
