"""What was decided on an incident as of any time, with the claims that each decision names as they count now."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlite_utils import Database

from events.values.edtf import parse
from timeline.projections.counted import with_counted
from timeline.projections.known import known_in
from timeline.projections.story import Story, stands_for
from timeline.reconcile.asof import NOW, AsOf
from timeline.reconcile.reported import reported_by
from timeline.reconcile.told import WHOLE_CLAIM, Identity

Row = dict[str, Any]

_NAMED = """
    with recursive line(root, id, number) as (
        select value, value, 0 from json_each(:roots)
        union all
        select root, replaced_by, number + 1 from line join events using (id) where replaced_by is not null
    )
    select root, id, type, summary, source, status, reported, incident, locator, max(number) as number
    from line join events using (id) group by root
"""
_LINKS = """
    select incident_links.*, titles.slug as there, titles.title, exists (
            select 1 from claim_spells where claim_spells.incident = titles.slug and to_at is null) as claimed,
        (select min(from_day) from incidents_as_reported as known where known.incident = titles.slug) as heard_of
    from incident_links
        join incidents as titles on titles.slug = case incident when :slug then other else incident end
    where :slug in (incident, other) and incident != other order by relation, event
"""
_MERGES = """
    with recursive leading(slug) as (
        select slug from incident_merges where [into] = :slug
        union select incident_merges.slug from leading join incident_merges on [into] = leading.slug
    )
    select incident_merges.*, title from leading cross join incident_merges using (slug)
        join incident_slugs using (slug)
    where incident_slugs.slug != :slug order by from_at
"""
_SPLITS = """
    select incident_splits.*, (select title from incident_slugs where incident_slugs.slug = incident_splits.slug)
        as title, (select title from incident_slugs where incident_slugs.slug = [into]) as into_title
    from incident_splits where incident_splits.slug = :slug or [into] = :slug order by event, number
"""
_SPELLS = "select * from decision_spells where event in (select value from json_each(:events))"
_SUPERSESSIONS = """
    select supersessions.*, recorded_at from supersessions join events on events.id = event
    where event in (select value from json_each(:events)) order by event, number
"""
_NAMING = """
    with recursive above(id, amends) as (
        select id, amends from events where id = :id
        union select events.id, events.amends from events join above on events.id = above.amends
    ), root(id) as (select id from above where amends is null),
    naming(event) as (
        select event from root join claim_links on claim = id
        union select event from root join claim_links on other = id
        union select event from supersessions, root where claim = id
        union select event from incident_splits, root where claim = id
        union select event from incident_assessments, root where instr(' ' || relies_on || ' ', ' ' || id || ' ')
    )
    select events.id, type, summary, status, claim_links.relation, evidence, reason, claim = root.id as first,
        case claim when root.id then other else claim end as other
    from naming cross join events on events.id = naming.event cross join root
        left join claim_links on claim_links.event = events.id
    order by position
"""
_IN_FORCE = "select * from superseded_values where event = :id and in_force order by supersession, number"
_VALUES = f"""
    select event, number, property, party, role, value, wording, hedge, bound, origin, source from claim_values
    where event in (select value from json_each(:events))
    union all
    select id, 0, '{WHOLE_CLAIM}', null, null, summary, null, hedge, null, origin, source from events
    where id in (select value from json_each(:events)) and not exists (select 1 from claim_values where event = id)
    order by 1, 2
"""


def named(db: Database, roots: Iterable[str]) -> dict[str, Row]:
    """The claims first recorded under the IDs `roots`, each in its last version; those that are not public are not."""
    return {row["root"]: row for row in db.query(_NAMED, {"roots": _list(roots)})}


def held(db: Database, rows: Iterable[Row], asof: AsOf = NOW) -> list[Row]:
    """Those of the rows of decisions that held then; one that was corrected may hold again."""
    rows = list(rows)
    spells: dict[str, list[Row]] = {}
    for spell in db.query(_SPELLS, {"events": _list(row["event"] for row in rows)}):
        spells.setdefault(spell["event"], []).append(spell)
    return [row for row in rows if any(map(asof.holds, spells.get(row["event"], ())))]


def assessments(db: Database, slug: str, asof: AsOf = NOW) -> list[Row]:
    """The assessments of the incident, each with its best `figures` and the `claims` that it relies on.

    An assessment was not there before the day that it bears, nor before all that it relies on was reported.
    """
    found = []
    query = "select * from incident_assessments where incident = :slug order by assessed, event"
    for row in held(db, db.query(query, {"slug": slug}), asof):
        relied = named(db, (row["relies_on"] or "").split())
        if _assessed_by(row, relied.values(), asof):
            figures = db.query("select * from best_figures where event = ? order by number", [row["event"]])
            found.append(row | {"figures": list(figures), "claims": list(relied.values())})
    return found


def _assessed_by(assessment: Row, relied: Iterable[Row], asof: AsOf) -> bool:
    if asof.reported is None:
        return True
    assessed = parse(assessment["assessed"]).latest
    return assessed is not None and assessed <= asof.reported and all(_reported(one, asof) for one in relied)


def links(db: Database, slug: str, asof: AsOf = NOW) -> list[Row]:
    """How the incident lies to others: `there` is the slug of the other one, and `title` its title.

    Another of which there are claims, none of them reported by then, was not heard of.
    """
    found = held(db, db.query(_LINKS, {"slug": slug}), asof)
    if asof.reported is None:
        return found
    day = asof.reported.isoformat()
    return [row for row in found if not row["claimed"] or (row["heard_of"] and row["heard_of"] <= day)]


def merged(db: Database, slug: str, asof: AsOf = NOW) -> list[Row]:
    """The merges by which other slugs stand for the incident, directly or through others."""
    merges = held(db, db.query(_MERGES, {"slug": slug}), asof)
    return [row for row in merges if stands_for(db, row["slug"], asof) == slug]


def splits(db: Database, slug: str, asof: AsOf = NOW) -> list[Row]:
    """The splits by which claims left the incident or came to it, each with the IDs of these `claims`."""
    found: dict[str, Row] = {}
    rows = held(db, db.query(_SPLITS, {"slug": slug}), asof)
    claims = named(db, (row["claim"] for row in rows))
    for row in rows:
        if row["claim"] in claims and _reported(claims[row["claim"]], asof):
            found.setdefault(row["event"], row | {"claims": []})["claims"].append(row["claim"])
    return list(found.values())


def replaced(db: Database, marks: Collection[Row]) -> list[Row]:
    """The supersessions of the values `marks`: `old` and `new` claims, and `fields`, each with what was and what is.

    `issuer` is who made the statement. A field has its values `before`, in every claim that carries them, and `after`,
    in the new claims; of a reported number also what it counts. What the new claims say that the old ones do not has
    nothing `before`.
    """
    found: dict[str, Row] = {}
    events = _list({mark["supersession"] for mark in marks})
    rows = list(db.query(_SUPERSESSIONS, {"events": events}))
    claims = named(db, {row["claim"] for row in rows})
    for row in rows:
        one = found.setdefault(row["event"], row | {"old": [], "new": [], "fields": []})
        if row["claim"] in claims:
            one[row["part"]].append(claims[row["claim"]])
    values = {(row["event"], row["number"]): row for row in _values(db, {mark["event"] for mark in marks})}
    identity = known_in(db).identity

    def field_of(row: Row) -> tuple[str, Identity | None]:
        return row["property"], identity(row["party"]) if row["party"] else None

    for supersession, one in found.items():
        mine = [mark for mark in marks if mark["supersession"] == supersession]
        old, after = (_values(db, {claim["id"] for claim in one[part]}) for part in ("old", "new"))
        for field in dict.fromkeys(map(field_of, mine)):
            before = [values[mark["event"], mark["number"]] for mark in mine if field_of(mark) == field]
            instead = [row for row in after if field_of(row) == field]
            told = {"property": field[0], "party": before[0]["party"], "event": before[0]["event"]}
            one["fields"].append(told | {"before": before, "after": instead})
        for field in dict.fromkeys(map(field_of, after)) if one["fields"] else ():
            if field not in map(field_of, (*old, *mine)) and field[0] != WHOLE_CLAIM:
                added = [row for row in after if field_of(row) == field]
                told = {"property": field[0], "party": added[0]["party"], "event": added[0]["event"]}
                one["fields"].append(told | {"before": [], "after": added})
        one["fields"] = with_counted(db, one["fields"])
        one["issuer"] = one["fields"][0]["before"][0]["origin"] if one["fields"] else None
    return [one for one in found.values() if one["fields"]]


def dependent(db: Database, story: Story) -> dict[str, list[Row]]:
    """For each claim of the story its links to others: relation, evidence, reason, and the other claim as `there`."""
    roots = {row["event"]: row["root"] for row in db.query(_ROOTS, {"events": _list(story.listed)})}
    events = {root: event for event, root in roots.items()}
    others = named(db, {root for link in story.links for root in (link["claim"], link["other"])})
    found: dict[str, list[Row]] = {}
    for link in story.links:
        for mine, other, first in ((link["claim"], link["other"], True), (link["other"], link["claim"], False)):
            if mine in events and other in others and _reported(others[other], story.asof):
                found.setdefault(events[mine], []).append(link | {"first": first, "there": others[other]})
    return found


def naming(db: Database, id: str) -> list[Row]:
    """The decisions that name the claim `id`, in whichever version: each once, in the order of the log."""
    return list(db.query(_NAMING, {"id": id}))


def replaced_in(db: Database, id: str) -> list[Row]:
    """The supersessions that hold of values of the claim `id`; see `replaced`."""
    return replaced(db, list(db.query(_IN_FORCE, {"id": id})))


def reached(db: Database, supersession: str) -> list[Row]:
    """What a supersession reached, or would if it held; see `replaced`."""
    return replaced(db, list(db.query("select * from superseded_values where supersession = ?", [supersession])))


_ROOTS = "select distinct event, root from claim_spells where event in (select value from json_each(:events))"


def _reported(claim: Row, asof: AsOf) -> bool:
    return asof.reported is None or reported_by(asof.reported, claim["reported"])


def _values(db: Database, events: Collection[str]) -> list[Row]:
    return list(db.query(_VALUES, {"events": _list(events)}))


def _list(names: Iterable[str]) -> str:
    return json.dumps(sorted(set(names)))
