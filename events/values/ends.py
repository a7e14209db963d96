"""Two ends of a number read as one would say them, and an open one is never zero."""

from __future__ import annotations


def ends(low: int | None, high: int | None) -> str:
    """Two ends in words, of which None is open: `30–1,400`, `up to 40`, `110 or more`."""
    if low is None:
        return "open" if high is None else f"up to {high:,}"
    if high is None:
        return f"{low:,} or more"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"
