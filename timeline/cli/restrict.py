"""`timeline restrict` keeps what is public from the public: it stays in the log alone."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from timeline.cli import options
from timeline.cli.output import plural, some
from timeline.service import Timeline


@click.command()
@options.event
@partial(options.reason, seen="readers see it once the event is public again")
@options.recorded_by
@click.pass_obj
def restrict(folder: Path | None, name: str, reason: str, recorded_by: str | None) -> None:
    """Restrict a claim, the source KEY or the incident SLUG, and whatever rests on it."""
    with Timeline.open(folder) as timeline:
        before = _withheld(timeline)
        receipt = timeline.restrict(name, reason=reason, recorded_by=recorded_by)
        now = sorted(_withheld(timeline) - before - {str(receipt.id)})
    click.echo(f"{receipt.id} restricts {name}: it is out of the tables, with whatever rests on it.")
    click.echo(f"{plural(len(now), 'event')} withheld since: {some(now)}.")
    click.echo(f'Copies that others made are not. To show it again: timeline publish {name} --reason "…"')


def _withheld(timeline: Timeline) -> set[str]:
    """The IDs of the events of which nothing is public."""
    return {row["id"] for row in timeline.db.query("select id from withheld")}
