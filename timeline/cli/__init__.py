"""The command line: one verb, one file; an error that the user can mend is text, never a traceback."""

from __future__ import annotations

import sys

from timeline.errors import TimelineError
from timeline.shadow import check, check_types


def main() -> None:
    """Run the command `timeline`. Exit codes: 0 done; 1 refused, nothing stored; 2 the command is written wrongly."""
    try:
        check()
        check_types()
        # Only now: its modules import the vocabulary, which the checks have shown to be ours, and whole.
        from timeline.cli.group import cli
    except TimelineError as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)

    cli(prog_name="timeline")
