"""What is public of an event follows from that event alone: restricted values and persons are taken out before use.

Whether the event as a whole may be shown depends on others as well, and is decided elsewhere; here its own `visibility`
is not asked for. A claim that is none without a restricted value has nothing public.
"""

from __future__ import annotations

from collections.abc import Iterable
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
#: The field that names persons.
PEOPLE = "people"
#: A value of a claim: its property, and the party whose it is, or the person who is named; else nothing.
Mark = tuple[str, str]


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
    """Whether `now` restricts a value or a person that `before`, an earlier version of it, shows.

    A name that is newly restricted may be one that was written otherwise before: where `before` shows a name that `now`
    does not show any more, nobody can tell.
    """
    if not isinstance(now, Claim) or not isinstance(before, Claim):
        return False
    hidden, shown = _marked(now, "restricted"), _marked(before, "public")
    if not hidden.isdisjoint(shown):
        return True
    told_now, told_before = (_names(claim) for claim in (now, before))
    new, gone = _names(now, "restricted") - told_before, _names(before, "public") - told_now
    return not {kind for kind, _ in new}.isdisjoint(kind for kind, _ in gone)


def names_hidden(fields: Iterable[tuple[str, str | None]], claims: Iterable[Event]) -> bool:
    """Whether any of `fields`, each a property and a party, is restricted in one of `claims` and shown in none.

    So is a party that none of them shows where any is restricted: it may be that one by another name.
    """
    versions = [claim for claim in claims if isinstance(claim, Claim)]
    hidden, shown = (
        {mark for claim in versions for mark in _marked(claim, visibility)} for visibility in ("restricted", "public")
    )
    hidden -= shown
    parties = {party for _, party in shown}
    for property_, party in fields:
        if party is None:
            if property_ in {name for name, _ in hidden} - {name for name, _ in shown}:
                return True
        elif (property_, folded(party)) in hidden or (folded(party) not in parties and any(of for _, of in hidden)):
            return True
    return False


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


def _marked(claim: Claim, visibility: str) -> set[Mark]:
    """The names of the values and persons in `claim` that have this visibility."""
    values = {
        (value.property, folded(value.casualties.party.value) if value.casualties else "")
        for value in claim.values()
        if _visibility(value.said, value.casualties) == visibility
    }
    return values | {(PEOPLE, folded(person.name)) for person in claim.people if person.visibility == visibility}


def _names(claim: Claim, *visibilities: str) -> set[tuple[bool, str]]:
    """The names of persons (True) and of parties (False) in `claim`, where given those of this visibility alone."""
    marks = (_marked(claim, visibility) for visibility in visibilities or ("public", "restricted"))
    return {(property_ == PEOPLE, name) for marked in marks for property_, name in marked if name}


def _visibility(said: Attributed, entry: Casualties | None) -> str:
    return "restricted" if _hidden(said) or (entry is not None and _hidden(entry.party)) else "public"
