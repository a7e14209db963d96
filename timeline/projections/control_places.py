"""Who held one place is read off the rows of the claims on it: each is an account, or a denial, or does not count."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlite_utils import Database

from events.values import edtf
from timeline.matching.names import normalised
from timeline.projections.control_tables import CONTROL_CHANGES, CONTROL_PERIODS
from timeline.projections.known import Known
from timeline.projections.statements import delete, insert, select, update
from timeline.reconcile.control import UNSTATED, Period, periods
from timeline.reconcile.holding import Account, Denial
from timeline.reconcile.told import AFFIRMS

Row = dict[str, Any]

#: The first and the last day, None where that end is open.
_Days = tuple[date | None, date | None]
#: An incident, and what a claim says that happened to control in it.
_Matter = tuple[str, str]
#: Statuses that are states of their own, whoever is named with them.
_STATES = ("neither", "contested")

_CLAIMS = """
    select control_changes.*, json_extract(body, '$.occurred.extent') as extent,
        coalesce(json_extract(body, '$.occurred.stance'), 'asserts') as occurred_stance,
        (select json_group_array(property) from claim_values
            where event = id and +claim_values.event_status = 'superseded') as superseded,
        (select replied.origin from events as replied where replied.id = events.responds_to) as answers
    from control_changes join events on id = event where identity = ? order by event
"""
#: The claims that deny a claim by answering it, in whichever version, and of how much of the place they speak.
_ANSWERS = """
    with recursive line(root, id) as (
        select event, event from control_changes where identity = ?
        union select root, amends from line join events using (id) where amends is not null
    )
    select root, answers.id, answers.answered, coalesce(scope, 'unstated') as scope, answers.source,
        coalesce(control_changes.origin, answers.origin) as origin,
        coalesce(control_changes.origin_kind, answers.origin_kind) as origin_kind
    from line cross join events as answers on answers.responds_to = line.id
        left join control_changes on event = answers.id
    where +answers.status = 'current' and (answers.stance = 'denies' or exists (
        select 1 from claim_values where event = answers.id and +property = 'kind' and value = 'denial'))
"""


def settle(db: Database, identity: str, known: Known) -> None:
    """Bring the rows of the place with this identity up to date with its rows in control_changes."""
    rows, accounts, found = list(_claims(db, identity)), list[Account](), list[Row]()
    denying, answering = _denying(rows), _answers(db, identity)
    place = min((row["place"] for row in rows), default="")
    for row in rows:
        counts = _counts(row)
        answers = answering.get(row["event"], [])
        denials = sorted({*_outright(row, denying, known), *_answering(answers, row, known)}) if counts else []
        account = _account(row, tuple(denials), known) if counts else None
        if account:
            accounts.append(account)
        events = sorted({denial.event for denial in denials})
        told = {"place": place, "counted": int(counts), "denied_by": json.dumps(events)} | _tells(account)
        if any(row[column] != value for column, value in told.items()):
            update(db, CONTROL_CHANGES.name, {"event": row["event"]}, told)
    if accounts:
        found = [{"identity": identity, "place": place} | row for row in _periods(periods(accounts), _names(db, rows))]
    _write(db, identity, found)


def _claims(db: Database, identity: str) -> Iterator[Row]:
    for row in select(db, _CLAIMS, [identity]):
        yield row | {"superseded": set(json.loads(row["superseded"]))}


def _write(db: Database, identity: str, found: Iterable[Row]) -> None:
    """Have the place's periods be these: those that stay as they are, as most of a long history do, are not touched."""
    new = {tuple(row[name] for name in CONTROL_PERIODS.pk): row for row in found}
    for row in select(db, f"select * from [{CONTROL_PERIODS.name}] where identity = ?", [identity]):
        key = tuple(row[name] for name in CONTROL_PERIODS.pk)
        if new.get(key) == row:
            del new[key]
        else:
            delete(db, CONTROL_PERIODS.name, dict(zip(CONTROL_PERIODS.pk, key, strict=True)))
    insert(db, CONTROL_PERIODS.name, new.values())


def _denies(row: Row) -> bool:
    stands = row["event_status"] == "current" and row["property"] not in row["superseded"]
    return stands and row["stance"] == "denies"


def _counts(row: Row) -> bool:
    """Whether the claim is an account of who held the place, on days that it gives or within an incident."""
    superseded = {"occurred", "place", row["property"]} & row["superseded"]
    if row["event_status"] != "current" or row["stance"] not in AFFIRMS or superseded:
        return False
    if row["kind"] == "observed":
        return bool(_days(row)[1] and _holder(row))
    return bool(_days(row)[1] or row["incident"])


def _account(row: Row, denied_by: tuple[Denial, ...], known: Known) -> Account:
    earliest, latest = _days(row)
    superseded = row["superseded"]
    return Account(
        row["event"],
        row["kind"],
        scope=UNSTATED if "scope" in superseded else row["scope"],
        holder=_holder(row),
        loser=None if {"lost_by", "transferred_by"} & superseded else _party(row, "lost_by"),
        incident=row["incident"],
        earliest=earliest,
        latest=latest,
        stated=row["basis"] == "stated",
        throughout=row["extent"] == "throughout",
        of_parts=row["status"] not in _STATES,
        origin=_voice(row, known),
        denied_by=denied_by,
    )


def _tells(account: Account | None) -> Row:
    """The first and the last day for which an account says who has the place."""
    days = account.tells if account and account.latest and account.holder else (None, None)
    return {
        end: date.fromordinal(day).isoformat() if day else None
        for end, day in zip(("told_from", "told_to"), days, strict=True)
    }


def _voice(row: Row, known: Known) -> tuple[str, ...]:
    """What is equal for claims of one voice; a voice without a name is one within its source alone."""
    named = row["origin_kind"] in ("named", "own")
    return (*known.identity(row["origin"]), "" if named else row["source"])


def _days(row: Row) -> _Days:
    """The days that the claim gives for it. It tells of nothing after its report, however late its days may end."""
    if row["occurred_stance"] not in AFFIRMS or row["extent"] == "cumulative":
        return None, None
    earliest, latest = (date.fromisoformat(row[end]) if row[end] else None for end in ("earliest", "latest"))
    reported = edtf.parse(row["reported"][:10]).latest if row["reported"] else None
    if earliest and reported:
        latest = max(earliest, min(latest or reported, reported))
    return earliest, latest


def _holder(row: Row) -> str | None:
    return row["status"] if row["status"] in _STATES else _party(row, "controller")


def _party(row: Row, which: str) -> str | None:
    """What is the same for names of the same party: the recorded actor, or the name as names are compared."""
    actor = row["actor" if which == "controller" else "lost_by_actor"]
    return actor or (normalised(row[which]) if row[which] else None)


def _denying(rows: Iterable[Row]) -> dict[_Matter, list[Row]]:
    """The denials on the place, by what they are about."""
    found: dict[_Matter, list[Row]] = {}
    for row in filter(_denies, rows):
        if row["incident"]:
            found.setdefault((row["incident"], row["kind"]), []).append(row)
    return found


def _outright(row: Row, denying: Mapping[_Matter, Iterable[Row]], known: Known) -> Iterator[Denial]:
    """The denials on the place that are of the same incident and kind, of no other holder and on no other day.

    One that answers a claim denies it wherever its voice made it, and denies no other voice.
    """
    for denial in denying.get((row["incident"], row["kind"]), ()):
        voice = denial["answers"] is None or known.identity(denial["answers"]) == known.identity(row["origin"])
        if voice and _holder(denial) in (None, _holder(row)) and not _apart(_days(row), _days(denial)):
            yield Denial(denial["event"], denial["scope"], _voice(denial, known))


def _apart(one: _Days, other: _Days) -> bool:
    """Whether no day can be of both; where an end is open, or no day is given, one can."""
    return any(first and last and first > last for first, last in ((one[0], other[1]), (other[0], one[1])))


def _answers(db: Database, identity: str) -> dict[str, list[Row]]:
    """The answers to each claim on the place that deny it, or something of it."""
    found: dict[str, list[Row]] = {}
    for answer in select(db, _ANSWERS, [identity]):
        found.setdefault(answer["root"], []).append(answer)
    return found


def _answering(answers: Iterable[Row], row: Row, known: Known) -> Iterator[Denial]:
    """The claims that deny it in answering it, as a whole or as to who holds the place."""
    for answer in answers:
        fields = set((answer["answered"] or "").split(", ")) - {""}
        if not fields or fields & {row["property"], "controller", "status"}:
            yield Denial(answer["id"], answer["scope"], _voice(answer, known))


def _names(db: Database, rows: Sequence[Row]) -> Mapping[str, tuple[str, str | None]]:
    """The name that readers see of every party, and its key where it is recorded."""
    keys = json.dumps([row[which] for row in rows for which in ("actor", "lost_by_actor") if row[which]])
    query = "select key, name from actors where key in (select value from json_each(?))"
    actors = {row["key"]: row["name"] for row in select(db, query, [keys])}
    found: dict[str, tuple[str, str | None]] = {state: (state, None) for state in _STATES}
    for row in rows:
        for which in ("controller", "lost_by"):
            if party := _party(row, which):
                written = min(row[which], found.get(party, (row[which], None))[0])
                found[party] = (actors[party], party) if party in actors else (written, None)
    return found


def _periods(found: Sequence[Period], names: Mapping[str, tuple[str, str | None]]) -> Iterator[Row]:
    numbers: dict[str, int] = {}
    for period in sorted(found, key=lambda one: (one.scope, one.from_latest, one.to_latest, names[one.controller][0])):
        numbers[period.scope] = numbers.get(period.scope, 0) + 1
        name, actor = names[period.controller]
        ends = ("from_earliest", "from_latest", "to_earliest", "to_latest")
        lists = ("events", "inferred_from", "denied_by", "from_events", "to_events")
        yield {
            "scope": period.scope,
            "controller": name,
            "actor": actor,
            **{end: day.isoformat() if (day := getattr(period, end)) else None for end in ends},
            "told": json.dumps([first if first == last else f"{first}/{last}" for first, last in _runs(period)]),
            **{each: json.dumps(getattr(period, each)) for each in lists},
            "disputed": int(period.disputed),
            "number": numbers[period.scope],
        }


def _runs(period: Period) -> Iterator[tuple[str, str]]:
    return ((first.isoformat(), last.isoformat()) for first, last in period.told)
