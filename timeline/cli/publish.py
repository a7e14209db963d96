"""`timeline publish` shows what was restricted, as far as it rests on nothing that still is."""

from __future__ import annotations

from pathlib import Path

import click

from timeline.amending import current
from timeline.cli import options
from timeline.service import Timeline
from timeline.standing import Standing
from timeline.visibility import Visibility


@click.command()
@options.event
@options.reason
@options.recorded_by
@click.pass_obj
def publish(folder: Path | None, name: str, reason: str, recorded_by: str | None) -> None:
    """Show what counts of a claim, the source KEY or the incident SLUG to the public."""
    with Timeline.open(folder) as timeline:
        receipt = timeline.publish(name, reason=reason, recorded_by=recorded_by)
        now = current(timeline.log, name)
        standing = Standing(timeline.log)
        showing = Visibility(standing).of(now.id, standing.event(now.id))
    click.echo(f"{receipt.id} publishes {now.id}: {now.event.summary()}")
    if showing == "withheld":
        click.echo("It stays withheld: a source, an incident or a value that it needs is restricted.")
    elif showing == "alone":
        click.echo("Earlier versions of it stay withheld.")
