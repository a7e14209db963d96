"""An account is what one current claim says of who held a place: of a change of control, or of what was seen there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from events.values.control import ControlKind

#: Days are ordinals; this one lies before all of them.
OPEN = -(10**8)

#: The scopes that are parts of another one.
PARTS, WHOLE = ("centre", "town"), "district"


class Border(NamedTuple):
    """The first day that may be meant, and the first of which it is sure, as ordinals."""

    earliest: int
    latest: int

    def eve(self) -> Border:
        """The day before."""
        return Border(self.earliest - 1, self.latest - 1)


class Denial(NamedTuple):
    """A claim that denies another one, of how much of the place, and whose it is, as `origin` of accounts."""

    event: str
    scope: str
    origin: tuple[str, ...] = ()


@dataclass(frozen=True)
class Account:
    """What one current claim says of who held a place, where it asserts or confirms that.

    `holder` has it since, or on the days observed; None where the claim does not say. `loser` had it before. Parties
    are equal where they are the same. `earliest` and `latest` are local days; without an earliest the beginning is
    open, without a latest the claim tells of no day. `stated`: the source has words for the day. `throughout`: it was
    so on all of these days. `origin` is equal for claims of one voice. `denied_by` are the claims that deny it.
    `of_parts`: what is so of the whole place is so of its parts, as a district that is contested is not.
    """

    event: str
    kind: ControlKind
    scope: str
    holder: str | None
    loser: str | None = None
    incident: str | None = None
    earliest: date | None = None
    latest: date | None = None
    stated: bool = True
    throughout: bool = False
    origin: tuple[str, ...] = ()
    denied_by: tuple[Denial, ...] = ()
    of_parts: bool = True

    @cached_property
    def first(self) -> int:
        """An observation with an open beginning tells of its last day alone."""
        if self.earliest is None and self.kind == "observed":
            return self.last
        return self.earliest.toordinal() if self.earliest else OPEN

    @cached_property
    def last(self) -> int:
        return self.latest.toordinal() if self.latest else OPEN

    @cached_property
    def tells(self) -> tuple[int, int]:
        """The first and the last day of which it says that `holder` has it: of days of which one is meant, the last."""
        throughout = self.kind == "observed" and self.throughout
        return self.first if throughout else self.last, self.last

    @cached_property
    def content(self) -> tuple[int | str, ...]:
        """What it says, without the event that says so: accounts are put in order by this, not by when they came."""
        names = (self.kind, self.scope, self.holder or "", self.loser or "", self.incident or "")
        denied = ",".join(sorted(denial.scope for denial in self.denied_by))
        return (
            self.first,
            self.last,
            *names,
            self.stated,
            self.throughout,
            "\n".join(self.origin),
            denied,
            self.of_parts,
        )
