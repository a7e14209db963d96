"""A twin of a log says the same to the public and has other secrets: words, numbers and days, under the same names.

What names others stays: by that it is decided what may be shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
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
from events.ledger.incident_declared import IncidentDeclared
from events.ledger.place_recorded import PlaceRecorded
from events.ledger.source_recorded import SourceRecorded
from events.public import public
from events.values.said import Attributed
from tests.strategies import claims, incidents, recorded_actors, recorded_places, sources
from tests.tables import store
from timeline.erasure import erase_redacted
from timeline.log import entries
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
    made = list[Event]()
    for position, event in enumerate(history, 1):
        if position in withheld or position in erased:
            other = draw(_others(event, typed=position in erased))
        elif isinstance(event, CodingCorrected):
            other = event.model_copy(update={"replacement": draw(_public_alike(event.replacement))})
        else:
            other = draw(_public_alike(event))
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
    hidden = {
        value.property: value.said.model_copy(update=_otherwise(value.said))
        for value in event.values()
        if not value.casualties and value.said.visibility == "restricted"
    }
    people = (
        one.model_copy(update={"age": OTHER, "note": None}) if one.visibility == "restricted" else one
        for one in event.people
    )
    return event.model_copy(update=hidden | {"people": tuple(people)})


def _otherwise(said: Attributed) -> dict[str, Any]:
    value = getattr(said, said.bare)
    worded = {said.bare: OTHER} if isinstance(value, str) and said.bare == "name" else {}
    return {"wording": OTHER, "hedge": "reportedly", "quote": None, **worded}
