"""`timeline backup` keeps the log and the settings in one file, while others append."""

from __future__ import annotations

from pathlib import Path

import click

from timeline import backups
from timeline import folder as folders
from timeline.cli.output import plural
from timeline.service import Timeline


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup(folder: Path | None, file: Path) -> None:
    """Write the log and timeline.toml into the new file FILE, verified, while others append.

    The last three lines printed are its checkpoint.
    """
    found = folders.find(folder)
    # Opening is what ends a redaction that was interrupted; backups are often the only command that runs for long.
    Timeline.open(found).close()
    kept = backups.backup(found, file)
    click.echo(f"Wrote {file}: {plural(kept.size, 'event')}, verified, root {kept.root}")
    click.echo(f"It holds what is restricted too. Make a timeline of it with: timeline restore {file} DIRECTORY")
    click.echo("Its checkpoint:")
    click.echo(kept.text(), nl=False)
