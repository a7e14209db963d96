"""The front page tells what is in here, what is new, corrected and in dispute, before anybody asks."""

from __future__ import annotations

import json
from typing import Any
from weakref import WeakKeyDictionary

from timeline.projections.voiced import NOBODY
from timeline.web import asking, compat, examples, incidents, lists, summaries, telling, terms
from timeline.web.charts.rows import latest
from timeline.web.corrected import REPLACED
from timeline.web.maps.rows import map_of
from timeline.web.queries import FRONT, Row, Tables
from timeline.web.questions import QUESTIONS

#: Of each of these so many are shown; all are in the tables.
SHOWN = 6

#: Of corrections what they put in place of the old. A declaration alone says nothing of what happened.
_LATEST = f"""
    select id, type, summary, recorded_at, recorded_by, incident, entry_type = 'coding_corrected' as corrected,
        iif(origin in {NOBODY}, null, origin) as voice, origin_evidence
    from events
    where (+amends is null or +entry_type = 'coding_corrected') and +status in ('current', 'superseded')
        and (incident is not null or origin_kind is not null)
        and (+type != 'incident_declared' or (select claim_count from incidents where slug = incident) > 0)
    order by position desc limit {SHOWN}
"""
_CORRECTED = f"""
    select event, action, corrections.amends, corrections.incident, reason, corrections.recorded_at, summary,
        json_group_array(json_object('field', field, 'before', before, 'after', after)) as changes
    from corrections join events on events.id = corrections.amends
    where event in (select distinct event from corrections order by recorded_at desc limit {SHOWN})
    group by event order by corrections.recorded_at desc, event desc
"""
_COUNTS = """
    select (select count(*) from incidents where claim_count > 0) as incidents,
        (select count(*) from incidents where claim_count = 0) as unclaimed,
        (select count(*) from sources) as sources, claiming, coalesce(claims, 0) as claims
    from (
        select count(source) as claiming, sum(many) as claims from (
            select source, count(*) as many from events where origin_kind is not null and +status = 'current'
            group by source)
    )
"""
#: Those on which sources disagree most, and those with the same number by their days.
_DISPUTED = f"""
    with disputed as (
        select incident, count(*) as many from contradictions where judgement = 'contradiction' group by incident
    )
    select slug, title, earliest, latest, rival_days, many, (select count(*) from disputed) as of from disputed
        join incidents on slug = incident
    order by many desc, coalesce(earliest, latest, '9999'), slug limit {SHOWN}
"""

#: What was found in each database, and at which position of the log.
_FOUND: WeakKeyDictionary[Any, tuple[int, Row]] = WeakKeyDictionary()


async def page(tables: Tables) -> Row:
    """Whatever the front page shows of the tables, by the names of its template; looked up when the log moves on."""
    _, position = await tables.cursor()
    known = _FOUND.get(tables.database)
    if known is None or known[0] != position:
        listed = await lists.incidents(tables, most=lists.INCIDENTS)
        marks = await incidents.marks(tables, listed.slugs)
        counts = await _counts(tables)
        found: Row = {
            "incidents": listed,
            "marks": marks,
            "map": await map_of(tables, "incident", listed.slugs),
            "sources": await lists.sources(tables),
            "places": [row | {"name": terms.place(row["name"])} for row in await tables.places()],
            "examples": await examples.found(tables),
            "offered": await asking.offered(tables, *QUESTIONS.values()),
            "counts": counts or {"incidents": listed.of, "unclaimed": 0},
            "latest": await _latest(tables),
            "corrected": [
                row | {"changes": [telling.change(change) for change in json.loads(row["changes"]) if change["field"]]}
                for row in await tables.rows(_CORRECTED)
            ],
            "replaced": (await tables.rows(REPLACED))[0]["statements"],
            "actors": await tables.rows(f"select key, name from actors order by name, key limit {FRONT}"),
            "disputed": await tables.rows(_DISPUTED),
            "chart": latest(listed, marks),
        }
        if counts is None:
            return found
        known = _FOUND[tables.database] = (position, found)
    return known[1]


async def _counts(tables: Tables) -> Row | None:
    """How many incidents, claims and sources there are; None where to count takes longer than a query may."""
    try:
        return await tables.row(_COUNTS)
    except compat.interrupted():
        return None


async def _latest(tables: Tables) -> list[Row]:
    """The latest entries, with what they name called as readers know it."""
    rows = await tables.rows(_LATEST)
    names = await summaries.named(tables, {row["id"]: row["summary"] for row in rows})
    return [row | {"summary": summaries.told(row["summary"], names, row["id"])} for row in rows]
