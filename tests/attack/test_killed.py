"""A process killed at any call or any moment loses nothing that it has acknowledged, and leaves nothing half done."""

from __future__ import annotations

import random
import time
from itertools import pairwise
from pathlib import Path

import pytest

from tests.attack import strace
from tests.attack.attacked import LONG, fresh, killed_after, plain, traced
from tests.attack.deeds import DEEDS
from tests.attack.sound import assert_nothing_lost

#: For each deed: kills at a call, and kills at a random moment.
AT_CALLS, AT_MOMENTS = (60, 30) if LONG else (4, 2)


def spread(last: int, count: int, chance: random.Random) -> list[int]:
    """`count` of the numbers from 1 to `last`, in order, one out of each of as many equal parts; all if no more."""
    edges = [last * part // count for part in range(count + 1)]
    return [chance.randint(low + 1, high) for low, high in pairwise(edges) if low < high]


@pytest.mark.parametrize("name", DEEDS)
def test_a_process_killed_at_any_call_loses_nothing(name: str, tmp_path: Path) -> None:
    strace.needed()
    chance = random.Random(name)
    whole = traced(name, fresh(name, tmp_path), strace.CALLS)
    assert (whole.code, whole.err) == (0, "")
    for number in spread(whole.calls.total(), AT_CALLS, chance):
        place = fresh(name, tmp_path)
        killing = [option for call in strace.CALLS for option in strace.killing(call, number)]
        ended = traced(name, place, strace.CALLS, *killing)
        assert_nothing_lost(name, place, ended)


@pytest.mark.parametrize("name", DEEDS)
def test_a_process_killed_at_any_moment_loses_nothing(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)
    start = time.monotonic()
    whole = plain(name, fresh(name, tmp_path))
    duration = time.monotonic() - start
    assert (whole.code, whole.err) == (0, "")
    for _ in range(AT_MOMENTS):
        place = fresh(name, tmp_path)
        ended = killed_after(name, place, chance.uniform(0, duration))
        assert_nothing_lost(name, place, ended)
