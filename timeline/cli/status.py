"""`timeline status`, or bare `timeline`, says what the timeline holds."""

from __future__ import annotations

from pathlib import Path

import click

from timeline import folder as folders
from timeline.cli.output import plural
from timeline.cli.reading import reading
from timeline.log.ids import format_id


@click.command()
@click.pass_obj
def status(folder: Path | None) -> None:
    """Say what the timeline holds."""
    with reading(folder) as tables:
        title = folders.settings(tables.folder).title
        counts = next(
            tables.query(
                "select (select count(*) from incidents) as incidents, (select count(*) from sources) as sources, "
                "(select count(*) from events where stance is not null and status = 'current') as claims, "
                "(select count(*) from problems) as problems, (select count(*) from withheld) as withheld, "
                "(select max(recorded_at) from events) as latest"
            )
        )
        click.echo(f"{title} ({tables.folder})")
        click.echo(
            f"{plural(tables.position, 'event')}: {plural(counts['claims'], 'claim')} on "
            f"{plural(counts['incidents'], 'incident')} from {plural(counts['sources'], 'source')}."
        )
        if counts["latest"]:
            click.echo(f"Last appended {counts['latest']}. Next ID {format_id(tables.prefix, tables.position + 1)}.")
        if counts["withheld"]:
            click.echo(
                f"{plural(counts['withheld'], 'event')} more withheld from the tables: timeline show reads them."
            )
        if counts["problems"]:
            click.echo(f"{plural(counts['problems'], 'event')} without effect: see the table problems.")
    click.echo("timeline --help lists the commands.")
