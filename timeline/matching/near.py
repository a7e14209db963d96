"""What is near to a name is only ever suggested: likeness of letters makes nobody the same."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

#: How alike two normalised names must be (`difflib`'s ratio, 0 to 1). Below it chance suggests Marjah for Musa Kala.
ALIKE = 0.85
#: How many are suggested.
MOST = 3


def near(name: str, spellings: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The keys among `spellings` (normalised name and key) whose names are most like the normalised `name`."""
    found: dict[str, float] = {}
    matcher = SequenceMatcher(b=name, autojunk=False)
    for spelling, key in spellings:
        matcher.set_seq1(spelling)
        # The quick ratios are never below the true one.
        if (
            matcher.real_quick_ratio() >= ALIKE
            and matcher.quick_ratio() >= ALIKE
            and (alike := matcher.ratio()) >= ALIKE
        ):
            found[key] = max(alike, found.get(key, 0))
    return tuple(sorted(found, key=lambda key: (-found[key], key))[:MOST])
