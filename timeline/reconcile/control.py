"""Who held a place follows from all accounts of it, in whatever order they came: rival ones stand side by side.

Nothing is known before the first day and after the last day that any account tells of, nor between two accounts that do
not fit together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from timeline.reconcile.changes import changes
from timeline.reconcile.holding import OPEN, PARTS, Account, Border, Denial
from timeline.reconcile.reigns import Held, Turn, together, turns

UNSTATED = "unstated"
#: What control of each part of a place follows from: the whole district has its town and its centre, not they it.
WITHIN = {"centre": ("centre", "district"), "town": ("town", "district"), "district": ("district",)}


@dataclass(frozen=True, slots=True)
class Period:
    """On these local days `controller` has the place, or is claimed to have it, where that is `disputed`.

    It is sure from `from_latest` to `to_earliest`, and may be so from `from_earliest` to `to_latest`; where the last
    two are apart, the beginning or the end is not known to the day. `from_earliest` is None for an open beginning.
    `events` name it as who has the place, or had it until then, on the days `told`: each a first and a last one, and
    none after `to_latest`. On every other day it is carried on. `inferred_from` name it not, but it follows from them
    that it had the place; `denied_by` deny that it took it, or has it. `from_events` begin and `to_events` end it, none
    where nothing is known of what came next.
    """

    scope: str
    controller: str
    from_earliest: date | None
    from_latest: date
    to_earliest: date | None
    to_latest: date
    disputed: bool
    told: tuple[tuple[date, date], ...]
    events: tuple[str, ...]
    inferred_from: tuple[str, ...]
    denied_by: tuple[str, ...]
    from_events: tuple[str, ...]
    to_events: tuple[str, ...]


@dataclass(slots=True)
class _Stretch:
    """A run of days on which the same holders have the place, or claim it."""

    start: Border
    end: Border
    held: Held
    disputed: bool
    began: tuple[str, ...]
    ended: tuple[str, ...]
    #: What stood before and stands no more: see `Turn.left`.
    left: set[str]

    def like(self, other: _Stretch) -> bool:
        """Whether the days of both are one run, `other` coming after this."""
        before = {event for events in self.held.values() for event in events}
        return (self.held.keys(), self.disputed) == (other.held.keys(), other.disputed) and not before & other.left

    def add(self, held: Held) -> None:
        """Have the events of `held` as well, whose holders are among these."""
        self.held = together(self.held, held)


def periods(accounts: Iterable[Account]) -> list[Period]:
    """Who held the place, for each scope that is stated of it or denied; for `unstated` where none is."""
    told = [account for account in accounts if account.kind != "observed" or (account.latest and account.holder)]
    scopes = {account.scope for account in told if account.latest}
    scopes |= {denial.scope for account in told for denial in account.denied_by}
    stated = sorted(scopes - {UNSTATED})
    found: list[Period] = []
    for scope in stated or [UNSTATED]:
        of_it = [
            _denied_within(scope, account)
            for account in told
            if account.scope in (scope, UNSTATED) or (account.of_parts and account.scope in WITHIN.get(scope, ()))
        ]
        by_event = {account.event: account for account in of_it}
        for stretch in _stretches(of_it, scope):
            found += _periods(scope, stretch, by_event)
    return found


def _denied_within(scope: str, account: Account) -> Account:
    """`account` with those of its denials that bear on it where it is told of `scope`."""
    bearing = tuple(one for one in account.denied_by if _bears(one, account, scope))
    return account if bearing == account.denied_by else replace(account, denied_by=bearing)


def _bears(denial: Denial, account: Account, scope: str) -> bool:
    """Whether a denial bears on an account where that is told of `scope`.

    The whole has its parts: who denies one of them denies the account of the whole, wherever that is told, and who
    denies the whole denies no part of it. An account that states no scope may be of the whole.
    """
    return denial.scope in (scope, UNSTATED) or (denial.scope in PARTS and account.scope not in PARTS)


def _periods(scope: str, stretch: _Stretch, accounts: Mapping[str, Account]) -> Iterator[Period]:
    for controller, held in sorted(stretch.held.items()):
        ending = {event for event in stretch.ended if event in accounts and accounts[event].loser == controller}
        bearing = {accounts[event] for event in {*held, *ending} if event in accounts}
        naming = [one for one in bearing if controller in (one.holder, one.loser)]
        events = {one.event for one in naming}
        having = [one for one in bearing if one.event in held and one.holder in (controller, None)]
        yield Period(
            scope,
            controller,
            from_earliest=_day(stretch.start.earliest),
            from_latest=date.fromordinal(stretch.start.latest),
            to_earliest=_day(stretch.end.earliest),
            to_latest=date.fromordinal(stretch.end.latest),
            disputed=stretch.disputed,
            told=_told(naming, controller, stretch.end.latest),
            events=tuple(sorted(events)),
            inferred_from=tuple(sorted(set(held) - events)),
            denied_by=tuple(sorted({denial.event for one in having for denial in one.denied_by})),
            from_events=tuple(sorted(set(stretch.began))),
            to_events=tuple(sorted(set(stretch.ended))),
        )


def _told(accounts: Iterable[Account], controller: str, until: int) -> tuple[tuple[date, date], ...]:
    """The days on which these accounts name the controller as who has the place.

    Who lost it by a change had it until then, and that tells of no whole day.
    """
    days = {account.tells for account in accounts if account.latest and account.holder == controller}
    runs = list[tuple[int, int]]()
    for first, last in sorted((first, min(last, until)) for first, last in days if first <= until):
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return tuple((date.fromordinal(first), date.fromordinal(last)) for first, last in runs)


def _stretches(accounts: list[Account], scope: str) -> list[_Stretch]:
    """The runs of days of one scope, in their order."""
    in_order = changes(accounts)
    observed = [account for account in accounts if account.kind == "observed"]
    last = max([*(one.known for one in in_order), *(seen.last for seen in observed)], default=0)
    taken = turns(in_order, observed, scope)
    for turn, following in pairwise(taken):
        following.start = _after(turn, following.start)
    found: list[_Stretch] = []
    limit, began = Border(last, last), tuple[str, ...]()
    # Backwards, because each ends where the next one begins, at the latest.
    for turn in reversed(taken):
        if found and turn.start.earliest > limit.latest and turn.held.keys() <= found[-1].held.keys():
            found[-1].add(turn.held)  # it was seen when what follows had begun already
            continue
        until = turn.run.known
        whole = turn.disputed or until.earliest >= limit.earliest
        end = limit if whole else Border(*map(min, until, limit))
        first = turn.start.latest if turn.start.earliest == OPEN else turn.start.earliest
        start = Border(turn.start.earliest, max(first, min(turn.start.latest, end.latest)))
        # What begins and ends on one day, or is followed by what came before, has it not for the whole of that day.
        end = Border(max(end.earliest, first - 1), max(end.latest, first))
        here = _Stretch(start, end, turn.held, turn.disputed, turn.began, began if whole else (), turn.left)
        if found and whole and here.like(found[-1]):
            here.add(found[-1].held)
            found[-1] = replace(here, end=Border(*map(max, end, found[-1].end)), ended=found[-1].ended)
        else:
            found.append(here)
        limit, began = Border(*map(min, limit, start.eve())), turn.began
    return [stretch for stretch in reversed(found) if stretch.held]


def _after(turn: Turn, start: Border) -> Border:
    """When a turn that was to begin at `start` did, coming after `turn`: not before that was last seen to be so."""
    coarse = turn.start.earliest < turn.start.latest == turn.run.known.earliest
    seen = turn.start.earliest if coarse else max(turn.start.earliest, turn.run.known.earliest)
    return Border(max(start.earliest, min(seen + 1, start.latest)), start.latest)


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal > 0 else None
