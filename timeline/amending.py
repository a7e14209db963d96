"""Amendments follow what is in force, and are made of what people name, in whatever way (see `timeline.named`)."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeVar

from pydantic import ValidationError

from events.base import Event
from events.decision import Decision
from events.ledger.claim_retracted import ClaimRetracted
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.event_redacted import EventRedacted
from events.ledger.incident_declared import incident_key
from events.ledger.incidents_linked import IncidentsLinked, Relation
from events.ledger.incidents_merged import IncidentsMerged
from events.ledger.undone import Undone
from events.ledger.visibility_changed import VisibilityChanged
from timeline.closest import meant
from timeline.deciding import Deciding
from timeline.errors import TimelineError
from timeline.histories import History
from timeline.log.engine import Log
from timeline.named import id_of
from timeline.standing import Standing, Version
from timeline.visibility import Visibility


class AlreadySo(TimelineError):
    """What is to be restricted is so already, or public already."""


def correction(log: Log, name: str, event: Event, reason: str) -> CodingCorrected:
    """The event that puts `event`, whole, in the place of what counts of `name`. Raises TimelineError."""
    history = _not_redacted(Standing(log).history(_version_of(log, name)))
    return CodingCorrected(corrects=history.standing[-1], follows=_follows(history), reason=reason, replacement=event)


def retraction(log: Log, name: str, reason: str) -> ClaimRetracted:
    """The event that takes back the claim `name` as it counts. Raises TimelineError."""
    history = _not_redacted(Standing(log).history(_version_of(log, name)))
    return ClaimRetracted(retracts=history.standing[-1], follows=_follows(history), reason=reason)


def undoing(log: Log, name: str, reason: str) -> Undone:
    """The event that undoes the correction, retraction or decision `name`. Raises TimelineError."""
    id = _version_of(log, name)
    return Undone(undoes=id, follows=_follows(_not_redacted(Standing(log).history(id))), reason=reason)


def visibility(log: Log, name: str, visibility: Literal["public", "restricted"], reason: str) -> VisibilityChanged:
    """The event that restricts or publishes what counts of `name`. Raises TimelineError (AlreadySo)."""
    standing = Standing(log)
    history = _not_redacted(standing.history(id_of(log, name)))
    if Visibility(standing).may(history) == (visibility == "public"):
        raise AlreadySo(f"{history.version} is {visibility} already. Nothing stored.")
    # After whatever was done last, be it a change of visibility before.
    follows = history.head if history.head != history.version else None
    return VisibilityChanged(changes=history.version, follows=follows, visibility=visibility, reason=reason)


def redaction(log: Log, name: str, reason: str, authority: str) -> EventRedacted:
    """The event that redacts `name` with everything that was done to it, readable or not. Raises TimelineError."""
    standing = Standing(log)
    history = _not_redacted(standing.reached(id_of(log, name)))
    shown: Literal["public", "restricted"] = "restricted" if Visibility(standing).hides(history) else "public"
    return EventRedacted(redacts=history.line, reason=reason, authority=authority, visibility=shown)


def merging(log: Log, slug: str, into: str, reason: str) -> IncidentsMerged:
    """The event that merges one incident into another. Raises TimelineError."""
    deciding = Deciding(Standing(log))
    merged = _decided(log, IncidentsMerged, slug, into, incident=slug, into=into, reason=reason)
    last = deciding.last(merged.type, merged.matter)
    return merged.model_copy(update={"follows": last.head if last and last.revoked else None})


def linking(log: Log, slug: str, relation: Relation, other: str, reason: str) -> IncidentsLinked | CodingCorrected:
    """The event that says how two incidents lie to each other; where otherwise was said before, its correction.

    Where it was said before, that event. Raises TimelineError.
    """
    deciding = Deciding(Standing(log))
    told = {"incidents": [slug, other], "relation": relation, "reason": reason}
    linked = _decided(log, IncidentsLinked, slug, other, **told)
    if link := _link(deciding, slug, other):
        turned = relation != "part_of" and set(link.event.incidents_) == {slug, other}
        if link.event.relation == relation and (turned or link.event.incidents_ == (slug, other)):
            return link.event
        return CodingCorrected(corrects=link.id, follows=_follows(link.history), reason=reason, replacement=linked)
    last = deciding.last(linked.type, linked.matter)
    return linked.model_copy(update={"follows": last.head if last and last.revoked else None})


_Made = TypeVar("_Made", bound=Decision)


def _decided(log: Log, type_: type[_Made], *slugs: str, **told: object) -> _Made:
    """The decision on the incidents `slugs`. Raises TimelineError with all that is wrong with them."""
    declared = [key.removeprefix(incident_key("")) for key, _ in log.keys(incident_key(""))]
    faults = [_unknown(slug, declared) for slug in slugs if slug not in declared]
    if not faults:
        try:
            return type_.model_validate(told)
        except ValidationError as problem:
            faults = [str(fault["msg"]).removeprefix("Value error, ") for fault in problem.errors(include_url=False)]
    raise TimelineError("\n".join([*faults, "Nothing stored."]))


def _unknown(slug: str, declared: list[str]) -> str:
    how = meant(slug, declared) or " Declare it before, in a sheet or as incident_declared."
    return f'There is no incident "{slug}".{how}'


class _Link(NamedTuple):
    """A link of two incidents that holds: the ID of its last version, and what was done to it."""

    id: str
    event: IncidentsLinked
    history: History


def _link(deciding: Deciding, slug: str, other: str) -> _Link | None:
    sought = IncidentsLinked.model_validate({"incidents": [slug, other], "relation": "unsure", "reason": "any"})
    history = deciding.last(sought.type, sought.matter)
    if history is None or history.in_force is None:
        return None
    found = deciding.standing.as_version(history.in_force).event
    return _Link(history.in_force, found, history) if isinstance(found, IncidentsLinked) else None


def _not_redacted(history: History) -> History:
    if history.redacted:
        raise TimelineError(f"{history.root} was redacted by {history.head}: nothing more can be done to it.")
    return history


def current(log: Log, name: str) -> Version:
    """What counts of the event, source or incident `name`. Raises TimelineError, also where it is retracted."""
    standing = Standing(log)
    history = _not_redacted(standing.history(_version_of(log, name)))
    if history.revoked:
        how = f"To decide it again, record it with follows: {history.head}."
        raise TimelineError(f"{history.root} was undone by {history.head}. {how}")
    if history.in_force is None:
        how = f"To bring it back: timeline undo {history.standing[-1]} --reason …"
        raise TimelineError(f"{history.root} was retracted. {how}")
    return standing.as_version(history.in_force)


def _version_of(log: Log, name: str) -> str:
    """As `id_of`, but raises TimelineError for the ID of an undoing: it is no version, and is not undone itself."""
    id, standing = id_of(log, name), Standing(log)
    if standing.redaction(id) is None and isinstance(event := standing.event(id), Undone):
        history = standing.history(id)
        again = f"record it with follows: {id}" if history.revoked else f"correct or retract {history.root}"
        raise TimelineError(f"{id} undoes {event.undoes}. To do that again, {again}.")
    return id


def _follows(history: History) -> str | None:
    """What an amendment must say that it follows, where that does not go without saying."""
    return history.head if history.head != history.standing[-1] else None
