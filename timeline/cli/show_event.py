"""`timeline show ID` prints an event as its row tells it, with its values and what was done to it."""

from __future__ import annotations

import json
from typing import Any

import click

from timeline.cli.output import as_line, as_table
from timeline.cli.reading import Reading
from timeline.errors import TimelineError
from timeline.projections.disputed import denied, disputed_in, disputes, doubts, on
from timeline.projections.doubted import DONE, doubting
from timeline.projections.now import CHANGES, counting
from timeline.projections.titles import spelt_out
from timeline.reconcile.inferred import marked

#: What stands behind a claim that others contradict.
IN_DISPUTE = " (in dispute)"
#: Where what an event records has its row.
_RECORDS = {"source_recorded": "sources", "place_recorded": "places", "actor_recorded": "actors"}
#: The columns of what stands above or beside their table already.
_TOLD = ("id", "summary", "body", "disputed", "doubted")
#: What a source claims.
_CLAIMS = """
    select events.id, summary, origin, status, origin_evidence from sources join events on events.source = sources.key
    where sources.event = ? and origin_kind is not null order by position
"""


def show_event(tables: Reading, id: str, json_: bool) -> bool:
    """Print the event `id`. Returns whether the tables have it."""
    event = next(tables.query("select * from events where id = ?", [id]), None)
    if event is None:
        return False
    event |= _recorded(tables, event["type"], id)
    values = list(tables.query("select * from claim_values where event = ? order by number", [id]))
    changes = list(tables.query(CHANGES, {"id": id}))
    against = {"disputes": disputes(tables, id), "doubts": doubts(tables, id)}
    denies = denied(tables, id)
    if json_:
        event["body"] = json.loads(event["body"]) if event["body"] else None
        whole = event | against | {"denied": denies, "values": values, "corrections": changes}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=1))
        return True
    click.echo(f"{event['id']}  {spelt_out(tables.query, {event['id']: event['summary']})[event['id']]}\n")
    if changes or event["status"] == "superseded":
        click.echo(f"{_standing(tables, event)}\n")
    for one in against["disputes"]:
        as_line(f"in dispute: {on(one['matters'])}; see {one['incident']}")
    for one in against["doubts"]:
        as_line(f"{DONE[one['stance']]} by {_origin(one)}{_part(one['scope'])} ({one['event']})")
    part = _part(next((value["value"] for value in values if value["property"] == "scope"), None))
    for one in denies:
        as_line(f"{one['stance'].replace('_', ' ')}{one['of'] and ' '}{one['of']}{part}: {', '.join(one['claims'])}")
    if denies or any(against.values()):
        click.echo()
    of_its_type = ("entry_type", event["type"])
    as_table(
        ("column", "value"),
        [
            (column, value + _doubting(event, values) if column == "stance" and value else value)
            for column, value in event.items()
            if value is not None and column not in _TOLD and (column, value) != of_its_type
        ],
    )
    if claims := list(tables.query(_CLAIMS, [id])):
        disputed = disputed_in(tables, (row["id"] for row in claims))
        click.echo()
        as_table(
            ("id", "claim", "origin", "status"),
            [
                (
                    row["id"],
                    row["summary"] + (IN_DISPUTE if row["id"] in disputed else ""),
                    _origin(row),
                    row["status"],
                )
                for row in claims
            ],
        )
    if values:
        click.echo()
        as_table(
            ("property", "party", "value", "wording", "hedge", "origin"),
            [
                (
                    *(row[column] for column in ("property", "party")),
                    row["value"] + _NOT_AFFIRMED.get(row["stance"], "") + _superseded(row),
                    *(row[column] for column in ("wording", "hedge")),
                    _origin(row),
                )
                for row in values
            ],
        )
    if changes:
        click.echo()
        as_table(
            ("what was done", "field", "before", "after", "why", "by"),
            [
                (
                    f"{row['event']} {row['action']} {row['amends']}",
                    *(row[column] for column in ("field", "before", "after", "reason")),
                    f"{row['recorded_by']}, {row['recorded_at'][:10]}",
                )
                for row in changes
            ],
        )
    return True


def _part(scope: str | None) -> str:
    """For which part of a place something is denied."""
    return f", for the {scope}" if scope not in (None, "unstated") else ""


def _doubting(claim: dict[str, Any], values: list[dict[str, Any]]) -> str:
    """What the claim doubts without doubting all that it says: `, questioning the number killed`."""
    doubts = (
        value
        for value in values
        if value["stance"] in _NOT_AFFIRMED
        and value["stance"] != claim["stance"]
        and value["origin_kind"] != "coder"
        and not value["superseded_by"]
    )
    return "".join(doubting(doubts, claim["origin"]))


def _recorded(tables: Reading, type_: str, id: str) -> dict[str, Any]:
    """What the table of sources, places or actors has of the one that the event records."""
    table = _RECORDS.get(type_)
    rows = tables.query(f"select * from [{table}] where event = ?", [id]) if table else iter(())
    return {name: value for name, value in next(rows, {}).items() if name not in ("event", "border")}


#: What stands beside a value that its source does not affirm.
_NOT_AFFIRMED = {"denies": " (denied)", "questions": " (questioned)", "cannot_confirm": " (not confirmed)"}


def _origin(row: dict[str, Any]) -> str | None:
    """Who said it first, marked where that is inferred."""
    return row["origin"] and marked(row["origin"], row["origin_evidence"])


def _superseded(value: dict[str, Any]) -> str:
    return f" (superseded by {value['superseded_by']})" if value["superseded_by"] else ""


def _standing(tables: Reading, event: dict[str, Any]) -> str:
    """What became of an event that was changed, or that changed another, and which one counts."""
    if event["status"] == "superseded":
        return "Its issuer replaced all that this event says, or took it back: nothing of it counts any more."
    now = counting(tables, event["id"])
    if now is None:
        log = tables.timeline.log
        from timeline.amending import current

        try:
            now = current(log, event["id"]).id
        except TimelineError as retracted:
            return str(retracted)
    counts = "This is what counts." if now == event["id"] else f"What counts is {now}."
    return f"This event is {event['status']}. {counts}" if event["status"] != "current" else counts
