"""Long work tells on a terminal how far it is; where nobody watches, nothing is told and nothing is imported for it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

#: Is told what is being done, with how many events that was done, and of how many, as far as that is known.
Tell = Callable[[str, int, int | None], None]


@contextmanager
def telling() -> Iterator[Tell]:
    """What tells on standard error, from its first word to the end of the context."""
    with ExitStack() as shown:
        bar: Tell | None = None

        def tell(stage: str, done: int, total: int | None) -> None:
            nonlocal bar
            if sys.stderr.isatty():
                bar = bar or _bar(shown)
                bar(stage, done, total)

        yield tell


def _bar(shown: ExitStack) -> Tell:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    progress = shown.enter_context(Progress(*columns, console=Console(stderr=True), transient=True))
    task = progress.add_task("", total=None)

    def tell(stage: str, done: int, total: int | None) -> None:
        counted = f"{done:,} of {total:,}" if total else f"{done:,}"
        progress.update(task, description=f"{stage}: {counted}", completed=done, total=total)

    return tell
