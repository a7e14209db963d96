"""`timeline verify` checks every byte that the log stores."""

from __future__ import annotations

import json
from pathlib import Path

import click

from timeline import folder as folders
from timeline import regular
from timeline.cli.output import plural
from timeline.cli.progress import telling
from timeline.cli.verifiers import known
from timeline.errors import TimelineError
from timeline.files import explained
from timeline.folder import CHECKPOINT
from timeline.log.verify import Checkpoint, Verification
from timeline.proofs.checkpoints import kept, latest
from timeline.proofs.keys import VERIFIER
from timeline.service import Timeline
from timeline.verifier import NotProved, opened


@click.command()
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    help="A checkpoint kept from earlier: the log must extend it.",
)
@click.option("--json", "json_", is_flag=True, help="Answer with ok, size, root, faults and who signed the checkpoint.")
@click.pass_context
def verify(ctx: click.Context, against: Path | None, json_: bool) -> None:
    """Check every byte that the log stores, and that it extends the last checkpoint that was signed of it.

    Of timeline.db only how far it has followed the log is looked at: timeline rebuild makes it anew. Exit code 1 if
    anything is wrong.
    """
    checkpoints = list[Checkpoint]()
    try:
        given = _said(against) if against else ""
        checkpoints += [_parsed(against, given)] if against else []
        folder = folders.find(ctx.obj)
        own = kept(folder)
        checkpoints += own
        signers, signed = _signature(folder, given or latest(folder)) if checkpoints else ([], "")
        with Timeline.open(folder) as timeline, telling() as tell:
            found = timeline.verify(*checkpoints, progress=lambda done, of: tell("Verifying", done, of))
    except TimelineError as problem:
        if not json_:
            raise
        found, signers = Verification(0, "", ((0, str(problem)),)), []
    if json_:
        faults = [{"position": position, "problem": problem} for position, problem in found.faults]
        told = {"ok": found.ok, "size": found.size, "root": found.root, "faults": faults}
        told |= {"keys_unchecked": found.unchecked} if found.unchecked else {}
        click.echo(json.dumps(told | ({"checkpoint_signed_by": signers} if checkpoints else {})))
        ctx.exit(0 if found.ok else 1)
    if not found.ok:
        beside = f"\nIt is held to {folder / CHECKPOINT}, the last that was signed." if own else ""
        raise TimelineError(
            "\n".join(found.told())
            + beside
            + f"\nThe log does not verify: {plural(len(found.faults), 'fault')}. Restore it from a backup that does."
        )
    which = "the checkpoint" if against else "the last checkpoint in its folder,"
    extends = f", and extends {which} of {plural(checkpoints[0].size, 'event')}" if checkpoints else ""
    click.echo(f"The log verifies{extends}: {plural(found.size, 'event')}, root {found.root}")
    if checkpoints:
        click.echo(signed)
    if found.unchecked:
        are, their = ("is", "its") if found.unchecked == 1 else ("are", "their")
        click.echo(
            f"{plural(found.unchecked, 'event')} {are} of a type that nobody here knows: whether the index has keys "
            f"that are not {their} own was not checked. Install a newer release, or the package that adds the type."
        )


def _said(file: Path) -> str:
    with explained(str(file)):
        return regular.text(file)


def _parsed(file: Path, text: str) -> Checkpoint:
    """The checkpoint in a file. Raises TimelineError, which names it, where it holds none."""
    try:
        return Checkpoint.parse(text)
    except TimelineError as problem:
        raise TimelineError(f"{file}: {problem}") from problem


def _signature(folder: Path, note: str) -> tuple[list[str], str]:
    """The known keys that have signed a checkpoint, and in a sentence what was checked of that.

    Raises TimelineError for a bad signature of a known key, and where there are only those of unknown ones.
    """
    if "\n— " not in note:
        return [], "The checkpoint is not signed: that it is the one which was made, only where you kept it can tell."
    keys = known(folder)
    try:
        if not keys:
            return [], f"The checkpoint's signature was not checked: {folder / VERIFIER} lists no key."
        signers = [str(key) for key in opened(note.encode(), keys).signers]
    except NotProved as problem:
        raise TimelineError(
            f"{problem} Its keys were looked for in {folder / VERIFIER}. If you have struck out the one that signed, "
            "sign anew: timeline checkpoint"
        ) from problem
    return signers, f"The checkpoint is signed by {', '.join(signers)}, which {VERIFIER} lists."
