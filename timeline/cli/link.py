"""`timeline link` says how two incidents lie to each other that are not one, or may be one."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from events.ledger.incidents_linked import RELATIONS, Relation
from timeline.cli import options
from timeline.service import Timeline


@click.command()
@click.argument("incident", metavar="SLUG")
@click.argument("relation", metavar="RELATION", type=click.Choice(list(RELATIONS)))
@click.argument("other", metavar="SLUG")
@options.reason
@options.recorded_by
@click.pass_obj
def link(folder: Path | None, incident: str, relation: str, other: str, reason: str, recorded_by: str | None) -> None:
    """Link two incidents. RELATION is part_of, overlaps, same_deaths, coincides, distinct or unsure.

    Of part_of the first is a part of the second. Another link of the same two is replaced.
    """
    chosen = cast(Relation, relation)
    with Timeline.open(folder) as timeline:
        receipt = timeline.link(incident, chosen, other, reason=reason, recorded_by=recorded_by)
    if receipt.outcome == "already":
        click.echo(f"{receipt.id} says so already.")
        return
    click.echo(f"{receipt.id}: {incident} {RELATIONS[chosen]} {other}.")
    click.echo(f'To take it back: timeline undo {receipt.id} --reason "…"')
