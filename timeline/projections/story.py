"""The story of an incident is told as of any time by the same rows: those of now are in tables, those of then made.

What was known then is made of the evidence of then by the functions that make the tables' rows of now.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from timeline.projections import contradictions, disagreeing, now
from timeline.projections.beside import others
from timeline.projections.connected import carried, through, tied
from timeline.projections.connected import links as linked
from timeline.projections.counted import with_counted
from timeline.projections.evidence import Evidence, Reading
from timeline.projections.known import known_in
from timeline.projections.located import Located
from timeline.projections.lost import along
from timeline.projections.past import States
from timeline.projections.resolving import course
from timeline.projections.summary import casualties, incident, origins, quantities
from timeline.reconcile.asof import NOW, AsOf

Row = dict[str, Any]

_TITLE = "select title from incident_slugs where slug = :slug"
_FIGURES = """
    with counting(event) as (select value from json_each(:events)),
        -- Both tables have the figures of a claim in the same order.
        numbered as (
            select event, number, row_number() over (partition by event order by number) as figure
            from claim_values where party is not null and event in (select event from counting)
        )
    select casualties.*, told.title as told_title, counted.title as counted_title, events.type,
        (counted_in is null or counted_in = :slug) as counts, numbered.number as of_value
    from casualties join counting using (event) join events on events.id = casualties.event
        join numbered on numbered.event = casualties.event and numbered.figure = casualties.number
        left join incidents as told on told.slug = casualties.incident
        left join incidents as counted on counted.slug = counted_in
    where casualties.incident = :slug or counted_in = :slug order by position, casualties.number
"""
_VALUES = """
    select claim_values.*, type from claim_values join events on id = event
    where party is null and event in (select value from json_each(:events)) order by position, number
"""
_SOURCES = "select distinct source from events where id in (select value from json_each(:events))"
_ROOTS = "select distinct event, root from claim_spells where incident = :slug"


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of one incident as of `asof`; `claims` are the IDs of those that count, with their relation to it.

    `superseded_claims` are those of which nothing is left on it, since their issuers replaced it. `figures` are those
    told of it or counted in it: `counts` says whether they count here, `superseded_by` by what they were replaced, and
    `origin_actor` who their voice is. `others` are the voices that bear on it and are no origins (see `beside`).
    `superseded` are all values that were, and `links` what makes its claims dependent. `agreed` is what sources tell
    alike, and `contradictions` what they do not (see `disagreeing`). `lost` is what the words held back and derived
    claims do not. Of a reported number these rows tell what it counts (see `counted`).
    """

    asof: AsOf
    incident: Row
    claims: dict[str, str]
    superseded_claims: dict[str, str]
    casualties: list[Row]
    quantities: list[Row]
    origins: list[Row]
    others: list[Row]
    figures: list[Row]
    superseded: list[Row]
    links: list[Row]
    contradictions: list[Row]
    agreed: list[Row]
    lost: list[Row]

    @property
    def listed(self) -> dict[str, str]:
        """All claims that readers are to see, those that count first."""
        return self.claims | self.superseded_claims


def story(db: Database, slug: str, asof: AsOf = NOW) -> Story | None:
    """What the tables in `db` tell of the incident `slug`; None where there is none, or it was merged by then."""
    titles = [row["title"] for row in db.query(_TITLE, {"slug": slug})]
    if not titles or stands_for(db, slug, asof) != slug:
        return None
    if asof:
        whole = Reading(db).of(slug)
        then = whole.at(asof.recorded, asof.reported)
        row = {"slug": slug, "title": titles[0]} | Located(db).completed(incident(then))
        claims, gone = (_related(rows) for rows in (then.claims, then.superseded))
        groups, numbers, found = casualties(then), quantities(then), origins(then)
        marks, links = list(then.marks), list(then.links)
        figures = list(_then(db, whole, claims | gone, marks, asof))
        known, disputed, lost = then.known, disagreeing.then(then), list(along(then))
        roots, ties = {claim["event"]: claim["root"] for claim in then.claims}, then.ties
        row |= contradictions.told(disputed)
        row["casualties"] = States(whole).at(asof.recorded, asof.reported)["casualties"]
    else:
        row = next(db.query("select * from incidents where slug = :slug", {"slug": slug}))
        del row["names"]  # for the search alone
        known, (claims, gone) = known_in(db), now.claims(db, slug)
        groups, numbers, found, lost = (now.rows(db, table, slug) for table in now.TABLES)
        marks = now.superseded(db, slug)
        sources = (row["source"] for row in db.query(_SOURCES, {"events": json.dumps(list(claims))}))
        roots = {row["event"]: row["root"] for row in db.query(_ROOTS, {"slug": slug})}
        links = list(filter(NOW.holds, linked(db, roots.values())))
        carriers = {roots[event]: voices for event, voices in through(db, links, claims).items()}
        ties = tied(links, carried(db, sources), known, carriers)
        disputed = disagreeing.now(db, slug, ties)
        figures = list(_now(db, slug, claims | gone, marks))
    figures = [figure | {"origin_actor": known.actor(figure["origin"])} for figure in figures]
    superseded = {(mark["event"], mark["number"]) for mark in marks}
    rest = others(db, claims, figures, superseded, found, known)
    values = db.query(_VALUES, {"events": json.dumps([id for id in claims if claims[id] != "counted_in"])})
    agreed = disagreeing.agreed(
        (row for row in figures if row["counts"] and not row["superseded_by"]),
        (row for row in values if (row["event"], row["number"]) not in superseded),
        disputed,
        known,
        roots,
        ties,
    )
    disputed, marks, lost = (with_counted(db, rows) for rows in (disputed, marks, lost))
    return Story(asof, row, claims, gone, groups, numbers, found, rest, figures, marks, links, disputed, agreed, lost)


def stands_for(db: Database, slug: str, asof: AsOf = NOW) -> str:
    """The incident that `slug` stood for then: itself, or the one that it was merged into."""
    return course(db, [slug]).at(asof).incident(slug)


def _related(claims: Iterable[Row]) -> dict[str, str]:
    return {claim["event"]: claim["relation"] for claim in claims}


def _now(db: Database, slug: str, claims: Iterable[str], marks: Iterable[Row]) -> Iterator[Row]:
    by = _superseding(marks)
    for row in db.query(_FIGURES, {"slug": slug, "events": json.dumps(list(claims))}):
        yield row | {"superseded_by": by.get((row["event"], row["of_value"]))}


def _then(db: Database, whole: Evidence, claims: Mapping[str, str], marks: Iterable[Row], asof: AsOf) -> Iterator[Row]:
    """The figures by what their slugs stood for then; of those that counted elsewhere, such as were told here."""
    by, slugs = _superseding(marks), whole.course.at(asof)
    titles = {row["slug"]: row["title"] for row in db.query("select slug, title from incidents")}
    types = {claim["event"]: claim["type"] for claim in whole.claims}
    in_order = {claim["event"]: number for number, claim in enumerate(whole.claims)}
    for row in sorted(whole.figures, key=lambda row: (in_order[row["event"]], row["number"])):
        if row["event"] not in claims:
            continue
        counts = bool(row["written"]) and slugs.of(row["root"], row["written"]) == whole.slug
        if counts or claims[row["event"]] == "told":
            yield row | {
                "type": types[row["event"]],
                "told_title": titles.get(row["incident"]),
                "counted_title": titles.get(row["counted_in"]),
                "counts": counts,
                "superseded_by": by.get((row["event"], row["of_value"])),
            }


def _superseding(marks: Iterable[Row]) -> dict[tuple[str, int], str]:
    return {(mark["event"], mark["number"]): mark["supersession"] for mark in marks}
