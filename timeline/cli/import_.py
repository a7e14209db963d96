"""`timeline import` reads tables that others keep into events; `places` is the gazetteer of the user's own country."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click

from events.base import Event
from events.ledger.place_recorded import PlaceRecorded, place_key
from timeline.admission import Plan
from timeline.amending import correction, current
from timeline.cli import options
from timeline.cli.append import Answer, report
from timeline.cli.interrupted import interruptible
from timeline.cli.output import as_json, plural, some
from timeline.cli.usage import Formats
from timeline.errors import Fault, Faults
from timeline.imports.columns import Columns
from timeline.imports.places import KINDS, Imported, read_places
from timeline.imports.recorded import completed, contested, meant, unclear
from timeline.imports.tables import Row, read_table
from timeline.projections.gazetteer import recorded_places
from timeline.service import Timeline
from timeline.sheets.text import printable

#: What else can be done where a row's key is taken.
_MORE = "--complete adds border and point where it has none; --skip-recorded leaves it out."


@click.group("import", cls=Formats)
def import_() -> None:
    """Read what others keep in tables: timeline import places FILE."""


def _pairs(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> list[tuple[str, str]]:
    """`A=B` as a pair."""
    pairs = [text.partition("=") for text in given]
    for text, (first, _, second) in zip(given, pairs, strict=True):
        if not first or not second:
            raise click.BadParameter(f'"{text}" is no {parameter.metavar}. Write both with = between.')
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
@click.option(
    "--kind", type=click.Choice(KINDS), help="What kind of places all are; without it, the column kind says so."
)
@click.option("--complete", is_flag=True, help="Add border and point to recorded places without, as corrections.")
@click.option("--skip-recorded", is_flag=True, help="Leave out places that are recorded already.")
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
    complete: bool,
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
        with Timeline.open(folder) as timeline, interruptible(timeline):
            events, rows = _events(timeline, found, file, complete, skip_recorded)
            receipts = timeline.append_checked(
                events, lambda made: _located(made, rows, complete), dry_run=dry_run, recorded_by=recorded_by
            )
    except Faults as faults:
        if json_:
            click.echo(json.dumps({"faults": [dataclasses.asdict(fault) for fault in faults.faults]}, indent=1))
        raise
    if json_:
        as_json(dataclasses.asdict(receipt) for receipt in receipts)
        return
    report(Answer(receipts, []), dry_run, folder)
    _tell(found, len(found.rows) - len(rows) - len(found.several), complete)


def _events(
    timeline: Timeline, found: Imported, file: str, complete: bool, skip_recorded: bool
) -> tuple[list[Event], list[Row]]:
    """What is to be appended, each with its row: new places, and corrections of recorded ones that they `complete`.

    Raises Faults for rows that may be recorded places of another key, or several that would complete the same one.
    """
    places = recorded_places(timeline.db)
    keys = meant(found, places)
    if not skip_recorded and (faults := list(unclear(found, keys, places, completing=complete))):
        raise Faults(faults)
    taken = timeline.log.find([place_key(place.key) for place in found.places]) if skip_recorded else {}
    kept: list[tuple[Event, Row]] = []
    completing: dict[str, list[tuple[Event, Row]]] = {}
    for place, row, of in zip(found.places, found.rows, keys, strict=True):
        known = bool(of) or place_key(place.key) in taken
        if skip_recorded and known and not (complete and len(of) == 1):
            found.several += [place.name] if len(of) > 1 else []
            continue
        if not (complete and of):
            kept.append((place, row))
            continue
        recorded = current(timeline.log, of[0]).event
        assert isinstance(recorded, PlaceRecorded)
        whole = completed(recorded, place)
        if whole != recorded:
            right = correction(timeline.log, of[0], whole, f"Completed from {Path(file).name}.")
            completing.setdefault(of[0], []).append((right, row))
    rivals = {key: rows for key, rows in completing.items() if len(rows) > 1}
    if rivals and not skip_recorded:
        raise Faults([contested(row, places[key], key) for key, rows in rivals.items() for _, row in rows])
    found.several += [places[key].names[0] for key, rows in rivals.items() for _ in rows]
    kept += [only for key, rows in completing.items() if key not in rivals for only in rows]
    return [event for event, _ in kept], [row for _, row in kept]


def _located(made: Plan, rows: list[Row], completing: bool) -> list[Fault]:
    more = "" if completing else f" {_MORE}"
    return [
        rows[problem.index].fault("", problem.problem, problem.remedy if problem.path else f"{problem.remedy}{more}")
        for problem in made.problems
    ]


def _tell(found: Imported, left_out: int, completing: bool) -> None:
    """Which columns were read, and what is not as in the file."""
    click.echo(printable(f"Columns read: {', '.join(found.columns.used())}."))
    if found.unused:
        click.echo(printable(f"Not used: {', '.join(found.unused)}."))
    if left_out:
        why = "recorded with all that they would add" if completing else "recorded before"
        click.echo(f"{plural(left_out, 'place')} left out, {why}.")
    if found.several:
        which = some(list(dict.fromkeys(found.several)))
        click.echo(
            printable(
                f"{plural(len(found.several), 'place')} left out, of which it is not clear which they are: {which}."
            )
        )
    if found.pointless:
        click.echo(f"{plural(found.pointless, 'place')} without a point.")
    if found.simplified:
        what = plural(len(found.simplified), "border")
        click.echo(printable(f"{what} simplified to fit into an event: {some(found.simplified)}."))
    if found.numbered:
        click.echo(
            f"{plural(len(found.numbered), 'place')} numbered, because another one has the same name: "
            f"{some(found.numbered)}. --admin1 or --code may tell them apart."
        )
