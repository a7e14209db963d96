"""The contradictions on an incident follow from the set of values that count, whatever the order in which they came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from timeline.reconcile.accounts import different_characterisations, disjoint_days
from timeline.reconcile.contradiction import Contradiction
from timeline.reconcile.denials import answered_denial, denied_claim, denied_value
from timeline.reconcile.figures import disjoint_figures, part_above_whole
from timeline.reconcile.holders import exclusive_parties, rival_control, unrecorded_parties
from timeline.reconcile.measures import same_figure_two_measures, unstated_status
from timeline.reconcile.told import Told, Wholes

Rule = Callable[[Sequence[Told], Wholes], Iterator[Contradiction]]
#: Every rule by its name, in the order in which docs/contradictions.md explains them.
RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        disjoint_figures,
        part_above_whole,
        same_figure_two_measures,
        unstated_status,
        disjoint_days,
        different_characterisations,
        exclusive_parties,
        unrecorded_parties,
        rival_control,
        answered_denial,
        denied_value,
        denied_claim,
    )
}


def contradictions(told: Iterable[Told], wholes: Wholes) -> list[Contradiction]:
    """What among the values of one incident cannot all be true, in order.

    Hand in what counts alone: no value that was corrected, retracted or superseded. `wholes` tells which recorded
    actors are part of which.
    """
    return sorted(_found(told, wholes), key=lambda contradiction: contradiction.order)


def contradicted(told: Iterable[Told], wholes: Wholes) -> bool:
    """Whether there is any contradiction among them, and not hints alone."""
    return any(one.judgement == "contradiction" for one in _found(told, wholes))


def _found(told: Iterable[Told], wholes: Wholes) -> Iterator[Contradiction]:
    values = sorted(set(told), key=lambda value: value.order)
    for rule in RULES.values():
        yield from rule(values, wholes)
