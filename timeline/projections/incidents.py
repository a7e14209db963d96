"""What is known of an incident follows from what is claimed on it, whatever the order in which that came."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from timeline.projections import actor_casualties, contradictions, known_as, lost, past, superseding
from timeline.projections.evidence import Reading
from timeline.projections.gazetteer import Gazetteer
from timeline.projections.incident_tables import (
    INCIDENT_CASUALTIES,
    INCIDENT_ORIGINS,
    INCIDENT_QUANTITIES,
    INCIDENTS,
    TABLES,
)
from timeline.projections.known import known_of
from timeline.projections.located import Located
from timeline.projections.statements import Waiting, delete, select
from timeline.projections.summary import casualties, origins, quantities

Row = dict[str, Any]

#: All that were ever declared; one that was merged has a past of its own.
_SLUGS = "select slug from incident_slugs"
_TITLE = "select title from incident_slugs where slug = ?1 and incident = ?1"


def refresh(
    gazetteer: Gazetteer,
    slugs: Collection[str],
    anew: Collection[str],
    since: str,
    claims: Collection[str],
) -> None:
    """Recompute the rows of these incidents from the rows of their claims.

    What was said of them before the instant `since` stays, but for those in `anew`. `claims` are those, as first
    recorded, that changed themselves, and need not be on an incident.
    """
    db = gazetteer.db
    making = _Making(gazetteer)
    replaced = superseding.refresh(db, superseding.relevant(db, slugs, claims), making.reading.known)
    for slug in sorted({*slugs, *replaced}):
        for table in (*TABLES, *actor_casualties.TABLES, *contradictions.TABLES, *lost.TABLES):
            delete(db, table.name, {table.pk[0]: slug})
        making.add(slug, None if slug in anew or slug in replaced else since)
    making.made.flush()


def build(gazetteer: Gazetteer, progress: Callable[[float], None]) -> None:
    """Compute the rows of all incidents, of which there are none yet; `progress` is told which share is done."""
    db = gazetteer.db
    making = _Making(gazetteer)
    superseding.refresh(db, superseding.every(db), making.reading.known)
    (many,) = db.execute(f"select count(*) from ({_SLUGS})").fetchone()
    for number, (slug,) in enumerate(db.execute(f"{_SLUGS} order by slug")):
        progress(number / many)
        making.add(slug, None)
    making.made.flush()


class _Making:
    """The rows of one incident after the other, for new events and for a rebuild alike; they wait in `made`."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.db = gazetteer.db
        self.reading = Reading(self.db, known_of(gazetteer))
        self.made = Waiting(self.db)
        self._named = actor_casualties.named(gazetteer)
        self._located = Located(self.db)

    def add(self, slug: str, since: str | None) -> None:
        """Those of the incident `slug`; of its past those since that instant, None: all of them."""
        made, known = self.made, past.States(self.reading.of(slug))
        titles = [row["title"] for row in select(self.db, _TITLE, [slug])]
        disputes = self.compare(slug, known) if titles else {}
        past.refresh(self.db, slug, known, since, made)
        if not titles:
            return
        now = known.evidence.at()
        named = {"slug": slug, "title": titles[0], "names": known_as.names(self.db, slug)}
        made.add(INCIDENTS.name, [named | disputes | self._located.completed(known.now())])
        made.add(INCIDENT_CASUALTIES.name, ({"incident": slug} | row for row in casualties(now)))
        made.add(INCIDENT_QUANTITIES.name, ({"incident": slug} | row for row in quantities(now)))
        made.add(INCIDENT_ORIGINS.name, ({"incident": slug} | row for row in origins(now)))
        actor_casualties.add(made, slug, now, self._named)

    def compare(self, slug: str, known: past.States) -> Row:
        """What comes of comparing the claims on it, and what its own row says of their contradictions."""
        now = known.evidence.at()
        lost.add(self.made, slug, now)
        found = contradictions.add(self.made, slug, now)
        known.compared(found)
        return found
