"""Whoever asks for what is not there, or for more than can be had in time, is told so on a page that leads on."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Generator
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from timeline.projections.building import TABLES
from timeline.projections.cursor import CURSOR
from timeline.web import addresses, compat, parameters
from timeline.web.drawable import Undrawable
from timeline.web.metadata import DATABASE
from timeline.web.missing import SUGGESTIONS
from timeline.web.questions import QUESTIONS
from timeline.web.rendering import page
from timeline.web.served import serves

if TYPE_CHECKING:
    from datasette.app import Datasette

Answer = Callable[[], Awaitable[Any]]
#: Names of tables and questions, and what each is called.
Near = list[tuple[str, str]]

_KNOWN = {table.name: table.name for table in TABLES if table != CURSOR} | {
    name: question.title for name, question in QUESTIONS.items()
}
#: Pages whose own words tell what is missing.
_OURS = frozenset({"event", "incident", "source", "place", "actor", "voice"})
_COLUMNS = {table.name: [column.name for column in table.columns] for table in TABLES}
#: What programs ask for: they get Datasette's answer, and of ours the words alone.
_FILES = (".json", ".csv", ".blob")
#: What feed readers ask for.
_FEED = ".atom"
#: Forms in which JSON says what went wrong.
_JSON = (".json", ".geojson")
_CANNOT = "This cannot be had"
UNDRAWN = "There is no such picture"
#: Where SQL is asked, below the database, in either version of Datasette.
_ASKING = ("", "-/query")
_NO_FILE = (
    f"The file {DATABASE}.db cannot be downloaded here. Each table and each question can be had as CSV and as JSON, "
    "from its own page."
)
TOO_LONG = "A question to the tables has a second, and this one took longer. Ask for less, or again in a moment."


@compat.hookimpl(hookwrapper=True)
def handle_exception(datasette: Datasette, request: Any, exception: Exception) -> Generator[None, Any, None]:
    """In place of Datasette's answer, which would also print a traceback for what anybody can ask."""
    outcome = yield
    answer = _answer(datasette, request, exception) if serves(datasette) else None
    if answer:
        others = outcome.get_result()

        async def ours() -> Any:
            if not await compat.may_view(datasette, request.actor, DATABASE):
                return await others[0]() if callable(others[0]) else others[0]
            return await answer()

        outcome.force_result([ours])


def _answer(datasette: Datasette, request: Any, exception: Exception) -> Answer | None:
    path = addresses.below(datasette, request.path)
    first, _, rest = path.partition("/")
    if isinstance(exception, compat.interrupted()):
        return lambda: _interrupted(datasette, request)
    other = any(first.partition(".")[0] == one.route for name, one in datasette.databases.items() if name != DATABASE)
    if other or first == "-":
        return None
    if typed := _typed(request, exception, first, rest):
        return partial(refused, datasette, request, typed, _those(first, rest))
    if first == DATABASE and rest in _ASKING and compat.is_invalid(exception):
        return lambda: _unasked(datasette, request, exception)
    if path.endswith(_FILES):
        bad = isinstance(exception, compat.BadRequest) or (path.endswith(".csv") and compat.is_invalid(exception))
        ours = bad and first.partition(".")[0] == DATABASE
        return partial(refused, datasette, request, _said(exception), []) if ours else None
    if isinstance(exception, compat.BadRequest):
        return lambda: told(datasette, request, 400, _CANNOT, str(exception), _those(first, rest))
    if not compat.is_missing(exception):
        return None
    if isinstance(exception, Undrawable):
        return lambda: told(datasette, request, 404, UNDRAWN, str(exception), _those(first, rest))
    if first in _OURS:
        problem, near = str(exception), _those(first, rest)
    elif first == DATABASE and rest:
        problem, near = _of_table(*rest.split("/", 1))
    else:
        problem, near = f"There is no page “/{path}” here.", _near(first)
    return lambda: told(datasette, request, 404, "Not found", problem, near)


def _typed(request: Any, exception: Exception, first: str, rest: str) -> str | None:
    """What is wrong with the parameters of an address in our database, where that is why there is no answer."""
    if first.partition(".")[0] != DATABASE or compat.is_missing(exception) or isinstance(exception, compat.Forbidden):
        return None
    pairs = parse_qsl(request.query_string, keep_blank_values=True)
    return parameters.fault(pairs, _COLUMNS.get(compat.tilde_decode(rest.partition(".")[0]), ()), exception)


def _those(first: str, rest: str) -> Near:
    """The table or question at an address."""
    table = compat.tilde_decode(rest.partition(".")[0].partition("/")[0])
    return [(table, _KNOWN[table])] if first == DATABASE and table in _KNOWN else []


async def refused(
    datasette: Datasette, request: Any, problem: str, near: Near, form: str = "", status: int = 400
) -> Any:
    """That a parameter cannot be taken, in the form that was asked for: that of the path, or of another `form`."""
    if request.path.endswith((*_FILES, *_JSON)) or form in (*_FILES, *_JSON, _FEED):
        return _file(datasette, request, problem, status, {}, form)
    return await told(datasette, request, status, _CANNOT, problem, near)


def _file(
    datasette: Datasette, request: Any, problem: str, status: int, headers: dict[str, str], form: str = ""
) -> Any:
    """What went wrong, to a program, on whatever site it runs."""
    if datasette.cors:
        compat.add_cors_headers(headers)
    if not request.path.endswith(_JSON) and form not in _JSON:
        return compat.Response.text(f"{problem}\n", status=status, headers=headers)
    told = {"ok": False, "error": problem, "errors": [problem], "status": status}
    return compat.Response.json(told, status=status, headers=headers)


async def told(
    datasette: Datasette, request: Any, status: int, heading: str, problem: str, near: Near, sql: str | None = None
) -> Any:
    """The page that says what went wrong, and leads on; `sql` is the address where SQL is asked, if that was."""
    return await page(datasette, request, "fault", status, heading=heading, problem=problem, near=near, sql=sql)


@compat.hookimpl
def forbidden(datasette: Datasette, request: Any, message: str) -> Any:
    """In place of Datasette's answer, where the file of the tables is not given away: how to have what is in it."""
    if not serves(datasette) or addresses.below(datasette, request.path) != f"{DATABASE}.db":
        return None

    async def answer() -> Any:
        if not await compat.may_view(datasette, request.actor, DATABASE):
            return None
        return await told(datasette, request, 403, _CANNOT, _NO_FILE, [])

    return answer


def _of_table(asked: str, row: str | None = None) -> tuple[str, Near]:
    """What is wrong with an address below the tables, and which ones may be meant."""
    table, _, ending = asked.partition(".")
    table = compat.tilde_decode(table)
    if table not in _KNOWN:
        return f"There is no table and no question “{table}” here.", _near(table)
    near = [(table, _KNOWN[table])]
    if row is not None:
        return f"The table {table} has no row “{compat.tilde_decode(row)}”.", near
    return f"{table} cannot be had as “.{ending}”.", near


async def _unasked(datasette: Datasette, request: Any, exception: Exception) -> Any:
    """That a statement of a reader's own cannot be asked, and where to write another."""
    # 0.65 takes the address of 1.0 for that of a table.
    elsewhere = request.path.endswith(_ASKING[1]) and not compat.SQL
    problem = (
        "SQL is asked at another address here." if elsewhere else f"It was refused: {_said(exception).rstrip('.')}."
    )
    example = urlencode({"sql": "select * from incidents"})
    return await told(
        datasette, request, 400, "This SQL cannot be run", problem, [], f"/{DATABASE}{compat.SQL}?{example}"
    )


def _said(exception: Exception) -> str:
    """What an exception says, Datasette's own too."""
    return str(getattr(exception, "message", exception))


def _near(name: str) -> Near:
    return [(known, _KNOWN[known]) for known in get_close_matches(name.lower(), _KNOWN, SUGGESTIONS)]


async def _interrupted(datasette: Datasette, request: Any) -> Any:
    print(f"{request.path}: A query took longer than it may.", file=sys.stderr, flush=True)
    if request.path.endswith((*_FILES, *_JSON)):
        return _file(datasette, request, TOO_LONG, 503, {"Retry-After": "5"})
    answer = await told(datasette, request, 503, "This took too long", TOO_LONG, [])
    answer.headers["Retry-After"] = "5"
    return answer
