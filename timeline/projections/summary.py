"""What is told of an incident in a row follows from the claims that count, and from nothing else.

So it is the same whether they count now, counted by an instant in the past, or were reported by a day.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from events.registry import CLAIMS
from events.values.folding import folded
from timeline.projections.evidence import Evidence
from timeline.projections.figures import Figure, span
from timeline.reconcile.inferred import surest
from timeline.reconcile.origins import NO_TIES, Resting, Ties, Unit, counted, independent
from timeline.reconcile.told import AFFIRMS

Row = dict[str, Any]

#: The types of claims that say that something happened. A statement or a figure bears on an incident, but gives it no
#: day, place or origin, as a denial does not; the casualties in it count all the same, and rest on whoever gives them.
HAPPENINGS = frozenset(name for name, found in CLAIMS.items() if found.happening)
#: The others.
TELLING = frozenset(CLAIMS) - HAPPENINGS


def incident(evidence: Evidence) -> Row:
    """An incident's days, its place and how many claims, sources and origins speak of it, but for its names."""
    claims = evidence.claims
    told = [claim for claim in claims if claim["relation"] != "counted_in"]
    happened = _happening(told)
    dated = [
        claim
        for claim in happened
        if claim["occurred"] and claim["extent"] != "cumulative" and claim["occurred_stance"] in AFFIRMS
    ]
    stated = [claim for claim in dated if claim["basis"] in (None, "stated")] or dated
    placed = _placed(happened)
    place = min(placed, key=_vagueness, default={})
    reported = [claim["reported"] for claim in claims if claim["reported"]]
    earliest = _unless_open(min, [claim["earliest"] for claim in stated])
    latest = _unless_open(max, [claim["latest"] for claim in stated])
    origins_min, origins_max = independent(map(_resting, _told(evidence)), evidence.ties)
    return {
        "types": json.dumps(sorted({claim["type"] for claim in told})),
        "earliest": earliest,
        "latest": latest,
        "basis": _basis(stated) if earliest or latest else None,
        "year": int(day[:4]) if (day := earliest or latest) else None,
        "place": place.get("place"),
        "admin1": place.get("admin1"),
        "latitude": float(place["lat"]) if place.get("lat") else None,
        "longitude": float(place["lon"]) if place.get("lon") else None,
        "where_prec": place.get("where_prec"),
        "place_event": place.get("event"),
        "claim_count": len({claim["event"] for claim in claims}),
        "source_count": len({claim["source"] for claim in claims}),
        "origins_min": origins_min,
        "origins_max": origins_max,
        "first_reported": min(reported, default=None),
        "last_reported": max(reported, key=_through, default=None),
    }


def places(evidence: Evidence) -> int:
    """How many places its claims name: recorded ones, and names that belong to none, however they are written."""
    placed = _placed(_happening(claim for claim in evidence.claims if claim["relation"] != "counted_in"))
    names = {(folded(claim["place"]), folded(claim["admin1"] or ""), claim["country"]): claim for claim in placed}
    if len(names) < 2:
        return len(names)
    return len({evidence.known.place(claim) or name[:2] for name, claim in names.items()})


def _placed(happened: Iterable[Row]) -> list[Row]:
    """Those of the claims which say where it was."""
    return [claim for claim in happened if claim["place"] and claim["place_stance"] in AFFIRMS]


def _told(evidence: Evidence) -> list[Row]:
    """Whatever the incident rests on: claims told of it, their values, and the figures that count in it."""
    relation = {claim["event"]: claim["relation"] for claim in evidence.claims}
    values = [
        value for value in evidence.values if relation[value["event"]] != "counted_in" and value["stance"] in AFFIRMS
    ]
    said: dict[str, bool] = {}
    for value in (*evidence.values, *evidence.figures):
        if value["origin_kind"] != "coder":
            said[value["event"]] = said.get(value["event"], False) or value["stance"] in AFFIRMS
    # A claim of which every value is denied or questioned says of none of it that it happened.
    affirming = [
        claim
        for claim in evidence.claims
        if claim["relation"] != "counted_in" and claim["stance"] in AFFIRMS and said.get(claim["event"], True)
    ]
    return [*_happening(affirming), *_happening(values), *_known(counting(evidence))]


def origins(evidence: Evidence) -> list[Row]:
    """One row for each origin that the incident rests on, in each source that gives it, and as which it counts."""
    told = _told(evidence)
    units = counted(map(_resting, told), evidence.ties)
    events: dict[tuple[str, str, str], set[str]] = {}
    evidence_of: dict[tuple[str, str, str], set[str | None]] = {}
    found: dict[tuple[str, str, str], set[Unit]] = {}
    for value in told:
        if value["origin_kind"] != "coder":
            row = (value["origin"], value["origin_kind"], value["source"])
            events.setdefault(row, set()).add(value["event"])
            evidence_of.setdefault(row, set()).add(value["origin_evidence"])
            found.setdefault(row, set()).update({units[resting]} if (resting := _resting(value)) in units else ())
    first = sorted(events, key=lambda row: (min(events[row]), row))
    counting_as = {unit: number for number, row in reversed(list(enumerate(first, 1))) for unit in found[row]}
    return [
        {
            "number": number,
            "origin": row[0],
            "origin_kind": row[1],
            "origin_actor": evidence.known.actor(row[0]),
            "source": row[2],
            "events": json.dumps(sorted(events[row])),
            "counts_as": min((counting_as[unit] for unit in found[row]), default=None),
            "origin_evidence": surest(evidence_of[row]),
        }
        for number, row in enumerate(first, 1)
    ]


def _basis(dated: Iterable[Row]) -> str:
    """Whence the days are that these claims give together: `stated` where one source states its day."""
    found = {claim["basis"] or "stated" for claim in dated}
    return next(basis for basis in ("stated", "imputed", "report_date") if basis in found)


def casualties(evidence: Evidence) -> list[Row]:
    """One row for each party, civilian status, role, outcome and period among the figures that count."""
    ties = evidence.ties
    return [group | spread(rows, ties) for group, rows in _groups(evidence)]


def quantities(evidence: Evidence) -> list[Row]:
    """One row for each number, other than of casualties, that claims of a type give of the incident and affirm."""
    told = {claim["event"] for claim in evidence.claims if claim["relation"] == "told"}
    groups: dict[tuple[str, str], list[Row]] = {}
    for value in _happening(evidence.values):
        if value["bound"] and value["event"] in told and value["stance"] in AFFIRMS:
            groups.setdefault((value["type"], value["property"]), []).append(value)
    ties = evidence.ties
    return [
        {"type": type_, "property": property_} | spread(rows, ties)
        for (type_, property_), rows in sorted(groups.items())
    ]


def extents(evidence: Evidence) -> list[Row]:
    """The same rows without who stands behind them."""
    return [group | extent(rows) for group, rows in _groups(evidence)]


def _groups(evidence: Evidence) -> list[tuple[Row, list[Row]]]:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for figure in counting(evidence):
        groups.setdefault((folded(figure["party"]), *measured(figure)), []).append(figure)
    # Small letters and capitals make no difference: the party is called as in the first of its figures.
    spelt: dict[str, str] = {}
    for figure in evidence.figures:
        spelt.setdefault(folded(figure["party"]), figure["party"])
    called = {(spelt[party], *rest): rows for (party, *rest), rows in groups.items()}
    names = ("party", *MEASURED)
    return [(dict(zip(names, group, strict=True)), rows) for group, rows in sorted(called.items())]


#: What figures of one party must have in common to stand in one range. Totals over other days are other figures.
MEASURED = ("civilian_status", "role", "outcome", "period")


def measured(figure: Mapping[str, Any]) -> tuple[str, ...]:
    """What the figure has of these; nothing for what it has not."""
    return tuple(figure[name] or "" for name in MEASURED)


def counting(evidence: Evidence) -> list[Row]:
    """The figures that somebody affirms."""
    return [figure for figure in evidence.figures if figure["stance"] in AFFIRMS]


def _known(figures: Iterable[Row]) -> list[Row]:
    """The figures that say how many: who says that it is unknown, is no origin of a number."""
    return [figure for figure in figures if figure["bound"] != "unknown"]


def _happening(rows: Iterable[Row]) -> list[Row]:
    """Those of claims which say that something happened."""
    return [row for row in rows if row["type"] in HAPPENINGS]


def spread(figures: list[Row], ties: Ties = NO_TIES) -> Row:
    """How far a group of figures lies apart, who stands at its ends, and on how many origins it rests."""
    known = _known(figures)
    origins_min, origins_max = independent(map(_resting, known), ties)
    return extent(figures) | {
        "claim_count": len({row["event"] for row in known or figures}),
        "origins_min": origins_min,
        "origins_max": origins_max,
    }


def extent(figures: list[Row]) -> Row:
    """How far a group of figures lies apart, and who stands at its ends."""
    ends = span(Figure(row["event"], row["low"], row["high"], row["bound"], row["value"]) for row in figures)
    return {
        "lowest": ends.lowest,
        "highest": ends.highest,
        "low_events": _ids(ends.low_events),
        "high_events": _ids(ends.high_events),
        "said": ends.said,
    }


def _ids(events: Sequence[str]) -> str:
    """IDs as a JSON list, in which nothing needs to be escaped."""
    return '["' + '", "'.join(events) + '"]' if events else "[]"


def _resting(row: Row) -> Resting:
    return Resting(row["origin"], row["origin_kind"], row["source"], row.get("root", ""))


def _unless_open(outermost: Callable[[list[str]], str], days: list[str | None]) -> str | None:
    """The outermost of `days` in ISO 8601; None where there is none, and where a claim leaves this end open."""
    known = [day for day in days if day is not None]
    return outermost(known) if known and len(known) == len(days) else None


def _through(published: str) -> tuple[str, str]:
    """In the order of the last day that may be meant: a month comes after its days, and a year after its months."""
    return f"{published}-99-99"[:10] if len(published) < 10 else published[:10], published


def _vagueness(claim: Row) -> int:
    """How coarse the place is: UCDP's precision where coded, and a point before a bare name."""
    return int(claim["where_prec"] or 8) * 2 - bool(claim["lat"])
