"""On what others contradict a claim, and who doubts it, is read from the tables alone: no vocabulary is needed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from events.values.matters import matter, matters
from events.values.outcomes import OUTCOMES
from timeline.projections.counted import with_counted
from timeline.projections.doubted import DONE
from timeline.projections.kept import Queried
from timeline.projections.listed import listed
from timeline.projections.toll import number_of
from timeline.reconcile.told import AFFIRMS

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
#: How the claim `answer` answers: by the sharpest of what it says of the fields that it answers, as far as its issuer
#: has not replaced that, or else as a whole.
STANCE = """coalesce((select stance from claim_values where claim_values.event = answer.id
        and stance in ('denies', 'questions', 'cannot_confirm') and superseded_by is null
        and (answer.answered is null or instr(', ' || answer.answered || ',', ', ' || property || ','))
        order by instr('denies, questions, cannot_confirm', stance) limit 1),
    answer.stance)"""
_ANSWERED = f"""
    select answered.event, answer.id as doubted_by, {STANCE} as stance
    from json_each(:events) as asked cross join claim_spells as answered on answered.event = asked.value
        cross join events as answer on answer.responds_to = answered.root
    where {STANCE} in ('denies', 'questions', 'cannot_confirm')
"""


#: How a value is told that another is against, and how that is.
_STANCES = {"own": "'asserts', 'confirms'", "other": "'denies', 'questions', 'cannot_confirm'"}


def said_against(asked: str, beside: str) -> str:
    """SQL from `from` on: by a rule, the value `other` is against `own`, which is affirmed in another claim.

    Either is of a claim in a JSON list: `asked`. `beside` is the one that is found with it: of each contradiction once
    for all that are asked, of which there may be a thousand on one incident.
    """
    return f"""
    from json_each(:events) as asked cross join contradicting_values as {asked} on {asked}.event = asked.value
        cross join (
            select distinct contradicting_values.* from (
                select distinct incident, number from json_each(:events) as asked
                    cross join contradicting_values on event = asked.value
            ) cross join contradictions using (incident, number)
                cross join contradicting_values using (incident, number)
            where judgement = 'contradiction' and stance in ({_STANCES[beside]})
        ) as {beside} on {beside}.incident = {asked}.incident and {beside}.number = {asked}.number
    where {asked}.stance in ({_STANCES[asked]}) and other.event != own.event
"""


#: Who denies or doubts the claims in a JSON list, and how: whoever answers them, or contradicts them by a rule.
AGAINST = f"""
    {_ANSWERED} and answered.to_at is null and +answer.status = 'current'
    union
    select own.event, other.event, other.stance
    {said_against(asked="own", beside="other")}
    order by event, stance, doubted_by
"""
#: What the claim :id denies or doubts of others that count, and how: it answers them, or contradicts them by a rule.
_DENIED = f"""
    select answered.event as id, {STANCE} as stance, answer.answered as fields
    from events as answer cross join claim_spells as answered on answered.root = answer.responds_to
    where answer.id = :id and +answer.status = 'current' and answered.to_at is null
        and {STANCE} in ('denies', 'questions', 'cannot_confirm')
    union
    select own.event, other.stance, nullif(other.property, 'claim')
    {said_against(asked="other", beside="own")}
    order by 1, 2, 3
"""
#: The claims in a JSON list that others in it answer, and how.
_ANSWERS = f"""
    select distinct answered.event, answer.id as answer, {STANCE} as stance
    from json_each(:events) as asked cross join events as answer on answer.id = asked.value
        cross join claim_spells as answered on answered.root = answer.responds_to
    where answered.event in (select value from json_each(:events)) order by answer.position
"""
_VOICES = """
    select id, origin, origin_evidence,
        (select value from claim_values where event = id and property = 'scope') as scope
    from events where id in (select value from json_each(:events))
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


def doubts(db: Queried, id: str) -> list[dict[str, Any]]:
    """Who denies or doubts the claim: the `event` that does, how, whose that is, and of which part of a place."""
    return [one for _, one in _doubting(db, db.query(AGAINST, {"events": listed([id])}))]


def denied(db: Queried, id: str) -> list[dict[str, Any]]:
    """What the claim denies or doubts of others, those `claims` together of which it does so alike: how, and `of` what.

    That is empty where it is all of each.
    """
    claims: dict[tuple[str, str], dict[str, None]] = {}
    for row in db.query(_DENIED, {"id": id, "events": listed([id])}):
        of = claims.setdefault((row["stance"], row["id"]), {})
        of.update(dict.fromkeys((row["fields"] or "").split(", ")))
    found: dict[tuple[str, str], list[str]] = {}
    for (stance, claim), fields in claims.items():
        found.setdefault((stance, "" if "" in fields else matters(fields)), []).append(claim)
    return [{"stance": stance, "of": of, "claims": ids} for (stance, of), ids in found.items()]


def doubts_among(db: Queried, claims: Iterable[str], contradictions: Iterable[Row]) -> dict[str, list[dict[str, Any]]]:
    """The same for claims that counted at some time, by claim, as far as these themselves do so.

    `contradictions` are those of then, with their `sides`.
    """
    among = set(claims)
    rows = {tuple(row.values()) for row in db.query(_ANSWERED, {"events": listed(among)}) if row["doubted_by"] in among}
    for row in contradictions:
        values = [value for side in row["sides"] for value in side["values"] if row["judgement"] == "contradiction"]
        rows |= {
            (own["event"], other["event"], other["stance"])
            for own in values
            for other in values
            if own["stance"] in AFFIRMS and other["stance"] in DONE and own["event"] != other["event"]
        }
    found: dict[str, list[dict[str, Any]]] = {}
    named = (dict(zip(("event", "doubted_by", "stance"), row, strict=True)) for row in sorted(rows))
    for claim, one in _doubting(db, named):
        found.setdefault(claim, []).append(one)
    return found


def answers_apart(db: Queried, claims: Iterable[str], contradictions: Iterable[Row]) -> dict[str, list[str]]:
    """By which others these claims are answered, in words, where both may be true: `answered by HEL-0000-0066-83`.

    They stand beside each other in none of the `contradictions`.
    """
    beside = [set(json.loads(row["events"])) for row in contradictions if row["judgement"] == "contradiction"]
    found: dict[str, list[str]] = {}
    for row in db.query(_ANSWERS, {"events": listed(claims)}):
        if not any({row["answer"], row["event"]} <= events for events in beside):
            done = DONE.get(row["stance"], "confirmed" if row["stance"] == "confirms" else "answered")
            found.setdefault(row["event"], []).append(f"{done} by {row['answer']}")
    return found


def _doubting(db: Queried, rows: Iterable[Row]) -> list[tuple[str, dict[str, Any]]]:
    """Each row's claim, and who doubts it."""
    found = list(rows)
    voices = {row["id"]: row for row in db.query(_VOICES, {"events": listed(row["doubted_by"] for row in found)})}
    return [
        (
            row["event"],
            {"event": row["doubted_by"], "stance": row["stance"]}
            | {name: voices[row["doubted_by"]][name] for name in ("origin", "origin_evidence", "scope")},
        )
        for row in found
    ]
