"""`timeline restore` makes a timeline of a backup."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from timeline import backups
from timeline.cli.output import plural


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("directory", type=click.Path(path_type=Path))
def restore(file: Path, directory: Path) -> None:
    """Make a timeline of the backup FILE in DIRECTORY, which is new or empty."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Rebuilding the tables", total=None)
        made = backups.restore(file, directory, lambda position: progress.update(task, completed=position))
    size, root = made.checkpoint.size, made.checkpoint.root
    click.echo(f"Restored {directory} from {file}: {plural(size, 'event')}, verified, root {root}")
    click.echo(
        "The key that signs checkpoints is in no backup. If there was one, put signing.key and verifier.keys back from "
        "where you keep them."
    )
    if not made.settings:
        click.echo(f"There were no settings in it: write title, licence and the rest into {directory}/timeline.toml.")
    if made.latest:
        click.echo(
            f"The last event is of {made.latest}. What was restricted or redacted since then is as it was before: "
            "restrict and redact it again."
        )
