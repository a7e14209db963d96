"""Accounts of who held one place in August 2015, and what the periods made of them tell of its days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from timeline.reconcile.control import Period, periods
from timeline.reconcile.holding import Account, Denial

#: What is known of one day: who may hold the place, whether that is disputed, and whether it is sure.
Known = tuple[frozenset[str], bool, bool]
DENIED = (Denial("denial", "unstated"),)
NOBODY: Known = (frozenset(), False, False)


def august(day: int) -> date:
    return date(2015, 8, day)


def account(
    event: str, kind: Any, holder: str | None, first: int | None, last: int | None = None, **told: Any
) -> Account:
    """An account with days of August 2015 and, unless it is told otherwise, an origin of its own."""
    last = last or first
    days = {"earliest": august(first) if first else None, "latest": august(last) if last else None}
    told["origin"] = (told.get("origin", event),)
    return Account(event, kind, **({"scope": "unstated", "holder": holder} | days | told))


def fall(event: str, day: int | None, last: int | None = None, **told: Any) -> Account:
    return account(event, "fall", "Taliban", day, last, **({"incident": "takeover"} | told))


def recapture(event: str, day: int, **told: Any) -> Account:
    return account(event, "recapture", "government", day, **told)


def seen(event: str, holder: str, day: int, last: int | None = None, **told: Any) -> Account:
    return account(event, "observed", holder, day, last, **told)


def on(day: date | int, found: Iterable[Period], scope: str = "unstated") -> Known:
    """What `found` tells of one day."""
    day = august(day) if isinstance(day, int) else day
    there = [
        one for one in found if one.scope == scope and (one.from_earliest or one.from_latest) <= day <= one.to_latest
    ]
    sure = any(one.from_latest <= day <= (one.to_earliest or date.min) for one in there)
    return frozenset(one.controller for one in there), any(one.disputed for one in there), sure


def held(found: Iterable[Period], scope: str = "unstated") -> str:
    """The days of August, run by run: `24-25 Taliban|government!` for a dispute, `?` for what is not sure."""
    runs: list[tuple[int, int, Known]] = []
    found = list(found)
    for day in range(1, 32):
        known = on(day, found, scope)
        if runs and runs[-1][2] == known:
            runs[-1] = (runs[-1][0], day, known)
        else:
            runs.append((day, day, known))
    told = []
    for first, last, (holders, disputed, sure) in runs:
        if holders:
            days = f"{first}-{last}" if last > first else str(first)
            told.append(f"{days} {'|'.join(sorted(holders))}{'!' if disputed else '' if sure else '?'}")
    return ", ".join(told)


def rows(*accounts: Account) -> dict[int, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]]:
    """The events that name each holder, and those from which it is inferred, by the first day of each run of rows."""
    found: dict[int, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for one in periods(accounts):
        found.setdefault(one.from_latest.day, {})[one.controller] = (one.events, one.inferred_from)
    return found
