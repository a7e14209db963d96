"""Which events, incidents and places a row names is told by the names of its columns, in tables and in queries alike.

So whatever table or query comes has the formats for which its rows have something to say, and no others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from timeline.web import compat

Row = Mapping[str, Any]

ID = re.compile(r"[A-Z]{2,6}-[0-9]{4,}-[0-9]{4}-[0-9]{2}")
#: When the log recorded what a row tells: beside it an ID is that of the row's event.
RECORDED = "recorded_at"
#: The column that names the event to which a row belongs, or by which it was recorded.
EVENT = "event"
#: Columns that hold one event, and those that hold a JSON list of them.
_EVENTS = ("id", EVENT, "claim")
LISTS = ("events", "low_events", "high_events", "from_events", "to_events", "inferred_from", "denied_by")
_INCIDENTS = ("slug", "incident")
#: Columns of what is recorded of sources, places and actors: the event beside them is the one that did so.
_RECORDS = frozenset({"key", "normalised", "depth"})


def claims(columns: Collection[str], table: str | None) -> list[str]:
    """The columns of one event each, the one that says most of what the row is about first; `table` None: a query.

    An `id` in a table that does not say when it was recorded is in the log, and nothing of it in the tables.
    """
    if not _RECORDS.isdisjoint(columns):
        return []
    return [name for name in _EVENTS if name in columns and (name != "id" or not table or RECORDED in columns)]


def incidents(columns: Collection[str]) -> list[str]:
    """The columns that hold the slug of an incident, the row's own first."""
    return [name for name in _INCIDENTS if name in columns]


def lists(columns: Collection[str]) -> list[str]:
    """The columns that hold lists of the events that a row rests on."""
    return [name for name in LISTS if name in columns]


def listed(columns: Iterable[str], row: Row) -> list[str]:
    """The events that these columns of a row list, each once, as they are recorded; IDs sort so."""
    return sorted({id for column in columns for id in texts(compat.plain(row[column])) if ID.fullmatch(id)})


def named(row: Row, column: str) -> list[str]:
    """What a column of a row names: one, or the several of a list; none where nothing stands in it."""
    if column in LISTS:
        return listed([column], row)
    found = compat.plain(row[column])
    return [] if found is None else [str(found)]


def texts(value: object) -> list[str]:
    """The texts of a JSON list; none where it is anything else."""
    try:
        found = json.loads(value) if isinstance(value, str) and value.startswith("[") else None
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, list) and all(isinstance(text, str) for text in found) else []
