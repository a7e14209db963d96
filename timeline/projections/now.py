"""What counts now of an incident, and what became of an event, stands in tables: plain queries read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from timeline.projections.kept import Queried
from timeline.projections.listed import listed

Row = dict[str, Any]

#: What of an incident is a table's rows, in the order of `story`: casualties, quantities, origins, what was lost.
TABLES = ("incident_casualties", "incident_quantities", "incident_origins", "lost_hedges")
#: The types of claims of this release that say of nothing that it happened: without the vocabulary, which takes long to
#: import. What packages add is in `summary.TELLING`.
OWN_TELLING = ("control_status", "reported_figure", "statement")
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
#: The values of claims on the incident that their issuers replaced.
_MARKS = """
    select superseded_values.* from superseded_values join claim_incidents using (event) join events on id = event
    where claim_incidents.incident = :slug and in_force and status in ('current', 'superseded')
    order by supersession, position, superseded_values.number
"""
_NAMED = """
    with recursive line(root, id, number) as (
        select value, value, 0 from json_each(:roots)
        union all
        select root, replaced_by, number + 1 from line join events using (id) where replaced_by is not null
    )
    select root, id, type, summary, source, status, reported, incident, locator, max(number) as number
    from line join events using (id) group by root
"""

_STANDS_FOR = "select incident from incident_slugs where slug = ?"
_MERGE = """
    select event, slug, [into], reason from incident_merges
    where slug = ? and event in (select event from decision_spells where to_at is null)
"""
#: The last version of what the event first was: the one that counts, unless it is not current.
_COUNTS = """
    with recursive above(id, amends) as (
        select id, amends from events where id = :id and entry_type != 'undone'
        union select events.id, events.amends from events join above on events.id = above.amends
    ), line(id) as (
        select id from above where amends is null
        union select replaced_by from line join events using (id) where replaced_by is not null
    )
    select id, status from line join events using (id) where replaced_by is null
"""


def claims(db: Queried, slug: str) -> tuple[dict[str, str], dict[str, str]]:
    """The claims that count on the incident, with their relation to it, and those of which nothing is left on it."""
    listed = list(db.query(_CLAIMS, {"slug": slug}))
    counting, gone = ({row["event"]: row["relation"] for row in listed if row["counts"] == counts} for counts in (1, 0))
    return counting, gone


def rows(db: Queried, table: str, slug: str) -> list[Row]:
    """The rows of `table`, one of a table of rows for each incident, that are of this one."""
    return list(db.query(f"select * from [{table}] where incident = :slug", {"slug": slug}))


def merges(db: Queried, slug: str) -> list[Row]:
    """The merges that lead, one after the other, from the declared `slug` to the incident that it stands for."""
    found: list[Row] = []
    (end,) = (row["incident"] for row in db.query(_STANDS_FOR, [slug]))
    while slug != end:
        found += db.query(_MERGE, [slug])
        slug = found[-1]["into"]
    return found


def counting(db: Queried, id: str) -> str | None:
    """The version that counts of what `id` is a version of, or amends; None where none does, and of an undoing."""
    return next((row["id"] for row in db.query(_COUNTS, {"id": id}) if row["status"] == "current"), None)


def decisions(db: Queried, slug: str) -> set[str]:
    """The IDs of the decisions that hold and bear on the incident, but for statements that were replaced."""
    return {row["event"] for row in db.query(_DECISIONS, {"slug": slug})}


def superseded(db: Queried, slug: str) -> list[Row]:
    """The values that claims on the incident carry, and that their issuers replaced: in the order of the log."""
    return list(db.query(_MARKS, {"slug": slug}))


def named(db: Queried, roots: Iterable[str]) -> dict[str, Row]:
    """The claims first recorded under the IDs `roots`, each in its last version; those that are not public are not."""
    return {row["root"]: row for row in db.query(_NAMED, {"roots": listed(roots)})}


def numbered(db: Queried, table: str, slug: str) -> list[Row]:
    """The rows of `table` that are of the incident, in the order of their numbers."""
    return list(db.query(f"select * from [{table}] where incident = :slug order by number", {"slug": slug}))
