"""What is known of an incident follows from the current claims on it, whatever the order in which they came."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from sqlite_utils import Database

from events.registry import CLAIMS
from timeline.projections.attribution import ORIGIN_KINDS, Resting, independent
from timeline.projections.figures import Figure, span
from timeline.projections.tables import Column, Table

Row = dict[str, Any]

_ORIGINS_MIN = Column(
    "origins_min",
    int,
    f"The least number of independent origins that affirm it. Kinds: {ORIGIN_KINDS}; only named ones are certain.",
)
_ORIGINS_MAX = Column("origins_max", int, "The greatest number of independent origins that affirm it.")

INCIDENTS = Table(
    "incidents",
    "Happenings in the world, each known only through the claims on it.",
    (
        Column("slug", str, "The incident's permanent name, by which reports cite it."),
        Column("title", str, "The incident in a few words."),
        Column("types", str, "The types of the claims on it, as JSON."),
        Column(
            "earliest",
            str,
            "The first local day that a current claim allows; days that the source states come first. NULL where one "
            "of these claims leaves its beginning open (by 26 August), or none has a date.",
            index=True,
        ),
        Column(
            "latest",
            str,
            "The last local day that a current claim allows; totals over a period have no day. NULL where one of these "
            "claims leaves its end open (since 22 August), or none has a date.",
            index=True,
        ),
        Column("place", str, "Where it happened, as named by its most precise claim."),
        Column("admin1", str, "Province or state."),
        Column("latitude", float, "Latitude of that place, WGS 84, decimal degrees."),
        Column("longitude", float, "Longitude of that place, WGS 84, decimal degrees."),
        Column("claim_count", int, "How many current claims bear on it, told there or with casualties counted there."),
        Column("source_count", int, "How many sources these claims cite."),
        _ORIGINS_MIN,
        _ORIGINS_MAX,
        Column("first_reported", str, "The earliest publication among these sources, as printed."),
        Column("last_reported", str, "The latest publication among these sources, as printed."),
    ),
    pk=("slug",),
    label="title",
    search=("title", "slug"),
    sort="earliest",
)

INCIDENT_CASUALTIES = Table(
    "incident_casualties",
    "For each incident, party and outcome, the lowest and the highest figure claimed. Figures are claims, not "
    "estimates: never add them up across incidents or parties.",
    (
        Column("incident", str, "The incident in which they count.", "incidents"),
        Column("party", str, "Whose they are, as coded.", index=True),
        Column("civilian_status", str, "civilian, combatant or unstated."),
        Column("role", str, "victim or perpetrator."),
        Column("outcome", str, "killed, injured, killed_or_injured, missing or captured."),
        Column("lowest", int, "The lowest number claimed, NULL where somebody left that end open or nobody gives one."),
        Column(
            "highest", int, "The highest number claimed, NULL where somebody left that end open or nobody gives one."
        ),
        Column("low_events", str, "The events that stand at the low end, as a JSON list of IDs."),
        Column("high_events", str, "The events that stand at the high end, as a JSON list of IDs."),
        Column("claim_count", int, "How many current claims speak of it, with a figure or with unknown."),
        _ORIGINS_MIN,
        _ORIGINS_MAX,
    ),
    pk=("incident", "party", "civilian_status", "role", "outcome"),
    facets=("party", "outcome"),
)

INCIDENT_ORIGINS = Table(
    "incident_origins",
    "Whom each incident rests on: the origins of what its current claims affirm, as they are counted.",
    (
        Column("incident", str, "The incident.", "incidents"),
        Column("number", int, "The row's place among those of its incident, from 1, the earliest recorded first."),
        Column("origin", str, "Who said it first; unstated where the source does not say."),
        Column("origin_kind", str, f"What kind of origin: {ORIGIN_KINDS}."),
        Column("source", str, "The source that says it.", "sources"),
        Column("events", str, "The events that rest on this origin, as a JSON list of IDs."),
    ),
    pk=("incident", "number"),
)

TABLES = (INCIDENTS, INCIDENT_CASUALTIES, INCIDENT_ORIGINS)

#: The stances of those who say that it is so. A denial bears on an incident, but gives it no day, place or origin.
_AFFIRMS = ("asserts", "confirms")
#: The types of claims that say that something happened. A statement or a figure bears on an incident, but gives it no
#: day, place or origin either; the casualties in it count all the same, and rest on whoever gives them.
_HAPPENINGS = frozenset(name for name, found in CLAIMS.items() if found.happening)

_CLAIMS = """
    select events.id as event, type, occurred, earliest, latest, place, admin1, source, origin, origin_kind, reported,
        relation,
        json_extract(body, '$.occurred.basis') as basis, json_extract(body, '$.occurred.extent') as extent,
        json_extract(body, '$.place.lat') as lat, json_extract(body, '$.place.lon') as lon,
        json_extract(body, '$.place.where_prec') as where_prec, stance,
        coalesce(json_extract(body, '$.occurred.stance'), stance) as occurred_stance,
        coalesce(json_extract(body, '$.place.stance'), stance) as place_stance
    from claim_incidents join events on events.id = claim_incidents.event
    where claim_incidents.incident = ? and status = 'current' order by position
"""
#: All but casualties: those rest on whoever gives them in the incident where they count.
_VALUES = """
    select claim_values.origin, claim_values.origin_kind, claim_values.source, claim_values.event, type
    from claim_incidents join claim_values on claim_values.event = claim_incidents.event
        join events on events.id = claim_incidents.event
    where claim_incidents.incident = ? and relation != 'counted_in' and event_status = 'current'
        and claim_values.stance in ('asserts', 'confirms') and party is null
"""
#: Every figure that counts in the incident `:slug`.
FIGURES = """
    select * from casualties
    where (counted_in = :slug or (counted_in is null and incident = :slug)) and event_status = 'current'
        and stance in ('asserts', 'confirms') order by event, number
"""
_TITLE = """
    select title from incident_slugs where slug = ?1 and incident = ?1
"""


def refresh(db: Database, slugs: Iterable[str]) -> None:
    """Recompute the rows of these incidents from the rows of their claims, for a new event and for a rebuild alike."""
    for slug in sorted(slugs):
        for table in TABLES:
            db.table(table.name).delete_where(f"{table.pk[0]} = ?", [slug])
        titles = [row["title"] for row in db.query(_TITLE, [slug])]
        if not titles:
            continue
        claims = list(db.query(_CLAIMS, [slug]))
        figures = list(db.query(FIGURES, {"slug": slug}))
        told = _happening([*_affirming(claims), *db.query(_VALUES, [slug])])
        rests_on = origins(slug, [*told, *_known(figures)])
        db.table(INCIDENTS.name).insert(incident(slug, titles[0], claims, rests_on))
        db.table(INCIDENT_CASUALTIES.name).insert_all(casualties(slug, figures))
        db.table(INCIDENT_ORIGINS.name).insert_all(rests_on)


def incident(slug: str, title: str, claims: list[Row], rests_on: list[Row]) -> Row:
    """The row of one incident: its days, its place and how many claims, sources and origins speak of it."""
    told = [claim for claim in claims if claim["relation"] != "counted_in"]
    happened = _happening(told)
    dated = [
        claim
        for claim in happened
        if claim["occurred"] and claim["extent"] != "cumulative" and claim["occurred_stance"] in _AFFIRMS
    ]
    stated = [claim for claim in dated if claim["basis"] in (None, "stated")] or dated
    placed = [claim for claim in happened if claim["place"] and claim["place_stance"] in _AFFIRMS]
    place = min(placed, key=_vagueness, default={})
    reported = sorted(claim["reported"] for claim in claims if claim["reported"])
    origins_min, origins_max = independent(map(_resting, rests_on))
    return {
        "slug": slug,
        "title": title,
        "types": json.dumps(sorted({claim["type"] for claim in told})),
        "earliest": _unless_open(min, [claim["earliest"] for claim in stated]),
        "latest": _unless_open(max, [claim["latest"] for claim in stated]),
        "place": place.get("place"),
        "admin1": place.get("admin1"),
        "latitude": float(place["lat"]) if place.get("lat") else None,
        "longitude": float(place["lon"]) if place.get("lon") else None,
        "claim_count": len(claims),
        "source_count": len({claim["source"] for claim in claims}),
        "origins_min": origins_min,
        "origins_max": origins_max,
        "first_reported": reported[0] if reported else None,
        "last_reported": reported[-1] if reported else None,
    }


def origins(slug: str, values: Iterable[Row]) -> list[Row]:
    """One row for each origin of `values`, its kind and the source that gives it; the coder's readings have none."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for value in values:
        if value["origin_kind"] != "coder":
            found.setdefault((value["origin"], value["origin_kind"], value["source"]), set()).add(value["event"])
    first = sorted(found.items(), key=lambda one: (min(one[1]), one[0]))
    return [
        {
            "incident": slug,
            "number": number,
            "origin": origin,
            "origin_kind": kind,
            "source": source,
            "events": json.dumps(sorted(events)),
        }
        for number, ((origin, kind, source), events) in enumerate(first, 1)
    ]


def _known(figures: Iterable[Row]) -> list[Row]:
    """The figures that say how many: who says that it is unknown, is no origin of a number."""
    return [figure for figure in figures if figure["bound"] != "unknown"]


def _happening(rows: Iterable[Row]) -> list[Row]:
    """Those of claims which say that something happened."""
    return [row for row in rows if row["type"] in _HAPPENINGS]


def _affirming(claims: Iterable[Row]) -> list[Row]:
    """The claims that are told of the incident and say that it is so."""
    return [claim for claim in claims if claim["relation"] != "counted_in" and claim["stance"] in _AFFIRMS]


def casualties(slug: str, figures: Iterable[Row]) -> list[Row]:
    """One row for each party, civilian status, role and outcome among `figures`, all of which count in `slug`."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for figure in figures:
        group = (figure["party"], figure["civilian_status"], figure["role"], figure["outcome"])
        groups.setdefault(group, []).append(figure)
    return [_group_row(slug, group, rows) for group, rows in sorted(groups.items())]


def _group_row(slug: str, group: tuple[str, ...], figures: list[Row]) -> Row:
    named = dict(zip(("party", "civilian_status", "role", "outcome"), group, strict=True))
    return {"incident": slug} | named | spread(figures)


def spread(figures: list[Row]) -> Row:
    """How far a group of figures lies apart, who stands at its ends, and on how many origins it rests."""
    ends = span(Figure(row["event"], row["low"], row["high"], row["bound"]) for row in figures)
    origins_min, origins_max = independent(map(_resting, _known(figures)))
    return {
        "lowest": ends.lowest,
        "highest": ends.highest,
        "low_events": json.dumps(ends.low_events),
        "high_events": json.dumps(ends.high_events),
        "claim_count": len({row["event"] for row in figures}),
        "origins_min": origins_min,
        "origins_max": origins_max,
    }


def _resting(row: Row) -> Resting:
    return Resting(row["origin"], row["origin_kind"], row["source"])


def _unless_open(outermost: Callable[[list[str]], str], days: list[str | None]) -> str | None:
    """The outermost of `days` in ISO 8601; None where there is none, and where a claim leaves this end open."""
    known = [day for day in days if day is not None]
    return outermost(known) if known and len(known) == len(days) else None


def _vagueness(claim: Row) -> int:
    """How coarse the place is: UCDP's precision where coded, and a point before a bare name."""
    return int(claim["where_prec"] or 8) * 2 - bool(claim["lat"])
