"""Whatever system call fails, a command says in words what is wrong or has done all of its work; nothing is lost."""

from __future__ import annotations

import random
from itertools import cycle
from pathlib import Path

import pytest

from tests.attack import strace
from tests.attack.attacked import Ended, fresh, traced
from tests.attack.deeds import DEEDS
from tests.attack.sound import assert_nothing_lost, assert_said
from tests.laws import LONG

ERRORS = ("EIO", "ENOSPC")
#: Calls of each deed that fail, one in each run; in the suite one of each kind.
FAILING = 30 if LONG else 0
#: What a deed does without where it fails: what SQLite leaves behind, its next user removes.
SPARED = "unlink"


def calls(name: str, tmp_path: Path) -> strace.Seen:
    """The calls of the deed when nobody fails it."""
    strace.needed()
    whole = traced(name, fresh(name, tmp_path), strace.CALLS)
    assert (whole.code, whole.err, whole.seen.failed) == (0, "", 0)
    return whole.seen


def attacked(name: str, tmp_path: Path, call: str, error: str, number: int | None = None) -> Ended:
    """The deed with that call failing, or with each of its kind, after all has been checked that must hold then."""
    place = fresh(name, tmp_path)
    ended = traced(name, place, [call], *strace.failing(call, error, number))
    assert_said(ended)
    assert_nothing_lost(name, place, ended)
    return ended


@pytest.mark.parametrize("name", DEEDS)
def test_a_failing_call_is_told_in_words_and_loses_nothing(name: str, tmp_path: Path) -> None:
    made, chance = calls(name, tmp_path).calls, random.Random(name)
    errors = cycle(chance.sample(ERRORS, 2))
    told, kinds = 0, set[str]()
    sample = strace.sample(made, FAILING or len(made), chance)
    for call, number in sample:
        for error in ERRORS if LONG else [next(errors)]:
            ended = attacked(name, tmp_path, call, error, number)
            # The same deed makes the same calls, so that each is reached.
            assert ended.seen.failed, (call, number)
            told, kinds = told + bool(ended.err), kinds | {call}
    assert kinds == made.keys()
    assert told or not LONG
    print(f"{name}: {len(sample) * (2 if LONG else 1)} calls failed, {told} of them were told")


@pytest.mark.parametrize("name", DEEDS)
def test_a_kind_of_call_that_never_succeeds_is_told_and_nothing_is_acknowledged(name: str, tmp_path: Path) -> None:
    made = calls(name, tmp_path).calls
    for call, error in zip(sorted(made.keys() - {SPARED}), cycle(ERRORS), strict=False):
        ended = attacked(name, tmp_path, call, error)
        assert ended.seen.failed
        assert (ended.code, ended.acknowledged) == (1, set()), call


def test_each_kind_of_call_fails_in_some_deed(tmp_path: Path) -> None:
    assert calls("init", tmp_path).calls.keys() == set(strace.CALLS)
