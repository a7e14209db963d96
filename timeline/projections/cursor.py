"""The table projection says how far the tables have followed the log, and what the timeline says of itself.

So whoever is given the tables alone has their title and licence with them.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlite_utils import Database

from timeline.folder import Settings
from timeline.projections.tables import Column, Table

CURSOR = Table(
    "projection",
    "How far these tables have followed the log.",
    (
        Column("name", str, "Always timeline."),
        Column("position", int, "The position of the last entry that the tables hold."),
        Column("commitment", str, "What that entry commits to, which no other log has; empty at position 0."),
        Column("recorded_at", str, "When that entry entered the log, UTC; empty at position 0.", label="Recorded"),
        Column("prefix", str, "The prefix of the log's IDs."),
        Column("began_at", str, "When the first entry entered the log, UTC; NULL at position 0.", label="Began"),
        Column("began_with", str, "What the first entry commits to, which tells logs apart; NULL at position 0."),
        Column("tables", str, "A fingerprint of the tables' definitions: another one has them rebuilt."),
        Column(
            "as_recorded",
            str,
            "Of tables of the past, by when the log was kept: a day, an instant in UTC, or the ID of its last event. "
            "NULL in those that follow the log.",
        ),
        Column(
            "as_reported",
            str,
            "Of tables of the past, by which day a source had to be published for its claims to be here, as far as the "
            "day is known; NULL where all are.",
        ),
        *(
            Column(name, str, f"What timeline.toml says of the timeline: {what}.")
            for name, what in (
                ("title", "its title"),
                ("licence", "the licence under which the tables may be used"),
                ("creator", "who answers for it"),
                ("publisher", "who publishes it"),
                ("base_url", "the web address of its home page"),
            )
        ),
    ),
    pk=("name",),
)


def said(settings: Settings | None) -> dict[str, Any]:
    """What the table says of the settings; nothing where there are none, as in tests."""
    return asdict(settings or Settings(""))


def tell(db: Database, settings: Settings) -> None:
    """Write the settings into the tables, where these say otherwise."""
    told = said(settings)
    for row in list(db.table(CURSOR.name).rows):
        if {name: row[name] for name in told} != told:
            db.table(CURSOR.name).update(row["name"], told)
