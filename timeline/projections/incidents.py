"""What is known of an incident follows from what is claimed on it, whatever the order in which that came."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlite_utils import Database

from timeline.matching.actors import Actors
from timeline.projections import contradictions, lost, past, superseding
from timeline.projections.connected import listed
from timeline.projections.evidence import Reading
from timeline.projections.statements import delete, insert, select
from timeline.projections.summary import casualties, incident, origins
from timeline.projections.tables import Column, Table
from timeline.projections.touched import Touched
from timeline.reconcile.origins import ORIGIN_KINDS

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
        Column(
            "claim_count",
            int,
            "How many current claims bear on it, told there or with casualties counted there that are not superseded.",
        ),
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
        Column("period", str, "Of totals over a period, its local days, EDTF; empty of other figures."),
    ),
    pk=("incident", "party", "civilian_status", "role", "outcome", "period"),
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
        Column("origin_actor", str, "The recorded actor of that name: one origin by all its names.", "actors"),
        Column("source", str, "The source that says it.", "sources"),
        Column("events", str, "The events that rest on this origin, as a JSON list of IDs."),
        Column(
            "counts_as",
            int,
            "The number of the first row that is the same origin: the different ones are origins_max. NULL where "
            "it counts as none: for a claim that is derived from others here, or that has the text of a named voice.",
        ),
    ),
    pk=("incident", "number"),
)

TABLES = (INCIDENTS, INCIDENT_CASUALTIES, INCIDENT_ORIGINS)

_VOICES = "select origin from events where origin is not null union select origin from claim_values"
#: The incidents on which anything ever was by one of these voices.
_RESTING = """
    with voices(voice) as (select value from json_each(:voices)),
        speaking(event) as (
            select id from events where origin in (select voice from voices)
            union select event from claim_values where origin in (select voice from voices)
        )
    select distinct claim_spells.incident from speaking join claim_spells using (event)
    where claim_spells.incident is not null
"""
#: The claims of which decisions say that their statements were replaced.
_DECIDED = "select distinct claim from supersessions"
_TITLE = "select title from incident_slugs where slug = ?1 and incident = ?1"


def refresh(
    db: Database,
    slugs: Collection[str],
    anew: Collection[str] = (),
    since: str | None = None,
    claims: Collection[str] = (),
) -> None:
    """Recompute the rows of these incidents from the rows of their claims, for a new event and for a rebuild alike.

    What was said of them before the instant `since` stays, but for those in `anew`; None: nothing was. `claims` are
    those, as first recorded, that changed themselves, and need not be on an incident.
    """
    reading = Reading(db)
    replaced = superseding.refresh(db, slugs, claims, reading.known)
    for slug in sorted({*slugs, *replaced}):
        for table in (*TABLES, *contradictions.TABLES, *lost.TABLES):
            delete(db, table.name, {table.pk[0]: slug})
        evidence = reading.of(slug)
        past.refresh(db, slug, evidence, None if slug in anew or slug in replaced else since)
        titles = [row["title"] for row in select(db, _TITLE, [slug])]
        if not titles:
            continue
        now = evidence.at()
        insert(db, INCIDENTS.name, [{"slug": slug, "title": titles[0]} | incident(now)])
        insert(db, INCIDENT_CASUALTIES.name, ({"incident": slug} | row for row in casualties(now)))
        insert(db, INCIDENT_ORIGINS.name, ({"incident": slug} | row for row in origins(now)))
        contradictions.insert(db, slug, now)
        lost.insert(db, slug, now)


def renamed(db: Database, before: Actors, now: Actors) -> Touched:
    """Whatever looks different, now and at any time, because other voices or parties are known to be one.

    These are the incidents that rest on a voice which is another actor than before, and all that was superseded.
    """
    voices = [voice for (voice,) in db.execute(_VOICES) if before.key(voice) != now.key(voice)]
    slugs = {slug for (slug,) in db.execute(_RESTING, {"voices": listed(voices)})}
    return Touched(slugs, set(slugs), {claim for (claim,) in db.execute(_DECIDED)})
