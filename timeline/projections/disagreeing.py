"""What sources disagree on stands side by side, each side with the independent origins that carry it; none wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database

from events.registry import CLAIMS
from events.values.folding import folded
from timeline.projections.contradictions import CONTRADICTING_VALUES, CONTRADICTIONS, rows
from timeline.projections.evidence import Evidence
from timeline.projections.known import Known
from timeline.projections.now import numbered
from timeline.projections.typed import PARTY_FIELDS
from timeline.reconcile.origins import Resting, Ties, independent
from timeline.reconcile.told import AFFIRMS, WHOLE_CLAIM, Identity

Row = dict[str, Any]
#: The claims as first recorded, by the IDs of their versions.
Roots = Mapping[str, str]

_ROOTS = "select distinct event, root from claim_spells where incident = :slug"


def now(db: Database, slug: str, ties: Ties) -> list[Row]:
    """The contradictions of the incident as they are in the tables; see `then`."""
    found, values = (numbered(db, table.name, slug) for table in (CONTRADICTIONS, CONTRADICTING_VALUES))
    return _told(found, values, {row["event"]: row["root"] for row in db.query(_ROOTS, {"slug": slug})}, ties)


def then(evidence: Evidence) -> list[Row]:
    """The contradictions in what counted at some time, each with its `sides`.

    A side has its `values` and the least and the greatest number of independent origins that carry it, as
    `origins_min` and `origins_max`. A denial has them too: whoever denies.
    """
    found, values = rows(evidence)
    return _told(found, values, {claim["event"]: claim["root"] for claim in evidence.claims}, evidence.ties)


def _told(found: Iterable[Row], values: Iterable[Row], roots: Roots, ties: Ties) -> list[Row]:
    by_number: dict[int, dict[int, list[Row]]] = {}
    for value in values:
        by_number.setdefault(value["number"], {}).setdefault(value["side"], []).append(value)
    return [
        row | {"sides": [_side(side, roots, ties) for _, side in sorted(by_number[row["number"]].items())]}
        for row in found
    ]


def _side(values: list[Row], roots: Roots, ties: Ties) -> Row:
    return {"values": values} | _carrying(values, roots, ties)


def _carrying(values: Iterable[Row], roots: Roots, ties: Ties) -> Row:
    resting = [
        Resting(value["origin"], value["origin_kind"], value["source"], roots.get(value["event"], ""))
        for value in values
    ]
    least, most = independent(resting, ties)
    return {"origins_min": least, "origins_max": most}


def agreed(
    figures: Iterable[Row], values: Iterable[Row], contradictions: Iterable[Row], known: Known, roots: Roots, ties: Ties
) -> list[Row]:
    """What two sources or more tell alike, and none tells otherwise: property, value, party, role and `sources`.

    With the least and the greatest number of independent origins on which it rests, as `origins_min` and `origins_max`.

    `figures` are rows of casualties that count, `values` rows of claim_values with their `type`: of these, parties and
    numbers of what happened. Where it is denied that something happened, nothing is agreed in any claim of its type.
    """
    disputed = {(row["property"], _whose(row, known)) for row in contradictions}
    told = [*(row | {"property": row["outcome"]} for row in figures), *map(_valued, filter(_is_compared, values))]
    denied = {row["type"] for row in contradictions if row["property"] == WHOLE_CLAIM}
    groups: dict[tuple[str, Identity | None, str, str], list[Row]] = {}
    for row in told:
        if row["stance"] in AFFIRMS and row["origin_kind"] != "coder" and row["type"] not in denied:
            group = (row["property"], _whose(row, known), row["civilian_status"], row["role"])
            groups.setdefault(group, []).append(row)
    names = ("property", "party", "civilian_status", "role", "value")
    return [
        {name: alike[0][name] for name in names} | {"sources": len(sources)} | _carrying(alike, roots, ties)
        for group, alike in groups.items()
        if len(sources := {row["source"] for row in alike}) > 1
        and len({_said(row, known) for row in alike}) == 1
        and alike[0]["bound"] != "unknown"
        and group[:2] not in disputed
    ]


def _whose(row: Row, known: Known) -> Identity | None:
    return known.identity(row["party"]) if row["party"] else None


def _said(row: Row, known: Known) -> Identity:
    """The same for values that are alike, in whatever spelling."""
    return known.identity(row["value"]) if _is_party(row) else ("words", folded(row["value"]))


def _is_party(value: Row) -> bool:
    return (value["type"], value["property"]) in PARTY_FIELDS


def _valued(value: Row) -> Row:
    """The value as a figure of nobody."""
    return {"civilian_status": "unstated", "role": None} | value


def _is_compared(value: Row) -> bool:
    happening = CLAIMS[value["type"]].happening
    return happening and (value["bound"] is not None or _is_party(value))
