"""A value stands alone where none from another origin bears it out; a rival never does, nor what is derived from it.

Bearing out is saying the same, or what lies within it: 120 killed bears out at least 110, and not the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from events.registry import CLAIMS
from timeline.reconcile.comparing import UNSTATED, grouped, lies_within
from timeline.reconcile.origins import Resting, Ties, Unit, counted
from timeline.reconcile.told import WHOLE_CLAIM, Ends, Told

#: What only says of what else the claim speaks.
_OF_WHAT = frozenset({WHOLE_CLAIM, "scope", "measure", "population", "period", "kind"})
#: That somebody has the place, which is said again where the claim names its controller.
_SAID_TWICE = ("status", "controlled")
#: What is of the incident, whatever the type of the claim.
_OF_INCIDENT = ("place", "characterised_as")
#: What a claim that tells of no happening has of its own alone.
_OWN = ("place", "occurred")


def lone(told: Iterable[Told], ties: Ties, same: Callable[[Told], Hashable] = lambda value: value.same) -> list[Told]:
    """Those of the values of one incident that rest on one origin at most, where others speak of it as well.

    Hand in what counts alone. `same` gives what is equal for two values that say the same.
    """
    values = [value for value in told if value.affirmed and value.bound != "unknown"]
    if len(set(counted(map(_resting, values), ties).values())) < 2:
        return []
    found: list[Told] = []
    held = {value.claim.event for value in values if value.property == "controller"}
    compared = [
        value
        for value in values
        if _compared(value) and not ((value.property, value.value) == _SAID_TWICE and value.claim.event in held)
    ]
    for group in grouped(compared, _of_what).values():
        # What is derived from a claim that says nothing of this is an origin of it all the same.
        found += _alone(group, counted(map(_resting, group), ties), same)
    return sorted(found, key=lambda value: value.order)


def _resting(value: Told) -> Resting:
    return Resting(value.origin, value.origin_kind, value.claim.source, value.claim.root)


def _compared(value: Told) -> bool:
    if value.property in _OF_WHAT or (value.claim.relation != "told" and not value.role):
        return False
    return CLAIMS[value.claim.type].happening or value.property not in _OWN


def _of_what(value: Told) -> Hashable:
    """What values have in common that can bear each other out, but for the scope."""
    claim = value.claim
    if value.role:
        return value.measure
    if value.property in _OF_INCIDENT:
        return value.property
    happening = CLAIMS[claim.type].happening
    observed = claim.occurred.ends if claim.occurred and not happening else None
    return claim.type, value.property, claim.subject, observed


def _alone(values: Sequence[Told], units: dict[Resting, Unit], same: Callable[[Told], Hashable]) -> Iterator[Told]:
    alike = grouped(values, lambda value: (same(value), _scope(value)))
    resting = {key: {units[one] for one in map(_resting, group) if one in units} for key, group in alike.items()}
    by_value: dict[Hashable, list[tuple[Hashable, str]]] = {}
    for key in alike:
        by_value.setdefault(key[0], []).append(key)
    for key, group in alike.items():
        origins = set(resting[key])
        # Within one number or one day there is no other.
        for other in alike if _is_wide(group[0]) else by_value[key[0]]:
            if len(origins) > 1:
                break
            if not resting[other] <= origins and _bears_out(alike[other][0], group[0], other[0] == key[0]):
                origins |= resting[other]
        if len(origins) <= 1:
            yield from group


def _scope(value: Told) -> str:
    return value.claim.scope or UNSTATED


def _is_wide(value: Told) -> bool:
    """Whether anything lies within it. How far about 40 reaches, or dozens, nobody knows."""
    low, high = _ends(value)
    return low != high


def _ends(value: Told) -> Ends:
    return value.days.ends if value.days else value.numbers


def _bears_out(one: Told, other: Told, alike: bool) -> bool:
    """Whether the first value says what the second one does: the same, or what lies within it."""
    if UNSTATED not in (_scope(one), _scope(other)) and _scope(one) != _scope(other):
        return False
    return alike or (_is_wide(other) and lies_within(_ends(one), _ends(other)))
