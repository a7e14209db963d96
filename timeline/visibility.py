"""What is public follows from the log alone: nothing is that is restricted, or that rests on anything restricted.

An event rests on what it names: its source, its incidents, the event that it answers or changes. Of an event that was
amended the version that counts decides: where it may not be shown, nothing of its history is. Where it may be, but an
earlier version or an amendment of it may not, it stands alone, as if it had been recorded so.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from events.amendment import Amendment, after_key
from events.base import RESTRICTED, Event, may_hide
from events.claim import Claim, event_key
from events.keys import REDACTED
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.event_redacted import EventRedacted, redacted_key
from events.ledger.incident_assessed import IncidentAssessed
from events.ledger.statement_superseded import StatementSuperseded
from events.ledger.visibility_changed import VisibilityChanged
from events.public import conceals, figured, public, restricts, reveals
from timeline.histories import History, began
from timeline.log.engine import NotInLog
from timeline.log.entries import Entry
from timeline.log.ids import InvalidId, parse_id
from timeline.standing import Standing
from timeline.stored import Unreadable, event_of

#: How an event may be shown: with what was done to it; alone; not at all; or only that it was redacted.
Showing = Literal["public", "alone", "withheld", "redacted"]

_SUPERSEDED, _ASSESSED = (kind.model_fields["type"].default for kind in (StatementSuperseded, IncidentAssessed))


@dataclass(frozen=True, slots=True)
class _Target:
    """An event that others name: whether its version that counts may be shown by itself, and what that names."""

    allowed: bool
    named: tuple[str | None, ...]


class Visibility:
    """What of the log of `standing` is public, as far as its head."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self._lines: dict[str, Showing] = {}
        self._targets: dict[str, _Target] = {}
        self._open: dict[str, dict[str, bool]] = {}
        #: Keys of what is about to be recorded: a name that stands among them is not one that was redacted.
        self.coming = set[str]()

    @cached_property
    def any(self) -> bool:
        """Whether anything may be restricted or was redacted at all; everything below is spared where nothing was."""
        log = self.standing.log
        return any(next(iter(log.keys(start)), None) is not None for start in (RESTRICTED, REDACTED))

    def redacted(self, id: str) -> Showing | None:
        """How the event `id` is shown if it was redacted; None if it was not."""
        found = self.standing.redaction(id) if self.any else None
        if found is None:
            return None
        return "withheld" if found.event.restricted else "redacted"

    def of(self, id: str, event: Event) -> Showing:
        """How the entry `id`, which holds `event` and was not redacted, may be shown."""
        if isinstance(event, EventRedacted):
            return "withheld" if event.restricted else "public"
        if not self.any or not (isinstance(event, Amendment) or self._amended(id)):
            return "public" if self._alone(id, event) else "withheld"
        try:
            history = self.standing.history(id)
        except (InvalidId, NotInLog):
            return "withheld" if event.restricted else "public"  # it changes nothing that there is
        except Unreadable:  # who knows whether that restricts it
            return "withheld"
        line = "withheld" if history.redacted else self._line(history)
        if id not in history.line:  # it has no effect
            return "withheld" if event.restricted or line != "public" else "public"
        if line == "alone" and (id != history.version or history.retracted):
            return "withheld"
        return line

    def shows_all(self, entry: Entry) -> bool:
        """Whether everything that the body of `entry` says is public: to give it, bytes and all, reveals nothing."""
        try:
            event = event_of(entry)
        except Unreadable:
            return False
        whole = event.replacement if isinstance(event, CodingCorrected) else event
        return self.redacted(entry.id) is None and self.of(entry.id, event) == "public" and public(whole) is whole

    def may(self, history: History) -> bool:
        """Whether the version that counts may be shown, as far as it and its changes say."""
        return self._own(history)[history.version]

    def hides(self, history: History) -> bool:
        """Whether anything of the event's history is withheld, or may be: who knows what cannot be read here?"""
        try:
            return self.of(history.root, self.standing.event(history.root)) != "public"
        except Unreadable:
            return self.any or any(may_hide(self.standing.entry(id).body) for id in history.line)

    def instead(self, id: str) -> str | None:
        """The version that is shown alone of the event `id`, which is withheld; None where nothing of it is shown."""
        if not self._amended(id):
            return None
        try:
            history = self.standing.history(id)
        except Unreadable:
            return None
        shown = not history.redacted and not history.retracted and self._line(history) == "alone"
        return history.version if shown else None

    def leaning(self, claim: str) -> Iterator[tuple[str, Showing]]:
        """The decisions that are shown or not for what `claim` says too, and what was done to them, with their showing.

        An assessment and one on a replaced statement are, by the parties and values that their claims restrict or show.
        """
        if not self.any:
            return
        names = set(self.standing.names(claim))
        relying = self.standing.relying(_ASSESSED, names) if self._differs(claim, figured) else ()
        for position in (*self.standing.naming(_SUPERSEDED, names), *relying):
            for id in self.line(self.standing.id(position)):
                with suppress(Unreadable):
                    yield id, self.redacted(id) or self.of(id, self.standing.event(id))

    def shifts(self, claim: str) -> bool:
        """Whether versions of `claim` differ in the fields that they restrict: whether its answers may be shown."""
        return self.any and self._differs(claim, restricts)

    def _differs(self, claim: str, told: Callable[[Event], Hashable]) -> bool:
        """Whether not the same is `told` of all versions of `claim`."""
        with suppress(InvalidId, NotInLog, Unreadable):
            history = self.standing.history(claim)
            return not history.redacted and len({told(event) for event in self._versions(history)}) > 1
        return False

    def line(self, id: str) -> tuple[str, ...]:
        """The event that `id` amends and everything that was done to it."""
        try:
            return self.standing.history(id).line
        except (InvalidId, NotInLog, Unreadable):
            return ()

    def _amended(self, id: str) -> bool:
        return bool(self.standing.find([after_key(id), redacted_key(id)]))

    def _alone(self, id: str, event: Event) -> bool:
        """Whether an event to which nothing was done may be shown."""
        if event.restricted or public(event) is None:
            return False
        return not (self.any and self._rests_on_restricted(id, event))

    def _line(self, history: History) -> Showing:
        if history.root not in self._lines:
            self._lines[history.root] = self._judged(history)
        return self._lines[history.root]

    def _judged(self, history: History) -> Showing:
        may = self._own(history)
        now = self.standing.as_version(history.version).event
        if not may[history.version] or self._rests_on_restricted(history.version, now):
            return "withheld"
        for id, allowed in may.items():
            event = self.standing.as_version(id).event
            if not allowed or conceals(now, event) or self._rests_on_restricted(id, event):
                return "alone"
        return "public"

    def _own(self, history: History) -> dict[str, bool]:
        """For each version, those undone included, whether it may be shown as far as it and its changes say.

        A restriction holds for all versions up to then and for later ones until the event is made public; making it
        public holds for the version that counted then.
        """
        if history.root not in self._open:
            may, closed = dict[str, bool](), False
            for id in history.line:
                event = self.standing.event(id)
                if id == history.root or isinstance(event, CodingCorrected):
                    may[id] = not closed and not event.restricted
                elif isinstance(event, VisibilityChanged):
                    closed = event.visibility == "restricted"
                    may |= dict.fromkeys(may, False) if closed else dict.fromkeys(may.keys() & {event.changes}, True)
            whole = {id: public(self.standing.as_version(id).event) is not None for id in may}
            self._open[history.root] = {id: allowed and whole[id] for id, allowed in may.items()}
        return self._open[history.root]

    def _rests_on_restricted(self, id: str, event: Event) -> bool:
        """Whether anything that the version `id` names, or that this names in turn, may not be shown.

        Or whether it names a value that is restricted in a claim that it is about.
        """
        if self._reveals(id, event):
            return True
        passed, waiting = set[str](), list(self._named(id, event))
        while waiting:
            target = waiting.pop()
            if target is None or not self._target(target).allowed:
                return True
            if target not in passed:
                passed.add(target)
                waiting += self._target(target).named
        return False

    def _reveals(self, id: str, event: Event) -> bool:
        """Whether the version `id` names what claims restrict, as far as these can be read and were not redacted."""
        answered = event.responds_to if isinstance(event, Claim) else None
        if not (isinstance(event, StatementSuperseded | IncidentAssessed) or (answered and answered.properties)):
            return False
        now, ever = list[Event](), list[Event]()
        for named in filter(None, self._named(id, event)):
            with suppress(Unreadable):
                history = self._history(named)
                if history and not history.redacted:
                    now.append(self.standing.as_version(history.version).event)
                    ever += self._versions(history)
        return reveals(event, now, ever)

    def _versions(self, history: History) -> list[Event]:
        """The event and its corrections, those undone included."""
        return [self.standing.as_version(id).event for id in self._own(history)]

    def _target(self, id: str) -> _Target:
        if id not in self._targets:
            try:
                self._targets[id] = self._judged_target(id, self._history(id))
            except Unreadable:  # who knows what it is
                self._targets[id] = _Target(False, ())
        return self._targets[id]

    def _history(self, id: str) -> History | None:
        """What was done to the event that `id` names or amends; None where it amends what is not there."""
        try:
            followed = self._amended(id) or isinstance(self.standing.event(id), Amendment)
            return self.standing.history(id) if followed else began(id)
        except NotInLog:
            return None

    def _judged_target(self, id: str, history: History | None) -> _Target:
        """A name stands for what counts; a claim that is answered may have been corrected since, and must be shown."""
        if history is None:
            return _Target(not self.standing.event(id).restricted, ())
        if history.redacted:
            return _Target(False, ())
        now, may = self.standing.as_version(history.version).event, self._own(history)
        if not isinstance(now, Claim) or id == history.version:
            allowed = may[history.version] and not self._reveals(history.version, now)
            return _Target(allowed, tuple(self._named(history.version, now)))
        versions = {version: self.standing.as_version(version).event for version in may}
        allowed = all(may.values()) and not any(
            conceals(now, event) or self._reveals(id, event) for id, event in versions.items()
        )
        return _Target(allowed, tuple(name for id, event in versions.items() for name in self._named(id, event)))

    def _named(self, id: str, event: Event) -> Iterator[str | None]:
        """The IDs of the events that the version `id` names; None for one that was redacted, and with it its name."""
        before = parse_id(id)[1]
        for _, key in event.references():
            named = key.removeprefix(event_key(""))
            position = parse_id(named)[1] if named != key else self.standing.find([key]).get(key, 0)
            if 0 < position < before:
                yield self.standing.id(position)
            elif self._any_redacted and key not in self.coming:
                yield None

    @cached_property
    def _any_redacted(self) -> bool:
        return next(iter(self.standing.log.keys(REDACTED)), None) is not None
