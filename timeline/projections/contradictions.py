"""The contradictions of an incident follow from the current claims on it and from the recorded places and actors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from timeline.projections import lone
from timeline.projections.columns import EVIDENCE
from timeline.projections.evidence import Evidence
from timeline.projections.statements import Waiting
from timeline.projections.tables import Column, Table
from timeline.projections.telling import compared
from timeline.reconcile.contradiction import Contradiction
from timeline.reconcile.contradictions import RULES, contradicted, contradictions
from timeline.reconcile.origins import ORIGIN_KINDS
from timeline.reconcile.told import Told

Row = dict[str, Any]

_STATUS = "civilian, combatant or unstated, where all values have one."

CONTRADICTIONS = Table(
    "contradictions",
    "What is claimed of an incident and cannot all be true: one row for each property, with the rule by which its "
    "values cannot. Nothing is resolved; a question and an open end contradict nothing.",
    (
        Column("incident", str, "The incident.", "incidents"),
        Column("number", int, "The row's place among those of its incident, from 1."),
        Column("property", str, "What is contradicted: occurred, killed, taken_by …, or claim, all of it.", index=True),
        Column("party", str, "For casualties, whose they are, as one of the claims has it."),
        Column("civilian_status", str, f"For casualties, {_STATUS}"),
        Column("role", str, "For casualties, victim or perpetrator."),
        Column("type", str, "The type of the claims, where the rule compares within one."),
        Column("rule", str, f"The rule: {', '.join(RULES)}.", index=True),
        Column(
            "judgement",
            str,
            "contradiction: not all can be true; hint: all can, but one may be a mistake.",
            index=True,
            covering=("incident",),
        ),
        Column("lowest", int, "Of numbers: the lowest end among the values, NULL where one leaves it open."),
        Column("highest", int, "Of numbers: the highest end among the values, NULL where one leaves it open."),
        Column("earliest", str, "Of days: the first local day among the values, NULL where one leaves it open."),
        Column("latest", str, "Of days: the last local day among the values, NULL where one leaves it open."),
        Column("why", str, "Why they cannot all be true, in one sentence."),
        Column("claim_count", int, "How many claims take part.", label="Claims"),
        Column("events", str, "The events of these claims, as a JSON list of IDs."),
    ),
    pk=("incident", "number"),
    facets=("judgement", "property", "rule"),
)

CONTRADICTING_VALUES = Table(
    "contradicting_values",
    "Every value that takes part in a contradiction, with how it is said and whom it rests on.",
    (
        Column("incident", str, "The incident.", "incidents"),
        Column("number", int, "The contradiction's place among those of its incident."),
        Column("member", int, "The row's place among those of its contradiction, from 1."),
        Column(
            "side",
            int,
            "Whose account it shares, from 1: values of one side do not contradict each other by this rule. In a "
            "denial, 1 is what is denied and 2 the denial.",
        ),
        Column("event", str, "The claim.", "events"),
        Column("property", str, "The field that holds the value; claim for the claim as a whole."),
        Column("party", str, "For casualties, whose they are, as coded."),
        Column("civilian_status", str, "For casualties, civilian, combatant or unstated."),
        Column("value", str, "The value as coded; of a whole claim, its summary."),
        Column("wording", str, "The source's own words."),
        Column("bound", str, "For numbers, how the words bound them."),
        Column("hedge", str, "The word by which the source holds back, NULL where it does not."),
        Column("stance", str, "asserts, denies, questions, cannot_confirm or confirms."),
        Column("origin", str, "Who said it first; unstated where the source does not say."),
        Column("origin_kind", str, f"What kind of origin: {ORIGIN_KINDS}.", label="Kind of origin"),
        Column("source", str, "The source that says it.", "sources"),
        Column("reported", str, "When the source was published, as written there."),
        Column("low", int, "Of a number: the lowest that the words allow, NULL for an open end."),
        Column("high", int, "Of a number: the highest that the words allow, NULL for an open end."),
        Column("earliest", str, "Of a date: the first local day that it may mean, NULL for an open end."),
        Column("latest", str, "Of a date: the last local day that it may mean, NULL for an open end."),
        Column("scope", str, "How much of the place the claim means: centre, town, district or unstated."),
        EVIDENCE,
    ),
    pk=("incident", "number", "member"),
)

TABLES = (CONTRADICTIONS, CONTRADICTING_VALUES, *lone.TABLES)

#: The rule by which days of an incident are rivals, and the field that it compares for that.
RIVAL_DAYS = ("disjoint_days", "occurred")


def add(made: Waiting, slug: str, evidence: Evidence) -> Row:
    """Add the rows of the incident `slug`, which has none, and tell what its own row says of them.

    What stands alone on it is told by the same comparison.
    """
    values = compared(evidence)
    found, members = rows(evidence, values)
    for table, own in zip(TABLES, (found, members, lone.rows(evidence, values)), strict=True):
        made.add(table.name, ({"incident": slug} | row for row in own))
    return told(found)


def told(found: Iterable[Row]) -> Row:
    """What the row of an incident says of its contradictions: how many are more than hints, and whether of its day."""
    rules = [(row["rule"], row["property"]) for row in found if row["judgement"] == "contradiction"]
    return {
        "disputed": int(bool(rules)),
        "disagreements": len(rules),
        "rival_days": int(RIVAL_DAYS in rules),
    }


def told_of(evidence: Evidence) -> Row:
    """Whether sources contradict each other in what counted at some time, and whether on its day."""
    values, wholes = compared(evidence), evidence.known.wholes
    rule, field = RIVAL_DAYS
    rival = any(one.property == field for one in RULES[rule](values, wholes))
    return {"disputed": int(rival or contradicted(values, wholes)), "rival_days": int(rival)}


def rows(evidence: Evidence, values: Iterable[Told] | None = None) -> tuple[list[Row], list[Row]]:
    """The rows of both tables for one incident, but for its slug, out of what counted on it at some time.

    `values` are those that are compared of the evidence, where they have been made already.
    """
    values = compared(evidence) if values is None else values
    found = list(enumerate(contradictions(values, evidence.known.wholes), 1))
    return (
        [{"number": number} | _contradiction(one) for number, one in found],
        [{"number": number} | row for number, one in found for row in _members(one)],
    )


def _contradiction(found: Contradiction) -> Row:
    values = [member.told for member in found.members]
    counted = [value for value in values if value.property == found.property and value.role]
    events = sorted({value.claim.event for value in values})
    statuses = {value.civilian_status for value in counted}
    return {
        "property": found.property,
        "party": counted[0].party.name if counted and counted[0].party else None,
        "civilian_status": statuses.pop() if len(statuses) == 1 else None,
        "role": counted[0].role if counted else None,
        "type": found.type,
        "rule": found.rule,
        "judgement": found.judgement,
        "lowest": found.lowest,
        "highest": found.highest,
        "earliest": found.earliest,
        "latest": found.latest,
        "why": found.why,
        "claim_count": len(events),
        "events": json.dumps(events),
    }


def _members(found: Contradiction) -> Iterator[Row]:
    for number, member in enumerate(found.members, 1):
        yield {"member": number, "side": member.side} | _value(member.told)


def _value(value: Told) -> Row:
    earliest, latest = value.days.ends if value.days else (None, None)
    return {
        "event": value.claim.event,
        "property": value.property,
        "party": value.party.name if value.party and value.role else None,
        "civilian_status": value.civilian_status,
        "value": value.value,
        "wording": value.wording,
        "bound": value.bound,
        "hedge": value.hedge,
        "stance": value.stance,
        "origin": value.origin,
        "origin_kind": value.origin_kind,
        "source": value.claim.source,
        "reported": value.claim.reported,
        "low": value.low,
        "high": value.high,
        "earliest": earliest,
        "latest": latest,
        "scope": value.claim.scope,
        "origin_evidence": value.origin_evidence,
    }
