"""`timeline verify-proof` needs no timeline: the file and a verifier key are enough."""

from __future__ import annotations

import json
from pathlib import Path

import click

from timeline import regular, verifier
from timeline.errors import TimelineError
from timeline.files import explained
from timeline.sheets.text import printable

#: What to do about a key that is none.
_ASK = "Nothing was checked. Ask who keeps the log for the verifier key, which `timeline key` prints there."


@click.command("verify-proof")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", required=True, metavar="KEY|FILE", help="The log's verifier key, or a file of them.")
@click.option("--json", "json_", is_flag=True, help="Answer with a JSON object.")
def verify_proof(file: Path, key: str, json_: bool) -> None:
    """Check the proof in FILE, and say what it proves. Exit code 1 if it proves nothing."""
    keys = _given(key)
    with explained(str(file)), regular.opened(file) as opened:
        proof = opened.read(verifier.LARGEST + 1)
    try:
        found = verifier.proved(proof, keys)
    except verifier.NotProved as problem:
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


def _given(key: str) -> list[verifier.VerifierKey]:
    """The verifier key that was given, or those in the file of that name. Raises TimelineError where there is none."""
    with explained(f"--key {printable(key)}"):
        file = Path(key) if key and Path(key).exists() else None
        text = regular.text(file) if file else key
    try:
        keys = verifier.keys_in(text, key if file else "")
    except verifier.NotProved as problem:
        missing = "" if file or "+" in key else " There is no file of that name either."
        raise TimelineError(f"--key {printable(str(problem))}{missing} {_ASK}") from problem
    if not keys:
        raise TimelineError(f"--key {printable(key) or 'is empty, and'} holds no verifier key. {_ASK}")
    return keys
