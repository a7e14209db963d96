"""A correction of our own coding: the whole new event takes the place of the old one, which stays readable."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema

from events.amendment import Amendment
from events.base import Event, Path
from events.claim import Claim
from events.values.text import EventId


def _whole(given: Any) -> Event:
    """The event that `given` says, with its type and, where it was stored, its version."""
    if isinstance(given, Event):
        return given
    if not isinstance(given, dict):
        raise ValueError("A whole event is expected here. Write its type and every field of it.")
    # The registry finds this module: it cannot be imported before this module is.
    registry = import_module("events.registry")
    if "version" not in given:
        event: Event = registry.parse(given)
        return event
    try:
        event = registry.load(given.get("type"), given["version"], _body(given))
    except (LookupError, TypeError) as problem:  # TypeError: a type or version that is a list
        raise ValueError(str(problem.args[0])) from problem
    return event


def _body(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name not in ("type", "version")}


def _stored(event: Event) -> dict[str, Any]:
    return {"type": event.type, "version": event.version, **event.body()}


Whole = Annotated[
    Event,
    PlainValidator(_whole),
    PlainSerializer(_stored),
    WithJsonSchema({"type": "object", "required": ["type"]}),
]


class CodingCorrected(Amendment):
    """Our coding was wrong: a claim, a source, an incident's title, a place or an actor is replaced as a whole."""

    type: Literal["coding_corrected"] = "coding_corrected"
    example: ClassVar[str] = """\
type: coding_corrected
corrects: HEL-0000-0011-54
reason: two strikes, not three
replacement:
  type: airstrike
  incident: musa-qala-bombing
  occurred: {value: 2015-08-22, wording: Saturday}
  strikes: 2
  citation: {source: sputnik-2015-08-26, locator: para 3}
"""

    field: ClassVar[str] = "corrects"

    corrects: EventId = Field(description="The event that was wrong, or its last correction.")
    replacement: Whole = Field(description="The whole event as it should have been, with its type.")

    def summary(self) -> str:
        return f"Correction of {self.corrects}: {self.replacement.summary()}"

    @property
    def keys(self) -> tuple[str, ...]:
        """Also what the replacement says, so that it is known again; with what it follows, so that it can come back."""
        said = [self.replacement.content_key]
        if isinstance(self.replacement, Claim):
            said += [self.replacement.slot_key, *filter(None, [self.replacement.label_key])]
        return (*super().keys, *(corrected_key(key) + self.after for key in said))

    @property
    def restricted(self) -> bool:
        return self.replacement.restricted

    @property
    def belongs_to(self) -> str | None:
        return self.replacement.belongs_to

    def incidents(self) -> tuple[str, ...]:
        return self.replacement.incidents()

    def references(self) -> Iterator[tuple[Path, str]]:
        for path, key in self.replacement.references():
            yield ("replacement", *path), key


def corrected_key(key: str) -> str:
    """How the index keys of all corrections begin whose replacement has the key `key`."""
    return f"{key}/"
