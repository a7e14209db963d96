"""One event as its author wrote it becomes one event of the vocabulary, and never forgets where it was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from events.base import Event
from events.registry import TYPES
from timeline.errors import Fault
from timeline.sheets.faults import explain, nearest
from timeline.sheets.marks import Document, Path, spell
from timeline.sheets.text import shown


@dataclass(frozen=True, slots=True)
class Read:
    """An event and where it was read: `path` leads to it in `document`."""

    event: Event
    document: Document
    path: Path

    @property
    def file(self) -> str:
        return self.document.file

    def locate(self, path: Path = ()) -> tuple[int, int, str]:
        """Line, column (both from 1) and field of what the author wrote for the event's `path`.

        Where nothing was written for it (it came from the sheet's defaults), those of what encloses it.
        """
        found = self.document.follow((*self.path, *path))
        return (*self.document.locate(found), spell(found))

    def fault(self, path: Path, problem: str, remedy: str = "") -> Fault:
        """A fault of the event's `path`, at the place that `locate` gives."""
        return self.document.fault(self.document.follow((*self.path, *path)), problem, remedy)


def single(document: Document, path: Path, data: Any) -> Read | list[Fault]:
    """The event that `data` says, which stands at `path`; or everything that is wrong with it.

    `data` may hold more than was written at `path`, such as a sheet's defaults.
    """
    if not isinstance(data, dict):
        return [document.fault(path, f"An event is a group of fields, not {shown(data)}.", "Begin it with type:")]
    faults: list[Fault] = []
    type_ = data.get("type")
    found = TYPES.get(type_) if isinstance(type_, str) else None
    if found is None:
        faults.append(_untyped(document, (*path, "type"), type_))
        # Nearly right: so its other faults can be told at once.
        meant = nearest(str(type_), TYPES, 0.8)
        if not meant:
            return faults
        found, data = TYPES[meant], {**data, "type": meant}
    try:
        event = found.model_validate(data)
    except ValidationError as error:
        return faults + explain(error, found, document, path, found.model_fields["type"].default)
    return faults or Read(event, document, path)


def _untyped(document: Document, path: Path, given: object) -> Fault:
    types = ", ".join(TYPES)
    if given is None:
        return document.fault(path, "This field is missing.", f"Add type: one of {types}.")
    meant = nearest(given, TYPES) if isinstance(given, str) else None
    remedy = f"Write {meant}." if meant else f"Write one of {types}."
    return document.fault(path, f"{shown(given)} is not a type of event.", remedy)
