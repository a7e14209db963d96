"""`timeline append` stores what files or standard input say, or refuses them whole with every fault."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click

from timeline.admission import Plan
from timeline.cli.output import as_json, as_table, plural
from timeline.errors import Fault, Faults
from timeline.service import Receipt, Timeline
from timeline.sheets.read import read
from timeline.sheets.single import Read

#: Receipts that are listed one by one for people; beyond it, only counts.
LISTED = 50


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Check everything and store nothing.")
@click.option("--json", "json_", is_flag=True, help="Answer with a JSON array, one object for each event.")
@click.option("--recorded-by", help="Who records. Default: TIMELINE_RECORDED_BY, else the login name.")
@click.pass_obj
def append(folder: Path | None, files: tuple[str, ...], dry_run: bool, json_: bool, recorded_by: str | None) -> None:
    """Append the events in FILES: sheets (.yaml), events as JSON (.json) or JSON lines (.jsonl); - is standard input.

    All files together are stored all or none. What the timeline holds already is not stored twice.
    """
    try:
        with Timeline.open(folder) as timeline:
            receipts = append_reads(timeline, read(files), dry_run=dry_run, recorded_by=recorded_by)
    except Faults as faults:
        if json_:
            click.echo(json.dumps({"faults": [dataclasses.asdict(fault) for fault in faults.faults]}, indent=1))
        raise
    if json_:
        as_json(dataclasses.asdict(receipt) for receipt in receipts)
    else:
        report(receipts, dry_run)


def append_reads(
    timeline: Timeline, reads: list[Read], *, dry_run: bool = False, recorded_by: str | None = None
) -> list[Receipt]:
    """Append what was read; a problem is shown at the line where its event was written. Raises Faults."""

    def faults(made: Plan) -> list[Fault]:
        return [reads[problem.index].fault(problem.path, problem.problem, problem.remedy) for problem in made.problems]

    events = [read.event for read in reads]
    return timeline.append_checked(events, faults, dry_run=dry_run, recorded_by=recorded_by)


def report(receipts: list[Receipt], dry_run: bool) -> None:
    """Say what became of each event, then of all."""
    if len(receipts) <= LISTED:
        as_table(
            ("id", "outcome", "event"),
            [(receipt.id or "(none yet)", receipt.outcome, receipt.summary) for receipt in receipts],
        )
    already = sum(receipt.outcome == "already" for receipt in receipts)
    new = len(receipts) - already
    done = "would be appended; nothing stored" if dry_run else "appended"
    click.echo(f"{plural(new, 'event')} {done}, {already:,} already there.")
