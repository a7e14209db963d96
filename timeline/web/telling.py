"""What a row says is told in words where there is no table around it: in the entries of feeds, and in short lists."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from timeline.projections.voiced import NOBODY
from timeline.reconcile.inferred import marked
from timeline.web import labels, naming, terms
from timeline.web.naming import EVENT, RECORDED

Row = Mapping[str, Any]

#: What an entry's title, address and instant say already, or no reader reads.
_TOLD = frozenset({RECORDED, "id", "event", "slug", "summary", "body", "position", "version", "entry_type"})


def title(row: Row) -> str:
    """The row in one line: what is claimed and by whom, what was changed into what, or what it is about."""
    columns = set(row.keys())
    for name in ("summary", "title", "name"):
        if name in columns and row[name]:
            voice = row["origin"] if "origin" in columns else None
            if not voice or voice in NOBODY:
                return str(row[name])
            evidence = row["origin_evidence"] if "origin_evidence" in columns else None
            return f"{row[name]}, according to {marked(voice, evidence)}"
    if {"action", "amends", "field", "before", "after"} <= columns:
        return f"{row['action'].capitalize()}: {change(row)} ({row['amends']})"
    about = next((name for name in (EVENT, "incident", "place") if name in columns), EVENT)
    whose = () if about == EVENT else ("scope", "controller", "origin", "actor")
    said = [str(row[name]) for name in (about, *whose, "property", "party", "outcome", "value") if name in columns]
    return " ".join(one for one in said if one not in ("None", "")) or str(next(iter(row)))


def change(row: Row) -> str:
    """What was changed, from what into what: `casualties killed: 25 → 26`; of a retraction, the claim."""
    before, after = (_plain(row[name]) for name in ("before", "after"))
    if not row["field"]:
        return before
    return f"{terms.term('field', row['field'])}: {before or 'not said'} → {after or 'not said'}"


def content(table: str | None, row: Row) -> str:
    """Everything else that the row says, a line for each of its columns."""
    return "\n".join(_lines(table, row))


def _lines(table: str | None, row: Row) -> Iterator[str]:
    names = row.keys()
    for name in names:
        if name not in _TOLD and row[name] not in (None, "", "[]"):
            said = (terms.said(name, one) for one in naming.texts(row[name]) or [str(row[name])])
            yield f"{labels.column(table, name)}: {', '.join(said)}"


def _plain(value: object) -> str:
    """A value of a field, which the tables have as JSON, as text."""
    try:
        found = json.loads(str(value)) if value is not None else None
    except ValueError:
        return str(value)
    return "" if found is None else found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
