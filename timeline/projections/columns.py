"""Columns that several tables of events have are defined once."""

from __future__ import annotations

from events.values.quantity import BOUNDS
from timeline.projections.tables import Column
from timeline.reconcile.origins import ORIGIN_KINDS

#: What may have become of an event. A claim is superseded where all that it says was, by its issuer.
STATUSES = "current, superseded, corrected, retracted, undone or redacted"

EVENT = Column("event", str, "The event that this row rests on.", "events")
NUMBER = Column("number", int, "The row's place among those of its event, from 1.")
STATUS = Column("event_status", str, f"The event's status: {STATUSES}.")
VALUE_STATUS = Column(
    "event_status", str, f"The status of the value: superseded by its issuer, or that of its event ({STATUSES})."
)
SUPERSEDED_BY = Column(
    "superseded_by", str, "The event that tells that the issuer replaced the statement that it rests on.", "events"
)
SUPERSEDED = Column(
    "superseded", str, "The fields whose values their issuer replaced, as a JSON list; NULL where none was."
)
INCIDENT = Column("incident", str, "The incident that the claim is about.", "incidents")
SOURCE = Column("source", str, "The source that says it.", "sources")
HEDGE = Column("hedge", str, "The word by which the source holds back, NULL where it does not.")
STANCE = Column("stance", str, "asserts, denies, questions, cannot_confirm or confirms; NULL for the coder's own.")
ORIGIN = Column("origin", str, "Who said it first; unstated or coder where it is nobody's.")
KIND = Column("origin_kind", str, f"What kind of origin: {ORIGIN_KINDS}.", label="Kind of origin")
EVIDENCE = Column(
    "origin_evidence",
    str,
    "stated: the source says that it comes from this origin; inferred: the coder believes so. NULL where the origin is "
    "unstated or the coder.",
    label="Evidence of the origin",
)
VIA = Column(
    "via",
    str,
    "The voices through which it came, joined by arrows; (inferred) follows those of which only the coder believes so.",
    label="Through",
)
#: Whose a figure is that a claim tells.
WHOSE = (
    "Whose they are, as coded: all in a total, which counts people whoever they were; side A and side B in a dataset "
    "such as UCDP's that does not name the sides of a fight."
)
BOUND = Column("bound", str, f"How the words bound the number: {', '.join(BOUNDS)}.")
LOW = Column("low", int, "The lowest number that the words allow, NULL for an open end.")
HIGH = Column("high", int, "The highest number that the words allow, NULL for an open end.")
EARLIEST = Column("earliest", str, "The first local day that the date may mean, NULL for an open end.", index=True)
LATEST = Column("latest", str, "The last local day that the date may mean, NULL for an open end.", index=True)
BASIS = Column(
    "basis",
    str,
    "Whence its day is: stated by the source; report_date, taken from the report; imputed, supplied by the coder. NULL "
    "without a day.",
    label="Basis of the day",
)
LOCATOR = Column("locator", str, "Where in the source it stands.")
