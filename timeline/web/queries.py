"""Every page is read from timeline.db alone, with parameters bound, never pasted into a statement."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlite_utils import Database

from timeline.projections import titles
from timeline.projections.listed import listed
from timeline.projections.now import CHANGES
from timeline.projections.toll import order
from timeline.reports.cite import BEARING, EVENT, STATE, State
from timeline.web import words

Row = dict[str, Any]
Read = TypeVar("Read")

#: Incidents or claims on one page; the rest are in the tables.
MOST = 500
#: Claims on the page of another one; the rest are on that of the incident.
FEW = 8
#: Places or actors on the front page; the rest are in the tables.
FRONT = 60

_CLAIMS = f"""
    select events.id, events.type, events.incident, occurred, earliest, latest, summary, origin, origin_kind,
        origin_evidence, hedge, stance, status, replaced_by, reported, locator, position, events.source, note,
        relation, json_extract(body, '$.occurred.basis') as basis,
        (select title from incidents where slug = events.incident) as incident_title
    from events join ({{claims}}) as wanted on wanted.event = events.id
    order by status != 'current', coalesce(earliest, latest, '9999'), position limit {MOST}
"""
_TOLD_ON = "select event, relation from claim_incidents where incident = :key"
_RESTING = "from events where source = :key and type != 'source_recorded'"
_RESTING_ON = f"select id as event, null as relation {_RESTING} order by position limit {MOST}"
_BESIDE = """
    select event, min(relation) as relation from claim_incidents
    where event != :key and incident in (select incident from claim_incidents where event = :key) group by event
"""
#: Of these the nearest in the log, those first that count.
_NEAREST = f"""
    select event, relation from ({_BESIDE}) join events on events.id = event
    order by status != 'current', abs(position - (select position from events where id = :key)), position limit {FEW}
"""
#: The claims whose ID and relation to an incident are handed in as a JSON object.
GIVEN = "select key as event, value as relation from json_each(:key)"
#: What is told of the claims that are shown, and of no others: their IDs are the JSON list `:events`.
_SHOWN = "event in (select value from json_each(:events))"
_WORDINGS = f"""
    select event, 0 as part, number, wording from claim_values where wording is not null and {_SHOWN}
    union all
    select event, 1, number, wording from casualties where wording is not null and {_SHOWN}
    order by event, part, number
"""
_HEDGES = f"""
    select event, hedge, group_concat(property, ', ') as properties
    from (select distinct event, hedge, property from claim_values where +hedge is not null and {_SHOWN})
    group by event, hedge
"""
_CHAINS = f"select * from attributions where property is null and {_SHOWN} order by event, number"
#: The order of incidents: by their first day, those without any day last.
BY_DAY = "coalesce(earliest, latest, '9999'), coalesce(latest, '9999'), slug"
_GROUPS = """
    select * from incident_casualties where incident in (select value from json_each(:slugs))
    order by incident
"""
#: Those of the events in a JSON list that say what others contradict.
CONTRADICTED = """
    select distinct event as id from contradicting_values cross join contradictions using (incident, number)
    where judgement = 'contradiction' and event in (select value from json_each(:asked))
"""
#: The types of events that only change what another one stands for.
_AMENDING = ("claim_retracted", "undone", "visibility_changed", "event_redacted")


class Tables:
    """timeline.db as the pages read it. `database` is Datasette's own object for it."""

    def __init__(self, database: Any) -> None:
        self.database = database

    async def rows(self, sql: str, **values: Any) -> list[Row]:
        return [dict(row) for row in (await self.database.execute(sql, values)).rows]

    async def row(self, sql: str, **values: Any) -> Row | None:
        for row in await self.rows(sql, **values):
            return row
        return None

    async def read(self, reading: Callable[[Database], Read]) -> Read:
        """What `reading` makes of the tables, in a thread of Datasette's."""
        found: Read = await self.database.execute_fn(
            lambda connection: reading(Database(connection, execute_plugins=False))
        )
        return found

    async def cursor(self) -> tuple[str, int]:
        """The prefix of the timeline's IDs, and the last position that the tables hold."""
        found = await self.row("select prefix, position from projection") or {"prefix": "", "position": 0}
        return found["prefix"], found["position"]

    async def past(self) -> Row:
        """As of when these tables are, where they are of the past: `as_recorded` and `as_reported`, else None."""
        return await self.row("select as_recorded, as_reported from projection") or {}

    async def state(self) -> State:
        """The last entry that the tables hold, as citations name it."""
        return State(**(await self.rows(STATE))[0])

    async def bearing(self, slug: str) -> str:
        """When the last event entered the log that bears on the incident: a UTC instant."""
        return str((await self.rows(BEARING, slug=slug))[0]["recorded_at"])

    async def incidents(self, among: str, most: int = MOST, **values: Any) -> list[Row]:
        """The first incidents whose slugs the statement `among` gives, at `most` so many, in the order of their days.

        Each has its groups of casualties as `figures`.
        """
        listed = f"select * from incidents where slug in ({among}) order by {BY_DAY} limit {most}"
        found = await self.rows(listed, **values)
        slugs = json.dumps([row["slug"] for row in found])
        groups = _by("incident", await self.rows(_GROUPS, slugs=slugs))
        for incident in found:
            incident["figures"] = sorted(groups.get(incident["slug"], []), key=order)
        return found

    async def begun(self, table: str, column: str, name: str) -> list[Row]:
        """The rows of incidents or sources whose name begins as `name` does, which may be meant by it."""
        begins = f"{name[:2].lower()}%"
        return await self.rows(
            f"select [{column}], title from [{table}] where [{column}] like :begins order by 1 limit {MOST}",
            begins=begins,
        )

    async def places(self) -> list[Row]:
        """The places of which it is told who held them, by name: name, and what stands after /place/."""
        return await self.rows(
            f"""select distinct place as path, coalesce(name, place) as name from control_periods
            left join places on key = place order by 2 limit {FRONT}"""
        )

    async def event(self, id: str) -> Row | None:
        """The event's row, with the last correction that leads on from it as `last`, and its `last_status`."""
        return await self.row(EVENT, id=id)

    async def answered(self, event: Row) -> Row | None:
        """The claim that this one answers, as it counts; as it was first recorded where it was retracted."""
        return await self.row(
            """select id, summary, status from events where id = :root or id in (
                select event from claim_spells where root = :root and to_at is null)
            order by status != 'current', position limit 1""",
            root=event["responds_to"],
        )

    async def changes(self, id: str) -> list[Row]:
        """What was done to an event, or by it to another, field by field, the first change first."""
        return await self.rows(CHANGES, id=id)

    async def counting(self, changes: Sequence[Row]) -> str | None:
        """The ID of what counts after `changes`; None where it was retracted."""
        for change in reversed(changes):
            for id in (change["event"], change["amends"]):
                found = await self.event(id)
                if found and found["status"] in ("current", "superseded") and found["type"] not in _AMENDING:
                    return str(id)
        return None

    async def withheld(self, id: str) -> bool:
        """Whether the event is in the log, and nothing of it here."""
        return await self.row("select id from withheld where id = :id", id=id) is not None

    async def redactions(self, id: str) -> list[Row]:
        """By what the event was redacted, and why."""
        return await self.rows("select * from corrections where amends = :id and action = 'redacted'", id=id)

    async def source(self, key: str) -> Row | None:
        return await self.row("select * from sources where key = :key", key=key)

    async def incident(self, slug: str) -> Row | None:
        return await self.row("select * from incidents where slug = :slug", slug=slug)

    async def incident_names(self, summaries: Iterable[str]) -> dict[str, str]:
        """What `titles.told` puts in the place of the slugs in these summaries."""
        slugs = titles.keys(summaries)
        known = await self.rows(titles.KNOWN["incident"], keys=listed(slugs)) if slugs else []
        return titles.names(titles.called("incident", known), {})

    async def declaring(self, of: str, names: Sequence[str]) -> list[str]:
        """The events that record these incidents or places, in the order of the names; events are their own."""
        if of == "event":
            return list(names)
        table, key = {"incident": ("incident_slugs", "slug"), "place": ("places", "key")}[of]
        found = await self.rows(
            f"""select event from json_each(:names) as asked cross join {table} on {table}.{key} = asked.value
            order by asked.key""",
            names=json.dumps(list(names)),
        )
        return [str(row["event"]) for row in found]

    async def titles(self, id: str) -> list[Row]:
        """The incidents that a claim bears on: slug, title and relation."""
        return await self.rows(
            """select incident as slug, title, relation from claim_incidents
            left join incidents on slug = incident where event = :id order by relation = 'counted_in', slug""",
            id=id,
        )

    async def values(self, id: str) -> list[Row]:
        """The values of a claim, each with its chain as `hops`, casualty figures with their row as `entry`."""
        values = await self.rows("select * from claim_values where event = :id order by number", id=id)
        entries = iter(await self.rows("select * from casualties where event = :id order by number", id=id))
        hops = await self.rows("select * from attributions where event = :id order by number", id=id)
        whole, own = chains(hops)
        for value in values:
            # Both tables number a claim's figures in the same order.
            value["entry"] = next(entries, None) if value["party"] is not None else None
            waiting = own.get((value["property"], value["party"]), [])
            mine = next((chain for chain in waiting if chain[0]["voice"] == value["origin"]), None)
            if mine:
                waiting.remove(mine)
            value["hops"], value["own_chain"] = mine or whole, mine is not None
        return values

    async def chain(self, id: str) -> list[Row]:
        """The chain of a claim as a whole, origin first."""
        return await self.rows(
            "select * from attributions where event = :id and property is null order by number", id=id
        )

    async def on_incident(self, slug: str) -> list[Row]:
        """The claims on an incident, in the order of the days that they claim."""
        return await self.claims(_TOLD_ON, slug)

    async def on_source(self, key: str) -> tuple[list[Row], int]:
        """The first claims that rest on a source, and how many do: by their places in it, the current ones first."""
        found = await self.claims(_RESTING_ON, key)
        row = await self.row(f"select count(*) as resting {_RESTING}", key=key)
        found.sort(
            key=lambda claim: (claim["status"] != "current", words.in_order(claim["locator"]), claim["position"])
        )
        return found, row["resting"] if row else 0

    async def beside(self, id: str) -> tuple[list[Row], int]:
        """A few of the other claims on the incidents of a claim, and how many there are."""
        row = await self.row(f"select count(*) as others from ({_BESIDE})", key=id)
        return await self.claims(_NEAREST, id), row["others"] if row else 0

    async def claims(self, claims: str, key: str) -> list[Row]:
        """The claims that the statement `claims` gives, as event and relation, for `:key`; each as pages show it.

        An incident in which casualties count that are told elsewhere is called by its title.
        """
        found = await self.rows(_CLAIMS.format(claims=claims), key=key)
        named = await self.incident_names(claim["summary"] for claim in found)
        events = json.dumps([claim["id"] for claim in found])
        hops, wordings, hedges = [
            _by("event", await self.rows(query, events=events)) for query in (_CHAINS, _WORDINGS, _HEDGES)
        ]
        for claim in found:
            id = claim["id"]
            claim["summary"] = titles.told(claim["summary"], named)
            claim["hops"] = hops.get(id, [])
            claim["wordings"] = list(dict.fromkeys(row["wording"] for row in wordings.get(id, ())))
            claim["hedges"] = [row for row in hedges.get(id, ()) if row["hedge"] != claim["hedge"]]
        return found


def chains(hops: Sequence[Row]) -> tuple[list[Row], dict[tuple[str, str | None], list[list[Row]]]]:
    """The claim's own chain, and the chains of values that came another way, by property and party."""
    whole: list[Row] = []
    own: dict[tuple[str, str | None], list[list[Row]]] = {}
    for hop in hops:
        if hop["property"] is None:
            whole.append(hop)
            continue
        found = own.setdefault((hop["property"], hop["party"]), [])
        if hop["hop"] == 1:
            found.append([])
        found[-1].append(hop)
    return whole, own


def _by(column: str, rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found
