"""Two accounts of one happening contradict where they give it days that have none in common, or different names.

Days are compared within one type of claim, and within one scope: the centre is not the district. What is left unstated
may be either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from events.registry import CLAIMS
from events.values.folding import folded
from timeline.reconcile.comparing import apart, by_scope, grouped, joined, sides_by_ends
from timeline.reconcile.contradiction import Contradiction, farthest, fitting, members, rivals, span
from timeline.reconcile.told import Told, Wholes


def disjoint_days(told: Sequence[Told], wholes: Wholes) -> Iterator[Contradiction]:
    """Two dates that sources state have no day in common. A month and a day in it have; so have "around" and any."""
    dated = [
        value
        for value in told
        if value.affirmed
        and value.days
        and value.days.basis == "stated"
        and value.days.extent != "cumulative"
        and value.claim.relation == "told"
        and CLAIMS[value.claim.type].happening
    ]
    for (type_, property_, _), values in grouped(dated, _thing).items():
        for found in joined(apart(bucket, _days) for bucket in by_scope(values)):
            earliest, latest = span([_days(value) for value in found])
            before, after = farthest(found, _days)
            yield Contradiction(
                "disjoint_days",
                property_,
                members(sides_by_ends(found, _days)),
                f"No day fits {fitting(found, before, after, _days)}.",
                type=type_,
                earliest=earliest,
                latest=latest,
            )


def _thing(told: Told) -> tuple[str, str, tuple[str | None, ...]]:
    return told.claim.type, told.property, told.claim.subject


def _days(told: Told) -> tuple[str | None, str | None]:
    return told.days.sharp if told.days else (None, None)


def different_characterisations(told: Sequence[Told], wholes: Wholes) -> Iterator[Contradiction]:
    """Sources call the incident by different names: insider attack, misidentification. The coder's own never counts."""
    named = [
        value
        for value in told
        if value.property == "characterised_as" and value.affirmed and value.claim.relation == "told"
    ]
    kinds = grouped(named, lambda value: folded(value.value))
    if len(kinds) > 1:
        sides = members({value: side for side, kind in enumerate(sorted(kinds), 1) for value in kinds[kind]})
        names = rivals(sides, lambda value: f"“{value.value}”")
        yield Contradiction("different_characterisations", "characterised_as", sides, f"It is said to be {names}.")
