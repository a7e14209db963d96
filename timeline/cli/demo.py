"""`timeline demo` builds the example timeline out of the seeds, once for each state of the seeds."""

from __future__ import annotations

import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

import click

from timeline import folder as folders
from timeline.cli.append import append_files
from timeline.cli.output import plural
from timeline.errors import TimelineError
from timeline.service import Timeline
from timeline.shipped import shipped

TITLE = "Helmand, August 2015: an example timeline"
BY = "seeds"


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), default=Path("demo"))
def demo(directory: Path) -> None:
    """Build the example timeline in DIRECTORY from the seeds; again only when they have changed."""
    seeds = sorted(shipped("seeds").glob("*.yaml"))
    mark = _fingerprint(seeds)
    if directory.exists() and any(directory.iterdir()):
        stamp = directory / folders.EXAMPLE
        if not stamp.is_file():
            raise TimelineError(f"{directory} holds something else. Name another folder: timeline demo DIRECTORY")
        if stamp.read_text(encoding="utf-8") == mark:
            click.echo(f"The example timeline in {directory} is up to date with its seeds.")
            return
    # Built beside its place and moved there whole, so that an interruption leaves nothing half made.
    building = directory.with_name(f"{directory.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    with Timeline.init(building, "HEL", title=TITLE, licence="CC0-1.0") as timeline:
        receipts = append_files(timeline, [str(seed) for seed in seeds], recorded_by=BY)
        incidents = timeline.db.table("incidents").count
    (building / folders.EXAMPLE).write_text(mark, encoding="utf-8")
    _make_way(directory)
    building.rename(directory)
    click.echo(
        f"Built the example timeline in {directory}: {plural(len(receipts), 'event')} from "
        f"{plural(len(seeds), 'sheet')}, on {plural(incidents, 'incident')}."
    )
    click.echo(f"Look at it with: timeline --dir {directory} serve")


def _make_way(directory: Path) -> None:
    """Remove an example of earlier seeds, unless somebody has appended to it: then it is kept under another name."""
    if not (directory / folders.LOG).exists():
        if directory.exists():
            directory.rmdir()
        return
    with Timeline.open(directory) as timeline:
        own = any(entry.recorded_by != BY for entry in timeline.log.read())
    if own:
        kept = directory.with_name(f"{directory.name}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        directory.rename(kept)
        click.echo(f"The seeds have changed. The earlier example holds events of your own, and is kept in {kept}.")
    else:
        shutil.rmtree(directory)


def _fingerprint(seeds: list[Path]) -> str:
    """The same as long as the seeds are the same, in name and content."""
    known = hashlib.sha256()
    for seed in seeds:
        known.update(seed.name.encode() + b"\0" + hashlib.sha256(seed.read_bytes()).digest())
    return known.hexdigest() + "\n"
