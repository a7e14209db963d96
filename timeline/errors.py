"""Every error that a user can cause or mend is a `TimelineError`; its text says what was wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class TimelineError(Exception):
    """Something the user can mend. The command line prints its text, without a traceback, and exits with 1."""


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
