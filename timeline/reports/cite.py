"""A citation is of the record, never of what happened: the log dates it, and it says which state of the log is meant.

Its parts and their order are DataCite's: Creator (PublicationYear): Title. Version. Publisher. Identifier (DataCite
Metadata Schema 4.5, Introduction, Citation), with the ID in the title, as DataCite's own citation of a single event
has it. The timeline stands after the title, because the event or incident is a part of it. Nothing is made up: a part
that the settings do not give is left out, and whoever typed an event in is not its creator.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.values.written import point
from timeline.closest import closest
from timeline.errors import TimelineError
from timeline.folder import Settings
from timeline.log.ids import InvalidId, format_id, nearest, parse_id
from timeline.named import key_in
from timeline.projections import titles, voiced
from timeline.projections.doubted import DOUBTS, doubting
from timeline.projections.now import LABELLED
from timeline.projections.superseding import REPLACED
from timeline.service import Timeline
from timeline.sheets.text import printable

Row = Mapping[str, Any]

#: The state of the tables, for `State`.
STATE = "select prefix, position, recorded_at, as_reported from projection"
#: The row of the event :id, with the last correction that leads on from it, and what became of that. Of a claim also
#: its `chain`, a JSON list of voices, relations and evidence, its `doubts`: see doubted, and what of it was `replaced`;
#: of what has a source its publisher, and when that was published.
EVENT = f"""
    with recursive line(id, replaced_by, status, number) as (
        select id, replaced_by, status, 0 from events where id = :id
        union all
        select later.id, later.replaced_by, later.status, number + 1
        from events as later join line on later.id = line.replaced_by
    )
    select events.*, last.id as last, last.status as last_status, publisher, published, (
            select json_group_array(json_object('voice', voice, 'relation', relation, 'evidence', evidence)) from (
                select voice, relation, evidence from attributions where event = :id and property is null
                order by number
            )) as chain, {DOUBTS} as doubts, {REPLACED} as replaced
    from events left join sources on sources.key = events.source,
        (select id, status from line order by number desc limit 1) as last
    where events.id = :id
"""
#: When the last event entered the log that bears on the incident :slug: declares it, makes a claim on it, or replaces
#: such an event.
BEARING = """
    with bearing as (
        select id, replaced_by, recorded_at from events where incident = :slug
        union
        select id, replaced_by, recorded_at from claim_incidents join events on events.id = claim_incidents.event
        where claim_incidents.incident = :slug
    )
    select max(recorded_at) as recorded_at from (
        select recorded_at from bearing
        union all
        select events.recorded_at from bearing join events on events.id = bearing.replaced_by
    )
"""


@dataclass(frozen=True, slots=True)
class State:
    """The last entry that the tables hold. `recorded_at` is a UTC instant, empty at position 0.

    `as_reported` is the last day on which what they hold was reported; None where they hold everything.
    """

    prefix: str
    position: int
    recorded_at: str
    as_reported: str | None

    @property
    def version(self) -> str:
        """The state in words, the day in UTC: `log position 12, 2026-11-22`."""
        reported = f", as reported by {self.as_reported}" if self.as_reported else ""
        return f"log position {self.position}, {_day(self.recorded_at)}{reported}"


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited, each part on one line; a part that is not known is empty.

    `id` is an event's ID, an incident's slug or, of the whole timeline, the prefix of its IDs. `part_of` is the title
    of the timeline, empty where that itself is cited. `issued` is the UTC day on which the record came to be as it is
    cited. `caution` is what the writer should know first: that the event was corrected, by which.
    """

    id: str
    title: str
    part_of: str
    issued: date
    version: str
    creator: str
    publisher: str
    url: str
    caution: str = ""

    @property
    def number(self) -> str:
        """The ID or slug, of what is a part of the timeline; the whole of it has none."""
        return self.id if self.part_of else ""


def of_event(row: Row, summary: str, settings: Settings, state: State) -> Citation:
    """The citation of an event; `row` is told by EVENT, and `summary` is its own, with names for keys: see titles."""
    title = f"{summary}{_according(row)}"
    return _part(row["id"], title, row["recorded_at"], f"/event/{row['id']}", settings, state, _caution(row))


def of_incident(row: Row, recorded_at: str, settings: Settings, state: State) -> Citation:
    """The citation of an incident; `row` is its row of the table incidents, and `recorded_at` is told by BEARING."""
    return _part(row["slug"], row["title"], recorded_at, f"/incident/{row['slug']}", settings, state)


def of_timeline(settings: Settings, state: State) -> Citation:
    """The citation of the whole timeline in this state. Raises TimelineError for one that holds nothing yet."""
    if not state.position:
        raise TimelineError("There is nothing to cite yet: the timeline holds no event. See timeline append --help.")
    return Citation(
        id=state.prefix,
        title=printable(settings.title),
        part_of="",
        issued=_day(state.recorded_at),
        version=state.version,
        creator=printable(settings.creator),
        publisher=printable(settings.publisher),
        url=settings.base_url and f"{settings.base_url}/",
    )


def cited(timeline: Timeline, names: Iterable[str]) -> list[Citation]:
    """The citations of the events and incidents in the order of `names`, each once; of the whole timeline without any.

    A name is an event's ID, in any spelling, an incident's slug, or a source's key and a claim's label, which stand for
    that claim as it counts now. Raises TimelineError with all that are none of these.
    """
    state = State(**_first(timeline, STATE))
    found, faults = dict[str, Citation](), []
    for name in names:
        try:
            citation = _cited(timeline, name, state)
        except TimelineError as problem:
            faults.append(str(problem))
        else:
            found.setdefault(citation.id, citation)
    if faults:
        raise TimelineError("\n".join(dict.fromkeys(faults)))
    return list(found.values()) or [of_timeline(timeline.settings, state)]


def _cited(timeline: Timeline, name: str, state: State) -> Citation:
    try:
        _, position = parse_id(name, state.prefix)
    except InvalidId as problem:
        slug = key_in(name)
        if incident := _row(timeline, "select * from incidents where slug = :slug", slug=slug):
            recorded_at = _first(timeline, BEARING, slug=slug)["recorded_at"]
            return of_incident(incident, recorded_at, timeline.settings, state)
        if labelled := _labelled(timeline, slug):
            return of_event(labelled, _told(timeline, labelled), timeline.settings, state)
        raise TimelineError(_unknown(timeline, name, slug, state, problem)) from problem
    id = format_id(state.prefix, position)
    if event := _row(timeline, EVENT, id=id):
        return of_event(event, _told(timeline, event), timeline.settings, state)
    if position > state.position:
        so_far = f"this timeline has only {state.position:,} event{'' if state.position == 1 else 's'} so far."
        raise TimelineError(f"{id} is a valid ID, but {so_far}{_meant(nearest(id, state.prefix, state.position))}")
    if _row(timeline, "select id from withheld where id = :id", id=id):
        shown = f'To show it: timeline publish {id} --reason "…"'
        erased = "What it said is erased."
        raise TimelineError(
            f"{id} is withheld from the public: nobody could look it up. "
            f"{shown if timeline.log.get(position).body else erased}"
        )
    why = _first(timeline, "select problem from problems where event = :id", id=id)["problem"]
    raise TimelineError(f"{id} is in the log, but has no effect that could be cited: {why}")


def _told(timeline: Timeline, event: Row) -> str:
    """The summary of an event, in which incidents and sources are called as readers know them."""
    return titles.spelt_out(timeline.db.query, {event["id"]: event["summary"]})[event["id"]]


def _labelled(timeline: Timeline, name: str) -> Row | None:
    """The claim that a source's key and a label stand for, as it counts; as first recorded where it counts no more."""
    source, _, label = name.partition(":")
    for first in timeline.db.query(LABELLED, [source, label]) if label else ():
        row = _first(timeline, EVENT, id=first["id"])
        return row if row["last_status"] != "current" else _first(timeline, EVENT, id=row["last"])
    return None


def _unknown(timeline: Timeline, name: str, slug: str, state: State, problem: InvalidId) -> str:
    """Why `name` cannot be cited, and what may be meant."""
    if source := _row(timeline, "select event from sources where key = :slug", slug=slug):
        recorded = f"The event that recorded it is {source['event']}."
        return f'"{slug}" is a source: cite the source itself, as what it is. {recorded}'
    for kind in ("place", "actor"):
        if found := _row(timeline, f"select event from {kind}s where key = :slug", slug=slug):
            return f'"{slug}" is a recorded {kind}: cite the event that recorded it, {found["event"]}.'
    if ids := nearest(name, state.prefix, state.position):
        return f"{problem}{_meant(ids) if ids[0] not in str(problem) else ''}"
    slugs = [row["slug"] for row in timeline.db.query("select slug from incidents")]
    labelled = " No source has a claim with this label either." if ":" in name else ""
    return f"{problem} Nor is it the slug of an incident.{labelled}{_meant(closest(slug, slugs))}"


def _meant(near: list[str]) -> str:
    return f" Did you mean {near[0]}?" if near else ""


def _row(timeline: Timeline, sql: str, **values: str) -> Row | None:
    return next(iter(timeline.db.query(sql, values)), None)


def _first(timeline: Timeline, sql: str, **values: str) -> Row:
    """The row of a query that always has one."""
    return next(iter(timeline.db.query(sql, values)))


def _part(
    id: str, title: str, recorded_at: str, path: str, settings: Settings, state: State, caution: str = ""
) -> Citation:
    """The citation of a part of the timeline, `path` being its page's."""
    return Citation(
        id=id,
        title=f"{printable(title)} ({id})",
        part_of=printable(settings.title),
        issued=_day(recorded_at),
        version=state.version,
        creator=printable(settings.creator),
        publisher=printable(settings.publisher),
        url=settings.base_url and f"{settings.base_url}{path}",
        caution=caution,
    )


def _according(event: Row) -> str:
    """Who says so, through whom, and when that was published; nothing of an event that is no claim."""
    hops = json.loads(event["chain"])
    if not hops:
        return ""
    day = f", {point(event['published'].partition('T')[0])}" if event["published"] else ""
    kind = event["origin_kind"] if event["origin_kind"] != "own" else "named"
    first, told = (voiced.plain(voiced.told_by(some, kind)) for some in (hops[:1], hops))
    own, others = doubting(json.loads(event["doubts"]), event["origin"])
    whose = f"{first[0].lower() + first[1:] if kind == 'unstated' else first}{own}{told.removeprefix(first)}"
    return f", according to {whose}{others}{day}"


def _caution(event: Row) -> str:
    """What became of an event since it was recorded; nothing of one that is current, all of it."""
    status, by = event["status"], event["replaced_by"]
    if status == "current":
        told = f"Its issuer has replaced what {event['id']} says of {event['replaced']}"
        return f"{told}: say so where you cite it." if event["replaced"] else ""
    what = f"{event['id']} was {status}{f' by {by}' if by else ''}"
    if not by or event["last_status"] != "current":
        later = f", which was {event['last_status']} in its turn" if by else ""
        return f"{what}{later}: say so where you cite it."
    return f"{what}: cite {event['last']}, or say that you mean the old one."


def _day(recorded_at: str) -> date:
    return date.fromisoformat(recorded_at[:10])
