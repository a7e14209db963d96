"""A verb that only reads has the tables at once where they hold all of the log, and the vocabulary when it needs it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline import folder as folders
from timeline.projections.kept import Kept, Row, kept
from timeline.shadow import check_types

if TYPE_CHECKING:
    from timeline.service import Timeline


class Reading:
    """A timeline that is read. Made by `reading`."""

    def __init__(self, folder: Path, undo: ExitStack) -> None:
        self.folder = folder
        self._undo = undo

    @cached_property
    def kept(self) -> Kept | None:
        """The tables as they are kept; None where they must be brought up to date first."""
        if found := kept(self.folder):
            self._undo.callback(found.close)
        return found

    @cached_property
    def timeline(self) -> Timeline:
        """The whole timeline. Raises TimelineError, also where another package adds types that cannot be taken."""
        vocabulary()
        from timeline.service import Timeline

        return self._undo.enter_context(Timeline.open(self.folder))

    @property
    def prefix(self) -> str:
        return self.kept.prefix if self.kept else self.timeline.log.prefix

    @property
    def position(self) -> int:
        """The position of the last entry that the tables hold."""
        return self.kept.position if self.kept else len(self.timeline)

    def query(self, sql: str, params: Sequence[Any] | dict[str, Any] | None = None) -> Iterator[Row]:
        """The rows of a query of tables that are up to date, each by the names of its columns."""
        return (self.kept or self.timeline.db).query(sql, params)


@contextmanager
def reading(folder: Path | None) -> Iterator[Reading]:
    """The timeline in `folder`, or the one that `timeline.folder.find` finds. Raises TimelineError."""
    found = folders.find(folder)
    with ExitStack() as undo:
        yield Reading(found, undo)


def vocabulary() -> None:
    """Import the vocabulary. Raises TimelineError for types of other packages that cannot be taken."""
    check_types()
    import_module("timeline.projections.runner")  # refuses types of which no table can be made
