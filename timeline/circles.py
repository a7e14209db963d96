"""Links that lead one way lead in no circle: no claim is derived from itself, and no incident is part of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from events.decision import Decision
from events.ledger.claims_linked import ClaimsLinked
from events.ledger.incidents_linked import IncidentsLinked

#: The first of two, and what it is derived from or a part of.
Direction = tuple[str, str]


def direction(event: Decision, root: Callable[[str], str]) -> Direction | None:
    """How a link leads, where `root` tells what a claim's name stands for; None for one that leads both ways."""
    if isinstance(event, ClaimsLinked) and event.relation == "derived":
        return root(event.claims[0]), root(event.claims[1])
    if isinstance(event, IncidentsLinked) and event.relation == "part_of":
        return event.incidents_
    return None


def way_back(new: Direction, onward: Callable[[str], Iterable[str]]) -> list[str]:
    """The way from the second of `new` to its first, both included; empty where there is none.

    `onward` tells where links lead from here. What links the two themselves is left out: one decision alone does.
    """
    waiting, seen = [[new[1]]], {new[1]}
    while waiting:
        way = waiting.pop()
        for further in onward(way[-1]):
            if further == new[0] and len(way) > 1:
                return [*way, further]
            if further not in {*seen, new[0]}:
                seen.add(further)
                waiting.append([*way, further])
    return []
