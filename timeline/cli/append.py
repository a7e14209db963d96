"""`timeline append` stores what files or standard input say, or refuses them whole with every fault."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from events.ledger.source_recorded import source_key
from timeline import folder as folders
from timeline.admission import Plan, plan, unknown
from timeline.appending import TABLES, Receipt
from timeline.cli import options
from timeline.cli.interrupted import interruptible
from timeline.cli.output import as_json, as_table, plural
from timeline.cli.progress import Tell, telling
from timeline.doubts import doubts
from timeline.errors import Fault, Faults, TimelineError
from timeline.service import Timeline
from timeline.sheets.labels import PLACEHOLDER
from timeline.sheets.names import declared, events, named
from timeline.sheets.read import Faulty, read
from timeline.sheets.single import Read
from timeline.suggestions import suggestions

#: Events from which on it is told how many are read, checked and stored.
LONG = 1_000
#: Receipts that are listed one by one for people; beyond it, only counts.
LISTED = 50


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Check everything and store nothing.")
@click.option("--json", "json_", is_flag=True, help="Answer with a JSON array, one object for each event.")
@options.recorded_by
@click.pass_obj
def append(folder: Path | None, files: tuple[str, ...], dry_run: bool, json_: bool, recorded_by: str | None) -> None:
    """Append the events in FILES: sheets (.yaml), events as JSON (.json) or JSON lines (.jsonl); - is standard input.

    Nothing is stored where anything is wrong, and nothing twice. Up to 1,000 events are stored all or none; more are
    stored in parts of 1,000: after an interruption append them again, and the missing ones are added.
    """
    try:
        with Timeline.open(folder) as timeline, interruptible(timeline), telling() as tell:
            answer = append_files(timeline, files, dry_run=dry_run, recorded_by=recorded_by, tell=tell)
    except Faults as faults:
        if json_:
            click.echo(json.dumps({"faults": [dataclasses.asdict(fault) for fault in faults.faults]}, indent=1))
        raise
    if json_:
        as_json(
            dataclasses.asdict(receipt)
            | {"warnings": [str(fault) for number, fault in answer.warnings if number == index]}
            for index, receipt in enumerate(answer.receipts)
        )
    else:
        report(answer, dry_run, folder)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of each event of an input, and what its author should look at, by the event's number from 0."""

    receipts: list[Receipt]
    warnings: list[tuple[int, Fault]]


def append_files(
    timeline: Timeline,
    files: Sequence[str],
    *,
    dry_run: bool = False,
    recorded_by: str | None = None,
    tell: Tell = lambda stage, done, total: None,
) -> Answer:
    """Append what is in `files`, and `tell` how far that is where it is long.

    Raises Faults with all that is wrong in them, each fault at its line.
    """

    def progress(stage: str, done: int, total: int | None = None) -> None:
        if done >= LONG:
            tell(stage, done, total)

    try:
        reads = read(files, timeline.source, lambda done: progress("Reading", done))
    except Faulty as faulty:
        raise Faults(_in_order(files, [*faulty.faults, *_more(timeline, faulty)])) from faulty
    receipts = timeline.append_checked(
        reads.events,
        lambda made: _in_order(files, _located(made, reads)),
        dry_run=dry_run,
        recorded_by=recorded_by,
        progress=lambda stage, done: progress(stage, done, len(reads) if stage != TABLES else None),
    )
    try:
        given = reads.events
        found = [
            *((one.index, (), one.problem, one.remedy) for one in doubts(given, receipts, timeline.db)),
            *((one.index, one.path, one.problem, one.remedy) for one in suggestions(given, receipts, timeline.db)),
        ]
    except (TimelineError, sqlite3.Error):  # no tables to look in: what is stored is stored
        found = []
    return Answer(receipts, [(index, reads[index].fault(path, *told)) for index, path, *told in found])


def _more(timeline: Timeline, faulty: Faulty) -> Iterator[Fault]:
    """What would be wrong with a faulty input even if its own faults were mended."""
    assumed = {key for document in faulty.documents for key in declared(document)} | {source_key(PLACEHOLDER)}
    yield from _located(plan(faulty.reads.events, timeline.log, assumed), faulty.reads)
    sound = {(id(read.document), read.path) for read in faulty.reads.held}
    names = [
        (document, (*path, *within), key)
        for document in faulty.documents
        for path, event in events(document)
        if (id(document), path) not in sound
        for within, key in named(event, document)
    ]
    given = {key for event in faulty.reads.events for key in event.keys}
    missing = unknown((key for _, _, key in names), timeline.log, assumed | given)
    yield from (document.fault(path, *missing[key]) for document, path, key in names if key in missing)


def _located(made: Plan, reads: Sequence[Read]) -> list[Fault]:
    return [reads[problem.index].fault(problem.path, problem.problem, problem.remedy) for problem in made.problems]


def _in_order(files: Sequence[str], faults: Iterable[Fault]) -> list[Fault]:
    """The faults by file as given, then by line; what is told of several events at the same place is told once."""
    return sorted(
        dict.fromkeys(faults),
        key=lambda fault: (files.index(fault.file) if fault.file in files else 0, fault.line, fault.column),
    )


def report(answer: Answer, dry_run: bool, folder: Path | None) -> None:
    """Say what became of each event, then of all, and what to look at.

    `folder` is the one that was named, if any: to which timeline it was is told where another may be meant.
    """
    receipts = answer.receipts
    if len(receipts) <= LISTED:
        as_table(
            ("id", "outcome", "event"),
            [(receipt.id or "(none yet)", _outcome(receipt), receipt.summary) for receipt in receipts],
        )
    already = sum(receipt.outcome.startswith("already") for receipt in receipts)
    new = len(receipts) - already
    done = "would be appended; nothing stored" if dry_run else "appended"
    found = folders.unexpected(folder)
    where = f", in the timeline {found}" if found else ""
    click.echo(f"{plural(new, 'event')} {done}, {already:,} already there{where}.")
    for _, warning in answer.warnings:
        click.echo(f"Warning: {warning}", err=True)


def _outcome(receipt: Receipt) -> str:
    return f"{receipt.outcome}, restricted" if receipt.restricted else receipt.outcome
