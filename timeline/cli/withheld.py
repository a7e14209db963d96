"""What is withheld from the tables is read from the log, for whoever has the log, and marked as withheld."""

from __future__ import annotations

import json
from contextlib import suppress

import click
from pydantic_core import from_json

from timeline.cli.output import as_table
from timeline.log.entries import Entry
from timeline.log.ids import parse_id
from timeline.service import Timeline
from timeline.standing import Standing
from timeline.stored import Unreadable, event_of


def show_withheld(timeline: Timeline, id: str, json_: bool) -> None:
    """Print the event `id`, of which nothing is in the tables."""
    found = timeline.log.get(parse_id(id, timeline.log.prefix)[1])
    told = {
        "id": found.id,
        "position": found.position,
        "type": found.type,
        "status": "withheld",
        "recorded_at": found.recorded_at,
        "recorded_by": found.recorded_by,
    }
    body = from_json(found.body) if found.body else None
    if json_:
        click.echo(json.dumps(told | {"body": body}, ensure_ascii=False, indent=1))
        return
    redaction = None if body else Standing(timeline.log).redaction(found.id)
    try:
        summary = "Redacted" if redaction else event_of(found).summary()
    except Unreadable as problem:
        summary = str(problem)
    click.echo(f"{found.id}  {summary}\n")
    if redaction:
        click.echo(f"{redaction.id}: {redaction.event.summary()}")
        click.echo("What it said is erased. That there was such an event is withheld: it was restricted.\n")
    else:
        click.echo(f"This event is withheld: it {_why(timeline, found)}. It is read from the log here.\n")
    as_table(("column", "value"), [(name, value) for name, value in told.items() if name != "id"])
    if body:
        click.echo()
        as_table(
            ("field", "what it says"),
            [
                (name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
                for name, value in body.items()
            ],
        )


def _why(timeline: Timeline, entry: Entry) -> str:
    """Why nothing is public of an event that can be read: what it names and is there no more was redacted."""
    standing, redacted = Standing(timeline.log), []
    with suppress(Unreadable):
        for _, key in event_of(entry).references():
            kind, _, name = key.partition(":")
            there = (
                not standing.redaction(name) if kind == "event" else standing.find([key]) or standing.corrections(key)
            )
            if not there:
                redacted.append(name if kind in ("event", "label") else f"the {kind} {name}")
    if redacted:
        return f"rests on what was redacted, {' and '.join(dict.fromkeys(redacted))}"
    return "is restricted, or rests on what is"
