"""What is known of an incident follows from what is claimed on it, whatever the order in which that came."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from sqlite_utils import Database

from timeline.matching.actors import Actors
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
from timeline.projections.listed import listed
from timeline.projections.located import Located
from timeline.projections.statements import Waiting, delete, select
from timeline.projections.summary import casualties, origins, quantities
from timeline.projections.touched import Touched

Row = dict[str, Any]

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
#: All that were ever declared; one that was merged has a past of its own.
_SLUGS = "select slug from incident_slugs"
#: The incidents on which anything counts.
_MANY = """
    select distinct claim_spells.incident from claim_spells join incidents on slug = claim_spells.incident
    where to_at is null order by 1
"""
#: Says of each incident how often it is disputed, where that was otherwise before.
_DISPUTED = """
    with found(slug, now, rival) as (
        select slug, count(number), coalesce(max(rule = 'disjoint_days' and property = 'occurred'), 0) from incidents
        left join contradictions on incident = slug and judgement = 'contradiction' group by slug
    )
    update incidents set (disagreements, disputed, rival_days) = (
        select now, now > 0, rival from found where found.slug = incidents.slug)
    where slug in (
        select found.slug from found join incidents using (slug) where now != disagreements or rival != rival_days)
"""
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


def compare(gazetteer: Gazetteer) -> None:
    """Recompute what comes of comparing the claims of all incidents, because a recorded place or actor has changed."""
    db = gazetteer.db
    for table in (*contradictions.TABLES, *lost.TABLES):
        db.execute(f"delete from [{table.name}]")
    making = _Making(gazetteer)
    for (slug,) in db.execute(_MANY).fetchall():
        known = past.States(making.reading.of(slug))
        making.compare(slug, known)
        past.compare(db, slug, known, making.made)
    making.made.flush()
    db.execute(_DISPUTED)


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


def renamed(db: Database, before: Actors, now: Actors) -> Touched:
    """Whatever looks different, now and at any time, because other voices or parties are known to be one.

    These are the incidents that rest on a voice which is another actor than before, and all that was superseded.
    """
    voices = [voice for (voice,) in db.execute(_VOICES) if before.key(voice) != now.key(voice)]
    slugs = {slug for (slug,) in db.execute(_RESTING, {"voices": listed(voices)})}
    return Touched(slugs, set(slugs), {claim for (claim,) in db.execute(_DECIDED)})
