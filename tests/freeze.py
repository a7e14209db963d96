"""What is frozen stays as it is: `python -m tests.freeze` adds what tests/frozen/ has not yet, and changes nothing.

For each type and version of it there is one stored body, in canonical bytes exactly as the log would hold it, and the
SHA-256 of its schema.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import yaml

from events.base import Event
from events.claim import Claim
from events.ledger.source_recorded import SourceRecorded
from events.registry import TYPES, parse
from tests.web.hostile import consistent, data

ROOT = Path(__file__).parent.parent
FROZEN = ROOT / "tests" / "frozen"
SCHEMAS = ROOT / "schemas"
#: As `sha256sum` writes it, so that `sha256sum -c` in schemas/ checks it.
DIGESTS = "schemas.sha256"
PUBLISHER = "Gazette"


def full(name: str) -> Event:
    """An event of the type: of claims and sources one with every field given, of the others their example."""
    found = TYPES[name]
    if not issubclass(found, Claim | SourceRecorded):
        return parse(yaml.load(found.example, yaml.BaseLoader))
    given = data(found, name, lambda path: f"the {path.rpartition('.')[2]} – “{path}”")
    if issubclass(found, Claim):
        given = consistent(given, PUBLISHER)
        del given["about"]
    return parse(given)


def names() -> list[str]:
    """The name that every type and version has among the schemas."""
    return [f"{name}.v{found.version}.json" for name, found in TYPES.items()]


def digests(folder: Path = FROZEN) -> dict[str, str]:
    """The frozen digests by the names of the schemas."""
    file = folder / DIGESTS
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def digest(name: str) -> str:
    return hashlib.sha256((SCHEMAS / name).read_bytes()).hexdigest()


def freeze(folder: Path = FROZEN) -> list[str]:
    """Add to `folder` what it has not yet, and return the names of the schemas that have changed since they froze."""
    folder.mkdir(exist_ok=True)
    for name in names():
        file = folder / name
        if not file.exists():
            file.write_bytes(full(name.partition(".")[0]).canonical)
    known = digests(folder)
    all_ = {name: digest(name) for name in names()} | known
    (folder / DIGESTS).write_text("".join(f"{all_[name]}  {name}\n" for name in sorted(all_)), encoding="utf-8")
    return [name for name in names() if all_[name] != digest(name)]


if __name__ == "__main__":
    if changed := freeze():
        sys.exit(f"Frozen, and changed since: {', '.join(changed)}. See tests/events/test_frozen.py for what to do.")
