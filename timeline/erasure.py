"""What the log says is redacted is erased from it, whatever interrupted that before.

The tables go first: as long as the log holds what is redacted, whoever opens it knows that the tables may, too.
"""

from __future__ import annotations

from events.keys import REDACTED
from timeline.log.engine import Log
from timeline.log.ids import parse_id
from timeline.standing import Standing


def unerased(log: Log) -> bool:
    """Whether the log, or a file of it, still holds what redactions name: one was interrupted."""
    return log.erasing or bool(_redacted(log))


def erase_redacted(log: Log, *, more: bool = False) -> bool:
    """Erase what redactions name and the log still holds, and return whether there was anything to do.

    With `more` the tables still hold it, and `unerased` stays true until this is done without.
    Raises TimelineError where the disk, or another program, keeps the bytes from being overwritten.
    """
    positions = _redacted(log)
    if positions or log.erasing:
        log.erase(positions, more=more)
        return True
    return False


def _redacted(log: Log) -> list[int]:
    standing = Standing(log)
    ids = [key.removeprefix(REDACTED) for key, _ in log.keys(REDACTED)]
    redacted = [id for id in ids if standing.redaction(id)]
    return [parse_id(id)[1] for id in redacted if standing.entry(id).body]
