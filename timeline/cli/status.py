"""`timeline status`, or bare `timeline`, says what the timeline holds."""

from __future__ import annotations

from pathlib import Path

import click

from timeline import folder as folders
from timeline.cli.output import plural
from timeline.service import Timeline


@click.command()
@click.pass_obj
def status(folder: Path | None) -> None:
    """Say what the timeline holds."""
    found = folders.find(folder)
    with Timeline.open(found) as timeline:
        counts = next(
            timeline.db.query(
                "select (select count(*) from incidents) as incidents, (select count(*) from sources) as sources, "
                "(select count(*) from events where stance is not null and status = 'current') as claims, "
                "(select count(*) from problems) as problems, (select count(*) from withheld) as withheld, "
                "(select max(recorded_at) from events) as latest"
            )
        )
        click.echo(f"{timeline.settings.title} ({found})")
        click.echo(
            f"{plural(len(timeline), 'event')}: {plural(counts['claims'], 'claim')} on "
            f"{plural(counts['incidents'], 'incident')} from {plural(counts['sources'], 'source')}."
        )
        if counts["latest"]:
            click.echo(f"Last appended {counts['latest']}. Next ID {timeline.next_id}.")
        if counts["withheld"]:
            click.echo(
                f"{plural(counts['withheld'], 'event')} more withheld from the tables: timeline show reads them."
            )
        if counts["problems"]:
            click.echo(f"{plural(counts['problems'], 'event')} without effect: see the table problems.")
    click.echo("timeline --help lists the commands.")
