"""Whoever interrupts what stores events is told how many the log holds since; an acknowledged one is never denied."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from timeline.cli.output import plural
from timeline.errors import TimelineError
from timeline.service import Timeline


@contextmanager
def interruptible(timeline: Timeline) -> Iterator[None]:
    """What appends to `timeline`. Raises TimelineError where it is interrupted (Ctrl-C)."""
    before = len(timeline)
    try:
        yield
    except KeyboardInterrupt as interruption:
        more = len(timeline) - before
        stored = (
            f"The log holds {plural(more, 'event')} more than before. Give the same command again: what is there is "
            "not stored twice."
            if more
            else "Nothing stored."
        )
        raise TimelineError(f"Interrupted. {stored}") from interruption
