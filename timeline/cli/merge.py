"""`timeline merge` says that two incidents are one: their claims stand together, and both slugs lead there."""

from __future__ import annotations

from pathlib import Path

import click

from timeline.cli import options
from timeline.service import Timeline


@click.command()
@click.argument("incident", metavar="SLUG")
@click.option("--into", metavar="SLUG", required=True, help="The incident that it is.")
@options.reason
@options.recorded_by
@click.pass_obj
def merge(folder: Path | None, incident: str, into: str, reason: str, recorded_by: str | None) -> None:
    """Merge the incident SLUG into another one. Its slug leads there from now on."""
    with Timeline.open(folder) as timeline:
        receipt = timeline.merge(incident, into=into, reason=reason, recorded_by=recorded_by)
    if receipt.outcome == "already":
        click.echo(f"{receipt.id} has merged {incident} into {into} already.")
        return
    click.echo(f"{receipt.id} merges {incident} into {into}.")
    click.echo(f'To take it back: timeline undo {receipt.id} --reason "…"')
