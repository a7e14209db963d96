"""`timeline undo` takes back a correction or a retraction: what was before it counts again."""

from __future__ import annotations

from pathlib import Path

import click

from timeline.amending import current
from timeline.cli import options
from timeline.service import Timeline


@click.command()
@click.argument("id", metavar="ID")
@options.reason
@options.recorded_by
@click.pass_obj
def undo(folder: Path | None, id: str, reason: str, recorded_by: str | None) -> None:
    """Undo the correction or retraction ID, the last that was made of its event."""
    with Timeline.open(folder) as timeline:
        receipt = timeline.undo(id, reason=reason, recorded_by=recorded_by)
        now = current(timeline.log, id)
    click.echo(f"{receipt.summary}\n{now.id} counts again: {now.event.summary()}")
