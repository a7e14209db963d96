"""A decision says how incidents, claims or statements belong together; on one matter one decision holds at a time.

It is ours and not a source's, and it may be wrong: so it can be corrected and undone like a claim, and what was
decided is told together with its reason. Deciding again what was undone names the undoing that it follows, so that
merging, undoing and merging again are three events.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import ClassVar

from pydantic import Field

from events.base import Event, Path
from events.claim import event_key, label_key
from events.values.claim_name import labelled
from events.values.text import EventId, Text


class Decision(Event):
    """What every decision has. A subclass says in `matter` what it is about."""

    #: The fields that hold names of claims.
    naming: ClassVar[tuple[str, ...]] = ()

    reason: Text = Field(description="Why, in a few words; readers see it.")
    follows: EventId | None = Field(
        None, description="The undoing of the last decision on the same matter, where there was one: decided again."
    )

    @property
    @abstractmethod
    def matter(self) -> str:
        """What is decided, by its names: on one matter one decision holds at a time."""

    @property
    def slot_key(self) -> str:
        return decided_key(self.type, self.matter, self.follows)

    def claims_named(self) -> Iterator[tuple[Path, str]]:
        """The claims that the decision names: where, and by which name."""
        for field in self.naming:
            yield from numbered(field, getattr(self, field))

    def references(self) -> Iterator[tuple[Path, str]]:
        for path, name in self.claims_named():
            yield path, claim_key(name)


def decided_key(type_: str, matter: str, follows: str | None = None) -> str:
    """How the log's index names the decision on `matter`, the first one or the one after the undoing `follows`."""
    return f"{type_}:{matter}" + (f"+{follows}" if follows else "")


def claim_key(name: str) -> str:
    """How a reference names the claim called `name`, by its ID or by source and label."""
    return label_key(*named) if (named := labelled(name)) else event_key(name)


def numbered(field: str, names: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """Each of `names` with its place in `field`."""
    return (((field, number), name) for number, name in enumerate(names))
