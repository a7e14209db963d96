"""A type of events is known or not by what is installed: tests do without one for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from events.registry import TYPES


@contextmanager
def unknown(name: str) -> Iterator[None]:
    """Meanwhile the type `name` is not known; then it is, at its place among the others."""
    kept = dict(TYPES)
    del TYPES[name]
    try:
        yield
    finally:
        TYPES.clear()
        TYPES.update(kept)
