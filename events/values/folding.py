"""Two names of voices that differ in case and blanks alone are of the same voice."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=20_000)
def folded(voice: str) -> str:
    """The voice's name without differences of case and blanks: two that are folded alike are the same voice."""
    return " ".join(voice.casefold().split())
