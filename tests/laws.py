"""How many examples of each law Hypothesis tries: few in the suite, many where TIMELINE_TEST_LONG=1 asks for them."""

from __future__ import annotations

import os

from hypothesis import settings

LONG = os.environ.get("TIMELINE_TEST_LONG") == "1"
#: So many times as many examples where it may take long.
MORE = 25
#: Of a law whose example takes a millisecond.
USUAL = 40


def examples(few: int) -> settings:
    """`few` examples of a law whose examples take long each, or MORE times as many."""
    return settings(max_examples=few * (MORE if LONG else 1))


def load_profile() -> None:
    """How Hypothesis runs. A slow or busy machine is no fault of the code: no test fails for the time that it took."""
    settings.register_profile("timeline", deadline=None, max_examples=USUAL * (MORE if LONG else 1))
    settings.load_profile("timeline")
