"""When incidents are merged or split, whatever names them is made afresh: its rows say where it belongs now."""

from __future__ import annotations

from sqlite_utils import Database

from events.claim import Claim
from events.decision import Decision
from events.ledger.incident_split import IncidentSplit
from events.ledger.incidents_merged import IncidentsMerged
from timeline.projections.amendments import CORRECTIONS, made_afresh
from timeline.projections.connected import connected
from timeline.projections.listed import listed
from timeline.projections.projected import Projected, SourceOf
from timeline.projections.resolving import Resolving
from timeline.projections.spells import CLAIM_SPELLS, follow
from timeline.projections.statements import select
from timeline.reconcile.slugs import Slugs

#: Decisions that change what slugs stand for.
MOVING = (IncidentsMerged, IncidentSplit)

#: The events that are on an incident, in the order of the log: what amends comes after what it amends.
_ON = """
    select * from events where incident in (select value from json_each(:slugs))
    union select events.* from claim_incidents join events on events.id = claim_incidents.event
        where claim_incidents.incident in (select value from json_each(:slugs))
    union select events.* from incident_links join events on events.id = incident_links.event
        where other in (select value from json_each(:slugs))
    order by position
"""


def check_holds(event: Decision, resolving: Resolving) -> None:
    """Raises LookupError where a merge or a split cannot hold beside what was decided before."""
    slugs = resolving.slugs
    if isinstance(event, IncidentsMerged) and event.incident in slugs.merges:
        raise LookupError(f'It merges "{event.incident}", which is merged already.')
    if isinstance(event, MOVING) and slugs.incident(event.incident) == slugs.incident(event.into):
        raise LookupError(f'"{event.incident}" and "{event.into}" stand for the same incident already.')


def concerned(db: Database, event: Decision, resolving: Resolving) -> set[str]:
    """The incidents that the decision names, and those of the claims that it names or that are connected with these."""
    named = {resolving.slugs.incident(slug) for slug in event.incidents()}
    claims = connected(db, {resolving.root(name) for _, name in event.claims_named()})
    query = f"select distinct incident from {CLAIM_SPELLS.name} where root in (select value from json_each(?))"
    query += " and incident is not null"
    return named | {row["incident"] for row in select(db, query, [listed(claims)])}


def moved(db: Database, resolving: Resolving, source_of: SourceOf, at: str) -> set[str]:
    """Follow the merges and splits as they stand since the instant `at`; the incidents that they change."""
    before = resolving.slugs
    after = resolving.reload()
    changed = {slug for slug in (*before.merges, *after.merges) if before.incident(slug) != after.incident(slug)}
    for split in set(before.splits) ^ set(after.splits):
        changed |= {split.incident, split.into}
    touched = _reached({slugs.incident(slug) for slugs in (before, after) for slug in changed}, before, after)
    for row in list(select(db, _ON, {"slugs": listed(touched)})):
        touched |= _made_afresh(db, Projected.stored(row, source_of, resolving), at)
    return touched


def _reached(incidents: set[str], *slugs: Slugs) -> set[str]:
    """These incidents, and those to which splits have taken claims from them, also from one to the next."""
    ways = [
        (found.incident(slug), found.incident(split.into))
        for found in slugs
        for split in found.splits
        for slug in (split.incident, *split.stood)
    ]
    while more := {there for here, there in ways if here in incidents} - incidents:
        incidents = incidents | more
    return incidents


def _made_afresh(db: Database, projected: Projected, at: str) -> set[str]:
    id, event = projected.id, projected.event
    if isinstance(event, Claim):
        made_afresh(db, projected)
        incidents = follow(db, id, projected.root, at)
    else:
        incidents = set()
        above = "(select above.incident from events as above where above.id = events.amends)"
        own = projected.incident(event.belongs_to) if event.belongs_to else None
        db.execute(f"update events set incident = coalesce(?, {above}) where id = ?", [own, id])
        for table, row in projected.made_of_decision():
            for column in row.keys() & {"incident", "other"}:
                db.execute(f"update [{table}] set [{column}] = ? where event = ?", [row[column], id])
    on = "(select incident from events where id = corrections.event)"
    db.execute(f"update {CORRECTIONS.name} set incident = {on} where event = ?", [id])
    return incidents
