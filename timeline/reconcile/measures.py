"""Figures that can all be true, but of which one may be a mistake, are hints, and no contradictions.

One number of one origin stands under two measures, or a figure of people of whom it is left open who they were is
greater than one of the same party's civilians, or combatants. Of one origin are the claims of one voice, those that
carry one text, and a claim with those derived from it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from events.values.quantity import Quantity
from timeline.reconcile.comparing import grouped, joined
from timeline.reconcile.contradiction import Contradiction, farthest, members, span
from timeline.reconcile.figures import SOMEBODY, WITHIN, containing, figure_of
from timeline.reconcile.told import TOTAL, UNSTATED, Measure, Told, Wholes

#: A number, or both of a range; without its bound, which is lost on the way.
_Number = tuple[int | None, int | None]


def same_figure_two_measures(told: Sequence[Told], wholes: Wholes) -> Iterator[Contradiction]:
    """One origin gives one number as killed, or injured, and as killed or injured, of people who may be the same."""
    figures = [value for value in told if value.role and value.affirmed]
    if {value.property for value in figures}.isdisjoint(WITHIN.values()):
        return
    origins: dict[tuple[Hashable, _Number], list[Told]] = {}
    for value in figures:
        if (number := _number(value))[0]:
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
                f"From {first.named} comes {first.in_words} both as {inner} and as {outer.replace('_', ' ')}.",
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
        grouped(
            (value for value in told_by.get(name, ()) if value.claim.event not in both), lambda value: value.measure
        )
        for name in (inner, outer)
    ]
    for part, of_part in sides[0].items():
        for whole, of_whole in sides[1].items():
            if _may_be_one(part._replace(outcome=outer), whole, wholes):
                yield [*of_part, *of_whole]


def _may_be_one(part: Measure, whole: Measure, wholes: Wholes) -> bool:
    """Whether the people counted are the same, or the ones among the others, whichever way round."""
    return part == whole or whole in containing(part, wholes) or part in containing(whole, wholes)


def unstated_status(told: Sequence[Told], wholes: Wholes) -> Iterator[Contradiction]:
    """More of a party than its civilians, or combatants, elsewhere: others may be among them, or the same are meant.

    A claim that tells several of these apart says that others are.
    """
    figures = [value for value in told if value.role and value.affirmed and value.measure.party != TOTAL]
    if {UNSTATED} >= {value.measure.civilian_status for value in figures}:
        return
    for values in grouped(figures, lambda value: value.measure._replace(civilian_status=None)).values():
        statuses = grouped(values, lambda value: value.claim.event)
        whole = [
            value for value in values if len({one.measure.civilian_status for one in statuses[value.claim.event]}) == 1
        ]
        by_status = grouped(whole, lambda value: value.measure.civilian_status)
        for status in sorted(by_status.keys() - {UNSTATED, None}, key=str):
            yield from _more(by_status.get(UNSTATED, []), by_status[status])


def _more(open_: Sequence[Told], stated: Sequence[Told]) -> Iterator[Contradiction]:
    least = min((value.high for value in stated if value.high is not None), default=None)
    most = max((value.low for value in open_ if value.low is not None), default=None)
    if least is None or most is None or most <= least:
        return
    more = [value for value in open_ if value.low is not None and value.low > least]
    fewer = [value for value in stated if value.high is not None and value.high < most]
    less, greatest = farthest([*more, *fewer], lambda value: value.numbers)
    lowest, highest = span([value.numbers for value in (*more, *fewer)])
    yield Contradiction(
        "unstated_status",
        less.property,
        members(dict.fromkeys(more, 1) | dict.fromkeys(fewer, 2)),
        f"No number fits both {figure_of(greatest)} and {figure_of(less)}, if the same people are meant.",
        judgement="hint",
        lowest=lowest,
        highest=highest,
    )
