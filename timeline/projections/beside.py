"""Who bears on an incident without saying that it happened gives it no origin, and is named all the same."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlite_utils import Database

from timeline.projections.known import Known
from timeline.projections.summary import HAPPENINGS
from timeline.reconcile.inferred import surest
from timeline.reconcile.told import AFFIRMS

Row = dict[str, Any]

_SAID = """
    select id as event, 0 as number, type, stance, origin, origin_kind, origin_evidence, position from events
    where id in (select value from json_each(:events))
    union all
    select event, number, type, claim_values.stance, claim_values.origin, claim_values.origin_kind,
        claim_values.origin_evidence, position
    from claim_values join events on id = event
    where party is null and event in (select value from json_each(:events)) and claim_values.origin_kind != 'coder'
    order by position, number
"""


def others(
    db: Database,
    claims: Mapping[str, str],
    figures: Iterable[Row],
    superseded: Collection[tuple[str, int]],
    origins: Iterable[Row],
    known: Known,
) -> list[Row]:
    """The voices that are not among the `origins` of an incident, in the order of their first word.

    Each has `says`: by which stances it doubts something, and which types of claims that tell of no happening it makes.
    `claims` are those that count, with their relation to the incident, and `figures` those of its story.
    """
    known_by = {known.identity(row["origin"]) for row in origins}
    found: dict[object, Row] = {}
    for row in (*_said(db, claims, superseded), *_doubted(figures)):
        voice = known.identity(row["origin"])
        if voice not in known_by:
            named = {name: row[name] for name in ("origin", "origin_kind", "origin_evidence")}
            one = found.setdefault(voice, named | {"says": []})
            one["says"] += [row["says"]] if row["says"] not in one["says"] else []
            one["origin_evidence"] = surest((one["origin_evidence"], row["origin_evidence"]))
    return list(found.values())


def _said(db: Database, claims: Mapping[str, str], superseded: Collection[tuple[str, int]]) -> Iterator[Row]:
    told = [id for id, relation in claims.items() if relation != "counted_in"]
    for row in db.query(_SAID, {"events": json.dumps(told)}):
        doubts = row["stance"] not in AFFIRMS
        if (doubts or row["type"] not in HAPPENINGS) and (row["event"], row["number"]) not in superseded:
            yield row | {"says": row["stance"] if doubts else row["type"]}


def _doubted(figures: Iterable[Row]) -> Iterator[Row]:
    for row in figures:
        if row["counts"] and not row["superseded_by"] and row["stance"] not in AFFIRMS and row["stance"]:
            yield row | {"says": row["stance"]}
