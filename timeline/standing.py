"""What is in force is read from the log itself, by following what comes after what in its index, and never guessed.

Nothing here looks at the tables: they may be behind, and they may be rebuilt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from pydantic_core import from_json

from events.amendment import AFTER, Amendment, after_key
from events.base import Event
from events.claim import Claim
from events.decision import Decision
from events.ledger.coding_corrected import CodingCorrected, corrected_key
from events.ledger.event_redacted import EventRedacted, redacted_key
from events.ledger.undone import Undone
from events.ledger.visibility_changed import VisibilityChanged
from events.registry import TYPES
from events.values.response import as_id
from timeline.errors import TimelineError
from timeline.histories import History, Inapplicable, amended, began, check_fit
from timeline.log.engine import Log, NotInLog
from timeline.log.entries import Entry
from timeline.log.ids import format_id, parse_id
from timeline.stored import Unreadable, event_of

#: A name in the key of a decision: they stand between blanks, and after a + what the decision follows.
_NAME = re.compile(r"[^ +]+")


class Baseless(NotInLog):
    """An amendment of what is not there, or came no earlier: it has no effect, and nobody who appends can store it."""

    def __init__(self, id: str, amends: str) -> None:
        TimelineError.__init__(self, f"{id} amends {amends}, which came no earlier: it has no effect.")
        self.position = parse_id(id)[1]


@dataclass(frozen=True, slots=True)
class Version:
    """An event as it counts: the position and ID of the entry that holds it, which may be a correction."""

    position: int
    id: str
    event: Event


@dataclass(frozen=True, slots=True)
class Redaction:
    """A redaction, with the ID of its entry."""

    id: str
    event: EventRedacted


class Standing:
    """What is in force in `log`, as far as its position when this was made."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.head = log.head()
        self._relying: dict[str, dict[str, set[int]]] = {}

    @cached_property
    def amended(self) -> bool:
        """Whether anything was ever amended; most look-ups are spared where nothing was."""
        return next(iter(self.log.keys(AFTER)), None) is not None

    def find(self, keys: Iterable[str]) -> dict[str, int]:
        """The positions of the entries that have these keys, as the log's own `find`, up to the head."""
        return {key: position for key, position in self.log.find(keys).items() if position <= self.head}

    def corrections(self, key: str) -> list[int]:
        """The positions of the corrections whose replacements have this key."""
        if not self.amended:
            return []
        return [position for _, position in self.log.keys(corrected_key(key)) if position <= self.head]

    def names(self, claim: str) -> Iterator[str]:
        """Every name by which a decision may have named the claim: its IDs, and its labels in its source."""
        try:
            line = self.history(claim).line
        except TimelineError:
            return  # what is wrong with the name is told where it is looked up
        for id in line:
            yield id
            event = None if self.redaction(id) else self.as_version(id).event
            if isinstance(event, Claim) and event.as_:
                yield f"{event.citation.source}:{event.as_}"

    def naming(self, type_: str, names: Iterable[str]) -> list[int]:
        """The positions of the decisions of this type, and of their corrections, that give one of the names.

        Their keys have all the names that they give: so no other is read.
        """
        sought = set(names)
        found = {
            position
            for key, position in self.log.keys(f"{type_}:")
            if position <= self.head and not sought.isdisjoint(_NAME.findall(key.partition(":")[2]))
        }
        return sorted(found)

    def relying(self, type_: str, names: Iterable[str]) -> list[int]:
        """The positions of the decisions of this type that name one of the claims so, or did in any version."""
        if type_ not in self._relying:
            self._relying[type_] = self._by_name(type_)
        by_name = self._relying[type_]
        return sorted({position for name in names for position in by_name.get(name, ())})

    def _by_name(self, type_: str) -> dict[str, set[int]]:
        """The same for every name that they give: all of them are read, which many amendments in turn must not do."""
        found: dict[str, set[int]] = {}
        for _, position in self.log.keys(f"{type_}:"):
            if position > self.head:
                continue
            with suppress(TimelineError):  # what cannot be read is in no table
                for id in self.history(self.id(position)).line:
                    event = self.as_version(id).event
                    if isinstance(event, Decision):
                        for _, name in event.claims_named():
                            found.setdefault(name, set()).add(position)
        return found

    def id(self, position: int) -> str:
        return format_id(self.log.prefix, position)

    def history(self, id: str) -> History:
        """What was done to the event that `id` names, or amends. Raises NotInLog, Baseless, InvalidId, Unreadable."""
        root = id
        while (redaction := self.redaction(root)) is None and isinstance(event := self.event(root), Amendment):
            root = self._below(root, event)
        if redaction:
            line = redaction.event.redacts
            return History(line[:1], redaction.id, (*line, redaction.id), redacted=True)
        history = began(root, type(event))
        for follower in self._line(root):
            event = self.event(follower)
            assert isinstance(event, Amendment)
            try:
                check_fit(self.as_version(history.version).event, event)
                history = amended(history, follower, event)
            except Inapplicable:
                continue  # it has no effect, like everything invalid that a log may hold
        return history

    def reached(self, id: str) -> History:
        """As `history`, whatever `id` is: where that cannot be read, or has no effect, so that it can be redacted.

        What came one after the other upon an event the index tells, and of what another release has stored its own
        words. What has no effect on the event that it names is an event of its own. Raises NotInLog, InvalidId.
        """
        root = id
        while self.redaction(root) is None and (amends := self._amends(root)):
            root = amends
        try:
            history = self.history(root)
        except (Baseless, Unreadable):
            history = self._alone(root)
        return history if history.redacted or id in history.line else self._alone(id)

    def _alone(self, id: str) -> History:
        """The event `id` and whatever comes upon it, by the index alone."""
        line = (id, *self._line(id))
        return History(line[:1], line[-1], line)

    def _amends(self, id: str) -> str | None:
        """What the entry `id` amends, whether its event can be read or not; None where that is nothing before it."""
        entry = self.entry(id)
        type_ = TYPES.get(entry.type)
        if type_ is None or not issubclass(type_, Amendment):
            return None
        try:
            named = from_json(entry.body)[type_.field]
            amends = as_id(named[0] if isinstance(named, list) else named)
        except (ValueError, LookupError, TypeError):
            return None
        if amends is None:
            return None
        prefix, position = parse_id(amends)
        return amends if prefix == self.log.prefix and position < entry.position else None

    def _below(self, id: str, amendment: Amendment) -> str:
        """What the amendment `id` amends, which came before it. Raises Baseless."""
        prefix, position = parse_id(amendment.amends)
        if prefix != self.log.prefix or position >= parse_id(id)[1]:
            raise Baseless(id, amendment.amends)
        return amendment.amends

    def redaction(self, id: str) -> Redaction | None:
        """What redacts the event `id`; None where nothing does. Its bytes may be there still, for a moment."""
        position = self.find([redacted_key(id)]).get(redacted_key(id), 0)
        if position <= parse_id(id)[1]:
            return None
        event = self.event(self.id(position))
        return Redaction(self.id(position), event) if isinstance(event, EventRedacted) else None

    def _line(self, id: str) -> Iterator[str]:
        """The amendments of the event `id`, one after the other; one that came no later than it amends ends them.

        Nobody who appends can have stored such a one, and it has no effect. Raises TimelineError where only the index
        says that there is one.
        """
        at = parse_id(id)[1]
        while position := self.find([after_key(id)]).get(after_key(id)):
            if position <= at:
                if isinstance(early := self.event(self.id(position)), Amendment) and early.after == id:
                    return
                raise TimelineError(
                    f"The index of the log says that {self.id(position)} amends {id}, which came no earlier: somebody "
                    "has changed it. Run `timeline verify`, which names what is wrong, and `timeline rebuild`."
                )
            id, at = self.id(position), position
            if self.redaction(id):  # by itself, as only what has no effect is: the index will not know it any more
                return
            yield id

    def event(self, id: str) -> Event:
        """The event that an ID names; of a correction, the correction itself."""
        return event_of(self.entry(id))

    def entry(self, id: str) -> Entry:
        return self.log.get(parse_id(id, self.log.prefix)[1])

    def version(self, position: int) -> Version | None:
        """What counts of the event at `position`, or of the event that it corrects; None where it is retracted."""
        id = self.id(position)
        try:
            in_force = self.history(id).in_force if self.amended else id
        except Baseless:
            return None
        return self.as_version(in_force) if in_force else None

    def as_version(self, id: str) -> Version:
        """The event that the claim, source … or correction `id` brings."""
        event = self.event(id)
        whole = event.replacement if isinstance(event, CodingCorrected) else event
        return Version(parse_id(id)[1], id, whole)

    def state(self, position: int) -> str:
        """What became of the event at `position`: current, corrected, retracted, undone or redacted."""
        if not self.amended:
            return "current"
        id = self.id(position)
        try:
            history = self.history(id)
        except Baseless:
            return "current"
        if history.redacted:
            return "current" if id == history.head else "redacted"
        if isinstance(self.event(id), VisibilityChanged | Undone):
            return "current"
        if history.revoked:
            return "undone"
        if history.retracted and id == history.standing[-1]:
            return "current"
        if id not in history.standing:
            return "undone"
        if id == history.in_force:
            return "current"
        return "retracted" if history.retracted and id in history.standing[-2:] else "corrected"
