"""A file that cannot say that it is cut has all the rows of its query, as far as time and memory allow, or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import parse_qsl

#: Shapes of JSON that are rows alone; the others say whether these are `truncated`.
_ROWS_ALONE = frozenset({"array", "arrayfirst", "object"})
_WHOLE: ContextVar[bool] = ContextVar("whole", default=False)


@contextmanager
def asked(path: str, query: bytes) -> Iterator[None]:
    """While a request for this path and query string is answered, it is known whether that is such a file."""
    before = _WHOLE.set(_cannot_say(path, query))
    try:
        yield
    finally:
        _WHOLE.reset(before)


def wanted() -> bool:
    """Whether what is being answered is to have all rows."""
    return _WHOLE.get()


def _cannot_say(path: str, query: bytes) -> bool:
    given = dict(parse_qsl(query.decode("latin-1")))
    form = given.get("_format") or path.rpartition(".")[2]
    return form == "csv" or (form == "json" and given.get("_shape") in _ROWS_ALONE)
