"""A twin of a log says the same to the public and has other secrets: words, numbers and days, under the same names.

What names others stays: by that it is decided what may be shown. But who else tells of a secret of the claims that it
is about, says the other one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st
from pydantic import ValidationError

from events.amendment import Amendment
from events.base import Event
from events.claim import Claim
from events.decision import Decision
from events.ledger.actor_recorded import ActorRecorded
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.incident_assessed import IncidentAssessed
from events.ledger.incident_declared import IncidentDeclared
from events.ledger.place_recorded import PlaceRecorded
from events.ledger.source_recorded import SourceRecorded
from events.ledger.statement_superseded import StatementSuperseded
from events.public import public
from events.values.casualties import Casualties
from events.values.folding import folded
from events.values.said import Attributed
from tests.strategies import claims, incidents, recorded_actors, recorded_places, sources
from tests.tables import store
from timeline.erasure import erase_redacted
from timeline.log import entries
from timeline.log.ids import format_id
from timeline.log.sqlite import SqliteLog

#: What a twin says instead.
OTHER = "quite another"


@contextmanager
def logged(history: Collection[Event]) -> Iterator[SqliteLog]:
    """A log in memory that holds `history`, each event at an instant that its place alone decides."""
    instants = (f"2020-01-01T00:{number // 60:02}:{number % 60:02}.000000Z" for number in count())
    with SqliteLog.memory("TST") as log:
        with patch.object(entries, "utc_now", lambda: next(instants)):
            for event in history:
                store(log, [event])
        erase_redacted(log)
        yield log


@st.composite
def twins(
    draw: st.DrawFn, history: Collection[Event], withheld: Collection[int], erased: Collection[int]
) -> list[Event]:
    """The twin of `history`, of which nothing is shown at these positions, or only that something was redacted."""
    made, versions = list[Event](), _versions(history)
    for position, event in enumerate(history, 1):
        if position in withheld or position in erased:
            other = draw(_others(event, typed=position in erased))
        elif isinstance(event, CodingCorrected):
            whole = _unsaid(event.replacement, versions)
            other = event.model_copy(update={"replacement": draw(_public_alike(whole))})
        else:
            other = draw(_public_alike(_unsaid(event, versions)))
        try:
            made.append(type(event).model_validate(other.body()) if type(event) is type(other) else other)
        except ValidationError:
            made.append(event)  # what was put together of two events need not be one
    return made


@st.composite
def _others(draw: st.DrawFn, event: Event, typed: bool) -> Event:
    """Another event under the same names: of the same type if it is `typed`, which is told of what was redacted."""
    if isinstance(event, CodingCorrected):
        return event.model_copy(update={"reason": OTHER, "replacement": draw(_others(event.replacement, typed))})
    if isinstance(event, Amendment | Decision):
        return event.model_copy(update={"reason": OTHER})
    if isinstance(event, Claim):
        return _claim(event, draw(claims), typed)
    if isinstance(event, SourceRecorded):
        kept = {name: getattr(event, name) for name in ("publisher", "republishes", "visibility")}
        return draw(sources(event.key)).model_copy(update=kept)
    if isinstance(event, IncidentDeclared):
        return draw(incidents(event.slug)).model_copy(update={"visibility": event.visibility})
    if isinstance(event, PlaceRecorded | ActorRecorded):
        make = recorded_places if isinstance(event, PlaceRecorded) else recorded_actors
        return draw(make(event.key)).model_copy(update={"part_of": event.part_of})
    return event


def _claim(event: Claim, other: Claim, typed: bool) -> Claim:
    """The claim `other` in the place of `event`; where it must be of its type, what all claims have of it."""
    names = {name: getattr(event, name) for name in ("incident", "about", "as_", "responds_to", "visibility")}
    if public(event) is None:  # it would be none without a value that is restricted
        names["visibility"] = "restricted"
    counted = any(entry.counted_in for entry in event.casualties)
    tolls = event.casualties if counted else tuple(_uncounted(other))
    names |= {
        "citation": other.citation.model_copy(update={"source": event.citation.source}),
        "casualties": tolls,
    }
    if typed and other.type != event.type:
        told = ("note", "place", "occurred", "characterised_as", "tags")
        return event.model_copy(update=names | {name: getattr(other, name) for name in told})
    return other.model_copy(update=names)


def _uncounted(claim: Claim) -> Iterator[Any]:
    return (entry.model_copy(update={"counted_in": None}) for entry in claim.casualties)


@st.composite
def _public_alike(draw: st.DrawFn, event: Event) -> Event:
    """The event with other restricted values, or with none."""
    if not isinstance(event, Claim):
        return event
    if draw(st.booleans()):
        shown = public(event)
        return event if shown is None else shown.model_copy(update={"visibility": event.visibility})
    hidden: dict[str, Any] = {
        value.property: value.said.model_copy(update=_otherwise(value.said))
        for value in event.values()
        if not value.casualties and value.said.visibility == "restricted"
    }
    hidden["casualties"] = tuple(_otherwise_counted(entry) for entry in event.casualties)
    people = (
        one.model_copy(update={"age": OTHER, "note": None}) if one.visibility == "restricted" else one
        for one in event.people
    )
    return event.model_copy(update=hidden | {"people": tuple(people)})


def _otherwise(said: Attributed) -> dict[str, Any]:
    value = getattr(said, said.bare)
    worded = {said.bare: OTHER} if isinstance(value, str) and said.bare == "name" else {}
    return {"wording": OTHER, "hedge": "reportedly", "quote": None, **worded}


def _otherwise_counted(entry: Casualties) -> Casualties:
    """The casualties of one party with other restricted figures; where the party is restricted, of another one."""
    if entry.party.visibility == "restricted":
        return entry.model_copy(update={"party": entry.party.model_copy(update={"value": OTHER})})
    hidden = {name: said for name, said in entry.figures().items() if said.visibility == "restricted"}
    return entry.model_copy(update={name: said.model_copy(update=_otherwise(said)) for name, said in hidden.items()})


def _versions(history: Collection[Event]) -> dict[str, list[Claim]]:
    """Every version of each claim, those undone included, by each name that any of them has."""
    roots, versions, named = dict[str, str](), dict[str, list[Claim]](), dict[str, str]()
    for position, event in enumerate(history, 1):
        id = format_id("TST", position)
        roots[id] = root = roots.get(event.amends, id) if isinstance(event, Amendment) else id
        whole = event.replacement if isinstance(event, CodingCorrected) else event
        if isinstance(whole, Claim):
            versions.setdefault(root, []).append(whole)
            named |= {id: root, f"{whole.citation.source}:{whole.as_}": root}
    return {name: versions.get(root, []) for name, root in named.items()}


def _unsaid(event: Event, versions: dict[str, list[Claim]]) -> Event:
    """The event without the values and parties that it names, which claims that it is about restrict and never show."""
    if isinstance(event, StatementSuperseded | IncidentAssessed):
        secret = _secrets(version for _, name in event.claims_named() for version in versions.get(name, ()))
        field = "fields" if isinstance(event, StatementSuperseded) else "figures"
        named = (
            one.model_copy(update={"party": OTHER}) if one.party and folded(one.party) in secret else one
            for one in getattr(event, field)
        )
        return event.model_copy(update={field: tuple(named)})
    if isinstance(event, Claim) and (answer := event.responds_to):
        secret = _secrets(versions.get(_answered(event), ()))
        kept = tuple(name for name in answer.properties if name not in secret)
        return event.model_copy(update={"responds_to": answer.model_copy(update={"properties": kept})})
    return event


@st.composite
def telling(draw: st.DrawFn, history: Sequence[Event]) -> list[Event]:
    """The history, in which claims restrict what answers and decisions name of them, most of it."""
    named = _versions(history)
    told = dict[int, set[str]]()
    for event in history:
        if isinstance(event, IncidentAssessed | StatementSuperseded):
            given = event.figures if isinstance(event, IncidentAssessed) else event.fields
            fields = {folded(one.party) if one.party else getattr(one, "property", "") for one in given}
            about = [version for _, name in event.claims_named() for version in named.get(name, ())]
        elif isinstance(event, Claim) and event.responds_to:
            fields, about = set(event.responds_to.properties), named.get(_answered(event), [])
        else:
            continue
        if draw(st.integers(0, 3)):
            for version in about:
                told.setdefault(id(version), set()).update(fields)
    return [
        event.model_copy(update={"replacement": _restricting(event.replacement, told)})
        if isinstance(event, CodingCorrected)
        else _restricting(event, told)
        for event in history
    ]


def _restricting(event: Event, told: dict[int, set[str]]) -> Event:
    """The event, which restricts the fields and parties that are `told` of it."""
    if not isinstance(event, Claim) or not (fields := told.get(id(event))):
        return event
    hidden: dict[str, Any] = {
        value.property: value.said.model_copy(update={"visibility": "restricted"})
        for value in event.values()
        if not value.casualties and value.property in fields
    }
    hidden["casualties"] = tuple(
        entry.model_copy(update={"party": entry.party.model_copy(update={"visibility": "restricted"})})
        if not fields.isdisjoint({folded(entry.party.value), *entry.figures()})
        else entry
        for entry in event.casualties
    )
    return event.model_copy(update=hidden)


def _answered(answer: Claim) -> str:
    """The name of the claim that it answers."""
    assert answer.responds_to
    return answer.responds_to.id or ":".join(answer.responds_to.labelled(answer.citation.source))


def _secrets(claims: Iterable[Claim]) -> set[str]:
    """The fields and parties that these claims restrict and never show."""
    told: dict[bool, set[str]] = {True: set(), False: set()}
    for claim in claims:
        for value in claim.values():
            entry = value.casualties
            hidden = "restricted" in (value.said.visibility, entry.party.visibility if entry else None)
            told[hidden] |= {value.property} | ({folded(entry.party.value)} if entry else set())
    return told[True] - told[False]
