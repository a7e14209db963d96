"""`timeline serve` shows the tables and pages in a browser."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click

from timeline import folder as folders
from timeline.errors import TimelineError


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("-p", "--port", default=8001, type=click.IntRange(1, 65535), show_default=True, help="The port.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address; 0.0.0.0 shows it to all.")
@click.option("-o", "--open", "open_", is_flag=True, help="Open it in the browser.")
@click.pass_obj
def serve(folder: Path | None, file: Path | None, port: int, host: str, open_: bool) -> None:
    """Show the tables and pages in a browser, with what others append meanwhile; or those in FILE. Ctrl-C ends it.

    FILE is what timeline export sqlite has written.
    """
    if file and file.is_dir():
        raise TimelineError(f"{file} is a folder. To show the timeline in it: timeline --dir {quote(str(file))} serve")
    found = _beside(folder) if file else folders.find(folder)
    # Datasette takes a second to import, which no other verb should wait for.
    from timeline.web import serve as web

    if file:
        web.serve_file(file, found, host=host, port=port, open_browser=open_)
    else:
        assert found
        web.serve(found, host=host, port=port, open_browser=open_)


def _beside(folder: Path | None) -> Path | None:
    """The timeline that a file may have been made from; None where none is named and none is near."""
    try:
        return folders.find(folder)
    except TimelineError:
        if folder:
            raise
        return None
