"""What is public of an event follows from that event alone: restricted values and persons are taken out before use.

Whether the event as a whole may be shown depends on others as well, and is decided elsewhere; here its own `visibility`
is not asked for. A claim that is none without a restricted value has nothing public.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from events.base import Event
from events.claim import Claim
from events.ledger.incident_declared import IncidentDeclared
from events.ledger.source_recorded import SourceRecorded
from events.values.casualties import Casualties
from events.values.folding import folded
from events.values.said import Attributed

#: The events that can be restricted by themselves.
RESTRICTABLE = (Claim, SourceRecorded, IncidentDeclared)


def public(event: Event) -> Event | None:
    """The event without what is restricted in it; None where nothing valid is left of it."""
    if not isinstance(event, RESTRICTABLE) or not (event.restricted or _hides(event)):
        return event
    told = _told(event) if isinstance(event, Claim) else {}
    shown = event.model_copy(update={**told, "visibility": "public"})
    try:
        return type(event).model_validate(shown.body())
    except ValidationError:
        return None


def conceals(now: Event, before: Event) -> bool:
    """Whether `now` restricts a value or a person that `before`, an earlier version of it, shows."""
    if not isinstance(now, Claim) or not isinstance(before, Claim):
        return False
    return not _marked(now, "restricted").isdisjoint(_marked(before, "public"))


def _hides(event: Event) -> bool:
    """Whether a value or a person in it is restricted."""
    return isinstance(event, Claim) and (
        any(_visibility(value.said, value.casualties) == "restricted" for value in event.values())
        or any(person.visibility == "restricted" for person in event.people)
    )


def _told(claim: Claim) -> dict[str, Any]:
    """The fields of `claim` that change when what is restricted is taken out."""
    hidden = {value.property: None for value in claim.values() if _hidden(value.said) and not value.casualties}
    shown = [entry for entry in map(_figures, claim.casualties) if entry]
    parties = {entry.party.value for entry in shown}
    return hidden | {
        "people": tuple(person for person in claim.people if person.visibility == "public"),
        "casualties": tuple(
            # A party that is restricted is not to be learnt from its parts.
            entry if entry.subset_of in parties else entry.model_copy(update={"subset_of": None})
            for entry in shown
        ),
    }


def _figures(entry: Casualties) -> Casualties | None:
    """The entry without its restricted figures; None where none is left, or its party is restricted."""
    figures = entry.figures()
    hidden: dict[str, None] = {outcome: None for outcome, said in figures.items() if _hidden(said)}
    if _hidden(entry.party) or len(hidden) == len(figures):
        return None
    return entry.model_copy(update=hidden) if hidden else entry


def _hidden(said: Attributed) -> bool:
    return said.visibility == "restricted"


def _marked(claim: Claim, visibility: str) -> set[tuple[str, str]]:
    """The names of the values and persons in `claim` that have this visibility."""
    values = {
        (value.property, folded(value.casualties.party.value) if value.casualties else "")
        for value in claim.values()
        if _visibility(value.said, value.casualties) == visibility
    }
    return values | {("people", folded(person.name)) for person in claim.people if person.visibility == visibility}


def _visibility(said: Attributed, entry: Casualties | None) -> str:
    return "restricted" if _hidden(said) or (entry is not None and _hidden(entry.party)) else "public"
