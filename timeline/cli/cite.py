"""`timeline cite` prints how to cite events, incidents or the whole timeline."""

from __future__ import annotations

from pathlib import Path

import click

from timeline.folder import SETTINGS
from timeline.reports.cite import cited
from timeline.reports.styles import STYLES
from timeline.service import Timeline


@click.command()
@click.argument("names", metavar="[ID|SLUG|KEY:LABEL]…", nargs=-1)
@click.option(
    "--style", type=click.Choice(list(STYLES)), default="text", show_default=True, help="How the citation is written."
)
@click.pass_obj
def cite(folder: Path | None, names: tuple[str, ...], style: str) -> None:
    """Print how to cite the events ID, in any spelling, the incidents SLUG and the claims KEY:LABEL of a source.

    Without any, how to cite the whole timeline.
    """
    with Timeline.open(folder) as timeline:
        citations = cited(timeline, names)
        settings = timeline.settings
    click.echo(STYLES[style](citations))
    for citation in citations:
        if citation.caution:
            click.echo(f"Warning: {citation.caution}", err=True)
    missing = [name for name in ("creator", "publisher", "base_url") if not getattr(settings, name)]
    if missing:
        click.echo(
            f"Left out, because {SETTINGS} does not say it: {', '.join(missing)}. "
            "Write it there once; base_url makes the permanent address.",
            err=True,
        )
