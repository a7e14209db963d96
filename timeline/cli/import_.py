"""`timeline import` reads tables that others keep into events; `places` is the gazetteer of the user's own country."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import get_args

import click

from events.ledger.place_recorded import PlaceRecorded, place_key
from timeline.admission import Plan
from timeline.cli import options
from timeline.cli.append import Answer, report
from timeline.cli.output import as_json, plural
from timeline.errors import Fault, Faults
from timeline.imports.columns import Columns
from timeline.imports.places import Imported, read_places
from timeline.imports.tables import Row, read_table
from timeline.service import Timeline
from timeline.sheets.text import printable

KINDS = get_args(PlaceRecorded.model_fields["kind"].annotation)
#: Names of places that are listed; beyond it, only how many.
LISTED = 10


@click.group("import")
def import_() -> None:
    """Read what others keep in tables: timeline import places FILE."""


def _pairs(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> list[tuple[str, str]]:
    """`A=B` as a pair."""
    pairs = [text.partition("=") for text in given]
    for text, (first, _, second) in zip(given, pairs, strict=True):
        if not first or not second:
            raise click.BadParameter(f'"{text}" is no {parameter.metavar}.')
    return [(first, second) for first, _, second in pairs]


def _names(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> list[tuple[str, str | None]]:
    """`COLUMN` or `COLUMN=LANGUAGE` as a column and a language."""
    return [(column, language or None) for column, _, language in (text.partition("=") for text in given)]


@import_.command()
@click.argument("file")
@click.option("--name", metavar="COLUMN", help="The column of names.")
@click.option("--names", metavar="COLUMN[=LANGUAGE]", multiple=True, callback=_names, help="A column of other names.")
@click.option("--admin1", metavar="COLUMN", help="The column of the provinces' names.")
@click.option("--lat", metavar="COLUMN", help="The column of latitudes, WGS 84, decimal degrees; 0, 0 is unknown.")
@click.option("--lon", metavar="COLUMN", help="The column of longitudes.")
@click.option("--code", "codes", metavar="SYSTEM=COLUMN", multiple=True, callback=_pairs, help="A column of codes.")
@click.option("--vintage", help="The edition or date of the list that the codes are from.")
@click.option("--country", metavar="AF", help="The country of all of them, ISO 3166-1 alpha-2.")
@click.option("--kind", type=click.Choice(KINDS), help="What kind of places they are.")
@click.option("--skip-recorded", is_flag=True, help="Leave out places whose keys are recorded already.")
@click.option("--dry-run", is_flag=True, help="Check everything and store nothing.")
@click.option("--json", "json_", is_flag=True, help="Answer with a JSON array, one object for each place.")
@options.recorded_by
@click.pass_obj
def places(
    folder: Path | None,
    file: str,
    name: str | None,
    names: list[tuple[str, str | None]],
    admin1: str | None,
    lat: str | None,
    lon: str | None,
    codes: list[tuple[str, str]],
    vintage: str | None,
    country: str | None,
    kind: str | None,
    skip_recorded: bool,
    dry_run: bool,
    json_: bool,
    recorded_by: str | None,
) -> None:
    """Record the places in FILE: a table (.csv, .json), GeoJSON or TopoJSON; nothing where anything is wrong.

    Columns that are not named are found where they are called as in the common lists of places. Importing the same
    file again adds nothing.
    """
    said = Columns(name, admin1, lat, lon, kind, country, vintage, tuple(names), tuple(codes))
    try:
        found = read_places(read_table(file), said)
        with Timeline.open(folder) as timeline:
            skipped = _leave_out_recorded(timeline, found) if skip_recorded else 0
            receipts = timeline.append_checked(
                found.places, lambda made: _located(made, found.rows), dry_run=dry_run, recorded_by=recorded_by
            )
    except Faults as faults:
        if json_:
            click.echo(json.dumps({"faults": [dataclasses.asdict(fault) for fault in faults.faults]}, indent=1))
        raise
    if json_:
        as_json(dataclasses.asdict(receipt) for receipt in receipts)
        return
    report(Answer(receipts, []), dry_run, folder)
    _tell(found, skipped)


def _leave_out_recorded(timeline: Timeline, found: Imported) -> int:
    """Take the places whose keys are recorded out of `found`, and return how many that were."""
    recorded = timeline.log.find([place_key(place.key) for place in found.places])
    kept = [
        (place, row)
        for place, row in zip(found.places, found.rows, strict=True)
        if place_key(place.key) not in recorded
    ]
    skipped = len(found.places) - len(kept)
    found.places, found.rows = [place for place, _ in kept], [row for _, row in kept]
    return skipped


def _located(made: Plan, rows: list[Row]) -> list[Fault]:
    return [rows[problem.index].fault("", problem.problem, problem.remedy) for problem in made.problems]


def _tell(found: Imported, skipped: int) -> None:
    """Which columns were read, and what is not as in the file."""
    click.echo(printable(f"Columns read: {', '.join(found.columns.used())}."))
    if found.unused:
        click.echo(printable(f"Not used: {', '.join(found.unused)}."))
    if skipped:
        click.echo(f"{plural(skipped, 'place')} left out, recorded before.")
    if found.pointless:
        click.echo(f"{plural(found.pointless, 'place')} without a point.")
    if found.simplified:
        what = plural(len(found.simplified), "border")
        click.echo(printable(f"{what} simplified to fit into an event: {_some(found.simplified)}."))
    if found.numbered:
        click.echo(
            f"{plural(len(found.numbered), 'place')} numbered, because another one has the same name: "
            f"{_some(found.numbered)}. --admin1 or --code may tell them apart."
        )


def _some(names: list[str]) -> str:
    return ", ".join(names[:LISTED]) + (", …" if len(names) > LISTED else "")
