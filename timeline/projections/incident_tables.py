"""What is known of incidents, as readers see it: one row for each, and the figures and origins that it rests on."""

from __future__ import annotations

from dataclasses import replace

from timeline.projections.columns import EVIDENCE, WHOSE
from timeline.projections.tables import Column, Table
from timeline.reconcile.origins import ORIGIN_KINDS

_ORIGINS_MIN = Column(
    "origins_min",
    int,
    f"The least number of independent origins that affirm it. Kinds: {ORIGIN_KINDS}; only named ones are certain.",
    label="Independent origins, at least",
)
_ORIGINS_MAX = Column(
    "origins_max",
    int,
    "The greatest number of independent origins that affirm it.",
    label="Independent origins, at most",
)

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
        Column("admin1", str, "Province or state.", label="Province"),
        Column(
            "latitude",
            float,
            "Latitude of that place, WGS 84, decimal degrees: the claim's own, else that of the recorded place with "
            "which the claim is linked, or of what it is part of.",
        ),
        Column("longitude", float, "Longitude of that point, WGS 84, decimal degrees."),
        Column(
            "where_prec",
            int,
            "UCDP's precision of that place, 1 exact to 7 sea or air: only with 1 did it happen at the point. Where "
            "the gazetteer gives the point, the coarser one of claim and gazetteer; NULL where it is not stated.",
            label="Precision of the place",
        ),
        Column("place_event", str, "The claim that names that place.", "events", label="Claim that names the place"),
        Column(
            "claim_count",
            int,
            "How many current claims bear on it, told there or with casualties counted there that are not superseded.",
            label="Claims",
        ),
        Column("source_count", int, "How many sources these claims cite.", label="Sources"),
        _ORIGINS_MIN,
        _ORIGINS_MAX,
        Column(
            "first_reported",
            str,
            "The earliest publication among these sources, as printed: by the first day that it may mean.",
        ),
        Column(
            "last_reported",
            str,
            "The latest publication among these sources, as printed: by the last day that it may mean.",
        ),
        Column("year", int, "The year of its first day, or of its last where only that is known."),
        Column(
            "disputed",
            int,
            "1 where sources contradict each other on it, row by row in contradictions; else 0.",
            label="In dispute",
        ),
        Column(
            "basis",
            str,
            "Whence its days are: stated by a source, or by none, and imputed by the coder or the report_date of "
            "sources. NULL without days.",
            label="Basis of the days",
        ),
        Column(
            "point_place",
            str,
            "The recorded place whose point it is; NULL where the claim gives the point itself, or nobody does.",
            "places",
            label="Point of",
        ),
        Column(
            "disagreements",
            int,
            "How many contradictions there are between sources on it, row by row in contradictions.",
            label="Disagreements",
        ),
        Column(
            "casualties",
            str,
            "The lowest and highest figures claimed, in words, as in incidents_as_recorded; row by row in "
            "incident_casualties. Never add them up. NULL where none is counted.",
            label="Casualties claimed",
        ),
        Column(
            "names",
            str,
            "All recorded names of the places and parties that current claims on it name, by which a search finds it "
            "too, with semicolons between.",
            label="Names of its places and parties",
        ),
        Column(
            "rival_days",
            int,
            "1 where sources contradict each other on its day: it was on one of these days, and not through all from "
            "earliest to latest; else 0.",
            label="Rival days",
        ),
    ),
    pk=("slug",),
    label="title",
    search=("title", "slug", "place", "admin1", "types", "names"),
    facets=("disputed", "year", "admin1"),
    lists=("types",),
    sort="earliest",
)

INCIDENT_CASUALTIES = Table(
    "incident_casualties",
    "For each incident, party and outcome, the lowest and the highest figure claimed. Figures are claims, not "
    "estimates: never add them up across incidents or parties.",
    (
        Column("incident", str, "The incident in which they count.", "incidents"),
        Column("party", str, WHOSE, index=True),
        Column("civilian_status", str, "civilian, combatant or unstated."),
        Column("role", str, "victim or perpetrator."),
        Column("outcome", str, "killed, injured, killed_or_injured, missing or captured."),
        Column("lowest", int, "The lowest number claimed, NULL where somebody left that end open or nobody gives one."),
        Column(
            "highest", int, "The highest number claimed, NULL where somebody left that end open or nobody gives one."
        ),
        Column(
            "low_events",
            str,
            "The events that stand at the low end, as a JSON list of IDs: those that leave an open end open, too.",
            label="Lowest by",
        ),
        Column(
            "high_events",
            str,
            "The events that stand at the high end, as a JSON list of IDs: those that leave an open end open, too.",
            label="Highest by",
        ),
        Column(
            "claim_count",
            int,
            "How many current claims give a figure, or, where none does, say that it is unknown.",
            label="Claims",
        ),
        _ORIGINS_MIN,
        _ORIGINS_MAX,
        Column("period", str, "Of totals over a period, its local days, EDTF; empty of other figures."),
        Column(
            "said",
            str,
            "What is claimed, in the words of the coding, where an open end leaves that unsaid: about 12, up to 40; "
            "several joined by or, where neither end is given; 110–300 or more, where only some claims leave an "
            "end open and others go further. NULL where the two ends tell all, or too much differs.",
        ),
    ),
    pk=("incident", "party", "civilian_status", "role", "outcome", "period"),
    facets=("party", "outcome"),
)

#: What a range of figures holds, whatever is counted.
_RANGE = tuple(
    column
    for column in INCIDENT_CASUALTIES.columns
    if column.name
    in ("lowest", "highest", "low_events", "high_events", "said", "claim_count", "origins_min", "origins_max")
)

INCIDENT_QUANTITIES = Table(
    "incident_quantities",
    "For each incident, type of claim and number that such claims give of it, such as the strikes of an airstrike, the "
    "lowest and the highest. They are claims, not estimates; casualties are in incident_casualties.",
    (
        Column("incident", str, "The incident of which they are told.", "incidents"),
        Column("type", str, "The type of the claims.", index=True),
        Column("property", str, "The field's name, such as strikes or perpetrators."),
        *_RANGE,
    ),
    pk=("incident", "type", "property"),
    facets=("type", "property"),
)

INCIDENT_ORIGINS = Table(
    "incident_origins",
    "Whom each incident rests on: the origins of what its current claims affirm, as they are counted.",
    (
        Column("incident", str, "The incident.", "incidents"),
        Column("number", int, "The row's place among those of its incident, from 1, the earliest recorded first."),
        Column("origin", str, "Who said it first; unstated where the source does not say."),
        Column("origin_kind", str, f"What kind of origin: {ORIGIN_KINDS}.", index=True, label="Kind of origin"),
        Column("origin_actor", str, "The recorded actor of that name: one origin by all its names.", "actors"),
        Column("source", str, "The source that says it.", "sources"),
        Column("events", str, "The events that rest on this origin, as a JSON list of IDs."),
        Column(
            "counts_as",
            int,
            "The number of the first row that is the same origin: the different ones are origins_max. NULL where "
            "it counts as none: for a claim that is derived from others here, or that has the text of a named voice.",
        ),
        replace(EVIDENCE, description=f"{EVIDENCE.description} Of several events, stated where it is so in any."),
    ),
    pk=("incident", "number"),
    facets=("incident", "origin_kind", "source"),
)

TABLES = (INCIDENTS, INCIDENT_CASUALTIES, INCIDENT_QUANTITIES, INCIDENT_ORIGINS)
