"""`timeline rebuild` makes the tables and the log's index afresh."""

from __future__ import annotations

from pathlib import Path

import click

from timeline.cli.output import plural
from timeline.cli.progress import telling
from timeline.service import Timeline


@click.command()
@click.pass_obj
def rebuild(folder: Path | None) -> None:
    """Make timeline.db, and the log's index, afresh from the log."""
    with Timeline.open(folder) as timeline, telling() as tell:
        size = len(timeline)
        done = timeline.rebuild(lambda position: tell("Rebuilding", position, size))
    click.echo(f"Rebuilt the tables from {plural(done, 'event')}.")
