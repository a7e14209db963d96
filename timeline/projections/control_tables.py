"""What the tables of control hold, column by column; scripts may rely on every name here."""

from __future__ import annotations

from timeline.projections.columns import EVIDENCE, STATUSES
from timeline.projections.tables import Column, Table
from timeline.reconcile.origins import ORIGIN_KINDS

_PLACE = Column(
    "place",
    str,
    "The key of the recorded place; where none is linked, the name with province and country.",
    index=True,
)
_IDENTITY = Column(
    "identity",
    str,
    "What makes places one: the key, or else name, province and country as names are compared.",
    index=True,
)
_SCOPE = "centre, town, district or unstated."

CONTROL_CHANGES = Table(
    "control_changes",
    "Every claim that says who took, lost, passed or held a place, in the order of the days that they claim.",
    (
        Column("event", str, "The event that this row rests on.", "events"),
        Column("event_status", str, f"The event's status: {STATUSES}."),
        _PLACE,
        Column("name", str, "The place's name as the claim writes it.", index=True),
        Column("admin1", str, "The province as the claim writes it.", label="Province"),
        Column("country", str, "The country as the claim writes it."),
        Column("scope", str, f"How much of the place is meant: {_SCOPE}"),
        Column("incident", str, "The incident that the claim is about.", "incidents"),
        Column("kind", str, "fall, recapture or transfer for a change, observed for who held it then.", index=True),
        Column("lost_by", str, "Who had it before, as the claim writes it."),
        Column("controller", str, "Who has it since, or had it when it was observed, as the claim writes it."),
        Column("status", str, "Of an observation: controlled, contested, neither or unconfirmed."),
        Column("occurred", str, "When, in EDTF.", label="When"),
        Column("earliest", str, "The first local day that the date may mean, NULL for an open end."),
        Column("latest", str, "The last local day that the date may mean, NULL for an open end."),
        Column("basis", str, "stated, report_date or imputed: only stated days can be rivals. NULL without a date."),
        Column("hedge", str, "The word by which the source holds back from who holds it."),
        Column("stance", str, "asserts, denies, questions, cannot_confirm or confirms who holds it."),
        Column("origin", str, "Who said it first; unstated where the source does not say."),
        Column("origin_kind", str, f"What kind of origin: {ORIGIN_KINDS}.", label="Kind of origin"),
        Column("source", str, "The source that says it.", "sources"),
        Column("reported", str, "When the source was published, as written there."),
        Column(
            "counted",
            int,
            "1 if control_periods rest on it; 0 for what is not current or superseded, for a denial, a question and "
            "what cannot be confirmed, and where no day or nobody is named.",
        ),
        Column(
            "told_from",
            str,
            "The first local day for which it says that the controller has it: of a change, and of days of which one "
            "alone is meant, the last that it may be. NULL where it gives no day or does not count.",
        ),
        Column("told_to", str, "The last such day. On later days the controller is only taken to have it still."),
        Column("denied_by", str, "The claims that deny it, as a JSON list of IDs."),
        Column("lost_by_actor", str, "The recorded actor that lost it.", "actors"),
        Column("actor", str, "The recorded actor that has it since.", "actors"),
        Column("property", str, "The field that says who has it, as in claim_values."),
        _IDENTITY,
        EVIDENCE,
    ),
    pk=("event",),
    facets=("place", "kind", "scope"),
    sort="earliest",
)

CONTROL_PERIODS = Table(
    "control_periods",
    "Who held each place from when to when, by all claims together. Rival accounts give disputed rows, one for each "
    "controller that is claimed; what no row covers is not known.",
    (
        _PLACE,
        Column("scope", str, f"How much of the place: {_SCOPE} The district has its town and its centre, not they it."),
        Column(
            "controller",
            str,
            "Who holds it: the recorded actor's name, or else the name as claims write it; neither where no side "
            "does, contested where several fight for it.",
        ),
        Column("from_earliest", str, "The first local day that it may hold, NULL for an open beginning.", index=True),
        Column("from_latest", str, "The first local day on which it surely holds, as far as claims go."),
        Column("to_earliest", str, "The last local day on which it surely holds, as far as claims go."),
        Column("to_latest", str, "The last local day that it may hold."),
        Column(
            "told",
            str,
            "The days for which claims in events say so, as a JSON list of days and intervals in EDTF. On every other "
            "day of the row it is inferred: carried on from the last of these days before it, since no claim tells of "
            "another holder; where there is none before it, see inferred_from.",
        ),
        Column("from_events", str, "The claims that begin the row, as a JSON list of IDs."),
        Column("to_events", str, "The claims that end it, as a JSON list; empty where no more is known."),
        Column(
            "disputed",
            int,
            "1 where rival accounts, or a denial, leave open who held it on these days; else 0.",
            label="In dispute",
        ),
        Column(
            "events",
            str,
            "The claims that name this controller as who has it since, had it then, or lost it after, as a JSON list; "
            "without those whose own voices have said otherwise by then.",
        ),
        Column(
            "inferred_from",
            str,
            "The claims that do not name it, but from which it follows that it had the place, as a JSON list: they "
            "date its loss later, deny it, or bear out a change without saying who has it since.",
        ),
        Column(
            "denied_by",
            str,
            "The claims that deny that it took the place or has it, as a JSON list: of all of it, or of a part.",
        ),
        Column("actor", str, "The recorded actor.", "actors"),
        Column("number", int, "The row's place among those of its place and scope, from 1, by days."),
        _IDENTITY,
    ),
    pk=("identity", "scope", "number"),
    facets=("place", "scope", "controller", "disputed"),
    sort="from_earliest",
)

TABLES = (CONTROL_CHANGES, CONTROL_PERIODS)
