"""An event says one thing once: its body is canonical bytes, and what identifies it follows from the body alone."""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar, Self

from events.canonical import canonical
from events.values.frozen import Frozen

#: Hexadecimal digits of a key: 128 bits, too many for two events to meet by chance, few enough for a quick index.
KEY_LENGTH = 32

#: A field of an event, from its top: ("citation", "chain").
Path = tuple[str | int, ...]


class Event(Frozen):
    """What every event has. A subclass sets `type` to its name and gives its summary and its slot key."""

    type: str
    #: Raised by one with each change that makes old bodies invalid.
    version: ClassVar[int] = 1
    #: A sheet's entry, or a JSON line's, that is valid as it stands.
    example: ClassVar[str]

    @abstractmethod
    def summary(self) -> str:
        """The event in one English sentence."""

    @property
    @abstractmethod
    def slot_key(self) -> str:
        """What may be said once only: another body in the same slot is a correction, not a new event."""

    @property
    def belongs_to(self) -> str | None:
        """The slug of the one incident that the event belongs to; None for a joint claim or one on no incident."""
        return None

    def incidents(self) -> tuple[str, ...]:
        """The slugs of every incident that the event names, each once, the one that it belongs to first."""
        return ()

    @property
    def restricted(self) -> bool:
        """Whether the event says of itself that it is not for the public."""
        return False

    def references(self) -> Iterator[tuple[Path, str]]:
        """What must be recorded before this event: where the event names it, and its key in the log's index."""
        return iter(())

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic's, which copies with the fields also what was computed from them: that is left behind."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied

    def body(self) -> dict[str, Any]:
        """The event as JSON data without its type: whatever is not said is left out."""
        return self.model_dump(mode="json", by_alias=True, exclude={"type"}, exclude_none=True, exclude_defaults=True)

    @cached_property
    def canonical(self) -> bytes:
        """The body in canonical bytes (RFC 8785), as the log stores it."""
        return canonical(self.body())

    @cached_property
    def content_key(self) -> str:
        """The same for two events that say the same, however they were written or labelled."""
        return content_key(self.type, self.unlabelled)

    @property
    def unlabelled(self) -> bytes:
        """The canonical bytes without the label that a claim may have: a label alone says nothing new."""
        return self.canonical

    @property
    def keys(self) -> tuple[str, ...]:
        """What the log's index holds of this event: its content (the same again is no new event) and its slot.

        And that something in it may be restricted, so that nobody looks for that where there is none.
        """
        told = (self.content_key, self.slot_key)
        return (*told, RESTRICTED + self.content_key) if may_hide(self.canonical) else told


#: How the index keys of all events begin in which something may be restricted.
RESTRICTED = "restricted:"


def may_hide(body: bytes) -> bool:
    """Whether an event with this body, in canonical bytes, may hold anything restricted. Persons are, unless said."""
    return b'"visibility":' in body or b'"people":' in body


def content_key(type_: str, body: bytes) -> str:
    """What identifies an event of this type with this body, in canonical bytes."""
    return "content:" + hashlib.sha256(type_.encode() + b"\0" + body).hexdigest()[:KEY_LENGTH]


def digest(data: object) -> str:
    """The first 128 bits of the SHA-256 of the canonical bytes of `data`, in hexadecimal."""
    return hashlib.sha256(canonical(data)).hexdigest()[:KEY_LENGTH]
