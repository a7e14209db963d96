"""On what others contradict a claim is read from the tables alone: no vocabulary is needed to say it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from events.values.matters import matter
from events.values.outcomes import OUTCOMES
from timeline.projections.counted import with_counted
from timeline.projections.kept import Queried
from timeline.projections.listed import listed
from timeline.projections.toll import number_of

Row = Mapping[str, Any]

#: Of the claims in a JSON list those that others contradict, each with an incident on which they do.
IN_DISPUTE = """
    select event, min(incident) as incident from contradicting_values cross join contradictions using (incident, number)
    where judgement = 'contradiction' and event in (select value from json_each(:events)) group by event
"""
#: The contradictions in which the claim :id takes part.
DISPUTES = """
    select distinct contradictions.*, title from contradicting_values as own
        cross join contradictions using (incident, number) join incidents on slug = incident
    where own.event = :id and judgement = 'contradiction' order by incident, number
"""


def disputes(db: Queried, id: str) -> list[dict[str, Any]]:
    """The incidents on which others contradict the claim, each with the `matters` of which they do: see `on`."""
    return by_incident(with_counted(db, db.query(DISPUTES, {"id": id})))


def by_incident(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The same of contradictions of a claim; one of a reported number has what that counts as `counted`."""
    by: dict[str, dict[str, Any]] = {}
    for row in rows:
        one = by.setdefault(row["incident"], {"incident": row["incident"], "title": row["title"], "matters": {}})
        one["matters"][about(row)] = None
    return [one | {"matters": list(one["matters"])} for one in by.values()]


def about(row: Row) -> str:
    """What a contradiction, or a value, is about: `the number of Taliban killed`, `the day`, `whether it happened`."""
    if row["property"] in OUTCOMES:
        return number_of({**row, "outcome": row["property"]})
    return str(row.get("counted") or matter(row["property"]))


def on(matters: Iterable[str]) -> str:
    """On which of these others contradict a claim: `on the number killed and on whether it happened`."""
    *said, last = [f"on {one}" for one in matters]
    return f"{', '.join(said)} and {last}" if said else last


def disputed_in(db: Queried, events: Iterable[str]) -> dict[str, str]:
    """Of these claims those that others contradict, each with an incident on which they do."""
    rows = db.query(IN_DISPUTE, {"events": listed(events)})
    return {row["event"]: row["incident"] for row in rows}


def taking_part(contradictions: Iterable[Row]) -> set[str]:
    """The claims that take part in one of these that not all can be true."""
    return {
        event for row in contradictions if row["judgement"] == "contradiction" for event in json.loads(row["events"])
    }
