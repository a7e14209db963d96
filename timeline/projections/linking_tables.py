"""The tables in which the names of claims stand beside what the gazetteer knows of them; nothing written is changed."""

from __future__ import annotations

from timeline.projections.columns import STATUSES
from timeline.projections.tables import Column, Table

_EVENT = Column("event", str, "The claim.", "events")
_STATUS = Column("event_status", str, f"The claim's status: {STATUSES}.")
_SUGGESTED = Column(
    "suggested",
    str,
    "The keys of those that may be meant where nothing is linked, as a JSON list, the likeliest first.",
)

CLAIM_PLACES = Table(
    "claim_places",
    "Where each claim that names a place is put by the gazetteer. Empty as long as no place is recorded.",
    (
        _EVENT,
        _STATUS,
        Column("name", str, "The place's name as the claim writes it."),
        Column("admin1", str, "The province as the claim writes it.", label="Province"),
        Column("country", str, "The country as the claim writes it."),
        Column(
            "place",
            str,
            "The place of exactly this name in this province; NULL where there is none or several.",
            "places",
        ),
        _SUGGESTED,
    ),
    pk=("event",),
    facets=("place",),
)
CLAIM_PARTIES = Table(
    "claim_parties",
    "Who each party of a claim is by the recorded actors. Empty as long as no actor is recorded.",
    (
        _EVENT,
        Column("party", str, "The party as the coder wrote it.", index=True),
        _STATUS,
        Column("fields", str, "The fields of the claim that name it, as a JSON list: operator, target, casualties …"),
        Column(
            "actor",
            str,
            "The actor of exactly this name; NULL where there is none or several.",
            "actors",
            covering=("event_status", "event", "fields", "party"),
        ),
        _SUGGESTED,
    ),
    pk=("event", "party"),
    facets=("actor",),
)
ACTOR_PARTS = Table(
    "actor_parts",
    "What is part of each recorded actor, directly or through others, and the actor itself.",
    (
        Column("actor", str, "The whole.", "actors"),
        Column("part", str, "The part.", "actors"),
        Column("depth", int, "How many steps of part_of lie between them: 0 for the actor itself.", label="Steps"),
        Column("event", str, "The event that recorded the part.", "events"),
    ),
    pk=("actor", "part"),
)
