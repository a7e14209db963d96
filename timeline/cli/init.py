"""`timeline init` makes a new timeline in a folder."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from timeline import folder as folders
from timeline.errors import TimelineError
from timeline.proofs.keys import signing_key
from timeline.service import Timeline


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--prefix", required=True, help="2 to 6 letters with which every event's ID begins, for ever: HEL.")
@click.option("--title", default="", help="What readers see. Default: the folder's name.")
@click.option("--licence", default="", help="The licence under which the tables may be used.")
def init(directory: Path, prefix: str, title: str, licence: str) -> None:
    """Make a new timeline in the folder DIRECTORY."""
    with Timeline.init(directory, prefix.upper(), title=title, licence=licence) as timeline:
        # Last: a timeline without a key is whole, and gets one when it first signs.
        signing_key(directory, timeline.origin)
        click.echo(f"Made the timeline {directory}. Its first event will be {timeline.next_id}.")
    click.echo(f"Next: timeline types, then timeline{_where(directory)} append SHEET.yaml")


def _where(made: Path) -> str:
    """How to say that this timeline is meant, where commands would take another one."""
    try:
        return "" if folders.find(None).samefile(made) else f" --dir {shlex.quote(str(made))}"
    except TimelineError:  # there are several
        return f" --dir {shlex.quote(str(made))}"
