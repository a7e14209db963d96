"""What counts now of an incident, and what became of an event, stands in tables: plain queries read it."""

from __future__ import annotations

from typing import Any

from timeline.projections.kept import Queried

Row = dict[str, Any]

#: What of an incident is a table's rows, in the order of `story`: casualties, quantities, origins, what was lost.
TABLES = ("incident_casualties", "incident_quantities", "incident_origins", "lost_hedges")
_CLAIMS = """
    select event, relation, status = 'current' and (relation != 'counted_in' or exists (
        select 1 from casualties where casualties.event = id and counted_in = :slug and event_status = 'current'))
        as counts
    from claim_incidents join events on id = event
    where claim_incidents.incident = :slug and status in ('current', 'superseded') order by position
"""
#: The claim of a source that has this label, as it was first recorded.
LABELLED = """
    select id from events where source = ? and json_extract(body, '$.as') = ? and origin_kind is not null
    order by position limit 1
"""
#: Everything that was done to an event and to whatever came in its place, from the first to the last.
CHANGES = """
    with recursive line(id) as (
        select :id union select events.id from events join line on events.amends = line.id
        union select events.amends from events join line on events.id = line.id where events.amends is not null
    )
    select corrections.*, events.status from corrections join events on events.id = corrections.event
    where corrections.event in line order by events.position, corrections.number
"""
#: The decisions that hold, of those that connect claims of the incident with others, or bear on the incident itself.
_DECISIONS = """
    with recursive
        connected(claim) as (
            select root from claim_spells where incident = :slug
            union select other from connected join claim_links using (claim)
            union select claim_links.claim from connected join claim_links on other = connected.claim
        ),
        merged(slug) as (
            select slug from incident_merges where [into] = :slug
            union select incident_merges.slug from merged join incident_merges on [into] = merged.slug
        ),
        decision(event) as (
            select event from connected join claim_links using (claim)
            union select event from incident_links join incidents on slug = other
                where incident = :slug and other != :slug
            union select event from incident_links join incidents on slug = incident
                where other = :slug and incident != :slug
            union select event from incident_assessments where incident = :slug
            union select incident_merges.event from merged join incident_merges using (slug)
                join incident_slugs using (slug) where incident_slugs.incident = :slug and slug != :slug
            union select event from incident_splits join events on id = claim where slug = :slug or [into] = :slug
        )
    select distinct event from decision join decision_spells using (event) where to_at is null
"""
_REPLACED = """
    select exists (select 1 from claim_incidents join superseded_values using (event) where incident = :slug) as any
"""


def claims(db: Queried, slug: str) -> tuple[dict[str, str], dict[str, str]]:
    """The claims that count on the incident, with their relation to it, and those of which nothing is left on it."""
    listed = list(db.query(_CLAIMS, {"slug": slug}))
    counting, gone = ({row["event"]: row["relation"] for row in listed if row["counts"] == counts} for counts in (1, 0))
    return counting, gone


def rows(db: Queried, table: str, slug: str) -> list[Row]:
    """The rows of `table`, one of a table of rows for each incident, that are of this one."""
    return list(db.query(f"select * from [{table}] where incident = :slug", {"slug": slug}))


def decisions(db: Queried, slug: str) -> set[str]:
    """The IDs of the decisions that hold and bear on the incident, but for statements that were replaced."""
    return {row["event"] for row in db.query(_DECISIONS, {"slug": slug})}


def any_replaced(db: Queried, slug: str) -> bool:
    """Whether its issuer ever replaced a statement that claims on the incident carry."""
    return any(row["any"] for row in db.query(_REPLACED, {"slug": slug}))


def numbered(db: Queried, table: str, slug: str) -> list[Row]:
    """The rows of `table` that are of the incident, in the order of their numbers."""
    return list(db.query(f"select * from [{table}] where incident = :slug order by number", {"slug": slug}))
