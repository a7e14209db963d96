"""An incident: the happening in the world that claims are about, known only through them."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events import english
from events.base import Event
from events.values.text import Slug, Text
from events.values.visibility import Visibility


class IncidentDeclared(Event):
    """A slug is declared for an incident, so that claims can be about it."""

    type: Literal["incident_declared"] = "incident_declared"
    example: ClassVar[str] = """\
type: incident_declared
slug: musa-qala-bombing
title: Bombing around Musa Qala
"""

    slug: Slug = Field(
        description="Its name for ever. No date and no type of event in it: both may turn out to be wrong."
    )
    title: Text = Field(description="What readers see.")
    visibility: Visibility = Field(
        "public", description="restricted: the incident and every claim that names it are in the log alone."
    )

    def summary(self) -> str:
        return english.line(f"Incident {self.slug}: {self.title}")

    @property
    def slot_key(self) -> str:
        return incident_key(self.slug)

    @property
    def restricted(self) -> bool:
        return self.visibility == "restricted"

    @property
    def belongs_to(self) -> str | None:
        return self.slug

    def incidents(self) -> tuple[str, ...]:
        return (self.slug,)


def incident_key(slug: str) -> str:
    """How the log's index names the incident `slug`."""
    return f"incident:{slug}"
