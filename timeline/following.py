"""After an append the tables follow, and what was restricted or redacted is out of them before the append is over."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection

from events.ledger.event_redacted import EventRedacted
from events.ledger.visibility_changed import VisibilityChanged
from timeline.erasure import erase_redacted
from timeline.errors import TimelineError
from timeline.projections.runner import Projector

_REDACTED, _VISIBILITY = (kind.model_fields["type"].default for kind in (EventRedacted, VisibilityChanged))


def follow(projector: Projector, types: Collection[str], progress: Callable[[int], None]) -> None:
    """Bring the tables up to date with events of these `types`, which the log holds; `progress` is told how many.

    Tables that only lack something are warned of: what is stored is stored. Raises TimelineError where they, or the
    log's file, may still hold what was restricted or redacted.
    """
    if _REDACTED in types:
        try:
            erase(projector)
        except TimelineError as problem:
            raise TimelineError(
                f"{problem}\nThe redaction is stored, but what it names is not erased everywhere yet. That is done "
                "when the timeline is opened next."
            ) from problem
        return
    if _VISIBILITY in types:
        narrow(projector, progress)
        return
    try:
        projector.catch_up(progress)
    except TimelineError as problem:
        told = f"The events are stored, but the tables are not up to date. {problem}"
        warnings.warn(told, RuntimeWarning, stacklevel=3)


def narrow(projector: Projector, progress: Callable[[int], None] = lambda done: None) -> None:
    """Have nothing in the tables that the log says is restricted. Raises TimelineError where that cannot be done."""
    try:
        projector.catch_up(progress)
        projector.leave_nothing_behind()
    except TimelineError as problem:
        raise TimelineError(
            f"{problem}\nThe change is stored, but the tables are not up to date: they may still show it."
        ) from problem


def erase(projector: Projector) -> None:
    """Erase what is redacted from the tables and from the log. Raises TimelineError where either cannot be done."""
    try:
        projector.catch_up()
        projector.leave_nothing_behind()
    except TimelineError:
        erase_redacted(projector.log, more=True)
        raise
    erase_redacted(projector.log)
