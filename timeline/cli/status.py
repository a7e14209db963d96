"""`timeline status`, or bare `timeline`, says what the timeline holds."""

from __future__ import annotations

import json
from pathlib import Path

import click

from timeline import folder as folders
from timeline.cli.output import plural
from timeline.cli.reading import reading
from timeline.log.ids import format_id


@click.command()
@click.option("--json", "json_", is_flag=True, help="Answer with a JSON object, its counts by the names of tables.")
@click.pass_obj
def status(folder: Path | None, json_: bool = False) -> None:
    """Say what the timeline holds."""
    with reading(folder) as tables:
        title = folders.settings(tables.folder).title
        counts = next(
            tables.query(
                "select (select count(*) from events where stance is not null and status = 'current') as claims, "
                "(select count(*) from incidents) as incidents, (select count(*) from sources) as sources, "
                "(select count(*) from withheld) as withheld, (select count(*) from problems) as problems, "
                "(select nullif(recorded_at, '') from projection) as recorded_at"
            )
        )
        next_id = format_id(tables.prefix, tables.position + 1)
        if json_:
            told = {"title": title, "folder": str(tables.folder), "events": tables.position, **counts}
            click.echo(json.dumps({**told, "next_id": next_id}, ensure_ascii=False))
            return
        click.echo(f"{title} ({tables.folder})")
        click.echo(
            f"{plural(tables.position, 'event')}: {plural(counts['claims'], 'claim')} on "
            f"{plural(counts['incidents'], 'incident')} from {plural(counts['sources'], 'source')}."
        )
        if counts["recorded_at"]:
            click.echo(f"Last appended {counts['recorded_at']}. Next ID {next_id}.")
        if counts["withheld"]:
            click.echo(
                f"{plural(counts['withheld'], 'event')} more withheld from the tables: timeline show reads them."
            )
        if counts["problems"]:
            click.echo(f"{plural(counts['problems'], 'event')} without effect: see the table problems.")
    click.echo("timeline --help lists the commands.")
