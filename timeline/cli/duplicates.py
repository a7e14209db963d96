"""`timeline duplicates` lists incidents that are probably one, with reasons, and how to decide it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from timeline.cli.output import as_csv, as_json, as_table, plural
from timeline.pairs import Found, Likely, likely_pairs
from timeline.service import Timeline


@click.command()
@click.option("--min", "least", type=click.IntRange(0, 100), default=50, show_default=True, help="The least score.")
@click.option("-n", "--limit", "most", type=click.IntRange(1), default=20, show_default=True, help="How many pairs.")
@click.option("--all", "unsure", is_flag=True, help="Also pairs of which somebody was unsure.")
@click.option("--json", "json_", is_flag=True, help="A JSON array, one object for each pair.")
@click.option("--csv", "csv_", is_flag=True, help="Comma-separated values, with headings.")
@click.pass_obj
def duplicates(folder: Path | None, least: int, most: int, unsure: bool, json_: bool, csv_: bool) -> None:
    """List pairs of incidents that are probably one, the likeliest first, with a score from 0 to 100 and reasons.

    Nothing is merged by it. Pairs that were merged or linked are not asked again.
    """
    with Timeline.open(folder) as timeline:
        found = likely_pairs(timeline.db, least, most, unsure)
    if json_:
        as_json(map(dataclasses.asdict, found.pairs))
    elif csv_:
        as_csv(HEADINGS, (dataclasses.asdict(pair) | {"reasons": "; ".join(pair.reasons)} for pair in found.pairs))
    elif not found.pairs:
        click.echo(f"No two incidents have a score of {least} or more.")
    else:
        _show(found)


HEADINGS = tuple(field.name for field in dataclasses.fields(Likely))
#: What can be decided of a pair, and by which command.
DECISIONS = {
    "If they are one": "timeline merge {one} --into {other} --reason …",
    "If they are two": "timeline link {one} distinct {other} --reason …",
    "If nobody can tell": "timeline link {one} unsure {other} --reason …",
}


def _show(found: Found) -> None:
    as_table(
        ("score", "incident", "other", "why"),
        [
            (
                pair.score,
                f"{pair.title} ({pair.incident})",
                f"{pair.other_title} ({pair.other})",
                "; ".join([*pair.reasons, *(["linked as unsure"] if pair.unsure else [])]),
            )
            for pair in found.pairs
        ],
    )
    if found.total > len(found.pairs):
        click.echo(f"{plural(found.total - len(found.pairs), 'pair')} more: timeline duplicates --limit {found.total}")
    for decided, command in DECISIONS.items():
        click.echo(f"\n{decided}:")
        for pair in found.pairs:
            click.echo(command.format(one=pair.incident, other=pair.other))
