"""Whatever system call fails, a command says in words what is wrong or does its work; nothing acknowledged is lost."""

from __future__ import annotations

import random
from itertools import product
from pathlib import Path

import pytest

from tests.attack import strace
from tests.attack.attacked import LONG, Ended, fresh, traced
from tests.attack.deeds import DEEDS
from tests.attack.sound import assert_nothing_lost
from tests.attack.test_killed import spread

ERRORS = ("EIO", "ENOSPC")
#: Of the calls of each kind that a deed makes, those that fail, one in each run.
EACH = 12 if LONG else 1


def assert_said(ended: Ended) -> None:
    """It ended well, or said in words what is wrong; a process that died otherwise has said nothing."""
    assert "Traceback" not in ended.err + ended.out
    assert ended.code in (0, 1)
    assert ended.code == 0 or ended.err.count("\n") >= 1


@pytest.mark.parametrize("name", DEEDS)
def test_a_failing_call_is_told_in_words_and_loses_nothing(name: str, tmp_path: Path) -> None:
    strace.needed()
    chance = random.Random(name)
    whole = traced(name, fresh(name, tmp_path), strace.CALLS)
    for call, error in product(strace.CALLS, ERRORS):
        for number in spread(whole.calls[call], EACH, chance):
            place = fresh(name, tmp_path)
            ended = traced(name, place, [call], *strace.failing(call, error, number))
            assert_said(ended)
            assert_nothing_lost(name, place, ended)
