"""Lists come out the same way from every verb: a table for people, JSON with one object on each line, or CSV."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from typing import Any

import click

from timeline.cli.columns import columns
from timeline.files import check_free, explained, put
from timeline.placing import move, staged
from timeline.sheets.text import printable

#: So many names are listed at most.
LISTED = 10


def as_json(rows: Iterable[dict[str, Any]]) -> None:
    """Print `rows` as one JSON array, a row on each line, as sqlite-utils does."""
    start = "["
    for row in rows:
        click.echo(start + json.dumps(row, ensure_ascii=False), nl=False)
        start = ",\n "
    click.echo("[]" if start == "[" else "]")


def as_csv(headings: Sequence[str], rows: Iterable[dict[str, Any]]) -> None:
    """Print `rows` as comma-separated values (RFC 4180) under `headings`, the names of what is printed of them.

    No text is a formula to a spreadsheet.
    """
    import csv  # only here: most verbs start without it

    from timeline.web import formulas

    text = StringIO()
    written = csv.DictWriter(text, headings, extrasaction="ignore")
    written.writeheader()
    for row in rows:
        written.writerow({name: formulas.text(cell) if isinstance(cell, str) else cell for name, cell in row.items()})
    click.echo(text.getvalue(), nl=False)


def as_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print `rows` under `headings`, as wide as the terminal; nothing in them is taken for markup."""
    cells = [["" if cell is None else printable(str(cell)) for cell in row] for row in rows]
    room = shutil.get_terminal_size().columns
    first, *others = columns([headings, *cells], room)
    click.echo("\n".join([click.style(first, bold=True), *others]))


def as_line(line: str) -> None:
    """Print a line; on a terminal what is longer goes on below, further in, and no ID is broken."""
    if sys.stdout.isatty():
        room = shutil.get_terminal_size().columns
        line = textwrap.fill(line, room, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    click.echo(line)


def as_files(written: Mapping[Path, bytes], mode: int = 0o666) -> None:
    """Write new files, all of them or none, none of them ever half there.

    They have never more permissions than `mode` (less the umask). Raises TimelineError, also where there is one.
    """
    with ExitStack() as undo:
        made = dict[Path, Path]()
        for file, data in written.items():
            undo.enter_context(explained(str(file)))
            check_free(file)
            made[file] = undo.enter_context(staged(file)) / file.name
            put(made[file], data, mode)
        placed = undo.enter_context(ExitStack())
        for file, beside in made.items():
            with explained(str(file)):
                move(beside, file)
            placed.callback(file.unlink)
        placed.pop_all()


def as_file(data: bytes, file: Path | None, mode: int = 0o666) -> None:
    """Write `data`, UTF-8, into the new `file`, as `as_files` does, or print it."""
    if file is None:
        click.echo(data, nl=False)
    else:
        as_files({file: data}, mode)


def plural(number: int, one: str, many: str = "") -> str:
    """`1 event`, `12 events`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def some(names: Sequence[str]) -> str:
    """The first of them; that there are more is said."""
    return ", ".join(names[:LISTED]) + (", …" if len(names) > LISTED else "")
