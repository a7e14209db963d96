"""The page of a question shows a part of its answer at a time, of which no row is left out; files have all that it has.

Its parts are asked of the database one by one, by their place in the answer, whose order is always the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from timeline.web import compat
from timeline.web.metadata import DATABASE
from timeline.web.news import NAME
from timeline.web.queries import Tables
from timeline.web.questions import OTHERS, QUESTIONS

if TYPE_CHECKING:
    from datasette.app import Datasette

#: Where a part begins, called as Datasette calls where a page of a table does: how many rows are before it.
NEXT = "_next"
#: Questions and other queries that may have many rows. What is new has a number of them.
_PARTED = {name: asked.sql for name, asked in (QUESTIONS | OTHERS).items() if name != NAME}
#: Milliseconds in which the rows of a long answer are counted, or not at all.
COUNTING = 400
#: SQLite's own integers, less what is counted on from one.
_MOST_BEFORE = 2**62
#: The statement of which a part alone is asked for, the number of its rows and of those before it.
_PART: ContextVar[tuple[str, int, str] | None] = ContextVar("part", default=None)


@dataclass(frozen=True, slots=True)
class Part:
    """The `rows` of a part, the numbers of the first and the last of them, and the addresses of the parts beside it."""

    rows: Sequence[Any]
    first: int
    last: int
    before: str | None
    after: str | None

    @property
    def whole(self) -> bool:
        """Whether it is all of the answer."""
        return self.first <= 1 and self.after is None


@contextmanager
def asked(path: str, query: bytes, size: int) -> Iterator[None]:
    """While a request for this path and query string is answered, it is known of which question it shows a part."""
    given = dict(parse_qsl(query.decode("latin-1")))
    sql = _PARTED.get(path.removeprefix(f"/{DATABASE}/")) if "_format" not in given else None
    before = _PART.set((sql, size, given.get(NEXT, "")) if sql else None)
    try:
        yield
    finally:
        _PART.reset(before)


def part(sql: str) -> str:
    """The same query; where its page is asked for, only a part of it and one row more. Raises BadRequest."""
    wanted = _PART.get()
    if wanted is None or sql.strip() != wanted[0]:
        return sql
    return f"{wanted[0]}\nlimit {wanted[1] + 1} offset {_before(wanted[2])}"


def shown(datasette: Datasette, request: Any, rows: Sequence[Any]) -> Part:
    """Of the rows that were found, those that the page shows, and where the others are."""
    wanted = _PART.get()
    if wanted is None:
        return Part(rows, min(1, len(rows)), len(rows), None, None)
    _, size, typed = wanted
    before, found = _before(typed), rows[:size]
    more = len(rows) > size or len(rows) >= datasette.setting("max_returned_rows")
    return Part(
        found,
        before + 1,
        before + len(found),
        _beginning(request, max(0, before - size)) if before else None,
        _beginning(request, before + len(found)) if more else None,
    )


async def total(tables: Tables, sql: str, given: Mapping[str, str]) -> int | None:
    """How many rows the whole answer has; None where to count takes too long."""
    try:
        found = await tables.database.execute(f"select count(*) from ({sql})", dict(given), custom_time_limit=COUNTING)
    except compat.interrupted():
        return None
    return int(found.first()[0])


def all_of(address: str) -> str:
    """The address of a file without where a part of the page begins."""
    split = urlsplit(address)
    kept = [pair for pair in parse_qsl(split.query, keep_blank_values=True) if pair[0] != NEXT]
    return urlunsplit(split._replace(query=urlencode(kept)))


def _before(typed: str) -> int:
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdigit()) or int(typed[:20]) > _MOST_BEFORE:
        raise compat.BadRequest(f"{NEXT} is no number of rows.")
    return int(typed)


def _beginning(request: Any, before: int) -> str:
    kept = [pair for pair in parse_qsl(request.query_string, keep_blank_values=True) if pair[0] != NEXT]
    asked = urlencode([*kept, *([(NEXT, str(before))] if before else [])])
    return f"?{asked}" if asked else "?"
