"""Who changes an event while another process does is told what the other did, and neither change is lost or mixed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from events.amendment import Amendment
from events.ledger.claim_retracted import ClaimRetracted
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.event_redacted import EventRedacted
from timeline.errors import Faults, TimelineError
from timeline.log.engine import Log
from timeline.standing import Standing
from timeline.stored import Unreadable, event_of

_Made = TypeVar("_Made", bound=Amendment)
_Done = TypeVar("_Done")


class Overtaken(TimelineError):
    """Something else was done to the event after it was looked at, `since`: nothing is stored."""

    def __init__(self, log: Log, made: Amendment) -> None:
        standing = Standing(log)
        line = standing.reached(made.amends).line
        self.since = line[line.index(made.after) + 1 :] if made.after in line else line[-1:]
        done = [f"  {id}  {_told(standing, id)}" for id in self.since]
        erases = " It erases these as well." if isinstance(made, EventRedacted) else ""
        super().__init__(
            "\n".join(
                [
                    f"Meanwhile this was done to {line[0]}, maybe by another process:",
                    *done,
                    f"Nothing stored{', and nothing erased' if erases else ''}. Look at it, and if that is still what "
                    f"you want, give the command again.{erases}",
                ]
            )
        )


def in_turn(log: Log, make: Callable[[], _Made], store: Callable[[_Made], _Done], seen: Sequence[str] = ()) -> _Done:
    """Store what `make` makes of the log as it is, and return what `store` does.

    `seen` is what was shown of the event and of what was done to it, where somebody was asked. Raises Overtaken where
    anything else was done to it meanwhile. Where only what it rests on has changed, such as its source, which others
    may not see any more, that is taken into account.
    """
    made = make()
    if isinstance(made, EventRedacted) and seen and made.redacts != tuple(seen):
        raise Overtaken(log, made.model_copy(update={"redacts": tuple(seen)}))
    while True:
        try:
            return store(made)
        except Faults as refused:
            again = make()  # raises, in words, where nothing can be done any more
            ended = isinstance(made, ClaimRetracted | CodingCorrected) and Standing(log).reached(made.amends).retracted
            if again == made or ended:
                raise
            overtaken = Overtaken(log, made)
            if overtaken.since:
                raise overtaken from refused
            made = again


def _told(standing: Standing, id: str) -> str:
    with suppress(Unreadable):
        return event_of(standing.entry(id)).summary()
    return standing.entry(id).type
