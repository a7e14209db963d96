"""A reported number says nothing without what it counts: its measure, its population and its period go with it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from timeline.projections.kept import Queried
from timeline.projections.listed import listed

Row = dict[str, Any]

#: The field that holds the number, by its name alone.
NUMBER = "value"
_MEASURES = {
    "level": "how many at one time",
    "cumulative": "how many in all",
    "count": "how many in a period",
    "ordinal": "which one in a row",
}
_FIELDS = """
    select event, property, value from claim_values
    where property in ('measure', 'population', 'period') and event in (select value from json_each(:events))
"""


def with_counted(db: Queried, rows: Iterable[Row]) -> list[Row]:
    """The rows, each with what its number counts as `counted`, and None for what is no reported number.

    A row has `property` and `event`, or, where several claims take part, `events`, a JSON list of IDs.
    """
    rows = list(rows)
    events = {number: _claim(row) for number, row in enumerate(rows) if row["property"] == NUMBER}
    counted = _counted(db, events.values()) if events else {}
    return [row | {"counted": counted.get(events.get(number, ""))} for number, row in enumerate(rows)]


def _claim(row: Row) -> str:
    """One of the claims that a row is of: those that take part in one contradiction count the same."""
    return str(row["event"] if "event" in row else json.loads(row["events"])[0])


def _counted(db: Queried, events: Iterable[str]) -> dict[str, str]:
    """What each of the claims counts: `which one in a row: insider attacks, in 2015`."""
    claims: dict[str, dict[str, str]] = {}
    for row in db.query(_FIELDS, {"events": listed(events)}):
        claims.setdefault(row["event"], {})[row["property"]] = row["value"]
    return {event: _said(fields) for event, fields in claims.items() if {"measure", "population"} <= fields.keys()}


def _said(fields: dict[str, str]) -> str:
    # Only here: it takes the vocabulary, and most incidents have no such number.
    from events import english
    from events.values.edtf import parse

    period = f", {english.days(parse(fields['period']), within=False)}" if "period" in fields else ""
    return f"{_MEASURES[fields['measure']]}: {fields['population']}{period}"
