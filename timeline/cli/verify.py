"""`timeline verify` checks every byte that the log stores."""

from __future__ import annotations

import json
from pathlib import Path

import click

from timeline.cli.output import plural
from timeline.errors import TimelineError
from timeline.log.verify import Checkpoint, Verification
from timeline.service import Timeline


@click.command()
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A checkpoint kept from earlier: the log must extend it.",
)
@click.option("--json", "json_", is_flag=True, help="Answer with ok, size, root and faults.")
@click.pass_context
def verify(ctx: click.Context, against: Path | None, json_: bool) -> None:
    """Check every byte that the log stores. Exit code 1 if anything is wrong."""
    checkpoint = Checkpoint.parse(against.read_text(encoding="utf-8", errors="replace")) if against else None
    try:
        with Timeline.open(ctx.obj) as timeline:
            found = timeline.verify(checkpoint)
    except TimelineError as problem:
        if not json_:
            raise
        found = Verification(0, "", ((0, str(problem)),))
    if json_:
        faults = [{"position": position, "problem": problem} for position, problem in found.faults]
        click.echo(json.dumps({"ok": found.ok, "size": found.size, "root": found.root, "faults": faults}))
        ctx.exit(0 if found.ok else 1)
    if not found.ok:
        raise TimelineError(
            "\n".join(f"Position {position}: {problem}" for position, problem in found.faults)
            + f"\nThe log does not verify: {plural(len(found.faults), 'fault')}. Restore it from a copy that does."
        )
    extends = f", and extends the checkpoint of {plural(checkpoint.size, 'event')}" if checkpoint else ""
    click.echo(f"The log verifies{extends}: {plural(found.size, 'event')}, root {found.root}")
