"""What the tables made of events hold, column by column; scripts may rely on every name here."""

from __future__ import annotations

from dataclasses import replace

from timeline.projections.columns import (
    BASIS,
    BOUND,
    EARLIEST,
    EVENT,
    EVIDENCE,
    HEDGE,
    HIGH,
    INCIDENT,
    KIND,
    LATEST,
    LOCATOR,
    LOW,
    NUMBER,
    ORIGIN,
    SOURCE,
    STANCE,
    STATUSES,
    SUPERSEDED,
    SUPERSEDED_BY,
    VALUE_STATUS,
    VIA,
    WHOSE,
)
from timeline.projections.tables import Column, Table
from timeline.projections.typed import TYPED


def _beside(name: str) -> tuple[str, ...]:
    """By what events of one value are sorted, and the other columns of few values, each of which is counted beside it.

    Of so many events, the last ones and the counts are told by the index alone, however long the rows are.
    """
    return ("position", *(one for one in ("type", "status", "stance", "hedge", "disputed") if one != name))


EVENTS = Table(
    "events",
    "Everything that the log holds, one row for each event: claims, and what was recorded about the record.",
    (
        Column("id", str, "The event's permanent ID, by which reports cite it.", label="ID"),
        Column("position", int, "Its position in the log, from 1 without gaps.", index=True),
        Column(
            "type",
            str,
            "The type of event; of a correction, that of the event that it puts in place.",
            index=True,
            covering=_beside("type"),
        ),
        INCIDENT,
        Column(
            "occurred",
            str,
            "When it happened, in EDTF, as exact as the source is; NULL where it does not say.",
            label="When",
        ),
        replace(EARLIEST, covering=("latest",)),
        LATEST,
        Column("summary", str, "The event in one sentence, with the keys of incidents and sources, not their names."),
        replace(SOURCE, covering=("status", "origin_kind")),
        Column(
            "origin",
            str,
            "Who made the claim first; unstated where the source does not say. A value may have "
            "another: see claim_values.",
        ),
        VIA,
        Column("hedge", str, "The hedge on the claim as a whole; a value's own is in claim_values.", index=True),
        Column(
            "stance",
            str,
            "asserts, denies, questions, cannot_confirm or confirms.",
            index=True,
            covering=_beside("stance"),
        ),
        Column("status", str, f"{STATUSES}.", index=True, covering=_beside("status")),
        Column("replaced_by", str, "The correction that replaced it.", "events"),
        Column("reported", str, "When the source was published, as written there.", index=True),
        Column("recorded_at", str, "When it entered the log, UTC.", label="Recorded"),
        Column("recorded_by", str, "Who entered it."),
        KIND,
        Column(
            "date_prec",
            int,
            "UCDP's precision of the date: 1 a day, 2 two to six days, 3 a week, 4 a month, 5 a year; NULL for an open "
            "end and for more than a year. A qualified day (2015-08-22~) has 2.",
            label="Precision of the date",
        ),
        Column("place", str, "Where it happened, as the source names it."),
        Column("admin1", str, "Province or state.", label="Province"),
        LOCATOR,
        Column("quote", str, "A short quotation."),
        Column("grade", str, "Admiralty grade of source and information, A to F and 1 to 6."),
        Column("tags", str, "The coder's own labels, as JSON."),
        Column("note", str, "The coder's remark."),
        Column("version", int, "The version of the type's schema."),
        Column("body", str, "The whole event as JSON; of a correction, the event that it puts in place."),
        Column("entry_type", str, "The type of the log's entry: coding_corrected for a correction, else as type."),
        Column(
            "amends",
            str,
            "The event that this one corrects, retracts, undoes, restricts … or redacts.",
            "events",
            label="What it changes",
        ),
        Column("responds_to", str, "The claim that this one answers, as it was first recorded.", "events"),
        Column("answered", str, "The fields of it that are answered, joined by commas; NULL for the whole claim."),
        SUPERSEDED,
        EVIDENCE,
        Column(
            "disputed",
            int,
            "1 where others contradict the claim by a rule (see contradicting_values), 0 where nobody does; NULL where "
            "the event is no claim.",
            index=True,
            covering=_beside("disputed"),
            label="In dispute",
        ),
        Column(
            "doubted",
            str,
            "How claims that count doubt this one, by an answer or a denial: denied, questioned, not confirmed, joined "
            "by commas; NULL where none does.",
            index=True,
            label="Denied or questioned",
        ),
        BASIS,
    ),
    pk=("id",),
    label="id",
    search=("id", "summary", "origin", "via", "place", "quote", "note"),
    facets=("type", "status", "incident", "source", "stance", "hedge", "disputed"),
    sort="position",
    newest=True,
)

CLAIM_INCIDENTS = Table(
    "claim_incidents",
    "Which claims bear on which incidents: told there, about several at once, or with casualties counted there.",
    (
        EVENT,
        Column("incident", str, "The incident.", "incidents"),
        Column(
            "relation",
            str,
            "told: the claim is about it; about: it is one of several that the claim is about; "
            "counted_in: some of the claim's casualties count there.",
        ),
    ),
    pk=("event", "incident"),
)

CLAIM_VALUES = Table(
    "claim_values",
    "Every single value of every claim, with how it is said and whom it rests on.",
    (
        EVENT,
        replace(VALUE_STATUS, index=True),
        INCIDENT,
        Column("property", str, "The field's name: strikes, killed, occurred …", index=True),
        Column("party", str, "For casualties, whose they are."),
        Column("role", str, "For casualties, victim or perpetrator."),
        Column("value", str, "The value as coded, in the same plain words."),
        LOW,
        HIGH,
        BOUND,
        Column("wording", str, "The source's own words."),
        replace(HEDGE, index=True),
        replace(STANCE, index=True),
        ORIGIN,
        SOURCE,
        NUMBER,
        replace(KIND, index=True),
        Column("locator", str, "Where in the source this value stands."),
        Column("quote", str, "A short quotation."),
        SUPERSEDED_BY,
        Column("earliest", str, "Of a date: the first local day that it may mean, NULL for an open end."),
        Column("latest", str, "Of a date: the last local day that it may mean, NULL for an open end."),
        Column(
            "basis",
            str,
            "Of a date: stated by the source; report_date, taken from the report; imputed, supplied by the coder.",
        ),
        Column("extent", str, "Of a date: within, some time in it; throughout, all the time; cumulative, a total."),
        Column("civilian_status", str, "For casualties, civilian, combatant or unstated."),
        Column("subset_of", str, "For casualties, the party of which these are a part."),
        EVIDENCE,
        VIA,
    ),
    pk=("event", "number"),
    search=("value", "wording", "quote"),
    facets=("property", "event_status", "stance", "hedge", "origin_kind"),
)

CASUALTIES = Table(
    "casualties",
    "Every figure of killed, injured, missing and captured, one row for each party and outcome of each claim.",
    (
        EVENT,
        VALUE_STATUS,
        Column("incident", str, "The incident in whose account the figure is told.", "incidents"),
        Column(
            "counted_in", str, "The incident in which it counts, where that is another.", "incidents", label="Counts in"
        ),
        Column("party", str, WHOSE),
        Column("wording", str, "The source's own words for the party."),
        Column("civilian_status", str, "civilian, combatant or unstated."),
        Column("role", str, "victim or perpetrator."),
        Column("outcome", str, "killed, injured, killed_or_injured, missing or captured.", index=True),
        Column("value", str, "The figure as coded, in the same plain words."),
        LOW,
        Column("best", int, "The best estimate, only where an assessment or a dataset gives one."),
        HIGH,
        BOUND,
        HEDGE,
        STANCE,
        ORIGIN,
        SOURCE,
        NUMBER,
        KIND,
        Column("figure_wording", str, "The source's own words for the figure."),
        Column("subset_of", str, "The party of which these are a part."),
        SUPERSEDED_BY,
        Column("period", str, "Of a total over a period (extent: cumulative), its local days, EDTF; NULL of others."),
        EVIDENCE,
        VIA,
    ),
    pk=("event", "number"),
    facets=("outcome", "hedge"),
)

ATTRIBUTIONS = Table(
    "attributions",
    "Through whom each claim came, one row for each voice in its chain.",
    (
        EVENT,
        Column("property", str, "The value whose own chain this is; NULL for the chain of the claim."),
        Column("hop", int, "The place in the chain: 1 is the origin.", label="Place in the chain"),
        Column("voice", str, "Who speaks.", index=True, covering=("event", "number", "hop", "evidence")),
        Column(
            "relation",
            str,
            "How this voice carries the one before: stated, quoted_by, cited_by, translated_by or coded_by.",
        ),
        Column("evidence", str, "stated by the source, or inferred by the coder."),
        NUMBER,
        Column("party", str, "For a casualty figure, whose it is."),
        Column(
            "voice_normalised",
            str,
            "The voice's name as names are compared (see actor_names.normalised): spelt alike, they are one voice.",
            index=True,
            covering=("event", "voice"),
        ),
    ),
    pk=("event", "number"),
    facets=("voice", "relation"),
)

SOURCES = Table(
    "sources",
    "The documents that claims cite.",
    (
        Column("key", str, "The name by which claims cite it."),
        Column("kind", str, "news, wire, statement, report, dataset, post, book, document or other.", index=True),
        Column("publisher", str, "Who published it.", index=True),
        Column("host", str, "Whose copy was read, where that is another's."),
        Column("title", str, "Its title as printed."),
        Column("published", str, "When it was published, as printed.", index=True),
        Column("updated", str, "When it was last updated, as printed."),
        Column("zone", str, "The time zone of these times; unknown where the source does not say."),
        Column("url", str, "The address of the copy that was read.", index=True, label="URL"),
        Column("sha256", str, "SHA-256 of the copy that was read.", label="SHA-256"),
        Column("author", str, "Its author as printed."),
        Column("edition", str, "Which version was read."),
        Column("language", str, "Its language, a BCP 47 tag."),
        Column("archive_url", str, "The address of an archived copy.", label="Archived copy"),
        Column("retrieved", str, "When the copy was read."),
        Column("licence", str, "Its licence, where it states one."),
        Column("note", str, "The coder's remark."),
        Column("event", str, "The event that recorded it.", "events"),
        Column("republishes", str, "The source whose text it carries whole.", "sources"),
        Column("cited_as", str, "What pages call it, and CSV with labels: its publisher, with the day of publication."),
    ),
    pk=("key",),
    label="cited_as",
    search=("title", "publisher", "author"),
    facets=("kind", "publisher"),
)

TABLES = (EVENTS, SOURCES, CLAIM_INCIDENTS, CLAIM_VALUES, CASUALTIES, ATTRIBUTIONS, *TYPED.values())
