"""A change of control is told by all accounts of it together, and is disputed on those days alone on which they differ.

An account of a change gives days, the first and the last that it may have happened on. Before the first of them it says
that the old holder had the place, from the last of them on that the new one had it, and between them nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
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


@dataclass(frozen=True, slots=True)
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

    @property
    def first(self) -> int:
        """An observation with an open beginning tells of its last day alone."""
        if self.earliest is None and self.kind == "observed":
            return self.last
        return self.earliest.toordinal() if self.earliest else OPEN

    @property
    def last(self) -> int:
        return self.latest.toordinal() if self.latest else OPEN

    @property
    def tells(self) -> tuple[int, int]:
        """The first and the last day of which it says that `holder` has it: of days of which one is meant, the last."""
        throughout = self.kind == "observed" and self.throughout
        return self.first if throughout else self.last, self.last

    @property
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


@dataclass(frozen=True, slots=True)
class Change:
    """One change of control, as all accounts of it tell it.

    `start` is when the first of them has it, `settled` when the last of them has: the same unless they are rivals.
    """

    members: tuple[Account, ...]
    dated: tuple[Account, ...]
    start: Border
    settled: Border
    rival: bool

    @property
    def begin(self) -> int:
        """The first day of the change; with an open beginning, the first of which it is sure."""
        return self.start.latest if self.start.earliest == OPEN else self.start.earliest

    @property
    def end(self) -> int:
        return self.settled.latest

    @property
    def known(self) -> int:
        """The last day told of: who says that the place had passed by some day, says that it was so on that day."""
        return max([self.end, *(member.last for member in self.dated if member.first == OPEN)])

    @property
    def holders(self) -> frozenset[str]:
        return frozenset(member.holder for member in self.members if member.holder)

    @property
    def losers(self) -> frozenset[str]:
        return frozenset(member.loser for member in self.members if member.loser) - self.holders

    @property
    def denied_by(self) -> tuple[str, ...]:
        return tuple(sorted({denial.event for member in self.members for denial in member.denied_by}))

    @property
    def incidents(self) -> frozenset[str]:
        return frozenset(member.incident for member in self.members if member.incident)

    @property
    def scopes(self) -> frozenset[str]:
        return frozenset(member.scope for member in self.members)

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(member.kind for member in self.members)

    def follows(self, held: frozenset[str]) -> bool:
        """Whether the place may have passed by this change from those who held it, so that they held it until then."""
        return bool(self.losers & held if self.losers else held - self.holders)

    def meets(self, other: Change) -> bool:
        """Whether both may have happened on one day, or lie between each other's accounts."""
        return self.begin <= other.end and other.begin <= self.end


def change(members: Iterable[Account]) -> Change | None:
    """What these accounts of one change say together; None where none of them gives a day.

    Where sources state days, those that were taken from a report or supplied by the coder are passed over. Of a part of
    the place, accounts of the whole say only that it had passed by then.
    """
    told = tuple(sorted(members, key=lambda member: member.event))
    dated = tuple(member for member in told if member.latest)
    dated = tuple(member for member in dated if member.stated) or dated
    if not dated:
        return None
    if any(member.scope in PARTS for member in dated):
        dated = tuple(replace(member, earliest=None) if member.scope == WHOLE else member for member in dated)
    begins, ends = max(member.first for member in dated), min(member.last for member in dated)
    if dated[0].stated and begins > ends:
        start = Border(max(member.first for member in dated if member.last == ends), ends)
        settled = Border(begins, min(member.last for member in dated if member.first == begins))
        return Change(told, dated, start, settled, rival=True)
    between = Border(min(begins, ends), max(begins, ends))
    return Change(told, dated, between, between, rival=False)


def changes(accounts: Iterable[Account]) -> list[Change]:
    """The changes that these accounts tell of, in the order in which they may have happened.

    Accounts of one incident with one new holder tell of one change. So do those of one incident and one kind that do
    not say who the new holder is, or on whose days another one is named; and one of no incident whose days fit.
    """
    groups: dict[tuple[str, str | None], list[Account]] = {}
    told = sorted(accounts, key=lambda account: account.event)
    for account in told:
        if account.kind != "observed":
            groups.setdefault((account.incident or account.event, account.holder), []).append(account)
    found = [made for group in groups.values() if (made := change(group))]
    found = _joined(_joined(found, _of_one_incident), _of_no_incident)
    return list(_in_order(_narrowed(found, [account for account in told if account.kind == "observed"])))


def _joined(found: list[Change], alike: Callable[[Change, Change], bool]) -> list[Change]:
    """`found`, with those made one that are `alike`."""
    done: list[Change] = []
    for one in sorted(found, key=_by_days):
        for number, other in enumerate(done):
            if alike(one, other) and (made := change((*other.members, *one.members))):
                done[number] = made
                break
        else:
            done.append(one)
    return done


def _narrowed(found: list[Change], observations: list[Account]) -> list[Change]:
    """`found`, each coarse change within the days between which the place was seen to pass by it."""
    done = []
    for one in found:
        if one.rival or one.start.earliest in (OPEN, one.start.latest):
            done.append(one)
            continue
        passed = [
            between
            for window in _windows(one, (other for other in found if other is not one))
            if (between := _seen_to_pass(one, observations, *window))
        ]
        done.append(replace(one, start=passed[0], settled=passed[0]) if len(passed) == 1 else one)
    return done


def _windows(one: Change, others: Iterable[Change]) -> Iterator[tuple[int, int]]:
    """The runs of days on which this may have happened and no other change did, with all days before it and after."""
    start = OPEN
    for other in sorted(others, key=lambda other: other.begin):
        if start < other.begin and one.begin < other.begin and start <= one.end:
            yield start, other.begin - 1
        start = max(start, other.end)
    if start <= one.end:
        yield start, -OPEN


def _seen_to_pass(one: Change, observations: Iterable[Account], first: int, last: int) -> Border | None:
    """Between which days, within `first` to `last`, observations have the place pass from the old holder to the new."""
    before, after = [OPEN], list[int]()
    for seen in observations:
        if first <= seen.first and seen.last <= last and seen.holder:
            if seen.holder in one.holders:
                after.append(seen.first if seen.throughout else seen.last)
            elif seen.holder in one.losers or not one.losers:
                before.append(seen.last if seen.throughout else seen.first)
    if before == [OPEN] or not after or max(before) >= min(after):
        return None
    between = Border(max(one.start.earliest, max(before) + 1), min(one.start.latest, *after))
    return between if between.earliest <= between.latest else None


def _by_days(one: Change) -> tuple[int, int, list[tuple[int | str, ...]]]:
    return one.begin, one.end, sorted(member.content for member in one.members)


def _of_one_incident(one: Change, other: Change) -> bool:
    shared = one.incidents & other.incidents and one.kinds & other.kinds
    return bool(shared) and (not one.holders or not other.holders or one.meets(other))


def _of_no_incident(one: Change, other: Change) -> bool:
    return not (one.incidents and other.incidents) and one.holders == other.holders and one.meets(other)


def _in_order(found: list[Change]) -> Iterator[Change]:
    """`found` by their days; of those that may have come first, one that follows what went before.

    Where nothing tells which of several did, these are rival accounts of one change.
    """
    waiting, held = sorted(found, key=_by_days), frozenset[str]()
    while waiting:
        ends, first = waiting[0].end, list[Change]()
        for one in waiting:
            if one.begin > ends:
                break
            ends = min(ends, one.end)
            first.append(one)
        first = [one for one in first if one.begin <= ends]
        fitting = [(_unlikely(one, held), one.end, one.begin) for one in first]
        alike = [one for one, fit in zip(first, fitting, strict=True) if fit == min(fitting)]
        waiting = [one for one in waiting if one not in alike]
        following = alike[0] if len(alike) == 1 else change(member for one in alike for member in one.members)
        if following:
            held = following.holders
            yield following


def _unlikely(one: Change, held: frozenset[str]) -> int:
    """How badly a change follows when these hold the place, best first. Where nobody does, a recapture comes late."""
    if one.losers & held:
        return 0
    if held:
        return 1 if one.follows(held) else 2
    return 2 if "recapture" in one.kinds else 1
