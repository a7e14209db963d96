"""The page of an incident as of then is made as that of now is, out of what was known then and nothing later."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlite_utils import Database

from timeline.errors import TimelineError
from timeline.projections import decided, places_named, replaced, voiced
from timeline.projections.counted import with_counted
from timeline.projections.disputed import taking_part
from timeline.projections.listed import listed
from timeline.projections.story import Story, stands_for, story
from timeline.projections.summary import TELLING
from timeline.reconcile.asof import NOW, AsOf, as_of
from timeline.reconcile.told import WHOLE_CLAIM
from timeline.web import called, contested, placed, places, replies, rivals, then, there, tolls, words
from timeline.web.charts.chart import of_claim, several
from timeline.web.charts.ranges import ranges
from timeline.web.lists import CLAIMS, Listed
from timeline.web.queries import GIVEN, Row, Tables

#: What a value says nothing of without its claim: the claim itself, and a number of something.
_UNCLEAR_ALONE = (WHOLE_CLAIM, "value")
_REPORTED = "select * from incidents_as_reported where incident = :slug order by from_day"
_RECORDED = "select * from incidents_as_recorded where incident = :slug order by from_at"
#: What is remarkable about incidents: the section of the page of each that tells it, and how often there is such.
_MARKS = """
    select incident, 'disagreements' as section, count(*) as count from contradictions
    where judgement = 'contradiction' and incident in (select value from json_each(:slugs)) group by incident
    union all
    select told.incident, 'replaced', count(distinct supersession) from claim_incidents as told
        cross join superseded_values using (event) join events on events.id = event
    where told.incident in (select value from json_each(:slugs)) and in_force and +status = 'current'
    group by told.incident
    union all
    select incident, 'lost', count(*) from lost_hedges
    where incident in (select value from json_each(:slugs)) group by incident
"""
_SOURCES = """
    select key, title, publisher, published, url, archive_url from sources
    where key in (select value from json_each(:keys)) order by coalesce(published, '9999'), key
"""
_SUPERSEDED = """
    select event, property, party, value, superseded_by from claim_values
    where +event_status = 'superseded' and event in (select value from json_each(:events)) order by event, number
"""


def asked(arguments: Mapping[str, str]) -> tuple[AsOf, Row]:
    """As of when the page was asked for, and what its form shows: what was typed and, line by line, what is wrong.

    Where anything is wrong the page is that of now.
    """
    recorded, reported = then.typed(arguments).values()
    form: Row = {"recorded": recorded, "reported": reported, "faults": []}
    try:
        return as_of(recorded, reported), form
    except TimelineError as problem:
        return NOW, form | {"faults": str(problem).splitlines()}


async def leads_to(tables: Tables, slug: str, asof: AsOf) -> str | None:
    """The incident that a slug stood for then: itself, or that into which it was merged; None if it is not declared."""
    if await tables.row("select slug from incident_slugs where slug = :slug", slug=slug) is None:
        return None
    return await tables.read(lambda db: stands_for(db, slug, asof))


async def page(tables: Tables, slug: str, asof: AsOf) -> Row | None:
    """Whatever the page of an incident shows, by the names of its template; None where there is no such incident."""
    found = await tables.read(lambda db: _page(db, slug, asof))
    if found is None:
        return None
    told: Story = found["story"]
    claims = await (tables.claims(GIVEN, json.dumps(told.listed)) if asof else tables.on_incident(slug))
    if asof:  # what became of them later is not known
        claims = [claim | {"status": "current", "replaced_by": None} for claim in claims]
    for claim in claims:
        if claim["id"] in told.superseded_claims:
            claim["status"] = "superseded"
    claims.sort(key=lambda claim: claim["status"] != "current")
    superseded: dict[str, list[Row]] = {}
    for mark in told.superseded:
        superseded.setdefault(mark["event"], []).append(mark | {"superseded_by": mark["supersession"]})
    for claim in claims:
        claim["superseded"] = superseded.get(claim["id"], [])
        claim["dependent"] = found["dependent"].get(claim["id"], [])
    summaries = {claim["id"]: claim["summary"] for claim in claims}
    for row in told.contradictions:
        for value in (value for side in row["sides"] for value in side["values"]):
            value["summary"] = summaries.get(value["event"]) if value["property"] in _UNCLEAR_ALONE else None
        row["undenied"] = voiced.resting(rivals.undenied(row, told.origins))
    rival = taking_part(told.contradictions)
    denials = replies.against_in(found["disputes"])
    answers = [
        row
        for row in await replies.among(tables, told.listed, then=bool(asof))
        if row["event"] in told.listed and row["answers"] in told.listed
    ]
    for claim in claims:
        claim["replies"] = replies.at(answers, claim["id"], denials)
        claim["disputed_in"] = slug if claim["id"] in rival else None
    figures = [figure | {"replies": replies.to_figure(answers, figure)} for figure in told.figures]
    groups = tolls.groups(told.casualties, figures)
    current = [claim for claim in await called.cited(tables, claims) if claim["status"] == "current"]
    drawn = several(of_claim(claim, claim["id"] in rival) for claim in current)
    steps = await tables.rows(_REPORTED, slug=slug)
    place_path = await places.path_of_incident(tables, told.incident)
    return found | {
        "incident": told.incident,
        "types": [words.name(type_) for type_ in json.loads(told.incident["types"])],
        "groups": groups,
        "answers": replies.apart(answers, told.contradictions),
        "ranges": ranges(groups),
        "chart": drawn,
        "undrawn": len(current) - drawn.of if drawn else 0,
        "quantities": [
            row | {"low": json.loads(row["low_events"]), "high": json.loads(row["high_events"])}
            for row in told.quantities
        ],
        "origins": voiced.resting(row for row in told.origins if row["counts_as"]),
        "others": len(told.others),
        "beside": voiced.beside(told.others),
        "gone": sum(claim["id"] not in told.listed for claim in claims),
        "claims": Listed(claims[:CLAIMS], len(told.listed)),
        "steps": [step | {"here": _is_here(step, asof)} for step in steps],
        "undated": sum(claim["status"] == "current" and claim["reported"] is None for claim in claims),
        "place_path": place_path,
        "rival_places": await tables.read(
            lambda db: places_named.rivals(db, told.claims, told.superseded, told.incident["place_event"], TELLING)
        ),
        # What else was known then of the place is not told: its page is that of now.
        "around": await _around(tables, place_path, slug) if place_path and not asof else [],
        "sources": await tables.rows(_SOURCES, keys=listed(one["source"] for one in claims if one["source"])),
        "records": await tables.rows(_RECORDED, slug=slug),
    }


def _page(db: Database, slug: str, asof: AsOf) -> Row | None:
    told = story(db, slug, asof)
    if told is None:
        return None
    by = {link["event"]: link for link in told.links}
    return {
        "story": told,
        "asof": asof,
        "disputes": rivals.in_order([row for row in told.contradictions if row["judgement"] == "contradiction"]),
        "disputed": {row["property"] for row in told.contradictions if row["judgement"] == "contradiction"},
        "hints": [row for row in told.contradictions if row["judgement"] != "contradiction"],
        "replaced": replaced.replaced(db, told.superseded),
        "dependent": decided.dependent(db, told),
        "lost": [row | {"by": by[row["link"]]} for row in told.lost],
        "assessments": decided.assessments(db, slug, asof),
        "links": decided.links(db, slug, asof),
        "merged": decided.merged(db, slug, asof),
        "splits": decided.splits(db, slug, asof),
    }


async def _around(tables: Tables, place_path: str, slug: str) -> list[Row]:
    """The incidents of the same place before and after this one; see `there.around`."""
    found = await places.find(tables, place_path)
    return await there.around(tables, found[0], slug) if len(found) == 1 else []


def _is_here(step: Row, asof: AsOf) -> bool:
    """Whether this state is the one that the page shows. That of now has claims of sources without a date as well."""
    if asof.reported is None:
        return False
    day = asof.reported.isoformat()
    return bool(step["from_day"] <= day and (step["to_day"] is None or day <= step["to_day"]))


async def marks(tables: Tables, slugs: list[str]) -> dict[str, list[Row]]:
    """What is remarkable about these incidents, if anything: the `section` of the page that tells it, and its `mark`.

    Sources disagree on it, an issuer replaced a statement, a hedge was lost, or claims name several places.
    """
    rows = await tables.rows(_MARKS, slugs=json.dumps(slugs))
    counted = [(row["incident"], row["section"], row["count"]) for row in rows]
    counted += [(slug, "places", count) for slug, count in (await placed.several(tables, slugs)).items()]
    found: dict[str, list[Row]] = {}
    for slug, section, count in counted:
        found.setdefault(slug, []).append({"section": section, "mark": rivals.mark(section, count)})
    return found


def disputed(marks: Mapping[str, list[Row]]) -> set[str]:
    """The incidents that are in dispute, of those that are marked."""
    return {slug for slug, found in marks.items() if any(mark["section"] == "disagreements" for mark in found)}


async def with_fate(tables: Tables, claims: list[Row]) -> list[Row]:
    """The claims with their values that were `superseded` by their issuers, and the `replies` that they give and get.

    Among those that they get is whatever denies them, though it be an answer to another claim.

    `disputed_in` is an incident on which others contradict them; None where nobody does.
    """
    events = json.dumps([claim["id"] for claim in claims])
    found: dict[str, list[Row]] = {}
    for row in await tables.read(lambda db: with_counted(db, db.query(_SUPERSEDED, {"events": events}))):
        found.setdefault(row["event"], []).append(row)
    disputed = await contested.disputed_in(tables, (claim["id"] for claim in claims))
    answers = await replies.among(tables, (claim["id"] for claim in claims))
    denials = await replies.against(tables, disputed) if disputed else []
    return [
        claim
        | {
            "superseded": found.get(claim["id"], []),
            "disputed_in": disputed.get(claim["id"]),
            "replies": replies.at(answers, claim["id"], denials),
        }
        for claim in claims
    ]
