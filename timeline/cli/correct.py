"""`timeline correct` puts a whole new event in the place of one that we coded wrongly; the old one stays readable."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from events.claim import Claim
from events.differing import changed
from timeline.admission import Plan, plan
from timeline.amending import correction, current
from timeline.cli import options
from timeline.cli.output import as_table
from timeline.errors import Fault, Faults
from timeline.service import Timeline
from timeline.sheets.read import read
from timeline.sheets.single import Read
from timeline.standing import Standing, Version


@click.command()
@options.event
@click.argument("file")
@options.reason
@click.option("--dry-run", is_flag=True, help="Show what would change and store nothing.")
@click.option("--json", "json_", is_flag=True, help="Answer with a JSON object: id, corrects, changes.")
@options.recorded_by
@click.pass_obj
def correct(
    folder: Path | None, name: str, file: str, reason: str, dry_run: bool, json_: bool, recorded_by: str | None
) -> None:
    """Correct a claim, the source, place or actor KEY, or the title of the incident SLUG by what FILE says instead.

    FILE holds the whole event as it should have been: alone, or in its edited sheet, of which only that event is taken.
    """
    with Timeline.open(folder) as timeline:
        old = current(timeline.log, name)
        new = _replacement(timeline, old, file)

        def located(made: Plan) -> list[Fault]:
            return [new.fault(problem.path[1:], problem.problem, problem.remedy) for problem in made.problems]

        amendment = correction(timeline.log, old.id, new.event, reason)
        (receipt,) = timeline.append_checked([amendment], located, recorded_by=recorded_by, dry_run=dry_run)
    changes = changed(old.event, new.event)
    if json_:
        said = {"id": receipt.id, "corrects": old.id, "changes": [change._asdict() for change in changes]}
        click.echo(json.dumps(said, ensure_ascii=False))
        return
    as_table(("field", "before", "after"), [(change.field, change.before, change.after) for change in changes])
    done = f"{receipt.id} corrects {old.id}." if receipt.id else f"This would correct {old.id}; nothing stored."
    click.echo(f"\n{done}")
    if receipt.id:
        click.echo(f'To take it back: timeline undo {receipt.id} --reason "…"')


def _replacement(timeline: Timeline, old: Version, file: str) -> Read:
    """What is to take the place of `old`: of the events in `file` that are not stored elsewhere, the one meant."""
    reads = read([file], timeline.source)
    standing = Standing(timeline.log)
    root = standing.history(old.id).root
    positions = plan([read.event for read in reads], timeline.log).positions
    new = [
        read
        for read, position in zip(reads, positions, strict=True)
        if position is None or (position != old.position and standing.history(standing.id(position)).root == root)
    ]
    alike = [
        [read for read in new if read.event.slot_key == old.event.slot_key],
        [read for read in new if read.event.type == old.event.type],
        [read for read in new if isinstance(read.event, Claim) and isinstance(old.event, Claim)],
    ]
    meant = next(filter(None, alike), [])
    same = [read for read in reads if read.event.canonical == old.event.canonical]
    if same and meant is not alike[0]:
        raise Faults([same[0].fault((), f"It says what {old.id} says.", "Change what was wrong.")])
    if len(meant) == 1:
        return meant[0]
    raise Faults(_unclear(file, meant, old))


def _unclear(file: str, meant: Sequence[Read], old: Version) -> list[Fault]:
    if not meant:
        problem = f"Nothing here is new and can take the place of {old.id}: {old.event.summary()}."
        return [Fault(problem, "Write the whole event as it should have been.", file=file)]
    problem = f"This may be meant to take the place of {old.id}, and {len(meant) - 1} more here may."
    return [
        read.fault((), problem, "Leave the one that is meant, and append or correct the others after.")
        for read in meant
    ]
