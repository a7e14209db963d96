"""What a row says is told in words where there is no table around it: in the entries of feeds, and in short lists."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from events.values.outcomes import OUTCOMES
from events.values.people import grouped
from timeline.projections.doubted import DOUBTS, doubting
from timeline.projections.figures import reach
from timeline.projections.toll import number_of, toll
from timeline.projections.voiced import NOBODY
from timeline.reconcile.inferred import marked
from timeline.reconcile.told import WHOLE_CLAIM
from timeline.web import called, labels, naming, summaries, terms, words
from timeline.web.naming import EVENT, RECORDED
from timeline.web.queries import Tables

Row = Mapping[str, Any]

#: What an entry's title, address and instant say already, or no reader reads.
_TOLD = frozenset({RECORDED, "id", "event", "slug", "summary", "body", "position", "version", "entry_type"})


#: What events say, and what claims among them doubt of it.
_TOLD_BY = f"""
    select id, summary, {DOUBTS} as doubts from events
    where id in (select value from json_each(:ids)) and summary is not null
"""
#: How a value is said that is not just asserted: what a title begins with.
_STANCES = {"denies": "Denied", "questions": "Questioned", "cannot_confirm": "Not confirmed", "confirms": "Confirmed"}
#: Columns of keys, by the kind of what they are of.
_KEYS = {"incident": "incident", "counted_in": "incident", "source": "source", "place": "place", "actor": "actor"}
#: What tells a row about an incident or a place from others about it, and any row from others about one event.
_WHOSE = ("scope", "answer", "controller", "origin")
_VALUE = ("property", "party", "outcome", "value")
#: What numbers and codes say in an entry, which has no heading of a page to explain them.
_YES_OR_NO = {1: "yes", 0: "no"}
_IN_WORDS: dict[str, Mapping[Any, str]] = {
    **dict.fromkeys(("disputed", "rival_days", "counted", "in_force"), _YES_OR_NO),
    "date_prec": {1: "a day", 2: "two to six days", 3: "a week", 4: "a month", 5: "a year"},
    "where_prec": words.PRECISION,
    "origin_kind": terms.ORIGINS,
}
#: The column that names the decision by which an issuer replaced a value.
_REPLACED = "supersession"
#: Columns that call what the row is about as readers know it.
_NAMING = ("title", "name")


@dataclass(frozen=True, slots=True)
class Names:
    """What is known of what rows name: the `summaries` of their events, and what `keys` are called, by kind."""

    summaries: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: Those that stand within summaries.
    within: Mapping[str, str] = field(default_factory=dict)
    #: What claims doubt of what they tell, by their IDs: see doubted.
    doubts: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    #: Who replaced their statements, by the IDs of the decisions that say so.
    issuers: Mapping[str, str] = field(default_factory=dict)

    def called(self, column: str, key: str) -> str:
        """What a value of a column is called; what is recorded nowhere is called as it stands."""
        return self.keys.get(_KEYS.get(column, ""), {}).get(key) or (terms.place(key) if column == "place" else key)


async def names(tables: Tables, rows: Sequence[Row]) -> Names:
    """What the rows name, looked up once for all of them."""
    columns = set(rows[0].keys()) if rows else set[str]()
    key = _claim(columns)
    events = sorted({str(row[key]) for row in rows if row[key]}) if key else []
    found = await tables.rows(_TOLD_BY, ids=json.dumps(events))
    told = {row["id"]: row["summary"] for row in found}
    own = [str(row["summary"]) for row in rows if row["summary"]] if "summary" in columns else []
    keys: dict[str, set[str]] = {}
    for column, kind in _KEYS.items():
        if column in columns:
            keys.setdefault(kind, set()).update(str(row[column]) for row in rows if row[column])
    return Names(
        told,
        {kind: await called.of(tables, kind, of_kind) for kind, of_kind in keys.items()},
        await summaries.named(tables, told, own),
        {row["id"]: json.loads(row["doubts"]) for row in found},
        await called.of(tables, "issuer", {decision for row in rows if (decision := _supersession(row))}),
    )


def _supersession(row: Row) -> str:
    """The decision that an issuer has replaced what the row tells, where it is of such a one."""
    columns = set(row.keys())
    if _REPLACED in columns:
        return str(row[_REPLACED] or "")
    return str(row[EVENT]) if {"action", EVENT} <= columns and row["action"] == "superseded" else ""


def _claim(columns: Container[str]) -> str:
    """The column that names the event that a row is of, where there is one."""
    return EVENT if EVENT in columns else "id" if "summary" in columns and "id" in columns else ""


async def of(tables: Tables, column: str, value: str) -> str:
    """What is called so in a column, as one would say it: the title of an incident, the name of a place, a code."""
    kind = _KEYS.get(column)
    known = await called.of(tables, kind, {value}) if kind else {}
    return known.get(value) or terms.said(column, value)


def title(given: Row, known: Names) -> str:
    """The row in one line: what is claimed and by whom, what was changed into what, or what it is about.

    What is not just asserted begins so, and with who says so: a denial with `Denied by Governor`; what is no
    contradiction, but may be a mistake, with `Hint`; what its issuer replaced with `Replaced by Mission`.
    """
    row = dict(given)
    columns = set(row)
    replaced = ""
    if decision := _supersession(row):
        told = "Replaced" if row.get("in_force", 1) else "No longer replaced"
        replaced = f"{told} by {known.issuers.get(decision, 'its issuer')}: "
    if {"action", "amends", "field", "before", "after"} <= columns:
        return f"{replaced or row['action'].capitalize() + ': '}{change(row)} ({row['amends']})"
    said, voice = _said(row, columns, known), row["origin"] if "origin" in columns else None
    stance = _STANCES.get(row["stance"] or "", "") if "stance" in columns else ""
    begins = stance and not said.casefold().startswith(stance.casefold())
    evidence = row["origin_evidence"] if "origin_evidence" in columns else None
    hint = replaced or ("Hint: " if row.get("judgement") == "hint" else "")
    if not voice or voice in NOBODY or not columns & {EVENT, "summary"}:
        return hint + (f"{stance}: {said}" if begins else said)
    by = marked(voice, evidence)
    if begins:
        return f"{hint}{stance} by {by}: {said}"
    doubts = known.doubts.get(str(row.get(_claim(columns))), ()) if not columns & {"value", "outcome"} else ()
    dispute = ", in dispute" if row.get("disputed") == 1 else ""
    return f"{hint}{said}, according to {by}{''.join(doubting(doubts, voice))}{dispute}"


def _said(row: Row, columns: set[str], known: Names) -> str:
    """What the row says, without who says so and how."""
    if "summary" in columns and row["summary"]:
        return summaries.told(str(row["summary"]), known.within, str(row.get(_claim(columns))))
    summary = known.summaries.get(str(row[EVENT]), "") if EVENT in columns else ""
    killed, value = _toll(row, known), _value(row, columns)
    if killed and summary:
        return _begun(killed)
    value = killed or value
    if summary and (value or not columns & {*_NAMING} or "stance" in columns):
        return f"{_begun(value)} ({row[EVENT]})" if value else summaries.told(summary, known.within, str(row[EVENT]))
    about = next((name for name in (*_NAMING, EVENT, "incident", "place") if columns & {name} and row[name]), "")
    whose = [str(row[name]) for name in _WHOSE if name in columns and row[name]] if about in _KEYS else []
    if about == EVENT and summary:
        return summaries.told(summary, known.within, str(row[EVENT]))
    of = known.called(about, str(row[about])) if about else str(next(iter(row)))
    return f"{', '.join([of, *whose])}{f': {value}' if value else ''}"


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _toll(row: Row, known: Names) -> str:
    """How many were killed, injured, missing or captured, where the row says that, or that it is about this number."""
    outcome = row.get("outcome") or row.get("property")
    if outcome not in OUTCOMES:
        return ""
    actor = known.called("actor", str(row.get("actor") or ""))
    figure: Row = {"said": None, **row, "outcome": outcome, "party": row.get("party") or actor}
    if figure["party"] and (row.get("value") is not None or {"lowest", "highest", "low_events"} <= row.keys()):
        return toll(figure) + (", with its parts" if row.get("reach") == "with parts" else "")
    return "" if {EVENT, "value"} & row.keys() else number_of(figure)


def _value(row: Row, columns: set[str]) -> str:
    """Which value the row is about, and what that is, where it is about one."""
    given = {name: str(row[name]) for name in _VALUE if name in columns and row[name] not in (None, "")}
    if "value" not in columns and EVENT in columns:
        return ""
    if given.get("property") == WHOLE_CLAIM and "value" in given:
        return given["value"]
    dated = given.get("property") in terms.DATES
    value = given.pop("value", "")
    if given.get("property") and {"lowest", "highest", "low_events", "said"} <= columns:
        value = reach(row)
    of = " ".join(terms.said(name, one) for name, one in given.items())
    return ": ".join(filter(None, [of, terms.dated(value) if dated and value else grouped(value) if given else value]))


def change(row: Row) -> str:
    """What was changed, from what into what: `casualties killed: 25 → 26`; of a retraction, the claim."""
    before, after = (_plain(row[name]) for name in ("before", "after"))
    if not row["field"]:
        return before
    return f"{terms.term('field', row['field'])}: {before or 'not said'} → {after or 'not said'}"


def content(table: str | None, row: Row, known: Names) -> str:
    """Everything else that the row says, a line for each of its columns."""
    return "\n".join(_lines(table, row, known))


def _lines(table: str | None, row: Row, known: Names) -> Iterator[str]:
    names = row.keys()
    for name in names:
        if name not in _TOLD and row[name] not in (None, "", "[]"):
            given = _IN_WORDS.get(name, {}).get(row[name])
            told = [given] if given else [terms.said(name, one) for one in naming.texts(row[name]) or [str(row[name])]]
            said = [one if (shown := known.called(name, one)) == one else f"{shown} ({one})" for one in told]
            yield f"{labels.column(table, name)}: {', '.join(said)}"


def _plain(value: object) -> str:
    """A value of a field, which the tables have as JSON, as text."""
    try:
        found = json.loads(str(value)) if value is not None else None
    except ValueError:
        return str(value)
    return "" if found is None else found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
