"""`timeline show` prints one event or one incident."""

from __future__ import annotations

import json
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from timeline.amending import current, id_of
from timeline.cli.output import as_table
from timeline.cli.show_incident import show_incident
from timeline.cli.withheld import show_withheld
from timeline.errors import TimelineError
from timeline.log.ids import InvalidId, nearest, parse_id
from timeline.projections.amendments import CHANGES
from timeline.reconcile.asof import as_of
from timeline.service import Timeline

#: The event that recorded what has a key, sources first.
_KEYED = """
    with named(key) as (select ?)
    select event from sources join named using (key) union all select event from places join named using (key)
    union all select event from actors join named using (key) limit 1
"""


@click.command()
@click.argument("name", metavar="ID|SLUG|KEY")
@click.option("--json", "json_", is_flag=True, help="The row of events or incidents, with its claims or values.")
@click.option("--as-reported", metavar="DATE", help="An incident by what sources had certainly published by then.")
@click.option(
    "--as-recorded", metavar="TIME", help="An incident as this timeline held it then: a day, UTC, or instant."
)
@click.pass_obj
def show(folder: Path | None, name: str, json_: bool, as_reported: str | None, as_recorded: str | None) -> None:
    """Print the event ID, in any spelling, the incident SLUG, or the source, place or actor KEY.

    The slug of an incident that was merged leads to the one that it is.
    """
    asof = as_of(as_recorded, as_reported)
    with Timeline.open(folder) as timeline:
        if withheld := _withheld(timeline, name):
            show_withheld(timeline, withheld, json_)
            return
        keyed = _row(timeline, _KEYED, name)
        if _row(timeline, "select slug from incident_slugs where slug = ?", name):
            show_incident(timeline, name, asof, json_)
        elif asof:
            raise TimelineError(f'"{name}" is no incident, and only these are shown as of then. Write a slug.')
        else:
            _show_event(timeline, keyed["event"] if keyed else name, json_)


def _withheld(timeline: Timeline, name: str) -> str | None:
    """The ID of what `name` stands for, where that is not in the tables because it is restricted."""
    try:
        id = id_of(timeline.log, name)
    except TimelineError:
        return None  # what is wrong with it is told where it is looked up
    shown = _row(
        timeline, "select slug from incident_slugs where slug = ? union select key from sources where key = ?1", name
    )
    return None if shown or _row(timeline, "select id from withheld where id = ?", id) is None else id


def _show_event(timeline: Timeline, name: str, json_: bool) -> None:
    try:
        entry = timeline.log.get(parse_id(name, timeline.log.prefix)[1])
        found = entry.id if not entry.body else timeline[name].entry.id
    except TimelineError as problem:
        slugs = [
            row["name"] for row in timeline.db.query("select slug as name from incidents union select key from sources")
        ]
        begun = [slug for slug in slugs if slug.startswith(name.strip().lower())] if name.strip() else []
        near = [*nearest(name, timeline.log.prefix, len(timeline)), *begun, *get_close_matches(name, slugs, n=1)]
        meant = f" Did you mean {near[0]}?" if near and near[0] not in str(problem) else ""
        no_id = isinstance(problem, InvalidId) and not any(character.isdigit() for character in name)
        told = f'There is no event, incident, source or place "{name}".' if no_id else str(problem)
        raise TimelineError(f"{told}{meant}") from problem
    event = _row(timeline, "select * from events where id = ?", found)
    values = list(timeline.db.query("select * from claim_values where event = ? order by number", [found]))
    changes = list(timeline.db.query(CHANGES, {"id": found}))
    if event is None:
        raise TimelineError(f"{found} has no effect on the tables: see the table problems.")
    if json_:
        event["body"] = json.loads(event["body"]) if event["body"] else None
        whole = event | {"values": values, "corrections": changes}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=1))
        return
    click.echo(f"{event['id']}  {event['summary']}\n")
    if changes or event["status"] == "superseded":
        click.echo(f"{_standing(timeline, event)}\n")
    of_its_type = ("entry_type", event["type"])
    as_table(
        ("column", "value"),
        [
            (column, value)
            for column, value in event.items()
            if value is not None and column not in ("id", "summary", "body") and (column, value) != of_its_type
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
                    *(row[column] for column in ("wording", "hedge", "origin")),
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


#: What stands beside a value that its source does not affirm.
_NOT_AFFIRMED = {"denies": " (denied)", "questions": " (questioned)", "cannot_confirm": " (not confirmed)"}


def _superseded(value: dict[str, Any]) -> str:
    return f" (superseded by {value['superseded_by']})" if value["superseded_by"] else ""


def _standing(timeline: Timeline, event: dict[str, Any]) -> str:
    """What became of an event that was changed, or that changed another, and which one counts."""
    try:
        now = current(timeline.log, event["id"]).id
    except TimelineError as retracted:
        return str(retracted)
    if event["status"] == "superseded":
        return "Its issuer replaced all that this event says, or took it back: nothing of it counts any more."
    counts = "This is what counts." if now == event["id"] else f"What counts is {now}."
    return f"This event is {event['status']}. {counts}" if event["status"] != "current" else counts


def _row(timeline: Timeline, sql: str, key: str) -> dict[str, Any] | None:
    return next(iter(timeline.db.query(sql, [key])), None)
