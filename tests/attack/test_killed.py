"""A process killed at any call or any moment loses nothing that it has acknowledged, and leaves nothing half done."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from tests.attack import strace
from tests.attack.attacked import Ended, fresh, killed_after, plain, traced
from tests.attack.deeds import DEEDS
from tests.attack.sound import assert_nothing_lost
from tests.laws import LONG

#: For each deed: kills at a call, and kills at a random moment.
AT_CALLS, AT_MOMENTS = (45, 15) if LONG else (4, 2)


@pytest.mark.parametrize("name", DEEDS)
def test_a_process_killed_at_any_call_loses_nothing(name: str, tmp_path: Path) -> None:
    strace.needed()
    chance = random.Random(name)
    whole = traced(name, fresh(name, tmp_path), strace.CALLS)
    assert (whole.code, whole.err) == (0, "")
    kills = list[Kill]()
    for call, number in strace.sample(whole.seen.calls, AT_CALLS, chance):
        place = fresh(name, tmp_path)
        ended = traced(name, place, [call], *strace.killing(call, number))
        # The same deed makes the same calls, so that each is reached.
        assert ended.code == -signal.SIGKILL, (call, number)
        kills.append((ended, assert_nothing_lost(name, place, ended)))
    assert len(kills) == AT_CALLS
    report(name, kills)


@pytest.mark.parametrize("name", DEEDS)
def test_a_process_killed_at_any_moment_loses_nothing(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)
    start = time.monotonic()
    whole = plain(name, fresh(name, tmp_path))
    duration = time.monotonic() - start
    assert (whole.code, whole.err) == (0, "")
    kills = list[Kill]()
    while sum(ended.code == -signal.SIGKILL for ended, _ in kills) < AT_MOMENTS:  # some end before they are killed
        place = fresh(name, tmp_path)
        ended = killed_after(name, place, chance.uniform(0, duration))
        kills.append((ended, assert_nothing_lost(name, place, ended)))
    report(name, kills)


#: How a process ended, and how many of the events that it has stored it had not acknowledged.
Kill = tuple[Ended, int]


def report(name: str, kills: list[Kill]) -> None:
    """Print what a run has shown; pytest shows it with -rP."""
    killed = sum(ended.code == -signal.SIGKILL for ended, _ in kills)
    told = sum(len(ended.acknowledged) for ended, _ in kills)
    print(
        f"{name}: killed {killed} of {len(kills)}; {told} acknowledged, {sum(more for _, more in kills)} stored unsaid"
    )
