"""`timeline verify` checks every byte that the log stores."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Held:
    """A checkpoint to which the log is held: the file that it is in, what that says, and which known keys signed it."""

    file: Path
    checkpoint: Checkpoint
    signers: list[str]
    #: What was checked of that, in a sentence.
    signed: str


@click.command()
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A checkpoint kept from earlier: the log must extend it. May be given several times.",
)
@click.option("--json", "json_", is_flag=True, help="Answer with ok, size, root, faults and who signed the checkpoint.")
@click.pass_context
def verify(ctx: click.Context, against: tuple[Path, ...], json_: bool) -> None:
    """Check every byte that the log stores, and that it extends the last checkpoint that was signed of it.

    Of timeline.db only how far it has followed the log is looked at: timeline rebuild makes it anew. Exit code 1 if
    anything is wrong.
    """
    held, own = list[Held](), list[Checkpoint]()
    try:
        given = [(file, _parsed(file, text), text) for file, text in zip(against, map(_said, against), strict=True)]
        folder = folders.find(ctx.obj)
        own = kept(folder)
        given = given or [(folder / CHECKPOINT, checkpoint, latest(folder)) for checkpoint in own]
        held = [Held(file, checkpoint, *_signature(folder, file, text)) for file, checkpoint, text in given]
        with Timeline.open(folder) as timeline, telling() as tell:
            for one in held:
                _check_of(one, timeline.origin)
            checkpoints = [*(one.checkpoint for one in held), *own]
            found = timeline.verify(*checkpoints, progress=lambda done, of: tell("Verifying", done, of))
    except TimelineError as problem:
        if not json_:
            raise
        found, held = Verification(0, "", ((0, str(problem)),)), []
    if json_:
        faults = [{"position": position, "problem": problem} for position, problem in found.faults]
        told = {"ok": found.ok, "size": found.size, "root": found.root, "faults": faults}
        told |= {"keys_unchecked": found.unchecked} if found.unchecked else {}
        click.echo(json.dumps(told | ({"checkpoint_signed_by": _of_all(held)} if against or own else {})))
        ctx.exit(0 if found.ok else 1)
    if not found.ok:
        files = [*map(str, against), *([f"{folder / CHECKPOINT}, the last that was signed"] if own else [])]
        beside = f"\nIt is held to {' and '.join(files)}." if files else ""
        raise TimelineError(
            "\n".join(found.told())
            + beside
            + f"\nThe log does not verify: {plural(len(found.faults), 'fault')}. Restore it from a backup that does."
        )
    click.echo(f"The log verifies{_extends(held, bool(against))}: {plural(found.size, 'event')}, root {found.root}")
    for one in held:
        click.echo(f"{one.file}: {one.signed}" if len(held) > 1 else one.signed)
    if found.unchecked:
        are, their = ("is", "its") if found.unchecked == 1 else ("are", "their")
        click.echo(
            f"{plural(found.unchecked, 'event')} {are} of a type that nobody here knows: whether the index has keys "
            f"that are not {their} own was not checked. Install a newer release, or the package that adds the type."
        )


def _extends(held: Sequence[Held], given: bool) -> str:
    """Which checkpoints a log that verifies extends; nothing where it was held to none."""
    if not held:
        return ""
    which = "the checkpoint" if given else "the last checkpoint in its folder,"
    if len(held) > 1:
        which = f"the {len(held)} checkpoints"
    *sizes, last = (f"{one.checkpoint.size:,}" for one in held)
    events = plural(held[-1].checkpoint.size, "event").partition(" ")[2]
    return f", and extends {which} of {', '.join(sizes)}{' and ' if sizes else ''}{last} {events}"


def _of_all(held: Sequence[Held]) -> list[str]:
    """The keys that have signed each of the checkpoints."""
    first, *others = (one.signers for one in held) if held else [[]]
    return [key for key in first if all(key in signers for signers in others)]


def _check_of(held: Held, origin: str) -> None:
    try:
        held.checkpoint.check_of(origin)
    except TimelineError as problem:
        raise TimelineError(f"{held.file}: {problem}") from problem


def _said(file: Path) -> str:
    with explained(str(file)):
        return regular.text(file)


def _parsed(file: Path, text: str) -> Checkpoint:
    """The checkpoint in a file. Raises TimelineError, which names it, where it holds none."""
    try:
        return Checkpoint.parse(text)
    except TimelineError as problem:
        raise TimelineError(f"{file}: {problem}") from problem


def _signature(folder: Path, file: Path, note: str) -> tuple[list[str], str]:
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
            f"{file}: {problem} Its keys were looked for in {folder / VERIFIER}. If you have struck out the one that "
            "signed, sign anew: timeline checkpoint"
        ) from problem
    return signers, f"The checkpoint is signed by {', '.join(signers)}, which {VERIFIER} lists."
