"""`timeline prove` writes what anybody needs to check, offline, that an event was in the log."""

from __future__ import annotations

from pathlib import Path

import click

from timeline import folder as folders
from timeline.cli import options
from timeline.cli.output import as_file
from timeline.cli.verifiers import known
from timeline.errors import TimelineError
from timeline.files import check_free
from timeline.log.ids import parse_id
from timeline.log.inclusion import full_subtrees
from timeline.named import id_of
from timeline.proofs import prove as proofs
from timeline.proofs.checkpoints import latest
from timeline.service import Timeline
from timeline.standing import Standing
from timeline.verifier import NotProved, proved
from timeline.visibility import Visibility


@click.command()
@options.event
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--restricted", is_flag=True, help="Give what is restricted too: then FILE is for few eyes.")
@click.pass_obj
def prove(folder: Path | None, name: str, file: Path | None, restricted: bool) -> None:
    """Write a proof that an event was in the log at the last checkpoint into the new file FILE, or print it.

    By another name than its ID it is the event as it was first recorded.

    Of an event that is not public, or not all of it, the proof tells when and by whom it was recorded, and not what.
    """
    if file:
        check_free(file)
    found = folders.find(folder)
    note = latest(found)
    if not note:
        raise TimelineError(
            "There is no checkpoint yet that an event could be proved from. Make one: timeline checkpoint"
        )
    with Timeline.open(found) as timeline:
        checkpoint = proofs.reached(timeline.log, note)
        _, position = parse_id(id_of(timeline.log, name), timeline.log.prefix)
        # It takes seconds in a large log, and what is public may change meanwhile.
        full = full_subtrees(timeline.log.leaves(0, checkpoint.size))
        entry = timeline.log.get(position)
        shown = bool(timeline.db.table("events").count_where("id = ?", [entry.id]))
        public = shown and Visibility(Standing(timeline.log)).shows_all(entry)
        text = proofs.prove(timeline.log, note, position, with_body=public or restricted, full=full).encode()
    try:
        proved(text, known(found))
    except NotProved as problem:
        raise TimelineError(
            f"The proof would not verify. {problem} Make a new checkpoint: timeline checkpoint"
        ) from problem
    as_file(text, file, 0o600 if restricted and not public else 0o666)
    if not entry.body:
        click.echo(
            f"{entry.id} was redacted: the proof tells when and by whom it was recorded, and not what.", err=True
        )
    elif restricted and not public:
        click.echo(f"{entry.id} is not public, or not all of it, and the proof tells all of it.", err=True)
    elif not public:
        click.echo(
            f"{entry.id} is not public, or not all of it: the proof tells when and by whom it was recorded, and not "
            "what. With --restricted it tells all.",
            err=True,
        )
