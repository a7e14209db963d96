"""Each type of claim has a table of its own, whose columns are the fields that the type adds."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, get_args

from events.claim import Claim
from events.registry import CLAIMS
from events.values.quantity import Quantity
from events.values.said import Party, Said
from timeline.projections.columns import (
    BASIS,
    EARLIEST,
    EVENT,
    EVIDENCE,
    HEDGE,
    INCIDENT,
    LATEST,
    ORIGIN,
    SOURCE,
    STANCE,
    STATUS,
    SUPERSEDED,
)
from timeline.projections.tables import Column, Table

#: What a field of a type holds, by which it has its columns.
Kind = Literal["quantity", "days", "words"]


def _typed(claim: type[Claim]) -> Table:
    """The table of one type of claim: one row for each event, one column for each of the type's own fields."""
    columns = [EVENT, STATUS, INCIDENT]
    columns += [
        Column("occurred", str, "When it happened, in EDTF.", label="When"),
        EARLIEST,
        LATEST,
        Column("place", str, "Where it happened, as the source names it."),
        Column("admin1", str, "Province or state.", label="Province"),
    ]
    for name, kind in own_fields(claim).items():
        about = str(claim.model_fields[name].description)
        columns.append(Column(name, str, about))
        if kind == "quantity":
            columns.append(Column(f"{name}_low", int, f"Lowest number, NULL for an open end. {about}"))
            columns.append(Column(f"{name}_high", int, f"Highest number, NULL for an open end. {about}"))
        if kind == "days":
            columns.append(Column(f"{name}_earliest", str, f"First local day, NULL for an open end. {about}"))
            columns.append(Column(f"{name}_latest", str, f"Last local day, NULL for an open end. {about}"))
    columns += [HEDGE, STANCE, ORIGIN, SOURCE, SUPERSEDED, EVIDENCE, BASIS]
    about = " ".join((claim.__doc__ or "").split())
    return Table(
        claim.table,
        f"Claims of type {claim.model_fields['type'].default}. {about} "
        "Casualties that they tell are in casualties, by event.",
        tuple(columns),
        pk=("event",),
        facets=("admin1", "event_status"),
        sort="earliest",
    )


@cache
def own_fields(claim: type[Claim]) -> dict[str, Kind]:
    """The fields that the type adds to every claim's, and what each holds: a quantity and days have their ends."""
    own = [name for name in claim.model_fields if name not in Claim.model_fields]
    quantities = {name for name in own if _is_quantity(claim.model_fields[name].annotation)}
    days = claim.date_fields()
    return {name: "quantity" if name in quantities else "days" if name in days else "words" for name in own}


def _is_quantity(annotation: Any) -> bool:
    return annotation is Said[Quantity] or Said[Quantity] in get_args(annotation)


#: The pairs of a type of claim and a field of it that holds a party.
PARTY_FIELDS = tuple(
    (name, field)
    for name, found in CLAIMS.items()
    for field in own_fields(found)
    if Party in get_args(found.model_fields[field].annotation)
)


#: By the names of their types.
TYPED = {name: _typed(claim) for name, claim in CLAIMS.items()}
