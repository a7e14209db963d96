"""After an append the tables follow, and what was restricted or redacted is out of them before the append is over."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection

from events.ledger.event_redacted import EventRedacted
from timeline.appending import Receipt
from timeline.erasure import erase_redacted
from timeline.errors import TimelineError
from timeline.projections.narrowing import narrows
from timeline.projections.runner import Projector

_REDACTED = EventRedacted.model_fields["type"].default


def follow(projector: Projector, receipts: Collection[Receipt], progress: Callable[[int], None]) -> None:
    """Bring the tables up to date with what these `receipts` tell of, which the log holds; `progress` is told how many.

    Tables that only lack something are warned of: what is stored is stored. Raises TimelineError where they, or the
    log's file, may still hold what was restricted or redacted.
    """
    types = {receipt.type for receipt in receipts}
    if _REDACTED in types:
        try:
            erase(projector)
        except TimelineError as problem:
            raise TimelineError(
                f"{problem}\nThe redaction is stored, but what it names is not erased everywhere yet. That is done "
                "when the timeline is opened next."
            ) from problem
        return
    if narrows(projector.log, [(receipt.id, receipt.type) for receipt in receipts if receipt.id]):
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
