"""What an event said is erased for good; that there was one, and who decided, stays."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from events.amendment import Amendment
from events.keys import REDACTED
from events.values.text import EventId, Text
from events.values.visibility import Visibility

Redacted = Annotated[
    tuple[EventId, ...],
    BeforeValidator(lambda given: (given,) if isinstance(given, str) else given),
    Field(min_length=1, max_length=1000),
]


class EventRedacted(Amendment):
    """The bytes of an event, and of everything that was done to it, are erased: nothing can be done to it any more."""

    type: Literal["event_redacted"] = "event_redacted"
    example: ClassVar[str] = """\
type: event_redacted
redacts: [HEL-0000-0007-66]
reason: names a witness
authority: the editor, on the request of the witness
"""

    field: ClassVar[str] = "redacts"

    redacts: Redacted = Field(
        description="The event and everything that was done to it, oldest first: corrections, retractions and changes "
        "of visibility hold its words too."
    )
    authority: Text = Field(description="Who decided it; readers see it.")
    visibility: Visibility = Field(
        "public", description="restricted where the event was: then readers do not learn of its redaction either."
    )

    @property
    def amends(self) -> str:
        return self.redacts[0]

    @property
    def after(self) -> str:
        return self.follows or self.redacts[-1]

    @property
    def restricted(self) -> bool:
        return self.visibility == "restricted"

    @property
    def keys(self) -> tuple[str, ...]:
        return (*super().keys, *map(redacted_key, self.redacts))

    def summary(self) -> str:
        return f"Redaction of {', '.join(self.redacts)}: {self.reason} (decided by {self.authority})"


def redacted_key(id: str) -> str:
    """How the log's index names the event that redacts the event `id`."""
    return REDACTED + id
