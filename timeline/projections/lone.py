"""Which values of an incident stand alone follows from the claims that count on it, as its contradictions do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from events.values.folding import folded
from timeline.projections.evidence import Evidence
from timeline.projections.tables import Column, Table
from timeline.reconcile.lone import lone
from timeline.reconcile.told import Told

Row = dict[str, Any]

LONE_VALUES = Table(
    "lone_values",
    "Of incidents on which several origins speak, every value that rests on one of them at most: no other origin says "
    "the same, or what lies within it (120 killed bears out “at least 110”). What contradicts it does not bear it out, "
    "and what is derived from another claim, or has its text, is no origin of its own of what that tells, too.",
    (
        Column("incident", str, "The incident.", "incidents"),
        Column("event", str, "The claim that gives the value.", "events"),
        Column("number", int, "The value's place among those of its claim, as in claim_values."),
        Column("property", str, "The field that holds the value.", index=True),
        Column("party", str, "For casualties, whose they are, as coded."),
        Column("value", str, "The value as coded."),
    ),
    pk=("incident", "event", "number"),
    facets=("property",),
)
TABLES = (LONE_VALUES,)


def rows(evidence: Evidence, values: Iterable[Told]) -> Iterator[Row]:
    """The rows of one incident, but for its slug, out of the `values` that are compared of its evidence."""
    places = {claim["event"]: claim for claim in evidence.claims}

    def same(value: Told) -> object:
        """What two values have in common that say the same: a place by whichever of its names."""
        if value.property != "place":
            return value.same
        claim = places[value.claim.event]
        return evidence.known.place(claim) or (folded(value.value), folded(claim["admin1"] or ""))

    for value in lone(values, evidence.ties, same):
        yield {
            "event": value.claim.event,
            "number": value.number,
            "property": value.property,
            "party": value.party.name if value.party and value.role else None,
            "value": value.value,
        }
