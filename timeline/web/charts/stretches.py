"""A stretch tells who had the place on its days, and of each claim that bears on that only what it says itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
#: The first and the last day of which each claim says who has the place; None where it gives none.
Told = Mapping[str, tuple[str, str] | None]

#: What each claim tells of: its incident and the holder, of one change if they are the same; None without an incident.
Changes = Mapping[str, tuple[str, str] | None]

#: What a dispute is about in which one party alone is named, and nobody denies anything: when it took the place, or
#: else whether it has it.
LATER = "A claim that dates it later names nobody who had it until then."
OTHERS = "Other claims have it otherwise, and name nobody else."
#: Controllers that are none: what they are called, and the name of their style.
NO_HOLDER = {"neither": ("Neither side", "nobody"), "contested": ("Contested", "nobody")}


@dataclass(frozen=True, slots=True)
class Holder:
    """One controller of a row: the claims that name it as who has the place, those that say that it had it `until`
    then, and those from which it is inferred.
    """

    name: str
    colour: str
    events: list[str]
    until: list[str]
    inferred_from: list[str]

    def lines(self, start: str, end: str, told: Told, denied_by: Sequence[str]) -> list[tuple[str, list[str]]]:
        """The claims that it rests on from `start` to `end`, each with what it says: whose words stand before it.

        `told` are the days of which each claim says who has it; `denied_by` deny others. Whoever has it pass to
        another by `start` bears out nothing.
        """
        denials = [event for event in self.inferred_from if event in denied_by]
        others = [event for event in self.inferred_from if event not in denied_by]
        given = {event: days for event in (*self.events, *others) if (days := told.get(event))}

        def those(events: Sequence[str], fits: Callable[[str, str], bool]) -> list[str]:
            return [event for event in events if event in given and fits(*given[event])]

        found = [
            ("Said by", those(self.events, lambda first, last: first <= end and start <= last)),
            ("Inferred from what is said of earlier days by", those(self.events, lambda first, last: last < start)),
            ("Borne out, for later days, by", those(self.events, lambda first, last: end < first)),
            ("Borne out, without a day, by", [event for event in self.events if event not in given]),
            ("Had it until then, according to", self.until),
            ("Inferred: held until the change that is dated later by", those(others, lambda first, last: start < last)),
            ("Inferred: not lost, if these deny it rightly:", denials),
            ("Inferred from what does not say who has it since:", [event for event in others if event not in given]),
        ]
        return [(words, events) for words, events in found if events]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which the same holders have the place, or claim it. No holders: nothing is known.

    `days` are in words, `anchor` is the name of its row on the page.
    """

    anchor: str
    days: str
    disputed: bool
    #: The first day on which it may be so, or surely is where that is open.
    start: str
    #: The last day on which it may be so.
    end: str
    holders: list[Holder]
    from_events: list[str]
    to_events: list[str]
    denied_by: list[str]
    coarse: bool = False
    #: The days on which no claim tells of it, in words; empty where it is said of all of them, or disputed.
    carried: str = ""

    def remark(self, changes: Changes) -> str:
        """What the holders do not tell of a dispute by themselves."""
        if not self.disputed or len(self.holders) != 1 or self.denied_by:
            return ""
        return LATER if self.dated_later(changes) else OTHERS

    def dated_later(self, changes: Changes) -> list[str]:
        """The claims that end no more than a dispute: see `later`."""
        return later(self.disputed, self.from_events, self.to_events, changes)

    def ended_by(self, changes: Changes) -> list[str]:
        """The claims that end it, without those."""
        apart = self.dated_later(changes)
        return [event for event in self.to_events if event not in apart]

    @property
    def known(self) -> str:
        """What is known of it, in words."""
        if not self.holders:
            return "unknown"
        if self.disputed:
            return "disputed"
        told = [*(["uncertain ends"] if self.coarse else []), *(["inferred in part"] if self.carried else [])]
        return ", ".join(told) or "said"


def called(controller: str) -> str:
    """What a controller is called on pages."""
    return NO_HOLDER.get(controller, (controller, ""))[0]


def holder(row: Row, colours: Mapping[str, str]) -> Holder:
    """Who has the place by one row of control_periods."""
    events, ending = json.loads(row["events"]), json.loads(row["to_events"])
    return Holder(
        called(row["controller"]),
        colours[row["controller"]],
        [event for event in events if event not in ending],
        [event for event in events if event in ending],
        json.loads(row["inferred_from"]),
    )


def later(disputed: bool, began: Sequence[str], ended: Sequence[str], changes: Changes) -> list[str]:
    """Those of the events that `ended` a disputed row which tell of the very change that `began` it.

    They date it later, and say of nobody that he had it no more.
    """
    same = {changes.get(event) for event in began} - {None} if disputed else set()
    return [event for event in ended if changes.get(event) in same]


def begins(row: Row) -> str:
    """The first day on which a row may hold, or surely does where that is open."""
    return str(row["from_earliest"] or row["from_latest"])
