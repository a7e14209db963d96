"""Figures contradict where no number fits them all; they are compared, and never added up.

Casualties are compared within one party, civilian status, role and outcome, and with whatever contains them. Any other
quantity is compared within one type of claim. A total over a period is compared with totals over the same days alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter

from events.registry import CLAIMS
from timeline.reconcile.comparing import (
    apart,
    apart_on_one_day,
    by_scope,
    grouped,
    joined,
    sides_by_ends,
)
from timeline.reconcile.contradiction import Contradiction, farthest, fitting, members, span
from timeline.reconcile.inferred import marked, surest
from timeline.reconcile.told import TOTAL, UNSTATED, Measure, Told, Wholes

#: A figure that holds for the time of its observation; figures of the other measures cover a period.
LEVEL = "level"
#: The outcomes that another one contains.
WITHIN = {"killed": "killed_or_injured", "injured": "killed_or_injured"}
#: The kinds of origins that are somebody: one name is one voice.
SOMEBODY = ("named", "own")
#: What casualty figures are grouped by.
MEASURE = attrgetter("measure")


def containing(part: Measure, wholes: Wholes) -> Iterator[Measure]:
    """Every measure whose figure cannot be lower than one of `part`, because whoever is counted here is there too."""
    subset = part.subset_of
    parties = dict.fromkeys([part.party, *([subset] if subset else [])])
    above = [("actor", whole) for kind, key in parties if kind == "actor" for whole in sorted(wholes.get(key, ()))]
    for party in dict.fromkeys([*parties, *above, TOTAL]):
        for outcome in dict.fromkeys([part.outcome, WITHIN.get(part.outcome, part.outcome)]):
            for status in dict.fromkeys([part.civilian_status, UNSTATED]):
                for own in dict.fromkeys([subset, None]) if party == part.party else (None,):
                    found = Measure(outcome, party, status, part.role, own, part.period)
                    if found != part:
                        yield found


def disjoint_figures(told: Sequence[Told], wholes: Wholes) -> Iterator[Contradiction]:
    """Two figures of the same thing have no number in common: 120 and 220, "up to 40" and "at least 41"."""
    figures = [value for value in told if value.affirmed and value.bound is not None]
    for values in grouped((value for value in figures if value.role), MEASURE).values():
        yield from _disjoint(apart(values, _numbers))
    own = [value for value in figures if not value.role and value.claim.relation == "told"]
    for (type_, _), values in grouped(own, _thing).items():
        compare = _apart_if_observed if not CLAIMS[type_].happening else apart
        for found in joined(compare(bucket, _numbers) for bucket in by_scope(values)):
            yield from _disjoint(found, type_)


def _apart_if_observed(values: Sequence[Told], ends: Callable[[Told], tuple[int | None, int | None]]) -> list[Told]:
    """As `apart`, of what says of no happening: a level of another day, or of any day, may be another one."""
    levels = [value for value in values if value.claim.measure in (LEVEL, None)]
    undated = [value for value in levels if value.claim.occurred is None]
    dated = [value for value in levels if value.claim.occurred is not None]
    others = [value for value in values if value.claim.measure not in (LEVEL, None)]
    return [*apart(undated, ends), *apart_on_one_day(dated, ends), *apart_on_one_day(others, ends)]


def _thing(told: Told) -> tuple[str, tuple[object, ...]]:
    """The type of the claim, and what else the figure is of."""
    return told.claim.type, (told.property, told.claim.subject, told.claim.period)


def _numbers(told: Told) -> tuple[int | None, int | None]:
    return told.numbers


def _disjoint(found: Sequence[Told], type_: str | None = None) -> Iterator[Contradiction]:
    if found:
        lowest, highest = span([told.numbers for told in found])
        less, more = farthest(found, _numbers)
        yield Contradiction(
            "disjoint_figures",
            found[0].property,
            members(sides_by_ends(found, _numbers)),
            f"No number fits {fitting(found, less, more, _numbers)}{_replaced(found)}.",
            type=type_,
            lowest=lowest,
            highest=highest,
        )


def _named(of_one_voice: Sequence[Told]) -> str:
    """What the voice is called, marked where all of these only infer it."""
    return marked(of_one_voice[0].origin, surest(value.origin_evidence for value in of_one_voice))


def _replaced(found: Iterable[Told]) -> str:
    """A remark where one origin gives figures that lie apart: it may have said something else later."""
    voices = grouped((value for value in found if value.origin_kind in SOMEBODY), lambda value: value.voice)
    for values in sorted(voices.values(), key=lambda values: values[0].origin):
        if differing := apart(values, _numbers):
            less, more = farthest(differing, _numbers)
            both = f"{less.in_words} and {more.in_words}"
            return f"; {_named(differing)} gave both {both}, so one statement may have replaced another"
    return ""


def part_above_whole(told: Sequence[Told], wholes: Wholes) -> Iterator[Contradiction]:
    """A part is greater than what contains it: 221 killed, 220 killed or injured; 40 Taliban, 30 of all parties."""
    groups = grouped((value for value in told if value.role and value.affirmed), MEASURE)
    if len(groups) < 2:
        return
    for part, values in groups.items():
        least = max((value.low for value in values if value.low is not None), default=None)
        if least is None:
            continue
        containers = [(whole, groups[whole]) for whole in containing(part, wholes) if whole in groups]
        below = {
            value: number
            for number, (_, of_whole) in enumerate(containers, 2)
            for value in of_whole
            if value.high is not None and value.high < least
        }
        if below:
            lowest = min(value.high for value in below if value.high is not None)
            above = [value for value in values if value.low is not None and value.low > lowest]
            less, more = farthest([*below, *above], _numbers)
            yield Contradiction(
                "part_above_whole",
                more.property,
                members(dict.fromkeys(above, 1) | below),
                f"A part is more than its whole: {figure_of(more)} of {figure_of(less)}.",
            )


def figure_of(told: Told) -> str:
    """A casualty figure in words: `at least 221 killed (Taliban, combatant)`."""
    assert told.party is not None
    status = f", {told.civilian_status}" if told.civilian_status not in (None, UNSTATED) else ""
    return f"{told.in_words} {told.property.replace('_', ' ')} ({told.party.name}{status})"
