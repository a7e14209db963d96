"""An incident is found by every recorded name of its places and parties, however its claims write them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from timeline.projections.listed import listed
from timeline.projections.statements import select, update

_LINKED = "from claim_incidents join {links} using (event) join {names} using ({whom})"
_WANTED = "where claim_incidents.incident = {slug} and event_status = 'current' and relation != 'counted_in'"
_NAMES = " union ".join(
    f"select {names}.name {_LINKED.format(links=links, names=names, whom=whom)} {_WANTED}"
    for links, names, whom in (("claim_places", "place_names", "place"), ("claim_parties", "actor_names", "actor"))
)
_OF = f"select group_concat(name, '; ') from ({_NAMES} order by name)"
_OTHERWISE = f"""
    select slug, now from (
        select slug, names, ({_OF.format(slug="incidents.slug")}) as now
        from json_each(:slugs) as asked cross join incidents on slug = asked.value
    ) where now is not names
"""


def names(db: Database, slug: str) -> str | None:
    """What the column `names` of the incident holds; None where the gazetteer knows nobody and no place of it."""
    (found,) = db.execute(_OF.format(slug=":slug"), {"slug": slug}).fetchone()
    return str(found) if found else None


def refresh(db: Database, slugs: Iterable[str]) -> None:
    """Tell them anew of these incidents."""
    for row in list(select(db, _OTHERWISE, {"slugs": listed(slugs)})):
        update(db, "incidents", {"slug": row["slug"]}, {"names": row["now"]})
