"""What was public is restricted, or what was restricted is made public: the event itself stays as it is."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events.amendment import Amendment
from events.values.text import EventId
from events.values.visibility import Visibility


class VisibilityChanged(Amendment):
    """A claim, a source or an incident is kept from the public from now on, or shown to it."""

    type: Literal["visibility_changed"] = "visibility_changed"
    example: ClassVar[str] = """\
type: visibility_changed
changes: HEL-0000-0007-66
visibility: restricted
reason: the witness may be recognised
"""

    field: ClassVar[str] = "changes"

    changes: EventId = Field(description="The event as it counts: itself, or its last correction.")
    visibility: Visibility = Field(
        description="restricted: the event, all its versions and whatever rests on it are in the log alone; public: "
        "the version that counts is in the tables, and what comes after it."
    )

    def summary(self) -> str:
        done = "Restriction" if self.visibility == "restricted" else "Publication"
        return f"{done} of {self.changes}: {self.reason}"
