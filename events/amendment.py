"""An amendment changes what one event stands for, names the version in force that it changes, and comes right after it.

Amendments of one event form a line: each follows one event, and no two follow the same one. So who amends what has been
amended meanwhile is told, and merging twice, or retracting after an undo, are events of their own.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from events.base import Event
from events.values.text import EventId, Text


class Amendment(Event):
    """What every amendment has. A subclass says which of its fields names the version that it changes."""

    reason: Text = Field(description="Why, in a few words; readers see it.")
    follows: EventId | None = Field(
        None,
        description="The last amendment of the same event, where that is not the one named above: after an undo.",
    )

    #: The field that names the version in force which this changes.
    field: ClassVar[str]

    @property
    def amends(self) -> str:
        """The ID of the version in force that this changes."""
        return str(getattr(self, self.field))

    @property
    def after(self) -> str:
        """The ID of the event that this comes right after: the last that was done to the same event."""
        return self.follows or self.amends

    @property
    def slot_key(self) -> str:
        return after_key(self.after)


#: How the index keys of all amendments begin that say what they come after.
AFTER = "after:"


def after_key(id: str) -> str:
    """How the log's index names the amendment that comes right after the event `id`."""
    return AFTER + id
