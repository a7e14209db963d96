"""What a voice has said of a place stands until it says otherwise itself, of a later day."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from timeline.reconcile.changes import Change
from timeline.reconcile.holding import Account


@dataclass(frozen=True, slots=True)
class Heard:
    """What a voice said: by this event, that one of these holders had the place on the day `last`."""

    event: str
    holders: frozenset[str]
    last: int

    def left_by(self, seen: Account) -> bool:
        """Whether the same voice, by what it saw later, says otherwise since."""
        return self.last < seen.first and seen.holder not in self.holders


def heard_of(change: Change, old: frozenset[str]) -> dict[Hashable, list[Heard]]:
    """What each voice says by a change that it tells of, or denies: then it says that `old` has the place still."""
    found: dict[Hashable, list[Heard]] = {}
    for member in change.members:
        holders = frozenset({member.holder}) if member.holder else change.holders
        last = member.last if member.latest else change.end
        found.setdefault(member.origin, []).append(Heard(member.event, holders, last))
        for denial in member.denied_by:
            found.setdefault(denial.origin, []).append(Heard(denial.event, old, change.end))
    return found
