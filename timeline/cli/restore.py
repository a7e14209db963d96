"""`timeline restore` makes a timeline of a backup."""

from __future__ import annotations

from pathlib import Path

import click

from timeline import backups
from timeline.cli.output import plural
from timeline.cli.progress import telling


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("directory", type=click.Path(path_type=Path))
def restore(file: Path, directory: Path) -> None:
    """Make a timeline of the backup FILE in DIRECTORY, which is new or empty."""
    with telling() as tell:
        made = backups.restore(file, directory, lambda position: tell("Rebuilding the tables", position, None))
    size, root = made.checkpoint.size, made.checkpoint.root
    click.echo(f"Restored {directory} from {file}: {plural(size, 'event')}, verified, root {root}")
    click.echo(
        "The key that signs checkpoints is in no backup. If there was one, put signing.key, verifier.keys and "
        "checkpoint, the last that it signed, back from where you keep them before anything is signed here: without "
        "its last checkpoint a key signs nothing, and where there is no key timeline checkpoint makes a new one, which "
        "your readers do not know."
    )
    if not made.settings:
        click.echo(f"There were no settings in it: write title, licence and the rest into {directory}/timeline.toml.")
    if made.latest:
        click.echo(
            f"The last event is of {made.latest}. What was restricted or redacted since then is as it was before: "
            "restrict and redact it again."
        )
