"""Hypothesis strategies for histories in which events are corrected, retracted, restricted, redacted and restored."""

from __future__ import annotations

from hypothesis import strategies as st

from events.amendment import Amendment
from events.base import Event
from events.claim import Claim
from events.ledger.actor_recorded import ActorRecorded
from events.ledger.claim_retracted import ClaimRetracted
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.event_redacted import EventRedacted
from events.ledger.incident_declared import IncidentDeclared
from events.ledger.place_recorded import PlaceRecorded
from events.ledger.source_recorded import SourceRecorded
from events.ledger.undone import Undone
from events.ledger.visibility_changed import VisibilityChanged
from events.values.casualties import Casualties
from tests.strategies import claims, histories, incidents, recorded_actors, recorded_places, sources
from tests.written import Data, people, visibilities, words
from timeline.histories import History, Inapplicable, amended, began, check_fit
from timeline.log.ids import format_id


@st.composite
def amended_histories(draw: st.DrawFn, prefix: str, max_amendments: int = 6, hidden: bool = True) -> list[Event]:
    """A history as above, some of it restricted, and then amendments of its events and of each other.

    Only such as admission lets in. Without `hidden`, nothing is restricted or redacted.
    """
    events_ = [draw(restricted(event)) if hidden else event for event in draw(histories(max_claims=5))]
    standing = {format_id(prefix, number): began(format_id(prefix, number)) for number in range(1, len(events_) + 1)}
    versions = dict(zip(standing, events_, strict=True))
    for _ in range(draw(st.integers(0, max_amendments))):
        root = draw(st.sampled_from(sorted(standing)))
        history, id = standing[root], format_id(prefix, len(events_) + 1)
        try:
            amendment = draw(amendments(history, versions[history.version], hidden))
            check_fit(versions[history.version], amendment)
            standing[root] = amended(history, id, amendment)
        except Inapplicable:
            continue
        events_.append(amendment)
        versions[id] = amendment.replacement if isinstance(amendment, CodingCorrected) else amendment
    return events_


@st.composite
def restricted(draw: st.DrawFn, event: Event) -> Event:
    """The event as it is, mostly; or restricted; or a claim with restricted values and persons."""
    kind = draw(st.sampled_from(["public", "public", "public", "event", "parts"]))
    if kind == "event":
        return event.model_copy(update={"visibility": "restricted"})
    if kind == "public" or not isinstance(event, Claim):
        return event
    hidden = {
        value.property: value.said.model_copy(update={"visibility": "restricted"})
        for value in event.values()
        if not value.casualties and draw(st.booleans())
    }
    tolls = tuple(_tolls_restricted(draw, entry) for entry in event.casualties)
    return event.model_copy(
        update=hidden | {"casualties": tolls, "people": draw(st.lists(people, max_size=2).map(tuple))}
    )


def _tolls_restricted(draw: st.DrawFn, entry: Casualties) -> Casualties:
    """The casualties of one party as they are, or with a restricted party, or with one restricted figure."""
    what = draw(st.sampled_from(["nothing", "party", *entry.figures()]))
    if what == "nothing":
        return entry
    return entry.model_copy(update={what: getattr(entry, what).model_copy(update={"visibility": "restricted"})})


@st.composite
def amendments(draw: st.DrawFn, history: History, version: Event, hidden: bool) -> Amendment:
    """Anything that can be done to an event, of whatever is uppermost, whether it can be done just then or not."""
    uppermost = history.standing[-1]
    told: Data = {"reason": draw(words)}
    open_ = ["correct", "correct", "retract", "undo"]
    kind = draw(st.sampled_from([*open_, "visibility", "redact"] if hidden else open_))
    if kind == "redact":
        return EventRedacted(redacts=history.line, authority=draw(words), visibility=draw(visibilities), **told)
    if kind == "visibility":
        told["follows"] = history.head if history.head != history.version else None
        return VisibilityChanged(changes=history.version, visibility=draw(visibilities), **told)
    told["follows"] = history.head if history.head != uppermost else None
    if kind == "undo":
        return Undone(undoes=uppermost, **told)
    if kind == "retract":
        return ClaimRetracted(retracts=uppermost, **told)
    if isinstance(version, SourceRecorded):
        whole = draw(sources(version.key))
    elif isinstance(version, IncidentDeclared):
        whole = draw(incidents(version.slug))
    elif isinstance(version, PlaceRecorded):
        whole = draw(recorded_places(version.key))
    elif isinstance(version, ActorRecorded):
        whole = draw(recorded_actors(version.key))
    else:
        whole = draw(claims)
    replacement = draw(restricted(whole)) if hidden else whole
    return CodingCorrected(corrects=uppermost, replacement=replacement, **told)
