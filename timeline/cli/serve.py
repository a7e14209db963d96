"""`timeline serve` shows the tables and pages in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from timeline import folder as folders


@click.command()
@click.option("-p", "--port", default=8001, type=click.IntRange(1, 65535), show_default=True, help="The port.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address; 0.0.0.0 shows it to all.")
@click.option("-o", "--open", "open_", is_flag=True, help="Open it in the browser.")
@click.pass_obj
def serve(folder: Path | None, port: int, host: str, open_: bool) -> None:
    """Show the tables and pages in a browser, with what others append meanwhile. Ctrl-C ends it."""
    found = folders.find(folder)
    # Datasette takes a second to import, which no other verb should wait for.
    from timeline.web.serve import serve as run

    run(found, host=host, port=port, open_browser=open_)
