"""`timeline key` prints the public key by which others check what this timeline has signed."""

from __future__ import annotations

from pathlib import Path

import click

from timeline import folder as folders
from timeline.proofs import keys
from timeline.service import Timeline


@click.command()
@click.option("--rotate", is_flag=True, help="Sign with a new key from now on, and destroy the old private key.")
@click.pass_obj
def key(folder: Path | None, rotate: bool) -> None:
    """Print the verifier key, to be published where readers will trust it."""
    found = folders.find(folder)
    with Timeline.open(found) as timeline:
        origin = timeline.origin
    signs = keys.rotate(found, origin) if rotate else keys.signing_key(found, origin)
    click.echo(signs.verifier)
    if rotate:
        click.echo(f"Publish it. {keys.VERIFIER} still has the old ones: what they signed still verifies.", err=True)
