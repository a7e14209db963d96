"""What may be meant is offered where most letters are the same, and where they are not nothing is."""

from __future__ import annotations

import pytest

from events.registry import TYPES
from timeline.cli.group import VERBS
from timeline.closest import closest, meant


@pytest.mark.parametrize(
    ("written", "offered"),
    [("airstike", ["airstrike"]), ("Shelling ", ["shelling"]), ("undon", ["undone"]), ("nope", []), ("zzz", [])],
)
def test_a_type_is_offered_only_where_it_is_near(written: str, offered: list[str]) -> None:
    assert closest(written, TYPES) == offered


@pytest.mark.parametrize(("written", "asked"), [("apend", " Did you mean append?"), ("find", ""), ("list", "")])
def test_the_question_what_is_meant_is_asked_only_of_what_is_near(written: str, asked: str) -> None:
    assert meant(written, VERBS) == asked
