"""`timeline rebuild` makes the tables and the log's index afresh."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from timeline.cli.output import plural
from timeline.service import Timeline


@click.command()
@click.pass_obj
def rebuild(folder: Path | None) -> None:
    """Make timeline.db, and the log's index, afresh from the log."""
    console = Console()
    shown = Progress(console=console, transient=True, disable=not console.is_terminal)
    with Timeline.open(folder) as timeline, shown as progress:
        task = progress.add_task("Rebuilding", total=len(timeline))
        done = timeline.rebuild(lambda position: progress.update(task, completed=position))
    click.echo(f"Rebuilt the tables from {plural(done, 'event')}.")
