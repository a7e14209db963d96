"""Faults are written above the lines that they are about, and taken out again without a trace in the author's text."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from timeline.errors import Fault
from timeline.sheets.text import printable

#: How a line begins that is not the author's: a comment in YAML, and nothing that anybody writes.
MARK = "#!! "
WIDTH = 100
#: The line that an editor looks for at the very top.
_FIRST = "# yaml-language-server:"


def marked(text: str, faults: Sequence[Fault]) -> str:
    """`text` with each of `faults` above its line, and at the top how many there are and what to do."""
    if not faults:
        return text
    lines = text.split("\n")
    top = 2 if lines[0].startswith(_FIRST) and len(lines) > 1 else 1
    above: dict[int, list[str]] = {}
    for fault in faults:
        line = max(top, min(fault.line, len(lines)))
        above.setdefault(line, []).append(_told(fault))
    number = f"There are {len(faults)} faults, each told" if len(faults) > 1 else "There is a fault, told"
    head = f"Nothing is stored. {number} above its line. Mend, save and close; close without a change to give up."
    made: list[str] = []
    for line, written in enumerate(lines, 1):
        if line == top:
            made += _comment(head, "")
        for told in above.get(line, ()):
            made += _comment(told, written[: len(written) - len(written.lstrip(" "))])
        made.append(written)
    return "\n".join(made)


def unmarked(text: str) -> str:
    """`text` without what `marked` has put in; line ends are those of Unix, as in what it was made from."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line for line in lines if not line.lstrip().startswith(MARK.rstrip()))


def _told(fault: Fault) -> str:
    said = f"{fault.problem} {fault.remedy}".strip()
    return f"{fault.field}: {said}" if fault.field else said


def _comment(text: str, indent: str) -> list[str]:
    """Lines that are no part of the sheet; the text may quote what its author wrote."""
    start = indent + MARK
    return textwrap.wrap(
        printable(text), WIDTH, initial_indent=start, subsequent_indent=start + "  ", break_on_hyphens=False
    )
