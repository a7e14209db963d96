"""A statement with two attackers dead, the one that replaced it, and what is asked of both."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from timeline.reconcile.origins import NO_TIES, Ties
from timeline.reconcile.superseding import Replacement, Stated, superseded
from timeline.reconcile.told import TOTAL

#: The first statement has two attackers dead and two soldiers; the second one attacker wounded, and the two soldiers.
DEAD = Stated("v1", 1, "v1", "killed", "attackers", "perpetrator", "2", 2, "mission")
SOLDIERS = Stated("v1", 2, "v1", "killed", "nato", "victim", "2", 2, "mission")
ATTACKERS = Stated("v1", 3, "v1", "perpetrators", None, None, "2", 2, "mission")
ONE = Stated("v2", 1, "v2", "perpetrators", None, None, "1", 1, "mission")
AGAIN = Stated("v2", 2, "v2", "killed", "nato", "victim", "2", 2, "mission")
BOTH = (DEAD, SOLDIERS, ATTACKERS, ONE, AGAIN)
TOTAL_OF: dict[str, Any] = {"property": "killed", "role": "victim", "party": TOTAL, "origin": None, "near": False}
STRIKE = Stated("s1", 1, "s1", "killed", "taliban", "victim", "up to 30", 30, "reuters")


def replaced(*fields: str | tuple[str, str], **more: Any) -> Replacement:
    given_ = tuple((field, None) if isinstance(field, str) else field for field in fields)
    return Replacement(**{"old": frozenset({"v1"}), "new": frozenset({"v2"}), "fields": given_} | more)


def carried(stated: Stated, claim: str = "reprint", **changes: Any) -> Stated:
    """The same in another claim."""
    return replace(stated, event=claim, claim=claim, **changes)


def reached(value: Stated, ties: Ties = NO_TIES, replacement: Replacement | None = None) -> bool:
    """Whether a value in another claim is superseded as well."""
    found = superseded(replacement or replaced("perpetrators", ("killed", "attackers")), [*BOTH, value], ties)
    assert found >= {DEAD, ATTACKERS}
    return value in found


DERIVED = Ties(derived={"reprint": frozenset({"s1"})})


def of_strike(value: Stated, *also: Stated, ties: Ties = NO_TIES, new: Collection[Stated] = ()) -> bool:
    """Whether a value in another claim is superseded where the toll of a strike is withdrawn, or replaced by `new`."""
    replacement = Replacement(frozenset({"s1"}), frozenset(one.claim for one in new), (("killed", None),))
    return value in superseded(replacement, [STRIKE, *also, value, *new], ties)
