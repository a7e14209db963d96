"""What was known of every incident at any time: one row for each state, from when until when it was the last word."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from timeline.projections.contradictions import told_of
from timeline.projections.evidence import Evidence, Then
from timeline.projections.statements import Waiting, delete, select
from timeline.projections.summary import extents, incident, places
from timeline.projections.tables import Column, Table
from timeline.projections.toll import order, toll
from timeline.reconcile.reported import latest_day

Row = dict[str, Any]

_KNOWN = (
    Column("earliest", str, "The first local day that a claim allowed, as in incidents."),
    Column("latest", str, "The last local day that a claim allowed, as in incidents."),
    Column("place", str, "Where it happened, as named by its most precise claim."),
    Column(
        "casualties",
        str,
        "The lowest and highest figures claimed, in words: up to 40 Taliban killed; “up to” and “or more” leave the "
        "other end open.",
        label="Casualties claimed",
    ),
    Column("claim_count", int, "How many claims counted.", label="Claims"),
    Column("source_count", int, "How many sources these claims cite.", label="Sources"),
    Column(
        "origins_min",
        int,
        "The least number of independent origins that affirmed it.",
        label="Independent origins, at least",
    ),
    Column(
        "origins_max",
        int,
        "The greatest number of independent origins that affirmed it.",
        label="Independent origins, at most",
    ),
    Column("basis", str, "Whence its days were, as in incidents.", label="Basis of the days"),
)
INCIDENTS_AS_RECORDED = Table(
    "incidents_as_recorded",
    "What this timeline said of each incident at any time: one row for each state that its claims and decisions gave. "
    "Sources and titles are as they are now.",
    (
        Column("incident", str, "The incident's slug.", index=True),
        Column("from_at", str, "Since when this was recorded, UTC.", label="From"),
        Column("to_at", str, "Until when, UTC; NULL while it holds.", label="To"),
        *_KNOWN,
    ),
    pk=("incident", "from_at"),
    sort="from_at",
)
INCIDENTS_AS_REPORTED = Table(
    "incidents_as_reported",
    "What was known of each incident by the end of any day, out of sources that bear that day or an earlier one. Our "
    "own corrections apply throughout; a statement that its issuer replaced counts until the new one was published.",
    (
        Column("incident", str, "The incident.", "incidents"),
        Column("from_day", str, "The first day by the end of which this was known."),
        Column("to_day", str, "The last day for which this holds; NULL while it holds."),
        *_KNOWN,
        Column(
            "disputed",
            int,
            "1 where the sources published by then contradicted each other on it; else 0.",
            label="In dispute",
        ),
        Column(
            "rival_days",
            int,
            "1 where these contradicted each other on its day, as in incidents; else 0.",
            label="Rival days",
        ),
        Column("places_named", int, "How many places the claims on it named by then."),
    ),
    pk=("incident", "from_day"),
    sort="from_day",
)
TABLES = (INCIDENTS_AS_RECORDED, INCIDENTS_AS_REPORTED)

_NAMES = tuple(column.name for column in _KNOWN)
#: Of which incident a state was, and when.
_WHEN = frozenset({"incident", "from_at", "to_at", "from_day", "to_day"})
#: Later than any day.
_NEVER = "9999-99-99"
#: When a slug was declared, by whatever event or correction; and when it was merged into another.
_DECLARED = """
    with recursive up(id, amends) as (
        select id, amends from events where id = (select event from incident_slugs where slug = :slug)
        union select events.id, events.amends from up join events on events.id = up.amends
    )
    select min(recorded_at) as at from up join events using (id)
"""
_MERGED = """
    select spells.from_at, spells.to_at from incident_merges join decision_spells as spells using (event)
    where slug = :slug
"""


class States:
    """What was known of one incident at any time; of times at which the same counted it is reckoned once."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._found: dict[Hashable, tuple[Row, Row, int]] = {}
        self._compared: dict[Hashable, Row] = {}

    def at(self, recorded: str | None = None, reported: date | None = None) -> Row:
        """What the tables of the past say of it then."""
        return self._of(self.evidence.then(recorded, reported))[1]

    def reported(self, day: date) -> Row | None:
        """The same as reported by the day; None where nothing was."""
        then = self.evidence.then(reported=day)
        if not then.claims:
            return None
        if then.key not in self._compared:
            self._compared[then.key] = told_of(self.evidence.of(then))
        _, told, named = self._of(then)
        return told | self._compared[then.key] | {"places_named": named}

    def compared(self, told: Row) -> None:
        """Whether what counts now is in dispute, and its day, which has been found already."""
        self._compared[self.evidence.then().key] = {name: told[name] for name in ("disputed", "rival_days")}

    def now(self) -> Row:
        """Its row among the incidents, but for its names, as of now."""
        row, told, _ = self._of(self.evidence.then())
        return row | {"casualties": told["casualties"]}

    def _of(self, then: Then) -> tuple[Row, Row, int]:
        """Its row as of that time, what of it the tables of the past say, and how many places are named."""
        key = then.key
        if key not in self._found:
            counted = self.evidence.of(then)
            row = incident(counted)
            self._found[key] = row, _known(row, counted), places(counted)
        return self._found[key]


def refresh(db: Database, slug: str, known: States, since: str | None, made: Waiting) -> None:
    """Recompute the states of one incident from all that was ever claimed on it.

    Those before the instant `since`, and of days on which nothing has changed since then, are kept; None: none is.
    The others are added to `made`.
    """
    evidence = known.evidence
    merged = list(select(db, _MERGED, {"slug": slug}))
    declared = next(select(db, _DECLARED, {"slug": slug}))["at"]
    if declared is None or any(merge["to_at"] is None for merge in merged):
        since = None
    day = _first_day(evidence, since) if since else None
    before = _kept(db, INCIDENTS_AS_RECORDED, "from_at", slug, since)
    told = _kept(db, INCIDENTS_AS_REPORTED, "from_day", slug, day)
    if declared is None:
        return
    states = recorded(known, declared, merged, since or "", before)
    made.add(INCIDENTS_AS_RECORDED.name, ({"incident": slug} | row for row in states))
    if all(merge["to_at"] for merge in merged):
        made.add(INCIDENTS_AS_REPORTED.name, as_reported(slug, known, day or "", told))


def as_reported(slug: str, known: States, since: str = "", before: Row | None = None) -> Iterator[Row]:
    """The rows of INCIDENTS_AS_REPORTED of the incident; see `reported`."""
    return ({"incident": slug} | row for row in reported(known, since, before))


def _first_day(evidence: Evidence, since: str) -> str | None:
    """The first day of which anything may look different since the instant `since`."""
    changed = (claim for claim in evidence.claims if max(claim["from_at"], claim["to_at"] or "") >= since)
    return min((latest_day(claim["reported"]).isoformat() for claim in changed if claim["reported"]), default=_NEVER)


def _kept(db: Database, table: Table, column: str, slug: str, since: str | None) -> Row | None:
    """Remove the states that began at `since` or later, and take away the last one of the others, to go on with it."""
    if since is None:
        delete(db, table.name, {"incident": slug})
        return None
    earlier = f"select * from [{table.name}] where incident = ? and [{column}] < ? order by [{column}] desc limit 1"
    last = next(select(db, earlier, [slug, since]), None)
    db.execute(
        f"delete from [{table.name}] where incident = ? and [{column}] >= ?", [slug, last[column] if last else ""]
    )
    return last


def recorded(
    known: States, declared: str, merged: Iterable[Row], since: str = "", before: Row | None = None
) -> Iterator[Row]:
    """The states of an incident that was declared at the instant `declared`, and merged during the spells `merged`.

    From the instant `since` on; `before` is the state that held until then.
    """
    gone = [(merge["from_at"], merge["to_at"]) for merge in merged]
    instants = {declared}
    for spell in known.evidence.spells():
        instants |= {spell["from_at"], spell["to_at"]}
    for start, end in gone:
        instants |= {start, end}

    def state(at: str) -> Row | None:
        if any(start <= at and (end is None or at < end) for start, end in gone):
            return None
        return known.at(recorded=at)

    moments = sorted(instant for instant in instants if instant is not None and instant >= max(declared, since))
    for row, start, end in _states(moments, state, before, "from_at"):
        yield {"from_at": start, "to_at": end} | row


def reported(known: States, since: str = "", before: Row | None = None) -> Iterator[Row]:
    """The states of an incident by the days that its sources bear.

    From the day `since` on; `before` is the state that held until then.
    """
    evidence = known.evidence
    now = [claim for claim in evidence.claims if claim["to_at"] is None and claim["reported"]]
    days = {latest_day(claim["reported"]) for claim in now}
    for one in evidence.replaced:
        days |= set(map(latest_day, one.moments()))

    def state(day: str) -> Row | None:
        return known.reported(date.fromisoformat(day))

    moments = sorted(day for day in (found.isoformat() for found in days) if day >= since)
    for row, start, end in _states(moments, state, before, "from_day"):
        last = (date.fromisoformat(end) - timedelta(days=1)).isoformat() if end else None
        yield {"from_day": start, "to_day": last} | row


def _states(
    moments: list[str], state: Callable[[str], Row | None], before: Row | None, column: str
) -> Iterator[tuple[Row, str, str | None]]:
    """Each state with the moment from which, and the one until which it held; None where it still holds."""
    current, since = None, ""
    if before:
        current, since = {name: known for name, known in before.items() if name not in _WHEN}, before[column]
    for moment in moments:
        found = state(moment)
        if found != current:
            if current is not None:
                yield current, since, moment
            current, since = found, moment
    if current is not None:
        yield current, since, None


def _known(row: Row, evidence: Evidence) -> Row:
    """Of the row of an incident, and of the evidence that it rests on, what is said of the past."""
    told = "; ".join(map(toll, sorted(extents(evidence), key=order)))
    return {name: row[name] for name in _NAMES if name != "casualties"} | {"casualties": told or None}
