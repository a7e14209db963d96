"""A timeline is served where a database called timeline is attached that the projections have made."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from timeline.projections.cursor import CURSOR
from timeline.web.metadata import DATABASE

if TYPE_CHECKING:
    from datasette.app import Datasette

#: Whether an attached database is a timeline's: each is looked at once.
_SEEN: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()


def serves(datasette: Datasette) -> bool:
    """Whether a timeline is served."""
    attached = datasette.databases.get(DATABASE)
    if attached is None or attached.path is None:
        return False
    if attached not in _SEEN:
        with closing(_tables(attached)) as tables:
            _SEEN[attached] = bool(tables.table(CURSOR.name).exists())
    return _SEEN[attached]


def made(datasette: Datasette) -> dict[str, Any] | None:
    """The row of the table projection of what is served: whose log it is made from, and as of when."""
    if not serves(datasette):
        return None
    with closing(_tables(datasette.databases[DATABASE])) as tables:
        return next(iter(tables.query(f"select * from {CURSOR.name}")), None)


def _tables(attached: Any) -> Database:
    """The tables as Datasette itself opens them: for reading, on a disk too that nobody can write to."""
    return Database(attached.connect(), execute_plugins=False)
