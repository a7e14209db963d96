"""One number from one origin under two measures is a hint: both may be true, but one may be a misreading on the way.

Of one origin are the claims of one voice, those that carry one text, and a claim with those derived from it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from events.values.quantity import Quantity
from timeline.reconcile.comparing import grouped, joined
from timeline.reconcile.contradiction import Contradiction, members
from timeline.reconcile.figures import SOMEBODY, WITHIN, Measure, containing, measure
from timeline.reconcile.told import Told, Wholes

#: A number, or both of a range; without its bound, which is lost on the way.
_Number = tuple[int | None, int | None]


def same_figure_two_measures(told: Sequence[Told], wholes: Wholes) -> Iterator[Contradiction]:
    """One origin gives one number as killed, or injured, and as killed or injured, of people who may be the same."""
    numbers = {value: _number(value) for value in told if value.role and value.affirmed}
    numbers = {value: number for value, number in numbers.items() if number[0]}
    inner_or_outer = {*WITHIN, *WITHIN.values()}
    if len({value.property for value in numbers} & inner_or_outer) < 2:
        return
    origins: dict[tuple[Hashable, _Number], list[Told]] = {}
    for value, number in numbers.items():
        for origin in _origins(value):
            origins.setdefault((origin, number), []).append(value)
    for inner, outer in WITHIN.items():
        groups = [group for values in origins.values() for group in _two_measures(values, inner, outer, wholes)]
        for found in joined(groups):
            first = min(found, key=_first)
            count = Quantity.parse(first.value)
            yield Contradiction(
                "same_figure_two_measures",
                inner,
                members({value: 1 if value.property == inner else 2 for value in found}),
                f"From {first.origin} comes {first.value} both as {inner} and as {outer.replace('_', ' ')}.",
                judgement="hint",
                lowest=count.value,
                highest=count.upper or count.value,
            )


def _number(value: Told) -> _Number:
    given = Quantity.parse(value.value)
    return given.value, given.upper


def _origins(value: Told) -> Iterator[Hashable]:
    """Whatever the value comes from."""
    if value.origin_kind in SOMEBODY:
        yield value.voice
    yield from {value.claim.root, *value.claim.bases}
    if value.claim.text is not None:
        yield "text", value.claim.text


def _first(value: Told) -> tuple[object, ...]:
    """Before others: a named voice, and what is derived from nothing."""
    return value.origin_kind not in SOMEBODY, len(value.claim.bases), value.order


def _two_measures(values: Sequence[Told], inner: str, outer: str, wholes: Wholes) -> Iterator[list[Told]]:
    """Those of `values`, which have one number and one origin, that are of one people as `inner` and as `outer`."""
    told_by = grouped(values, lambda value: value.property)
    events = [{value.claim.event for value in told_by.get(name, ())} for name in (inner, outer)]
    # A claim that gives both says that all of them were killed, or all injured.
    both = events[0] & events[1]
    sides = [
        grouped((value for value in told_by.get(name, ()) if value.claim.event not in both), measure)
        for name in (inner, outer)
    ]
    for part, of_part in sides[0].items():
        for whole, of_whole in sides[1].items():
            if _may_be_one(replace(part, outcome=outer), whole, wholes):
                yield [*of_part, *of_whole]


def _may_be_one(part: Measure, whole: Measure, wholes: Wholes) -> bool:
    """Whether the people counted are the same, or the ones among the others, whichever way round."""
    return part == whole or whole in containing(part, wholes) or part in containing(whole, wholes)
