"""`timeline retract` takes a claim back: it stays readable, says that it was retracted, and counts no more."""

from __future__ import annotations

from pathlib import Path

import click

from timeline.amending import current
from timeline.cli import options
from timeline.service import Timeline


@click.command()
@options.event
@options.reason
@options.recorded_by
@click.pass_obj
def retract(folder: Path | None, name: str, reason: str, recorded_by: str | None) -> None:
    """Retract a claim, which the source does not make, or which was entered twice."""
    with Timeline.open(folder) as timeline:
        old = current(timeline.log, name)
        receipt = timeline.retract(name, reason=reason, recorded_by=recorded_by)
    click.echo(f"{receipt.id} retracts {old.id}: {old.event.summary()}")
    click.echo(f'To bring it back: timeline undo {receipt.id} --reason "…"')
