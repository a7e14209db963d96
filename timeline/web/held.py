"""Who held a place on a day is answered in words by the query `who-held`, with every event that its answer names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from timeline.web import words
from timeline.web.charts.bands import SCOPES, Bands, called
from timeline.web.places import Found
from timeline.web.queries import Row, Tables
from timeline.web.questions import QUESTIONS

#: The answers of the query that name nobody, with what they mean; any other answer is who held the place.
_NOT_SURE = {
    "disputed": "rival accounts, or a denial, leave it open.",
    "uncertain": "the days are too coarse to tell.",
    "unknown": "no claim tells of that day.",
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
    colours = {lane.name: lane.colour for chart in drawn.charts for lane in chart.lanes}
    claims = {claim["id"]: claim for claim in told["claims"]}
    held = [period for period in told["periods"] if _covers(period, day)]
    answers = [_answer(alike, held, colours, claims) for alike in _alike(rows)]
    answers.sort(key=lambda answer: SCOPES.index(answer["scopes"][0]))
    return {"typed": day, "fault": None, "on": words.moment(day), "answers": answers}


def _covers(period: Row, day: str) -> bool:
    return bool((period["from_earliest"] or period["from_latest"]) <= day <= period["to_latest"])


def _alike(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of the answer, together those of scopes of which it says the same."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["answer"], row["controllers"]), []).append(row)
    return list(found.values())


def _answer(
    rows: Sequence[Row], held: Iterable[Row], colours: Mapping[str, str], claims: Mapping[str, Row]
) -> dict[str, Any]:
    """One answer, its `scopes`, its `holders` each with the claims that say so, and what else begins or ends it."""
    scopes = sorted((row["scope"] for row in rows), key=SCOPES.index)
    by_holder: dict[str, set[str]] = {}
    of: dict[str, set[str]] = {}
    for period in held:
        if period["scope"] in scopes:
            by_holder.setdefault(period["controller"], set()).update(json.loads(period["events"]))
    for row in rows:
        for event in json.loads(row["events"]):
            of.setdefault(event, set()).add(row["scope"])
    answer = rows[0]["answer"]
    return {
        "scopes": scopes,
        "sure": answer not in _NOT_SURE,
        "answer": answer if answer in _NOT_SURE else called(answer),
        "why": _NOT_SURE.get(answer, ""),
        "holders": [
            {"name": called(name), "colour": colours.get(called(name), ""), "claims": _told(events, claims, of, scopes)}
            for name, events in sorted(by_holder.items())
        ],
        "borders": _told(of.keys() - set().union(*by_holder.values()), claims, of, scopes),
    }


def _told(
    events: Iterable[str], claims: Mapping[str, Row], of: Mapping[str, set[str]], scopes: Sequence[str]
) -> list[Row]:
    """The claims of these IDs, only the ID of what the page does not show; `only` are the scopes of which it tells.

    None where it tells of all of `scopes`.
    """
    return [
        claims.get(event, {"id": event})
        | {"only": [scope for scope in scopes if scope in of[event]] if of[event] < set(scopes) else []}
        for event in sorted(events)
    ]
