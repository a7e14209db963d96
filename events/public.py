"""What is public of an event follows from that event alone: restricted values and persons are taken out before use.

Whether the event as a whole may be shown depends on others as well, and is decided elsewhere; here its own `visibility`
is not asked for. A claim that is none without a restricted value has nothing public.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError

from events.base import Event
from events.claim import Claim
from events.ledger.incident_assessed import IncidentAssessed
from events.ledger.incident_declared import IncidentDeclared
from events.ledger.source_recorded import SourceRecorded
from events.ledger.statement_superseded import StatementSuperseded
from events.values.casualties import Casualties
from events.values.folding import folded
from events.values.outcomes import OUTCOMES
from events.values.people import ALL
from events.values.said import Attributed

#: The events that can be restricted by themselves.
RESTRICTABLE = (Claim, SourceRecorded, IncidentDeclared)
#: The field that names persons.
PEOPLE = "people"
#: A value of a claim: its property, and the party whose it is, or the person who is named; else nothing.
Mark = tuple[str, str]
#: The field that holds every figure.
_CASUALTIES = "casualties"


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
    """Whether `now` restricts a value or a person that `before`, an earlier version of it, shows, in whatever field.

    A name that is newly restricted may be one that was written otherwise before: where `before` shows a name that `now`
    does not show any more, nobody can tell.
    """
    if not isinstance(now, Claim) or not isinstance(before, Claim):
        return False
    hidden, shown = _marked(now, "restricted"), _marked(before, "public")
    if not hidden.isdisjoint(shown):
        return True
    if not (_texts(now, "restricted") - _texts(now, "public")).isdisjoint(_texts(before, "public")):
        return True
    told_now, told_before = (_names(claim) for claim in (now, before))
    new, gone = _names(now, "restricted") - told_before, _names(before, "public") - told_now
    return not {kind for kind, _ in new}.isdisjoint(kind for kind, _ in gone)


def reveals(event: Event, now: Sequence[Event], ever: Sequence[Event]) -> bool:
    """Whether `event` names a value, party or figure that the claims which it is about restrict, and do not show.

    They show what they show `now`; of what they restrict, what any version of them `ever` did.
    """
    if isinstance(event, StatementSuperseded):
        return names_hidden([(field.property, field.party) for field in event.fields], now, ever)
    if isinstance(event, IncidentAssessed):
        return bool(event.figures) and _estimates_hidden(event, now, ever)
    if isinstance(event, Claim) and event.responds_to:
        return _answers_hidden(event, event.responds_to.properties, now, ever)
    return False


def restricts(event: Event) -> frozenset[str]:
    """The names of the fields that the claim restricts and does not show."""
    if not isinstance(event, Claim):
        return frozenset()
    hidden, shown = (_fields(_marked(event, visibility)) for visibility in ("restricted", "public"))
    return frozenset(hidden - shown)


def figured(event: Event) -> tuple[frozenset[tuple[str, ...]], ...]:
    """The groups for which the claim gives a figure that it restricts, and those for which it gives one that it shows.

    A group is a party with its civilian status, its role and what became of it.
    """
    return tuple(frozenset(_groups([event], visibility)) for visibility in ("restricted", "public"))


def names_hidden(fields: Iterable[tuple[str, str | None]], claims: Iterable[Event], ever: Iterable[Event] = ()) -> bool:
    """Whether any of `fields`, each a property and a party, is restricted in one of `claims` and shown in none.

    Or was restricted in one of `ever`, earlier versions of them. So is a party that none of them shows where any is
    restricted: it may be that one by another name.
    """
    versions = [claim for claim in claims if isinstance(claim, Claim)]
    shown = _all_marked(versions, "public")
    hidden = _all_marked([*versions, *ever], "restricted") - shown
    parties = {party for _, party in shown}
    for property_, party in fields:
        if party is None:
            if property_ in _fields(hidden) - _fields(shown):
                return True
        elif (property_, folded(party)) in hidden or (folded(party) not in parties and any(of for _, of in hidden)):
            return True
    return False


def _answers_hidden(answer: Claim, fields: Iterable[str], now: Sequence[Event], ever: Sequence[Event]) -> bool:
    """Whether any of the `fields` that are answered is hidden, or the figure of a party in them that the answer names.

    What an answer says beside that is its own source's.
    """
    answered = set(fields)
    if names_hidden([(name, None) for name in answered], now, ever):
        return True
    hidden = _all_marked([*now, *ever], "restricted") - _all_marked(now, "public")
    told = _marked(answer, "public")
    own = {(name, party) for name, party in told if party and not answered.isdisjoint(_above(name))}
    return not own.isdisjoint(hidden)


def _estimates_hidden(assessment: IncidentAssessed, now: Sequence[Event], ever: Sequence[Event]) -> bool:
    """Whether a best figure may be made of a restricted one.

    That is one of a group whose figure is restricted in any claim, or shown in none where any is restricted: it may be
    that group by another name. And so is a total.
    """
    hidden, shown = _groups([*now, *ever], "restricted"), _groups(now, "public")
    groups = {(folded(figure.party), *figure.group[1:]) for figure in assessment.figures}
    total = any(figure.party == ALL for figure in assessment.figures)
    return bool(hidden) and (total or not groups.isdisjoint(hidden) or not groups <= shown)


def _groups(claims: Iterable[Event], visibility: str) -> set[tuple[str, ...]]:
    """The groups for which the claims give a figure of this visibility."""
    return {
        (folded(entry.party.value), entry.civilian_status, entry.role, value.property)
        for claim in claims
        if isinstance(claim, Claim)
        for value in claim.values()
        if (entry := value.casualties) and _visibility(value.said, entry) == visibility
    }


def _all_marked(claims: Iterable[Event], visibility: str) -> set[Mark]:
    return {mark for claim in claims if isinstance(claim, Claim) for mark in _marked(claim, visibility)}


def _fields(marks: Iterable[Mark]) -> set[str]:
    """The fields of which any of `marks` is: of a figure, its outcome and that which holds all figures."""
    return {field for name, _ in marks for field in _above(name)}


def _above(name: str) -> tuple[str, ...]:
    return (name, _CASUALTIES) if name in OUTCOMES else (name,)


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


def _texts(claim: Claim, visibility: str) -> set[str]:
    """The names of persons and parties, and the values that are texts, of this visibility."""
    told = [value.casualties.party if value.casualties else value.said for value in claim.values()]
    values = [getattr(said, said.bare) for said in told if said.visibility == visibility]
    persons = [person.name for person in claim.people if person.visibility == visibility]
    return {folded(text) for text in (*values, *persons) if isinstance(text, str)}


def _visibility(said: Attributed, entry: Casualties | None) -> str:
    return "restricted" if _hidden(said) or (entry is not None and _hidden(entry.party)) else "public"
