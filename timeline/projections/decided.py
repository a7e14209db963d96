"""What was decided on an incident as of any time, with the claims that each decision names as they count now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from events.values.edtf import parse
from timeline.projections.listed import listed
from timeline.projections.now import named
from timeline.projections.story import Story, stands_for
from timeline.reconcile.asof import NOW, AsOf
from timeline.reconcile.reported import reported_by

Row = dict[str, Any]

_LINKS = """
    select incident_links.*, titles.slug as there, titles.title, exists (
            select 1 from claim_spells where claim_spells.incident = titles.slug and to_at is null) as claimed,
        (select min(from_day) from incidents_as_reported as known where known.incident = titles.slug) as heard_of
    from incident_links
        join incidents as titles on titles.slug = case incident when :slug then other else incident end
    where :slug in (incident, other) and incident != other order by relation, event
"""
_MERGES = """
    with recursive leading(slug) as (
        select slug from incident_merges where [into] = :slug
        union select incident_merges.slug from leading join incident_merges on [into] = leading.slug
    )
    select incident_merges.*, title from leading cross join incident_merges using (slug)
        join incident_slugs using (slug)
    where incident_slugs.slug != :slug order by from_at
"""
_SPLITS = """
    select incident_splits.*, (select title from incident_slugs where incident_slugs.slug = incident_splits.slug)
        as title, (select title from incident_slugs where incident_slugs.slug = [into]) as into_title
    from incident_splits where incident_splits.slug = :slug or [into] = :slug order by event, number
"""
_SPELLS = "select * from decision_spells where event in (select value from json_each(:events))"
_NAMING = """
    with recursive above(id, amends) as (
        select id, amends from events where id = :id
        union select events.id, events.amends from events join above on events.id = above.amends
    ), root(id) as (select id from above where amends is null),
    naming(event) as (
        select event from root join claim_links on claim = id
        union select event from root join claim_links on other = id
        union select event from supersessions, root where claim = id
        union select event from incident_splits, root where claim = id
        union select event from incident_assessments, root where instr(' ' || relies_on || ' ', ' ' || id || ' ')
    )
    select events.id, type, summary, status, claim_links.relation, evidence, reason, claim = root.id as first,
        case claim when root.id then other else claim end as other
    from naming cross join events on events.id = naming.event cross join root
        left join claim_links on claim_links.event = events.id
    order by position
"""


def held(db: Database, rows: Iterable[Row], asof: AsOf = NOW) -> list[Row]:
    """Those of the rows of decisions that held then; one that was corrected may hold again."""
    rows = list(rows)
    spells: dict[str, list[Row]] = {}
    for spell in db.query(_SPELLS, {"events": listed(row["event"] for row in rows)}):
        spells.setdefault(spell["event"], []).append(spell)
    return [row for row in rows if any(map(asof.holds, spells.get(row["event"], ())))]


def assessments(db: Database, slug: str, asof: AsOf = NOW) -> list[Row]:
    """The assessments of the incident, each with its best `figures` and the `claims` that it relies on.

    An assessment was not there before the day that it bears, nor before all that it relies on was reported.
    """
    found = []
    query = "select * from incident_assessments where incident = :slug order by assessed, event"
    for row in held(db, db.query(query, {"slug": slug}), asof):
        relied = named(db, (row["relies_on"] or "").split())
        if _assessed_by(row, relied.values(), asof):
            figures = db.query("select * from best_figures where event = ? order by number", [row["event"]])
            found.append(row | {"figures": list(figures), "claims": list(relied.values())})
    return found


def _assessed_by(assessment: Row, relied: Iterable[Row], asof: AsOf) -> bool:
    if asof.reported is None:
        return True
    assessed = parse(assessment["assessed"]).latest
    return assessed is not None and assessed <= asof.reported and all(_reported(one, asof) for one in relied)


def links(db: Database, slug: str, asof: AsOf = NOW) -> list[Row]:
    """How the incident lies to others: `there` is the slug of the other one, and `title` its title.

    Another of which there are claims, none of them reported by then, was not heard of.
    """
    found = held(db, db.query(_LINKS, {"slug": slug}), asof)
    if asof.reported is None:
        return found
    day = asof.reported.isoformat()
    return [row for row in found if not row["claimed"] or (row["heard_of"] and row["heard_of"] <= day)]


def merged(db: Database, slug: str, asof: AsOf = NOW) -> list[Row]:
    """The merges by which other slugs stand for the incident, directly or through others."""
    merges = held(db, db.query(_MERGES, {"slug": slug}), asof)
    return [row for row in merges if stands_for(db, row["slug"], asof) == slug]


def splits(db: Database, slug: str, asof: AsOf = NOW) -> list[Row]:
    """The splits by which claims left the incident or came to it, each with the IDs of these `claims`."""
    found: dict[str, Row] = {}
    rows = held(db, db.query(_SPLITS, {"slug": slug}), asof)
    claims = named(db, (row["claim"] for row in rows))
    for row in rows:
        if row["claim"] in claims and _reported(claims[row["claim"]], asof):
            found.setdefault(row["event"], row | {"claims": []})["claims"].append(row["claim"])
    return list(found.values())


def dependent(db: Database, story: Story) -> dict[str, list[Row]]:
    """For each claim of the story its links to others: relation, evidence, reason, and the other claim as `there`."""
    roots = {row["event"]: row["root"] for row in db.query(_ROOTS, {"events": listed(story.listed)})}
    events = {root: event for event, root in roots.items()}
    others = named(db, {root for link in story.links for root in (link["claim"], link["other"])})
    found: dict[str, list[Row]] = {}
    for link in story.links:
        for mine, other, first in ((link["claim"], link["other"], True), (link["other"], link["claim"], False)):
            if mine in events and other in others and _reported(others[other], story.asof):
                found.setdefault(events[mine], []).append(link | {"first": first, "there": others[other]})
    return found


def naming(db: Database, id: str) -> list[Row]:
    """The decisions that name the claim `id`, in whichever version: each once, in the order of the log."""
    return list(db.query(_NAMING, {"id": id}))


_ROOTS = "select distinct event, root from claim_spells where event in (select value from json_each(:events))"


def _reported(claim: Row, asof: AsOf) -> bool:
    return asof.reported is None or reported_by(asof.reported, claim["reported"])
