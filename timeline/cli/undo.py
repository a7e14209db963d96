"""`timeline undo` takes back a correction, a retraction or a decision: what was before it counts again."""

from __future__ import annotations

from pathlib import Path

import click

from events.ledger.undone import Undone
from timeline.amending import current
from timeline.cli import options
from timeline.service import Timeline
from timeline.standing import Standing


@click.command()
@options.event
@options.reason
@options.recorded_by
@click.pass_obj
def undo(folder: Path | None, name: str, reason: str, recorded_by: str | None) -> None:
    """Undo the correction or retraction ID, the last that was made of its event, or the decision ID."""
    with Timeline.open(folder) as timeline:
        receipt = timeline.undo(name, reason=reason, recorded_by=recorded_by)
        undone = timeline[str(receipt.id)].event
        assert isinstance(undone, Undone)
        history = Standing(timeline.log).history(undone.undoes)
        again = None if history.revoked else current(timeline.log, name)
    click.echo(receipt.summary)
    if again:
        click.echo(f"{again.id} counts again: {again.event.summary()}")
    else:
        click.echo(f"To decide it again, record it with follows: {receipt.id}.")
