"""Every error that a user can cause or mend is a `TimelineError`; its text says what was wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class TimelineError(Exception):
    """Something the user can mend. The command line prints its text, without a traceback, and exits with 1."""


class NoEvent(TimelineError, TypeError):
    """What a script appends, or puts in the place of an event, is none, such as a dictionary of its fields."""

    def __init__(self, given: object) -> None:
        how = "Make one of its fields, such as Airstrike(**fields), or of a dictionary with its type, parse(fields)"
        how = "Append its .event" if hasattr(given, "event") else f"{how} from events.registry"
        super().__init__(f"{type(given).__name__} is no event. {how}. Nothing stored.")


class NoName(TimelineError, TypeError):
    """What a script gives for the name of an event is no text, such as a number, which a loop over a timeline gives."""

    def __init__(self, given: object, example: str) -> None:
        super().__init__(
            f'{type(given).__name__} is no name of an event. Write its ID as text, such as "{example}". A loop over '
            'all events reads their rows: for row in timeline.db["events"].rows'
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one place of an input. `line` and `column` count from 1; 0 means that the place has none."""

    problem: str
    remedy: str = ""
    field: str = ""
    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        head = " ".join(part for part in (place, self.field) if part)
        said = f"{self.problem} {self.remedy}".strip()
        return f"{head}: {said}" if head else said


class Faults(TimelineError):
    """An input was refused: all its faults at once, in the order of the file. Nothing of it was stored."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join([*map(str, self.faults), "Nothing stored."]))
