"""A claim that answers another is told at both, with how it answers: it need contradict nothing to be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from events.values.matters import MATTERS, matters
from timeline.projections import voiced
from timeline.projections.disputed import STANCE, said_against
from timeline.projections.listed import listed
from timeline.projections.voiced import Voiced
from timeline.reconcile.comparing import UNSTATED
from timeline.reconcile.inferred import sql as marked
from timeline.reconcile.told import AFFIRMS, WHOLE_CLAIM
from timeline.web.marks import DOUBTS, MARKS, Mark
from timeline.web.queries import Row, Tables

#: Of which part of a place the claim `answer` tells.
_SCOPE = "(select value from claim_values where event = answer.id and property = 'scope')"
_PART = f"', for the ' || nullif({_SCOPE}, '{UNSTATED}')"
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
_ALL = f"coalesce({_FIELDS} || coalesce({_PART}, ''), 'it' || {_PART}, 'all of it')"


def _said(words: dict[str, str], other: str) -> str:
    """SQL for what an answer does, in words."""
    cases = " ".join(f"when '{stance}' then '{word}'" for stance, word in words.items())
    return f"case {STANCE} {cases} else '{other}' end"


#: By which claims that count the claim `events` is answered, and which it answers, as lists of claims with words.
ANSWERED_BY = f"""(select nullif(json_group_array(told), '[]') from (
        select answer.id || ': ' || {_said(_DOES, _ANSWERS)} || ' ' || {_ALL} || ', according to '
            || {marked("answer.origin", "answer.origin_evidence")} as told
        from events as answer where +answer.status = 'current' and answer.responds_to in (
            select root from claim_spells where event = events.id union select events.id)
        order by answer.position))"""
ANSWERS = f"""(select nullif(json_group_array(told), '[]') from (
        select distinct coalesce(answered.event, answer.responds_to) || ': ' || {_said(_DOES, _ANSWERS)} || ' '
            || {_ALL} as told
        from events as answer left join claim_spells as answered
            on answered.root = answer.responds_to and answered.to_at is null
        where answer.id = events.id and answer.responds_to is not null order by 1))"""
_APART = f"""+answer.status = 'current' and answered.to_at is null and {STANCE} != 'confirms' and not exists (
        select 1 from contradicting_values as one join contradicting_values as other using (incident, number)
        where one.event = answer.id and other.event = answered.event)"""
#: Answers that count and neither confirm, nor contradict by a rule what they answer, as rows of contradictions.
OPEN = f"""select distinct answer.incident, 1 as later, answer.position as number, answer.answered as property,
        null as party,
        {_said(DONE, _ANSWERED)} || ' by ' || {marked("answer.origin", "answer.origin_evidence")}
            || coalesce({_PART}, '') || ': '
            || coalesce({_FIELDS} || ', as given by ', iif({_PART} is null, 'all of ', '')) || answered.event
            || '.' as why,
        2 as claim_count, json_array(answered.event, answer.id) as events, 'answer' as rule, answer.type,
        null as lowest, null as highest, null as earliest, null as latest
    from events as answer cross join claim_spells as answered on answered.root = answer.responds_to
    where answer.responds_to > '' and {_APART}"""
#: The claims that count and answer the claim :id, in whichever version.
_TO = f"""
    select answer.id as event, summary, {STANCE} as stance, answered, origin, origin_kind, origin_evidence,
        {_SCOPE} as scope
    from events as answer where +answer.status = 'current' and answer.responds_to in (
        select root from claim_spells where event = :id union select :id)
    order by answer.position
"""
_SAYING = """select own.event as answers, other.event, other.stance, other.property, other.origin, other.origin_kind,
    other.origin_evidence, other.scope"""
#: What claims say, by a rule, against values that others affirm, where either is in a JSON list: in whichever claim it
#: is told.
_AGAINST = f"""
    {_SAYING} {said_against(asked="own", beside="other")}
    union {_SAYING} {said_against(asked="other", beside="own")}
    order by own.event, other.event, other.property
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
    select distinct answer.id as event, answered.event as answers, answer.answered, {STANCE} as stance, answer.origin,
        answer.origin_kind, answer.origin_evidence, answer.summary, {_SCOPE} as scope, told.origin as told_origin,
        told.origin_kind as told_kind, told.origin_evidence as told_evidence
    from pairs cross join events as answer on answer.id = pairs.answer
        cross join claim_spells as answered on answered.event = pairs.answered
        cross join events as told on told.id = pairs.answered
    where :then or (+answer.status = 'current' and answered.to_at is null) order by answer.position
"""


async def to(tables: Tables, claim: str) -> list[Row]:
    """The claims that count and answer this one, in whichever version: `done` is how, and `of` what of it."""
    rows = await tables.rows(_TO, id=claim)
    return [row | _how(row["stance"]) | {"of": _of(row["answered"])} for row in rows]


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

    `does` and `done` are words for how, `of` for what of it, empty for all, and `told` for whose that is; `scope` is
    the part of a place that is meant. `then`: also those that count no more.
    """
    rows = await tables.rows(_AMONG, events=listed(events), then=then)
    return [
        row
        | _how(row["stance"])
        | {
            "fields": row["answered"].split(", ") if row["answered"] else [],
            "of": _of(row["answered"]),
            "told": _whose(row["told_origin"], row["told_kind"], row["told_evidence"]),
            "against": row["stance"] not in AFFIRMS,
        }
        for row in rows
    ]


async def against(tables: Tables, events: Iterable[str]) -> list[Row]:
    """What contradicts these claims by denying or doubting what they say, or in them what others say; as in `among`.

    Nobody need answer all of them: a general who denies one report of a happening denies each by the same voice.
    """
    return _denials(await tables.rows(_AGAINST, events=listed(events)))


def against_in(contradictions: Iterable[Row]) -> list[Row]:
    """The same, of the claims that take part in these `contradictions`, which have their `sides`: see `disagreeing`."""
    found = []
    for row in contradictions:
        values = [value for side in row["sides"] for value in side["values"]]
        others = [value for value in values if value["stance"] in DOUBTS]
        found += [
            other | {"answers": own["event"]}
            for own in values
            for other in others
            if own["stance"] in AFFIRMS and own["event"] != other["event"]
        ]
    return _denials(found)


def _denials(pairs: Iterable[Row]) -> list[Row]:
    """One for each two claims: what a claim denies as a whole it denies in no value besides."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in pairs:
        found.setdefault((row["answers"], row["event"]), []).append(row)
    return [_denial(rows) for rows in found.values()]


def _denial(rows: Sequence[Row]) -> Row:
    whole = next((row for row in rows if row["property"] == WHOLE_CLAIM), None)
    fields = [] if whole else [row["property"] for row in rows]
    row = whole or rows[0]
    return row | _how(row["stance"]) | {"fields": fields, "of": matters(fields) if fields else "", "against": True}


def _how(stance: str) -> Row:
    """How a claim is answered so: `done` in a word, and its `mark`; and what answers it `does`."""
    return {"done": DONE.get(stance, _ANSWERED), "mark": mark(stance), "does": _DOES.get(stance, _ANSWERS)}


def mark(stance: str) -> Mark:
    """What is said of a claim that is answered so."""
    style, shape, _ = MARKS["stance"].get(stance, ("", "", ""))
    return style, shape, DONE.get(stance, _ANSWERED).lower()


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


def at(replies: Sequence[Row], claim: str, denials: Sequence[Row] = ()) -> dict[str, Any]:
    """What of the answers is told at one claim: those that it `gives`, and those that it `gets`.

    `denials` contradict it without having been given as answers to it: whose answer is told is not told again. Those
    that it gives alike are one, with all that it so `answers`.
    """
    gives = [row for row in replies if row["event"] == claim]
    answered = {row["answers"] for row in gives}
    gives += [row for row in denials if row["event"] == claim and row["answers"] not in answered]
    alike: dict[tuple[str, ...], Row] = {}
    for row in gives:
        one = alike.setdefault((row["does"], row["of"], row["scope"]), row | {"answers": []})
        one["answers"].append(row["answers"])
    return {
        "gives": list(alike.values()),
        "gets": with_denials([row for row in replies if row["answers"] == claim], denials, claim),
    }


def with_denials(answers: Sequence[Row], denials: Iterable[Row], claim: str) -> list[Row]:
    """The answers to a claim, and what denies it besides, each by another claim."""
    answering = {row["event"] for row in answers}
    return [*answers, *(row for row in denials if row["answers"] == claim and row["event"] not in answering)]


def to_figure(replies: Iterable[Row], figure: Row) -> list[Row]:
    """The answers to a figure: what answers its claim as a whole need not mean it."""
    return [row for row in replies if row["answers"] == figure["event"] and figure["outcome"] in row["fields"]]
