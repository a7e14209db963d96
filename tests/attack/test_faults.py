"""Whatever system call fails, a command says in words what is wrong or does its work; nothing acknowledged is lost."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.attack import strace
from tests.attack.attacked import fresh, traced
from tests.attack.deeds import DEEDS
from tests.attack.sound import assert_nothing_lost, assert_said
from tests.laws import LONG

ERRORS = ("EIO", "ENOSPC")
#: Calls that fail in each deed, one in each run.
FAILING = 30 if LONG else 3


@pytest.mark.parametrize("name", DEEDS)
def test_a_failing_call_is_told_in_words_and_loses_nothing(name: str, tmp_path: Path) -> None:
    strace.needed()
    chance = random.Random(name)
    whole = traced(name, fresh(name, tmp_path), strace.CALLS)
    failed = told = 0
    for call, number in strace.sample(whole.calls, FAILING, chance):
        for error in ERRORS if LONG else [chance.choice(ERRORS)]:
            place = fresh(name, tmp_path)
            ended = traced(name, place, [call], *strace.failing(call, error, number))
            assert_said(ended)
            assert_nothing_lost(name, place, ended)
            failed, told = failed + 1, told + bool(ended.err)
    print(f"{name}: {failed} calls failed, {told} of them were told")
