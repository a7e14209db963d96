"""What the log says is redacted is erased from it, whatever interrupted that before."""

from __future__ import annotations

from events.ledger.event_redacted import REDACTED
from timeline.log.engine import Log
from timeline.log.ids import parse_id
from timeline.standing import Standing


def erase_redacted(log: Log, *, again: bool = False) -> None:
    """Erase what redactions name and the log still holds; with `again` also what is erased already.

    Raises TimelineError where another program keeps the bytes from being overwritten.
    """
    standing = Standing(log)
    ids = [key.removeprefix(REDACTED) for key, _ in log.keys(REDACTED)]
    redacted = [id for id in ids if standing.redaction(id)]
    positions = [parse_id(id)[1] for id in redacted if again or standing.entry(id).body]
    if positions:
        log.erase(positions)
