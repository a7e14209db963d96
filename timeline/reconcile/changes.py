"""A change of control is told by all accounts of it together, and is disputed on those days alone on which they differ.

An account of a change gives days, the first and the last that it may have happened on. Before the first of them it says
that the old holder had the place, from the last of them on that the new one had it, and between them nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from timeline.reconcile.holding import OPEN, PARTS, WHOLE, Account, Border


@dataclass(frozen=True)
class Change:
    """One change of control, as all accounts of it tell it.

    `start` is when the first of them has it, `settled` when the last of them has: the same unless they are rivals.
    """

    members: tuple[Account, ...]
    dated: tuple[Account, ...]
    start: Border
    settled: Border
    rival: bool

    @cached_property
    def begin(self) -> int:
        """The first day of the change; with an open beginning, the first of which it is sure."""
        return self.start.latest if self.start.earliest == OPEN else self.start.earliest

    @cached_property
    def end(self) -> int:
        return self.settled.latest

    @cached_property
    def known(self) -> int:
        """The last day told of: who says that the place had passed by some day, says that it was so on that day."""
        return max([self.end, *(member.last for member in self.dated if member.first == OPEN)])

    @cached_property
    def holders(self) -> frozenset[str]:
        return frozenset(member.holder for member in self.members if member.holder)

    @cached_property
    def losers(self) -> frozenset[str]:
        return frozenset(member.loser for member in self.members if member.loser) - self.holders

    @cached_property
    def denied_by(self) -> tuple[str, ...]:
        return tuple(sorted({denial.event for member in self.members for denial in member.denied_by}))

    @cached_property
    def incidents(self) -> frozenset[str]:
        return frozenset(member.incident for member in self.members if member.incident)

    @cached_property
    def scopes(self) -> frozenset[str]:
        return frozenset(member.scope for member in self.members)

    @cached_property
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
    found = _joined(found, _incidents, _incidents, _of_one_incident)
    found = _joined(found, _filed, _sought, _of_no_incident)
    return list(_in_order(_narrowed(found, [account for account in told if account.kind == "observed"])))


def _joined(
    found: list[Change],
    filed: Callable[[Change], Iterable[Hashable]],
    sought: Callable[[Change], Iterable[Hashable]],
    alike: Callable[[Change, Change], bool],
) -> list[Change]:
    """`found`, with those made one that are `alike`: only those of which one is `filed` where the other is `sought`."""
    done, under = list[Change](), dict[Hashable, set[int]]()
    for one in sorted(found, key=_by_days):
        for number in sorted({number for key in sought(one) for number in under.get(key, ())}):
            other = done[number]
            if alike(one, other) and (made := change((*other.members, *one.members))):
                done[number] = made
                break
        else:
            number = len(done)
            done.append(one)
        for key in filed(done[number]):
            under.setdefault(key, set()).add(number)
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


def _incidents(one: Change) -> frozenset[str]:
    return one.incidents


def _of_one_incident(one: Change, other: Change) -> bool:
    shared = one.incidents & other.incidents and one.kinds & other.kinds
    return bool(shared) and (not one.holders or not other.holders or one.meets(other))


def _filed(one: Change) -> Iterator[Hashable]:
    yield one.holders, bool(one.incidents)


def _sought(one: Change) -> Iterator[Hashable]:
    yield one.holders, False
    if not one.incidents:
        yield one.holders, True


def _of_no_incident(one: Change, other: Change) -> bool:
    return not (one.incidents and other.incidents) and one.holders == other.holders and one.meets(other)


def _in_order(found: list[Change]) -> Iterator[Change]:
    """`found` by their days; of those that may have come first, one that follows what went before.

    Where nothing tells which of several did, these are rival accounts of one change.
    """
    waiting, held = sorted(found, key=_by_days), frozenset[str]()
    while waiting:
        ends, near = waiting[0].end, list[Change]()
        for one in waiting:
            if one.begin > ends:
                break
            ends = min(ends, one.end)
            near.append(one)
        first = [one for one in near if one.begin <= ends]
        fitting = [(_unlikely(one, held), one.end, one.begin) for one in first]
        alike = [one for one, fit in zip(first, fitting, strict=True) if fit == min(fitting)]
        waiting = [*(one for one in waiting[: len(near)] if one not in alike), *waiting[len(near) :]]
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
