"""An incident is found by every recorded name of its places and parties, however its claims write them."""

from __future__ import annotations

from sqlite_utils import Database

_LINKED = "from claim_incidents join {links} using (event) join {names} using ({whom})"
_WANTED = "where claim_incidents.incident = {slug} and event_status = 'current' and relation != 'counted_in'"
_NAMES = " union ".join(
    f"select {names}.name {_LINKED.format(links=links, names=names, whom=whom)} {_WANTED}"
    for links, names, whom in (("claim_places", "place_names", "place"), ("claim_parties", "actor_names", "actor"))
)
_OF = f"select group_concat(name, '; ') from ({_NAMES} order by name)"


def names(db: Database, slug: str) -> str | None:
    """What the column `names` of the incident holds; None where the gazetteer knows nobody and no place of it."""
    (found,) = db.execute(_OF.format(slug=":slug"), {"slug": slug}).fetchone()
    return str(found) if found else None
