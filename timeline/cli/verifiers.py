"""A line of `verifier.keys` that holds no key is named before anything is checked by the list."""

from __future__ import annotations

from pathlib import Path

from timeline.errors import TimelineError
from timeline.proofs.keys import VERIFIER, listed
from timeline.sheets.text import printable
from timeline.verifier import NotProved, VerifierKey, keys_in


def known(folder: Path) -> list[VerifierKey]:
    """The keys that `verifier.keys` in a timeline's folder lists. Raises TimelineError where a line is none."""
    try:
        return keys_in(listed(folder), str(folder / VERIFIER))
    except NotProved as problem:
        raise TimelineError(f"{printable(str(problem))} Put the line back from a copy, or remove it.") from problem
