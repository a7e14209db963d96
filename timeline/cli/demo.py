"""`timeline demo` builds the example timeline out of the seeds, once for each state of the seeds."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from timeline import folder as folders
from timeline.cli.append import append_files
from timeline.cli.output import plural
from timeline.errors import TimelineError
from timeline.proofs.checkpoints import sign
from timeline.service import Timeline
from timeline.shipped import seeds

TITLE = "Helmand, August 2015: an example timeline"
BY = "seeds"


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), default=Path("demo"))
def demo(directory: Path) -> None:
    """Build the example timeline in DIRECTORY from the seeds; again only when they have changed."""
    sheets = seeds()
    mark = _fingerprint(sheets)
    place = directory.resolve()
    try:
        if _is_up_to_date(place, mark):
            click.echo(f"The example timeline in {directory} is up to date with its seeds.")
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        # Built beside its place and moved there whole, so that an interruption leaves nothing half made there.
        with TemporaryDirectory(prefix=f".{place.name}-", dir=place.parent) as beside:
            built = _build(Path(beside) / "example", sheets, mark)
            _make_way(place)
            (Path(beside) / "example").rename(place)
    except OSError as problem:
        raise TimelineError(
            f"{directory}: {problem.strerror}. Name another folder: timeline demo DIRECTORY"
        ) from problem
    click.echo(f"Built the example timeline in {directory}: {built}.")
    click.echo(f"Look at it with: timeline --dir {directory} serve")


def _is_up_to_date(place: Path, mark: str) -> bool:
    """Whether `place` holds the example of these seeds. Raises TimelineError where it holds something else."""
    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        return False
    stamp = place / folders.EXAMPLE
    if not stamp.is_file():
        raise TimelineError(f"{place} holds something else. Name another folder: timeline demo DIRECTORY")
    return stamp.read_text(encoding="utf-8") == mark


def _build(folder: Path, sheets: list[Path], mark: str) -> str:
    """Build the example in `folder` and say what is in it."""
    with Timeline.init(folder, "HEL", title=TITLE, licence="CC0-1.0") as timeline:
        receipts = append_files(timeline, [str(sheet) for sheet in sheets], recorded_by=BY).receipts
        incidents = timeline.db.table("incidents").count
        sign(timeline, folder)
    (folder / folders.EXAMPLE).write_text(mark, encoding="utf-8")
    told = [plural(len(receipts), "event"), plural(len(sheets), "sheet"), plural(incidents, "incident")]
    return f"{told[0]} from {told[1]}, on {told[2]}"


def _make_way(place: Path) -> None:
    """Keep an example of earlier seeds under another name: somebody may have appended to it or put files there."""
    if not place.exists():
        return
    if not any(place.iterdir()):
        place.rmdir()
        return
    kept = place.with_name(f"{place.name}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    place.rename(kept)
    click.echo(f"The seeds have changed. The example of the earlier ones is kept in {kept}.")


def _fingerprint(sheets: list[Path]) -> str:
    """The same as long as the seeds are the same, in name and content."""
    known = hashlib.sha256()
    for sheet in sheets:
        known.update(sheet.name.encode() + b"\0" + hashlib.sha256(sheet.read_bytes()).digest())
    return known.hexdigest() + "\n"
