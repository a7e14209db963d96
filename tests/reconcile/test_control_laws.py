"""The laws of docs/control.md that hold whatever the accounts are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.reconcile.holding import august, fall, on, seen
from timeline.reconcile.control import Period, periods
from timeline.reconcile.holding import Account, Denial

PARTIES = ("government", "Taliban", "militia")
LISTS = ("events", "inferred_from", "denied_by", "from_events", "to_events")
days = st.integers(1, 28)


@st.composite
def accounts(draw: st.DrawFn) -> list[Account]:
    """Up to nine accounts of one place in one month."""
    made = []
    for number in range(draw(st.integers(0, 9))):
        first, last = sorted((draw(days), draw(days))) if draw(st.booleans()) else [draw(days)] * 2
        kind: Any = draw(st.sampled_from(["fall", "recapture", "transfer", "observed", "observed"]))
        holder = draw(st.sampled_from([*PARTIES, *(["neither"] if kind == "observed" else [None])]))
        loser = draw(st.sampled_from([None, None, *PARTIES])) if kind != "observed" else None
        made.append(
            Account(
                f"e{number}",
                kind,
                draw(st.sampled_from(["unstated", "unstated", "centre", "district"])),
                holder,
                None if loser == holder else loser,
                draw(st.sampled_from([None, "one", "other"])),
                draw(st.sampled_from([august(first)] * 5 + [None])),
                draw(st.sampled_from([august(last)] * 7 + [None])),
                draw(st.sampled_from([True, True, False])),
                draw(st.booleans()),
                (draw(st.sampled_from(["x", "y", "z", f"own {number}"])),),
                draw(
                    st.sampled_from(
                        [(), (), (), (Denial(f"d{number}", "unstated"),), (Denial(f"d{number}", "centre"),)]
                    )
                ),
                of_parts=draw(st.booleans()),
            )
        )
    return made


def days_of(found: Iterable[Period]) -> Iterable[date]:
    return (date(2015, 7, 25) + timedelta(number) for number in range(45))


@given(accounts(), st.randoms(use_true_random=False))
def test_the_order_of_accounts_does_not_matter(told: list[Account], random: Any) -> None:
    shuffled = list(told)
    random.shuffle(shuffled)
    assert periods(shuffled) == periods(told)


@given(accounts(), st.randoms(use_true_random=False))
def test_the_order_in_which_accounts_were_recorded_does_not_matter(told: list[Account], random: Any) -> None:
    numbers = list(range(len(told)))
    random.shuffle(numbers)
    renamed = {one.event: f"e{number}" for one, number in zip(told, numbers, strict=True)}

    def rename(events: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(renamed.get(event, event) for event in events))

    def lists(one: Period) -> dict[str, Any]:
        return {name: rename(getattr(one, name)) for name in LISTS}

    expected = [replace(one, **lists(one)) for one in periods(told)]
    assert periods(replace(one, event=renamed[one.event]) for one in told) == expected


@given(accounts())
def test_no_period_ends_before_the_eve_of_its_beginning(told: list[Account]) -> None:
    eve = timedelta(days=1)
    for one in periods(told):
        assert one.from_latest <= one.to_latest, one
        assert one.from_earliest is None or one.to_earliest is None or one.from_earliest - eve <= one.to_earliest, one


@given(accounts())
def test_only_who_names_the_holder_says_so_and_nobody_says_so_of_a_day_after_the_period(told: list[Account]) -> None:
    by_event = {one.event: one for one in told}
    for one in periods(told):
        assert all(one.controller in (by_event[said].holder, by_event[said].loser) for said in one.events), one
        assert not set(one.events) & set(one.inferred_from), one
        runs = list(one.told)
        assert all(first <= last <= one.to_latest for first, last in runs), one
        assert all(last + timedelta(1) < first for (_, last), (first, _) in pairwise(runs)), one


@given(accounts())
def test_no_two_undisputed_holders_of_one_scope_are_both_sure_of_one_day(told: list[Account]) -> None:
    found = periods(told)
    for one in found:
        for other in found:
            if one.scope == other.scope and one.controller != other.controller and not (one.disputed or other.disputed):
                sure = [
                    day
                    for day in days_of(found)
                    if all(p.from_latest <= day <= (p.to_earliest or date.min) for p in (one, other))
                ]
                assert sure == [], (one, other)


@given(accounts())
def test_no_period_covers_a_day_before_the_first_or_after_the_last_that_is_told_of(told: list[Account]) -> None:
    days = [day for one in told for day in (one.earliest, one.latest) if day and one.latest]
    for one in periods(told):
        assert min(days) <= one.from_latest
        assert one.to_latest <= max(days)
        assert one.from_earliest is None or min(days) <= one.from_earliest <= one.from_latest


@given(accounts(), days, st.sampled_from(PARTIES))
def test_two_voices_that_differ_on_one_day_make_it_disputed(told: list[Account], day: int, holder: str) -> None:
    # Where a change leaves open who had the place, the one may have been so before it and the other after it.
    clear = [one for one in told if one.kind == "observed" or (one.holder and one.loser)]
    found = periods([*clear, seen("r", holder, day), seen("s", "contested", day)])
    for scope in {period.scope for period in found}:
        _, disputed, _ = on(day, found, scope)
        assert disputed, scope


@given(accounts(), st.data())
def test_an_agreeing_account_changes_neither_holder_nor_dispute(told: list[Account], data: st.DataObject) -> None:
    whole = [one for one in told if one.kind != "observed" and one.incident]
    if not whole:
        return
    agreed = data.draw(st.sampled_from(whole))
    before, after = periods(told), periods([*told, replace(agreed, event="zz", origin=("nobody else",))])
    scopes = {one.scope for one in before} | {one.scope for one in after}
    for scope in scopes:
        for day in days_of(before):
            assert on(day, after, scope) == on(day, before, scope), day


@given(st.integers(2, 5), days, days, st.sampled_from(["change", "observation"]))
def test_without_the_odd_one_out_nothing_is_disputed(agreeing: int, day: int, other: int, odd: str) -> None:
    agreed = [fall(f"a{number}", day) for number in range(agreeing)]
    rival = fall("odd", other) if odd == "change" else seen("odd", "government", max(day, other))
    assert any(one.disputed for one in periods([*agreed, rival])) == (odd == "observation" or day != other)
    assert not any(one.disputed for one in periods(agreed))
