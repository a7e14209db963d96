"""Who held a place on a day is answered in words by the query `who-held`, with every event that its answer names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from timeline.reconcile.inferred import marked
from timeline.web import words
from timeline.web.charts.bands import SCOPES, Bands, coloured
from timeline.web.charts.stretches import Holder, begins, called, holder, later
from timeline.web.places import Found, find, held_within
from timeline.web.queries import GIVEN, Row, Tables
from timeline.web.questions import QUESTIONS
from timeline.web.scopes import COARSE, unknown

#: What the parts of a place are called within a sentence.
_PARTS = {"centre": "district centre", "town": "town"}
#: The columns of a period that list the claims on which it rests, or which bound or deny it.
_LISTS = ("events", "inferred_from", "denied_by", "from_events", "to_events")
#: The answers of the query that name nobody, with what they mean; any other answer is who held the place.
_NOT_SURE = {
    "inferred": "",
    "disputed": "rival accounts leave it open.",
    "uncertain": f"{COARSE}.",
    "unknown": "",
}


async def asked(tables: Tables, found: Found, typed: str, told: Row, drawn: Bands | None) -> Row | None:
    """The answer for the local day that was `typed`; None where none was, or nobody is known to have held the place.

    `told` is what the page of the place shows, `drawn` its bands. What is no day comes back as `fault`.
    """
    day = typed.strip()
    if not day or drawn is None:
        return None
    if not words.is_day(day):
        return {"typed": day, "fault": f"“{day}” is no day. Write it as 2015-08-26.", "answers": []}
    rows = await tables.rows(QUESTIONS["who-held"].sql, place=found.identity, day=day)
    claims = await _claims(tables, day, told)
    answers = [_answer(alike, day, told, claims) for alike in _alike(rows)]
    answers.sort(key=lambda answer: SCOPES.index(answer["scopes"][0]))
    return {"typed": day, "fault": None, "on": words.moment(day), "answers": answers}


async def within(tables: Tables, given: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[Row]:
    """The places in the one that is `given` of which claims tell who held them, where the answer for it is unknown."""
    at = columns.index("answer")
    found = await find(tables, given) if all(str(row[at]) == "unknown" for row in rows) else []
    return await held_within(tables, found[0].identity) if len(found) == 1 else []


def _alike(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of the answer, together those of scopes of which it says the same."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in ("answer", "controllers", "last_said", "next_said")), []).append(
            row
        )
    return list(found.values())


async def _claims(tables: Tables, day: str, told: Row) -> dict[str, Row]:
    """The claims on which the periods rest that hold on the day, by ID; the list of the page may be cut before them."""
    on = [period for period in told["periods"] if begins(period) <= day <= period["to_latest"]]
    asked = {event: None for name in _LISTS for event in _joined(on, name)}
    found = await tables.claims(GIVEN, json.dumps(asked))
    return {claim["id"]: claim | {"scope": told["scopes"].get(claim["id"])} for claim in found}


def _answer(rows: Sequence[Row], day: str, told: Row, claims: Mapping[str, Row]) -> dict[str, Any]:
    """One answer: its `scopes`, its `holders` each with the claims that say so, and the `others` on these days."""
    scopes = sorted((row["scope"] for row in rows), key=SCOPES.index)
    held = [
        period
        for period in told["periods"]
        if period["scope"] in scopes and begins(period) <= day <= period["to_latest"]
    ]
    of: dict[str, set[str]] = {}
    for period in held:
        for event in (event for name in _LISTS for event in json.loads(period[name])):
            of.setdefault(event, set()).add(period["scope"])
    shown = partial(_shown, claims=claims, of=of, scopes=scopes)
    answer, denied_by = rows[0]["answer"], _joined(held, "denied_by")
    dated_later = _dated_later(held, told)

    def but_those(name: str) -> list[str]:
        return [event for event in _joined(held, name) if event not in dated_later]

    holders = _holders(held, day, told, denied_by)
    above = {event for _, lines in holders for _, events in lines for event in events}
    return {
        "scopes": scopes,
        "sure": answer not in _NOT_SURE,
        "answer": answer if answer in _NOT_SURE else called(answer),
        "why": _denied(denied_by, claims) if answer == "disputed" and denied_by else _why(rows[0]),
        "holders": [
            {"name": who.name, "colour": who.colour, "lines": [(said, shown(ids)) for said, ids in lines]}
            for who, lines in holders
        ],
        "others": [
            (said, [claim | ({"summary": ""} if claim["id"] in above else {}) for claim in shown(ids)])
            for said, ids in (
                ("Denied by", denied_by),
                ("Begins with", but_those("from_events")),
                ("Dated later by", dated_later),
                ("Ends with", but_those("to_events")),
            )
            if ids
        ],
    }


def _why(row: Row) -> str:
    """Why nobody is named as who surely held it, in words."""
    if row["remark"]:
        return str(row["remark"][0].lower() + row["remark"][1:])
    if row["answer"] == "unknown":
        return f"{unknown(row['last_said'] or '', row['next_said'] or '')}."
    if row["answer"] != "inferred":
        return _NOT_SURE.get(row["answer"], "")
    last = f"last said for {words.edtf(row['last_said'])}" if row["last_said"] else "nobody said so before"
    again = f", and the next day that is told of is {words.moment(row['next_said'])}" if row["next_said"] else ""
    return f"no claim tells of that day; {last}{again}."


def _denied(events: Iterable[str], claims: Mapping[str, Row]) -> str:
    """Who denies it, and of which part of the place, in words."""
    voices = dict.fromkeys(
        marked(claim["origin"], claim["origin_evidence"])
        + (f" of the {_PARTS[claim['scope']]}" if claim["scope"] in _PARTS else "")
        for claim in (claims[event] for event in events if event in claims)
    )
    return f"denied by {', '.join(voices)}." if voices else "a denial leaves it open."


def _holders(
    held: Sequence[Row], day: str, told: Row, denied_by: list[str]
) -> list[tuple[Holder, list[tuple[str, list[str]]]]]:
    """Each controller of these rows, with the claims that it rests on in all of them, and what these say of the day."""
    colours, found = coloured(told["periods"]), []
    by_name = sorted(held, key=lambda period: str(period["controller"]))
    for _, rows in groupby(by_name, key=lambda period: str(period["controller"])):
        together = list(rows)
        lists = {name: _joined(together, name) for name in ("events", "inferred_from", "to_events")}
        # Who dates a change later tells of one row's end and another's beginning, and of nobody who had it until then.
        lists["to_events"] = [event for event in lists["to_events"] if event not in _dated_later(together, told)]
        who = holder({**together[0], **{name: json.dumps(events) for name, events in lists.items()}}, colours)
        found.append((who, who.lines(day, day, told["tells"], denied_by)))
    return found


def _dated_later(rows: Iterable[Row], told: Row) -> list[str]:
    """The claims that end no more than a dispute of these rows: see `later`."""
    ends = ((bool(row["disputed"]), json.loads(row["from_events"]), json.loads(row["to_events"])) for row in rows)
    return sorted({event for end in ends for event in later(*end, told["changes"])})


def _joined(rows: Iterable[Row], name: str) -> list[str]:
    """The IDs of one list of these rows, each once."""
    return sorted({event for row in rows for event in json.loads(row[name])})


def _shown(
    events: Iterable[str], claims: Mapping[str, Row], of: Mapping[str, set[str]], scopes: Sequence[str]
) -> list[Row]:
    """The claims of these IDs, only the ID of what the page does not show; `only` are the scopes of which it tells.

    None where it tells of all of `scopes`.
    """
    return [
        claims.get(event, {"id": event})
        | {"only": [scope for scope in scopes if scope in of[event]] if of[event] < set(scopes) else []}
        for event in events
    ]
