"""What follows a change of control, until the next one, is one reign; observations bear its holder out or contest it.

The holder is known to have the place as far as observations that agree go, and up to a change that follows from it. An
observation that differs is news where it has the origin of what came before, and else a rival account: from its first
day on both are claimed, as long as the reign lasts. What a voice said before stands until it says otherwise itself.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate, chain

from timeline.reconcile.changes import Change
from timeline.reconcile.heard import Heard, heard_of
from timeline.reconcile.holding import OPEN, WHOLE, Account, Border

#: The events that say of each holder that it has the place.
Held = dict[str, tuple[str, ...]]


@dataclass(slots=True)
class Run:
    """Who has the place until something else is said, and the last day on which that is `known`."""

    held: Held
    known: Border


@dataclass(slots=True)
class Turn:
    """From `start` on, which the events `began` tell of, `run` has the place, or `rivals` are claimed to have it."""

    start: Border
    began: tuple[str, ...]
    run: Run
    rivals: Held = field(default_factory=dict)
    #: Somebody says that it was not so, whether or not they say who else had it.
    doubted: bool = False
    #: Events that do not stand in it: their own voices have said otherwise since, or did so until later.
    left: set[str] = field(default_factory=set)

    @property
    def held(self) -> Held:
        """The events that stand for each holder: none where every voice that names it says otherwise on these days."""
        found = together(self.run.held, self.rivals)
        return {holder: tuple(event for event in events if event not in self.left) for holder, events in found.items()}

    @property
    def holders(self) -> frozenset[str]:
        return frozenset(self.run.held) | frozenset(self.rivals)

    @property
    def disputed(self) -> bool:
        return self.doubted or len(self.holders) > 1


def turns(changes: Sequence[Change], observations: Iterable[Account], scope: str) -> list[Turn]:
    """Every turn that the accounts of this scope of a place take, in their order. All of them have days."""
    first, *later = _placed(changes, [piece for seen in observations for piece in _pieces(seen, changes)])
    found = _observed(None, first, frozenset(), frozenset(), {})
    voices = _voices([*(member for change in changes for member in change.members), *chain(first, *later)])
    for change, seen in zip(changes, later, strict=True):
        before = found[-1].holders if found else frozenset()
        if found and change.follows(before):
            found[-1].run.known = _later(found[-1].run.known, change.start.eve())
        old = change.losers or before - change.holders
        if found and not found[-1].disputed and before == change.holders and change.scopes == {WHOLE} != {scope}:
            # The whole passes to who has this part of it already.
            run = found[-1].run
            run.held = together(run.held, _holding(change.members))
            run.known = _later(run.known, Border(change.end, change.end))
        else:
            found += _passing(change, old, found[-1].held if found else {}, voices)
        origins = frozenset[Hashable](member.origin for member in change.members)
        found += _observed(found[-1], seen, origins, old, heard_of(change, old))
    return found


def _pieces(seen: Account, changes: Iterable[Change]) -> list[Account]:
    """What was so throughout was so before and after each change to another holder that is told of within its days."""
    pieces = [seen]
    for change in changes if seen.throughout else ():
        last = pieces[-1]
        if seen.holder not in change.holders and last.first < change.begin and change.end <= last.last:
            before, after = date.fromordinal(change.begin - 1), date.fromordinal(change.end)
            pieces[-1:] = [replace(last, latest=before), replace(last, earliest=after)]
    return pieces


def _placed(changes: Sequence[Change], observations: Iterable[Account]) -> list[list[Account]]:
    """The observations of each reign: those before the first change, then those after each, in their order.

    Those that bear a reign out come first; each of the others is in the last one that had surely begun when it was
    seen, and not in one before those that had been seen by then.
    """
    begins = list(accumulate((one.begin for one in changes), max))
    ends = list(accumulate((one.end - 1 for one in reversed(changes)), min))[::-1]
    settled = list(accumulate((one.settled.earliest for one in changes), max))
    found: list[list[Account]] = [[] for _ in range(len(changes) + 1)]
    others, borne = list[tuple[Account, int, int]](), list[tuple[int, int]]()  # of these the last days, and the reigns
    days, reigns = list[int](), list[int]()  # of the same: the first days, less than nothing, and the least reigns
    # Backwards, because none is in a later reign than what was seen on later days.
    for seen in sorted(observations, key=_order, reverse=True):
        after = bisect_left(days, -seen.last)
        last = min(bisect_right(begins, seen.last), reigns[after - 1] if after else len(changes))
        first = min(bisect_left(ends, seen.first), last)
        reign = _borne_out(changes, seen, first, last)
        if reign is None:
            open_ = _left_open(changes, seen, first, last)
            others.append((seen, last, bisect_left(ends, seen.last) if open_ is None else open_))
            continue
        found[reign].append(seen)
        borne.append((seen.last, reign))
        days.append(-seen.first)
        reigns.append(min(reign, reigns[-1] if reigns else reign))
    borne.sort()
    highest = list(accumulate((reign for _, reign in borne), max))
    for seen, last, begun in others:
        by_then = bisect_right(borne, (seen.last, len(changes)))
        told = min(highest[by_then - 1] if by_then else 0, bisect_right(settled, seen.last))
        found[min(max(begun, told), last)].append(seen)
    return [sorted(each, key=_order) for each in found]


def _order(seen: Account) -> tuple[tuple[int | str, ...], str]:
    return seen.content, seen.event


def _borne_out(changes: Sequence[Change], seen: Account, first: int, last: int) -> int | None:
    """The last of the reigns from `first` to `last`, on whose days it may have been seen, of which it names a holder.

    They are those who took the place before, and those who lost it after.
    """
    for number in range(last, first - 1, -1):
        before = changes[number - 1].holders if number else frozenset()
        if seen.holder in before or (number < last and seen.holder in changes[number].losers):
            return number
    return None


def _left_open(changes: Sequence[Change], seen: Account, first: int, last: int) -> int | None:
    """The last of these reigns of which nobody says who had the place, before it passed to another than was seen."""
    for number in range(last - 1, first - 1, -1):
        unknown = not (changes[number].losers or (number and changes[number - 1].holders))
        if unknown and seen.holder not in changes[number].holders:
            return number
    return None


def _voices(accounts: Iterable[Account]) -> dict[str, Hashable]:
    """Whose each event is."""
    found: dict[str, Hashable] = {}
    for account in accounts:
        found[account.event] = account.origin
        found |= {denial.event: denial.origin for denial in account.denied_by}
    return found


def _passing(change: Change, old: frozenset[str], earlier: Held, voices: Mapping[str, Hashable]) -> list[Turn]:
    """The turns that a change makes where `old` had the place: its rival days, and what is so when it is settled.

    On rival days `earlier` events still say who had it, but for those whose own `voices` say that it passed by then.
    """
    found, settling, held = [], change.dated, _holding(change.members)
    if change.rival:
        early = [member for member in change.dated if member.last < change.settled.earliest]
        late = tuple(member.event for member in change.dated if member.first > change.start.latest)
        began = tuple(member.event for member in early if member.last == change.start.latest)
        passed = {member.origin for member in early}
        still = {
            holder: tuple(event for event in earlier.get(holder, ()) if voices[event] not in passed)
            for holder in sorted(old)
        }
        claimed = together(_holding(early), still, dict.fromkeys(still, late))
        found.append(Turn(change.start, began, Run(claimed, change.settled.eve()), doubted=True))
        settling = tuple(member for member in change.dated if member.first == change.settled.earliest)
    if change.denied_by:
        held = together(held, dict.fromkeys(sorted(old), change.denied_by))
    run = Run(held, Border(change.known, change.known))
    began = tuple(member.event for member in settling)
    return [*found, Turn(change.settled, began, run, doubted=bool(change.denied_by))]


def _holding(members: Iterable[Account]) -> Held:
    """Who has the place by these accounts of a change; those that do not say who speak for all of them."""
    members = tuple(members)
    holders = sorted({member.holder for member in members if member.holder})
    return {holder: tuple(one.event for one in members if one.holder in (holder, None)) for holder in holders}


def _observed(
    at: Turn | None,
    observations: Iterable[Account],
    origins: frozenset[Hashable],
    old: frozenset[str],
    heard: dict[Hashable, list[Heard]],
) -> list[Turn]:
    """The turns that observations make after the turn `at`, a change from `old` that `origins` tell of.

    `heard` is what each voice has said of that change.
    """
    before, found = [at] if at else [], list[Turn]()
    begun, settled = at, at.start if at else Border(OPEN, OPEN)
    differing: dict[Hashable, Held] = {}
    bearing: dict[Hashable, int] = {}  # who says the same as the run, and the last day of each
    begun_on, left = OPEN, set[str]()
    for seen in observations:
        says: Held = {seen.holder: (seen.event,)} if seen.holder else {}
        if at and seen.origin in origins and seen.holder in old and seen.first <= settled.latest:
            continue  # the same voice on the same day: it tells what was before
        if begun:
            _by(begun, seen.last)
            settled = begun.start
        if at and says.keys() <= at.run.held.keys():
            run = at.run
            run.held, run.known = together(run.held, says), _later(run.known, _known(seen))
            differing.pop(seen.origin, None)
            bearing[seen.origin] = seen.last
            if seen.first <= begun_on:
                origins &= {seen.origin}  # several began it: none of them alone can take it back
        elif at and at.run.held and (seen.origin not in origins or _beside(seen, bearing)):
            run = at.run
            again = differing.get(seen.origin, {})
            differing[seen.origin] = together(again, says) if again.keys() == says.keys() else says
        else:
            run, origins = Run(says, _known(seen)), origins | {seen.origin}
            bearing, begun_on = {seen.origin: seen.last}, seen.last
        differing |= {denial.event: {} for denial in seen.denied_by}
        own = heard.setdefault(seen.origin, [])
        gone = {one.event for one in own if one.left_by(seen)}
        left.difference_update(one.event for one in own)
        left |= gone
        own.append(Heard(seen.event, frozenset(says), seen.last))
        rivals = together(*differing.values())
        sure = seen.first if seen.throughout else seen.last
        turn = Turn(
            Border(max(seen.first, settled.earliest), max(sure, settled.latest)),
            (seen.event,),
            run,
            {holder: events for holder, events in rivals.items() if holder not in run.held},
            doubted=(at is not None and run is at.run and at.doubted) or not all(differing.values()),
            left=set(left),
        )
        if at and run is at.run and _alike(turn, at):
            at.rivals, at.left = turn.rivals, turn.left
            if turn.start == at.start:
                at.began += turn.began
        elif at and found and run is at.run and turn.start == at.start:
            at.began, at.rivals, at.doubted = at.began + turn.began, turn.rivals, turn.doubted
            at.left = turn.left
        else:
            found.append(turn)
            at = turn
        for earlier in (*before, *found) if gone else ():
            if earlier is not at and earlier.run is run:
                earlier.left.add(seen.event)
    return found


def _alike(turn: Turn, at: Turn) -> bool:
    """Whether what is so from `turn` on was so from `at` on, of one run: the same holders, and no voice left them."""
    if turn.start != at.start and (moved := turn.left ^ at.left):
        held = (events for holders in (turn.run.held, turn.rivals, at.rivals) for events in holders.values())
        if not moved.isdisjoint(event for events in held for event in events):
            return False
    return (turn.holders, turn.disputed) == (at.holders, at.disputed)


def _beside(seen: Account, bearing: Mapping[Hashable, int]) -> bool:
    """Whether another voice still said on its day what it differs from: then it is no news."""
    return any(seen.first <= last for origin, last in bearing.items() if origin != seen.origin)


def _by(begun: Turn, day: int) -> None:
    """What a coarse date leaves open had begun by this day, on which it was seen."""
    start, sure = begun.start
    if start <= day < sure:
        begun.start = Border(start, day)
        if begun.run.known.earliest == sure:
            begun.run.known = Border(day, day)


def _known(seen: Account) -> Border:
    """The last days that an observation tells of: on the first of them it was so, on the second it may have been."""
    return Border(seen.last if seen.throughout else seen.first, seen.last)


def _later(one: Border, other: Border) -> Border:
    return Border(max(one.earliest, other.earliest), max(one.latest, other.latest))


def together(*held: Held) -> Held:
    """The events of all of these, by holder, each once."""
    found: Held = {}
    for each in held:
        for holder, events in each.items():
            found[holder] = tuple(dict.fromkeys((*found.get(holder, ()), *events)))
    return found
