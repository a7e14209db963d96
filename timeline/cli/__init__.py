"""The command line: one verb, one file; an error that the user can mend is text, never a traceback."""

from __future__ import annotations

import sys

from timeline.errors import TimelineError
from timeline.shadow import check


def main() -> None:
    """Run the command `timeline`. Exit codes: 0 done; 1 refused, nothing stored; 2 the command is written wrongly."""
    try:
        check()
        # Only now: what it imports takes the vocabulary, which the check has shown to be ours.
        from timeline.cli.group import cli
    except TimelineError as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        # From here on click says so.
        print("Aborted!", file=sys.stderr)
        sys.exit(1)

    cli(prog_name="timeline")
