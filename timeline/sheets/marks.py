"""Whatever is wrong is shown at the line and column at which its author wrote it.

A path leads into the data of a document: `("events", 0, "casualties", 0, "killed")`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from timeline.errors import Fault
from timeline.sheets.text import shown

Path = tuple[str | int, ...]
#: A line and a column, both counted from 1.
Position = tuple[int, int]

_PLAIN = re.compile(r"[\w-]{1,60}")


@dataclass(slots=True)
class Marks:
    """Where each value of a document begins, and each key that names one."""

    values: dict[Path, Position] = field(default_factory=dict)
    keys: dict[Path, Position] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One of JSON lines: its number in the file, from 1, and its bytes."""

    number: int
    content: bytes


@dataclass(frozen=True)
class Document:
    """The data of one sheet, JSON file or JSON line, and what its reader found wrong with it.

    `scan` finds the marks; it runs only when something has to be pointed at. `row` is the JSON line.
    """

    data: Any
    file: str
    scan: Callable[[], Marks]
    faults: tuple[Fault, ...] = ()
    row: Row | None = None

    @cached_property
    def marks(self) -> Marks:
        return self.scan()

    def follow(self, path: Iterable[str | int]) -> Path:
        """The beginning of `path` that the data has.

        So the path of a model's field (`killed`, `value`) leads to the bare value that the author wrote (`killed`).
        """
        data, taken = self.data, []
        for step in path:
            listed = isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data)
            if not listed and not (isinstance(data, dict) and step in data):
                break
            data = data[step]
            taken.append(step)
        return tuple(taken)

    def locate(self, path: Path, *, key: bool = False) -> Position:
        """Where the value at `path` begins, or its key; where there is none, what encloses it."""
        if key and path in self.marks.keys:
            return self.marks.keys[path]
        while path and path not in self.marks.values:
            path = path[:-1]
        return self.marks.values.get(path, (1, 1))

    def fault(self, path: Path, problem: str, remedy: str = "", *, key: bool = False) -> Fault:
        """A fault of the value at `path`, or of its key; a path that is missing from the data is shown as written."""
        line, column = self.locate(path, key=key)
        return Fault(problem, remedy, field=spell(path), file=self.file, line=line, column=column)


def spell(path: Path) -> str:
    """`path` as people write it: `events[0].casualties[0].killed`. A key that is no plain word is quoted."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            plain = step if _PLAIN.fullmatch(step) else shown(step)
            text += f".{plain}" if text else plain
    return text


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """The faults of one file in its order, and of each place and field the first one only: others follow from it."""
    first: dict[tuple[int, int, str], Fault] = {}
    for fault in faults:
        first.setdefault((fault.line, fault.column, fault.field), fault)
    return sorted(first.values(), key=lambda fault: (fault.line, fault.column))
