"""`timeline export` writes the tables into a file for others; `sqlite` has all of them, as of now or of then."""

from __future__ import annotations

from pathlib import Path

import click

from timeline.cli.output import plural
from timeline.cli.progress import telling
from timeline.cli.usage import Formats
from timeline.exports import sqlite as sqlite_file
from timeline.service import Timeline


@click.group(cls=Formats)
def export() -> None:
    """Write what the timeline holds into a file: timeline export sqlite FILE."""


@export.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--as-recorded",
    metavar="T",
    help="Only what was recorded by then: a day in UTC, an instant such as 2026-11-22T16:00Z, or the ID of the last "
    "event.",
)
@click.option(
    "--as-reported",
    metavar="D",
    help="Only claims whose source bears that day or an earlier one: 2015-08-25, or the last day of 2015-08 or 2015.",
)
@click.pass_obj
def sqlite(folder: Path | None, file: Path, as_recorded: str | None, as_reported: str | None) -> None:
    """Write all tables into the new SQLite file FILE, as they are or as they would have been then.

    Nothing that is restricted or redacted now is in it. timeline serve FILE shows it.
    """
    with Timeline.open(folder) as timeline, telling() as tell:
        size = len(timeline)
        done = sqlite_file.export(
            timeline.log,
            timeline.db,
            file,
            settings=timeline.settings,
            as_recorded=as_recorded,
            as_reported=as_reported,
            progress=lambda position: tell("Exporting", position, size),
        )
        reported = f", as reported by {done.as_reported}" if done.as_reported else ""
    click.echo(f"Wrote {file}: {plural(done.events, 'event')} as recorded by {done.as_recorded}{reported}.")
    click.echo(f"Look at it with: timeline serve {file}")
