"""`timeline log` lists the entries of the log as they were appended, or prints a checkpoint of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from pydantic_core import from_json

from timeline import folder as folders
from timeline.cli.output import as_json, as_table, plural
from timeline.errors import TimelineError
from timeline.log.engine import Log
from timeline.log.entries import Entry, damaged
from timeline.log.ids import parse_id
from timeline.log.verify import Checkpoint
from timeline.named import id_of
from timeline.proofs.checkpoints import kept
from timeline.service import Timeline
from timeline.stored import Unreadable, event_of


def _summary(entry: Entry) -> str:
    try:
        return event_of(entry).summary()
    except Unreadable:
        if not entry.body:
            return f"({entry.type}: redacted)"
        return f"({entry.type} version {entry.version}: this release cannot read it)"


def _body(entry: Entry) -> Any:
    """The body as data; None where it was redacted."""
    try:
        return from_json(entry.body) if entry.body else None
    except ValueError as problem:
        raise damaged(entry.position) from problem


def _position(text: str, log: Log) -> int:
    """The position that a number or the name of an event stands for. Raises TimelineError."""
    return int(text[:18]) if text.isascii() and text.isdecimal() else parse_id(id_of(log, text))[1]


@click.command()
@click.option("--after", default="0", metavar="N|ID", help="Only what follows position N, or an event.")
@click.option("--json", "json_", is_flag=True, help="Whole entries, as a JSON array.")
@click.option(
    "--checkpoint", is_flag=True, help="Print size and root instead: keep it elsewhere, for verify --against."
)
@click.pass_obj
def log(folder: Path | None, after: str, json_: bool, checkpoint: bool) -> None:
    """List the log's entries in order."""
    found = folders.find(folder)
    with Timeline.open(found) as timeline:
        if checkpoint:
            state = timeline.verify(*kept(found))
            if not state.ok:
                raise TimelineError(
                    "The log does not verify, so that a checkpoint of it is worth nothing. See timeline verify."
                )
            click.echo(Checkpoint(state.size, state.root, timeline.origin).text(), nl=False)
            return
        entries = timeline.log.read(_position(after, timeline.log))
        if json_:
            as_json(
                {
                    "id": entry.id,
                    "position": entry.position,
                    "type": entry.type,
                    "version": entry.version,
                    "recorded_at": entry.recorded_at,
                    "recorded_by": entry.recorded_by,
                    "body": _body(entry),
                }
                for entry in entries
            )
        elif rows := [(entry.id, entry.recorded_at[:16], entry.recorded_by, _summary(entry)) for entry in entries]:
            as_table(("id", "recorded_at", "recorded_by", "event"), rows)
        else:
            click.echo(f"No event follows: the log has {plural(len(timeline), 'event')}.")
