"""A claim that answers another is told at both, with how it answers: it need contradict nothing to be seen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from events.values.matters import MATTERS, matters
from timeline.projections import voiced
from timeline.projections.voiced import Voiced
from timeline.reconcile.inferred import sql as marked
from timeline.reconcile.told import AFFIRMS
from timeline.web.queries import Row, Tables

#: How the claim `answer` answers: by what it says of the fields that it answers, or else as a whole.
_STANCE = """coalesce((select min(stance) from claim_values where claim_values.event = answer.id
        and stance in ('denies', 'questions', 'cannot_confirm')
        and (answer.answered is null or instr(', ' || answer.answered || ',', ', ' || property || ','))),
    answer.stance)"""
_DOES = {"denies": "denies", "questions": "questions", "cannot_confirm": "cannot confirm", "confirms": "confirms"}
DONE = {"denies": "Denied", "questions": "Questioned", "cannot_confirm": "Not confirmed", "confirms": "Confirmed"}
_ANSWERS, _ANSWERED = "answers", "Answered"


def _fields() -> str:
    """SQL for the fields that an answer is of, in words, with commas between; NULL for all."""
    told = "', the ' || replace(answer.answered, ', ', ', the ') || ','"
    for field, matter in MATTERS.items():
        told = f"replace({told}, ', the {field},', ', {matter},')"
    return f"replace(trim({told}, ', '), '_', ' ')"


_FIELDS = _fields()
_ALL = f"coalesce({_FIELDS}, 'all of it')"


def _said(words: dict[str, str], other: str) -> str:
    """SQL for what an answer does, in words."""
    cases = " ".join(f"when '{stance}' then '{word}'" for stance, word in words.items())
    return f"case {_STANCE} {cases} else '{other}' end"


#: By which claims that count the claim `events` is answered, and which it answers, as lists of claims with words.
ANSWERED_BY = f"""(select nullif(json_group_array(told), '[]') from (
        select answer.id || ': ' || {_said(_DOES, _ANSWERS)} || ' ' || {_ALL} || ', according to '
            || {marked("answer.origin", "answer.origin_evidence")} as told
        from events as answer where +answer.status = 'current' and answer.responds_to in (
            select root from claim_spells where event = events.id union select events.id)
        order by answer.position))"""
ANSWERS = f"""(select nullif(json_group_array(told), '[]') from (
        select distinct coalesce(answered.event, answer.responds_to) || ': ' || {_ALL} as told
        from events as answer left join claim_spells as answered
            on answered.root = answer.responds_to and answered.to_at is null
        where answer.id = events.id and answer.responds_to is not null order by 1))"""
_APART = f"""+answer.status = 'current' and answered.to_at is null and {_STANCE} != 'confirms' and not exists (
        select 1 from contradicting_values as one join contradicting_values as other using (incident, number)
        where one.event = answer.id and other.event = answered.event)"""
#: Answers that count and neither confirm, nor contradict by a rule what they answer, as rows of contradictions.
OPEN = f"""select distinct answer.incident, 1 as later, answer.position as number, answer.answered as property,
        null as party,
        {_said(DONE, _ANSWERED)} || ' by ' || {marked("answer.origin", "answer.origin_evidence")} || ': '
            || coalesce({_FIELDS} || ', as given by ', 'all of ') || answered.event || '.' as why,
        2 as claim_count, json_array(answered.event, answer.id) as events, 'answer' as rule, answer.type,
        null as lowest, null as highest, null as earliest, null as latest
    from events as answer cross join claim_spells as answered on answered.root = answer.responds_to
    where answer.responds_to > '' and {_APART}"""
#: The claims that count and answer the claim :id, in whichever version.
_TO = f"""
    select answer.id as event, summary, {_STANCE} as stance, answered, origin, origin_kind, origin_evidence,
        (select value from claim_values where event = answer.id and property = 'scope') as scope
    from events as answer where +answer.status = 'current' and answer.responds_to in (
        select root from claim_spells where event = :id union select :id)
    order by answer.position
"""
#: The answers that the claims in a JSON list give, and those that they get.
_AMONG = f"""
    with asked(event) as (select value from json_each(:events)), pairs(answer, answered) as (
        select id, answered.event from asked cross join events on id = asked.event
            cross join claim_spells as answered on answered.root = responds_to
        union
        select id, asked.event from asked cross join claim_spells as own on own.event = asked.event
            cross join events on responds_to = own.root
    )
    select distinct answer.id as event, answered.event as answers, answer.answered, {_STANCE} as stance, answer.origin,
        answer.origin_kind, answer.origin_evidence, answer.summary, told.origin as told_origin,
        told.origin_kind as told_kind, told.origin_evidence as told_evidence
    from pairs cross join events as answer on answer.id = pairs.answer
        cross join claim_spells as answered on answered.event = pairs.answered
        cross join events as told on told.id = pairs.answered
    where :then or (+answer.status = 'current' and answered.to_at is null) order by answer.position
"""


async def to(tables: Tables, claim: str) -> list[Row]:
    """The claims that count and answer this one, in whichever version: `done` is how, and `of` what of it."""
    rows = await tables.rows(_TO, id=claim)
    return [row | {"done": DONE.get(row["stance"], _ANSWERED), "of": _of(row["answered"])} for row in rows]


def does(answer: Row, values: Iterable[Row]) -> str:
    """How a claim answers another: by what it says of the fields that it answers, or else as a whole."""
    fields = (answer["answered"] or "").split(", ")
    doubts = [
        value["stance"]
        for value in values
        if value["stance"] in ("denies", "questions", "cannot_confirm")
        and (not answer["answered"] or value["property"] in fields)
    ]
    return _DOES.get(min(doubts, default=answer["stance"]), _ANSWERS)


async def among(tables: Tables, events: Iterable[str], then: bool = False) -> list[Row]:
    """The answers that these claims give or get: `event` answers `answers`, in the `fields`, or, without any, in all.

    `does` and `done` are words for how, `of` for what of it, empty for all, and `told` for whose that is. `then`: also
    those that count no more.
    """
    rows = await tables.rows(_AMONG, events=json.dumps(sorted(set(events))), then=then)
    return [
        row
        | {
            "does": _DOES.get(row["stance"], _ANSWERS),
            "done": DONE.get(row["stance"], _ANSWERED),
            "fields": row["answered"].split(", ") if row["answered"] else [],
            "of": _of(row["answered"]),
            "told": _whose(row["told_origin"], row["told_kind"], row["told_evidence"]),
            "against": row["stance"] not in AFFIRMS,
        }
        for row in rows
    ]


def _of(answered: str | None) -> str:
    """What of a claim is answered; empty for all of it."""
    return matters(answered.split(", ")) if answered else ""


def _whose(origin: str, kind: str, evidence: str | None) -> Voiced:
    return voiced.first_by({"origin": origin, "origin_kind": kind, "origin_evidence": evidence})


def apart(replies: Iterable[Row], contradictions: Iterable[Row]) -> list[Row]:
    """Those of the answers that neither confirm what they answer, nor stand beside it in one of the `contradictions`.

    These have their `sides`: see `disagreeing`.
    """
    beside = [{value["event"] for side in row["sides"] for value in side["values"]} for row in contradictions]
    return [
        row
        for row in replies
        if row["stance"] != "confirms" and not any({row["event"], row["answers"]} <= events for events in beside)
    ]


def at(replies: Sequence[Row], claim: str) -> dict[str, Any]:
    """What of the answers is told at one claim: those that it `gives`, and those that it `gets`."""
    return {
        "gives": [row for row in replies if row["event"] == claim],
        "gets": [row for row in replies if row["answers"] == claim],
    }


def to_figure(replies: Iterable[Row], figure: Row) -> list[Row]:
    """The answers to a figure: what answers its claim as a whole need not mean it."""
    return [row for row in replies if row["answers"] == figure["event"] and figure["outcome"] in row["fields"]]
