"""`timeline checkpoint` signs what the log is now, for others to hold it to."""

from __future__ import annotations

from pathlib import Path

import click

from timeline import folder as folders
from timeline.cli.output import as_file, as_files
from timeline.files import check_free
from timeline.proofs.checkpoints import sign
from timeline.proofs.keys import SIGNING
from timeline.service import Timeline


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--timestamp", metavar="URL", help="Have the authority at URL say when (RFC 3161): into FILE.tsr.")
@click.pass_obj
def checkpoint(folder: Path | None, file: Path | None, timestamp: str | None) -> None:
    """Check the whole log, sign its size and root, and write that into the new file FILE, or print it.

    Keep it where whoever writes the log cannot change it, for timeline verify --against FILE.
    """
    if timestamp and not file:
        raise click.UsageError("Name a FILE: its timestamp is written beside it.")
    stamped = file.with_name(f"{file.name}.tsr") if file and timestamp else None
    for given in filter(None, (file, stamped)):
        check_free(given)
    found = folders.find(folder)
    new = not (found / SIGNING).exists()
    with Timeline.open(found) as timeline:
        note = sign(timeline, found).encode()
    if new:
        click.echo(f"There was no key to sign with, so {found / SIGNING} was made. Publish it: timeline key", err=True)
    if not (file and stamped and timestamp):
        as_file(note, file)
        return
    # Only here: no other command should wait for the modules of HTTP.
    from timeline.proofs import timestamp as authority

    as_files({stamped: authority.timestamp(note, timestamp), file: note})
