"""A correction, a retraction or a decision is undone: what was in force before it is in force again."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events.amendment import Amendment
from events.values.text import EventId


class Undone(Amendment):
    """A correction, a retraction or a decision was a mistake: what was before it holds again."""

    type: Literal["undone"] = "undone"
    example: ClassVar[str] = """\
type: undone
undoes: HEL-0000-0022-21
reason: the source does say three
"""

    field: ClassVar[str] = "undoes"

    undoes: EventId = Field(description="The correction or the retraction, the last one of its event; or the decision.")

    def summary(self) -> str:
        return f"Undoing of {self.undoes}: {self.reason}"
