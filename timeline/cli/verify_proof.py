"""`timeline verify-proof` needs no timeline: the file and a verifier key are enough."""

from __future__ import annotations

import json
from pathlib import Path

import click

from timeline import verifier
from timeline.errors import TimelineError
from timeline.sheets.text import printable


@click.command("verify-proof")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--key", required=True, metavar="KEY|FILE", help="The log's verifier key, or a file of them.")
@click.option("--json", "json_", is_flag=True, help="Answer with a JSON object.")
def verify_proof(file: Path, key: str, json_: bool) -> None:
    """Check the proof in FILE, and say what it proves. Exit code 1 if it proves nothing."""
    try:
        keys = verifier.keys_in(_text(Path(key)) if Path(key).is_file() else key)
        if not keys:
            raise verifier.NotProved(f"{key} holds no verifier key.")
        with file.open("rb") as opened:
            found = verifier.proved(opened.read(verifier.LARGEST + 1), keys)
    except (verifier.NotProved, OSError) as problem:
        raise TimelineError(f"{file} proves nothing. {printable(str(problem))}") from problem
    signed, entry = found.checkpoint, found.entry
    signers = ", ".join(map(str, signed.signers))
    if json_:
        told = {"origin": signed.origin, "size": signed.size, "root": signed.root.hex(), "signed_by": signers}
        click.echo(json.dumps(told | {"entry": entry, "body": found.body}, ensure_ascii=False))
        return
    says = "What it says, the proof does not tell." if found.body is None else "It says:"
    lines = [
        f"{entry['id']} is event {found.index + 1:,} of the first {signed.size:,} in the log {signed.origin}.",
        f"Signed by {signers}.",
        f"Recorded, as the log says, {entry['recorded_at']} by {entry['recorded_by']}.",
        f"Its type is {entry['type']}. {says}",
    ]
    if found.body is not None:
        lines += json.dumps(found.body, ensure_ascii=False, indent=2).splitlines()
    for line in lines:
        click.echo(" " * (len(line) - len(line.lstrip(" "))) + printable(line))


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")
