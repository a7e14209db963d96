"""Where an incident was is told with who says so, unless all claims that name a place name the same one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from events.values.folding import folded
from events.values.where import where
from timeline.projections import voiced
from timeline.projections.kept import Queried
from timeline.projections.listed import listed
from timeline.reconcile.told import AFFIRMS

Row = dict[str, Any]

#: What says that something happened somewhere, of `events`: claims of other types give an incident no place.
PLACING = f"""
    cross join claim_values on claim_values.event = events.id and +claim_values.property = 'place'
        and +claim_values.stance in {AFFIRMS}
    left join claim_places on claim_places.event = events.id
    where events.type not in (select value from json_each(:telling))
"""
_NAMED = f"""
    select events.id as event, events.place, events.admin1, claim_places.place as linked,
        claim_values.origin, claim_values.origin_kind, claim_values.origin_evidence, claim_values.source
    from json_each(:events) as listed cross join events on events.id = listed.value {PLACING} order by position
"""


def rivals(
    db: Queried, claims: Mapping[str, str], superseded: Iterable[Row], shown: str | None, telling: Iterable[str]
) -> list[Row]:
    """The places that `claims` name, each with its `voices` in words; none where all of them name one.

    The claims have their relation to the incident, by their IDs. The place of the claim `shown` is first: the most
    precise one, which stands for the incident. A place that was `superseded` is none. Claims of the types `telling` say
    of nothing that it happened.
    """
    gone = {value["event"] for value in superseded if value["property"] == "place"}
    events = [id for id, relation in claims.items() if relation != "counted_in" and id not in gone]
    found: dict[Any, list[Row]] = {}
    for row in db.query(_NAMED, {"events": listed(events), "telling": listed(telling)}):
        found.setdefault(place_of(row), []).append(row | {"origin_actor": None})
    if len(found) < 2:
        return []
    in_order = sorted(found.values(), key=lambda rows: all(row["event"] != shown for row in rows))
    return [_named(rows) for rows in in_order]


def _named(rows: list[Row]) -> Row:
    name = where(rows[0]["place"], rows[0]["admin1"])
    return {"name": name, "voices": voiced.resting(rows) or [("the coder", "")]}


def place_of(row: Mapping[str, Any]) -> Any:
    """What is the same for two claims that name one place: the recorded one, or the name however it is written."""
    return row["linked"] or (folded(row["place"]), folded(row["admin1"] or ""))
