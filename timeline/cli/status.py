"""`timeline status`, or bare `timeline`, says what the timeline holds."""

from __future__ import annotations

import json
from pathlib import Path

import click

from timeline import folder as folders
from timeline.cli.output import plural
from timeline.cli.reading import reading
from timeline.log.ids import format_id
from timeline.regular import NoFile, text


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
        signed = _signed(tables.folder)
        next_id = format_id(tables.prefix, tables.position + 1)
        if json_:
            told = {"title": title, "folder": str(tables.folder), "events": tables.position, **counts}
            click.echo(json.dumps({**told, "next_id": next_id, "signed": signed}, ensure_ascii=False))
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
        if signed > tables.position:
            click.echo(
                f"The last checkpoint in the folder is of {plural(signed, 'event')}: the log has lost "
                f"{signed - tables.position:,}. See timeline verify."
            )
    click.echo("timeline --help lists the commands.")


def _signed(folder: Path) -> int:
    """How many events the last checkpoint is of; 0 where there is none, or none that can be read."""
    try:
        size = text(folder / folders.CHECKPOINT).splitlines()[1]
        return int(size) if size.isascii() and size.isdecimal() else 0
    except (OSError, ValueError, IndexError, NoFile):
        return 0
