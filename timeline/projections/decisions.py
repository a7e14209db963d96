"""Decisions have rows of their own, each with its status: those that hold are current, the others stay readable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlite_utils import Database

from events.base import Event
from events.decision import Decision
from events.ledger.claims_linked import ClaimsLinked
from events.ledger.incident_assessed import IncidentAssessed
from events.ledger.incident_declared import IncidentDeclared
from events.ledger.incident_split import IncidentSplit
from events.ledger.incidents_linked import IncidentsLinked
from events.ledger.incidents_merged import IncidentsMerged
from events.ledger.statement_superseded import StatementSuperseded
from timeline.projections.tables import Column, Table

Row = dict[str, Any]

_EVENT = Column("event", str, "The decision.", "events")
_NUMBER = Column("number", int, "The row's place among those of its event, from 1.")
_STATUS = Column("event_status", str, "current while the decision holds, else corrected or undone.")
_REASON = Column("reason", str, "Why, in the words of who decided.")
_FROM = Column("from_at", str, "Since when it holds: when it entered the log, UTC.", label="From")
_TO = Column("to_at", str, "Until when it held, UTC; NULL while it holds.", label="To")
_SPELL = (_REASON, _STATUS, _FROM, _TO)

INCIDENT_SLUGS = Table(
    "incident_slugs",
    "Every slug that was ever declared, and the incident that it stands for now: merged slugs lead on for ever.",
    (
        Column("slug", str, "The slug as declared."),
        Column("incident", str, "The incident that it stands for: itself, or the one it was merged into.", "incidents"),
        Column("title", str, "The title under which it was declared."),
        Column("event", str, "The event that declared it.", "events"),
    ),
    pk=("slug",),
)
INCIDENT_MERGES = Table(
    "incident_merges",
    "Which incidents were found to be one.",
    (
        _EVENT,
        Column("slug", str, "The slug of the incident that is none of its own.", index=True),
        Column("into", str, "The slug of the incident that it is, as written.", index=True),
        *_SPELL,
    ),
    pk=("event",),
)
INCIDENT_SPLITS = Table(
    "incident_splits",
    "Which claims were found to be on another incident than the one that they name.",
    (
        _EVENT,
        _NUMBER,
        Column("slug", str, "The slug of the incident that they were taken to be on.", index=True),
        Column("into", str, "The slug of the incident that they are on.", index=True),
        Column("claim", str, "The claim, as it was first recorded.", index=True),
        *_SPELL,
    ),
    pk=("event", "number"),
)
INCIDENT_LINKS = Table(
    "incident_links",
    "How two incidents that are not one lie to each other. Only figures of distinct incidents may be added up.",
    (
        _EVENT,
        Column("incident", str, "The one incident; of a part and its whole, the part.", "incidents"),
        Column("relation", str, "part_of, overlaps, same_deaths, coincides, distinct or unsure."),
        Column("other", str, "The other incident.", "incidents"),
        *_SPELL,
    ),
    pk=("event",),
    facets=("relation",),
)
CLAIM_LINKS = Table(
    "claim_links",
    "Which claims are not independent: derived from another, or of one text with it.",
    (
        _EVENT,
        Column("claim", str, "The one claim, as it was first recorded; of a derived one, that one.", index=True),
        Column("relation", str, "derived or same_text."),
        Column("other", str, "The other claim, as it was first recorded.", index=True),
        Column("evidence", str, "stated by the source, or inferred by the coder."),
        *_SPELL,
    ),
    pk=("event",),
    facets=("relation", "evidence"),
)
SUPERSESSIONS = Table(
    "supersessions",
    "Which statements their issuers replaced: the claims that carry the old one, and those that carry the new one.",
    (
        _EVENT,
        _NUMBER,
        Column("change", str, "correction, update or withdrawal."),
        Column("part", str, "old or new."),
        Column("claim", str, "The claim that carries it, as it was first recorded.", index=True),
        Column("fields", str, "The fields that changed, as written; NULL where all that differ."),
        Column("said", str, "When the issuer did so, where the decision says."),
        *_SPELL,
    ),
    pk=("event", "number"),
    facets=("change",),
)
INCIDENT_ASSESSMENTS = Table(
    "incident_assessments",
    "How assessors grade incidents, and by which claims. An assessment is no claim, and takes part in no range.",
    (
        _EVENT,
        Column("incident", str, "The incident.", "incidents"),
        Column("assessor", str, "Who assesses."),
        Column("assessed", str, "The day of the assessment, in EDTF."),
        Column("grade", str, "confirmed, fair, weak, contested or discounted.", index=True),
        Column("relies_on", str, "The claims that it relies on, as first recorded, joined by blanks."),
        *_SPELL,
    ),
    pk=("event",),
    facets=("grade", "assessor"),
)
BEST_FIGURES = Table(
    "best_figures",
    "The best figures of assessments: estimates by their assessors, not claims by sources.",
    (
        _EVENT,
        _NUMBER,
        _STATUS,
        Column("incident", str, "The incident.", "incidents"),
        Column("party", str, "Whose they are."),
        Column("civilian_status", str, "civilian, combatant or unstated."),
        Column("role", str, "victim or perpetrator."),
        Column("outcome", str, "killed, injured, killed_or_injured, missing or captured."),
        Column("low", int, "The lowest number that the assessor holds possible."),
        Column("best", int, "The number that the assessor holds likeliest."),
        Column("high", int, "The highest number that the assessor holds possible."),
    ),
    pk=("event", "number"),
)
DECISION_SPELLS = Table(
    "decision_spells",
    "From when until when each decision held, by the log: one that was corrected and holds again has two spells.",
    (
        _EVENT,
        _NUMBER,
        Column("from_at", str, "When it began to hold, UTC.", label="From"),
        Column("to_at", str, "When it ceased to hold, UTC; NULL while it holds.", label="To"),
    ),
    pk=("event", "number"),
)
TABLES = (
    DECISION_SPELLS,
    INCIDENT_SLUGS,
    INCIDENT_MERGES,
    INCIDENT_SPLITS,
    INCIDENT_LINKS,
    CLAIM_LINKS,
    SUPERSESSIONS,
    INCIDENT_ASSESSMENTS,
    BEST_FIGURES,
)
#: The tables of each type of decision, whose rows show its status.
OF_TYPE: dict[type[Decision], tuple[Table, ...]] = {
    IncidentsMerged: (INCIDENT_MERGES,),
    IncidentSplit: (INCIDENT_SPLITS,),
    IncidentsLinked: (INCIDENT_LINKS,),
    ClaimsLinked: (CLAIM_LINKS,),
    StatementSuperseded: (SUPERSESSIONS,),
    IncidentAssessed: (INCIDENT_ASSESSMENTS, BEST_FIGURES),
}


def mark(db: Database, event: Decision, id: str, status: str, at: str) -> None:
    """Set the status of a decision in its tables since the instant `at`, when it ceased to hold or holds again."""
    ended_at = None if status == "current" else at
    if ended_at:
        db.execute(f"update {DECISION_SPELLS.name} set to_at = ? where event = ? and to_at is null", [at, id])
    else:
        again = f"insert into {DECISION_SPELLS.name} select event, max(number) + 1, :at, null from"
        db.execute(f"{again} {DECISION_SPELLS.name} where event = :id", {"at": at, "id": id})
    for table in OF_TYPE.get(type(event), ()):
        db.execute(f"update [{table.name}] set event_status = ? where event = ?", [status, id])
        if any(column.name == "to_at" for column in table.columns):
            db.execute(f"update [{table.name}] set to_at = ? where event = ?", [ended_at, id])


def rows(
    id: str, event: Event, at: str, incident: Callable[[str], str], root: Callable[[str], str]
) -> Iterator[tuple[str, Row]]:
    """The rows of one decision or declaration that entered the log at the instant `at`; none for any other event.

    `incident` gives the incident that a slug stands for, `root` the ID under which a named claim was first recorded.
    """
    if isinstance(event, IncidentDeclared):
        slug = event.slug
        yield INCIDENT_SLUGS.name, {"slug": slug, "incident": incident(slug), "title": event.title, "event": id}
    if not isinstance(event, Decision):
        return
    yield DECISION_SPELLS.name, {"event": id, "number": 1, "from_at": at, "to_at": None}
    held = {"event": id, "event_status": "current", "reason": event.reason, "from_at": at, "to_at": None}
    if isinstance(event, IncidentsMerged):
        yield INCIDENT_MERGES.name, held | {"slug": event.incident, "into": event.into}
    elif isinstance(event, IncidentSplit):
        split = held | {"slug": event.incident, "into": event.into}
        for number, name in enumerate(event.claims, 1):
            yield INCIDENT_SPLITS.name, split | {"number": number, "claim": root(name)}
    elif isinstance(event, IncidentsLinked):
        one, other = map(incident, event.incidents_)
        yield INCIDENT_LINKS.name, held | {"incident": one, "relation": event.relation, "other": other}
    elif isinstance(event, ClaimsLinked):
        one, other = map(root, event.claims)
        link = {"claim": one, "relation": event.relation, "other": other, "evidence": event.evidence}
        yield CLAIM_LINKS.name, held | link
    elif isinstance(event, StatementSuperseded):
        yield from _superseding(event, held, root)
    elif isinstance(event, IncidentAssessed):
        yield from _assessing(event, held, incident, root)


def _superseding(event: StatementSuperseded, held: Row, root: Callable[[str], str]) -> Iterator[tuple[str, Row]]:
    fields = "; ".join(map(str, event.fields)) or None
    told = held | {"change": event.change, "fields": fields, "said": event.said}
    parts = [("old", name) for name in event.old] + [("new", name) for name in event.new]
    for number, (part, name) in enumerate(parts, 1):
        yield SUPERSESSIONS.name, told | {"number": number, "part": part, "claim": root(name)}


def _assessing(
    event: IncidentAssessed, held: Row, incident: Callable[[str], str], root: Callable[[str], str]
) -> Iterator[tuple[str, Row]]:
    on = {"incident": incident(event.incident)}
    told = {"assessor": event.assessor, "assessed": event.assessed, "grade": event.grade}
    relies_on = " ".join(map(root, event.relies_on)) or None
    yield INCIDENT_ASSESSMENTS.name, held | on | told | {"relies_on": relies_on}
    for number, figure in enumerate(event.figures, 1):
        whose = dict(zip(("party", "civilian_status", "role", "outcome"), figure.group, strict=True))
        ends = {"low": figure.low, "best": figure.best, "high": figure.high}
        standing = {"event": held["event"], "number": number, "event_status": held["event_status"]}
        yield BEST_FIGURES.name, standing | on | whose | ends
