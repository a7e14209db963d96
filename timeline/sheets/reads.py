"""The events of an input, each with the place where it was read; of a long one no more than the first are held.

What stands alone in its line of JSON lines is put aside, into a file that nobody else sees and that is gone with this:
its canonical bytes, which are all that the event says, and its line, in which its faults have their places.
"""

from __future__ import annotations

from abc import abstractmethod
from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property
from tempfile import TemporaryFile, gettempdir
from typing import IO, TypeVar, overload

from pydantic_core import from_json, to_json

from events.base import Event
from events.registry import load
from timeline.files import explained
from timeline.sheets.json import read_json_line
from timeline.sheets.marks import Row
from timeline.sheets.single import Read

#: How many events of an input are held before others are put aside.
HELD = 1_000

T = TypeVar("T")


class _Fetched(Sequence[T]):
    """Items that are fetched one by one; a slice of them is a list."""

    @abstractmethod
    def fetch(self, index: int) -> T:
        """The item at `index`, which there is."""

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> list[T]: ...

    def __getitem__(self, at: int | slice) -> T | list[T]:
        found = range(len(self))[at]
        return [self.fetch(index) for index in found] if isinstance(found, range) else self.fetch(found)


class Reads(_Fetched[Read]):
    """The events that were read, in their order. Raises TimelineError where no more can be put aside."""

    def __init__(self) -> None:
        self._held: dict[int, Read] = {}
        #: Where in the file each event begins that was put aside, and at the end where the next one will.
        self._starts = array("Q", [0])

    def __len__(self) -> int:
        return len(self._starts) - 1

    def add(self, reads: Iterable[Read]) -> None:
        for read in reads:
            packed = _packed(read) if len(self) >= HELD else b""
            if packed:
                with explained(gettempdir()):
                    self._file.seek(self._starts[-1])
                    self._file.write(packed)
            else:
                self._held[len(self)] = read
            self._starts.append(self._starts[-1] + len(packed))

    def fetch(self, index: int) -> Read:
        if index in self._held:
            return self._held[index]
        event, file, row = self._unpacked(index)
        return Read(event, read_json_line(row, file), ())

    @property
    def held(self) -> Iterable[Read]:
        """Those of which the documents are held, and whatever was found wrong with these."""
        return self._held.values()

    @property
    def events(self) -> Sequence[Event]:
        """The events alone."""
        return _Events(self)

    def event(self, index: int) -> Event:
        """The event at `index` alone, which is found sooner than with its place."""
        if index in self._held:
            return self._held[index].event
        event, _, _ = self._unpacked(index)
        return event

    @cached_property
    def _file(self) -> IO[bytes]:
        return TemporaryFile(prefix="timeline-")

    def _unpacked(self, index: int) -> tuple[Event, str, Row]:
        """The event, and the file and the line that hold it."""
        start, end = self._starts[index : index + 2]
        with explained(gettempdir()):
            self._file.seek(start)
            head, body, content = self._file.read(end - start).split(b"\n", 2)
        type_, version, file, number = from_json(head)
        event = load(type_, version, from_json(body))
        vars(event)["canonical"] = body  # so that it is not computed again
        return event, file, Row(number, content)


def _packed(read: Read) -> bytes:
    """An event that has a line of its own, in bytes; none where it is part of a document, and held with that."""
    row, event = read.document.row, read.event
    if row is None or read.path or read.document.faults:
        return b""
    head = to_json([event.type, event.version, read.file, row.number])
    return b"\n".join([head, event.canonical, row.content])


class _Events(_Fetched[Event]):
    """The events of `reads`."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    def __len__(self) -> int:
        return len(self._reads)

    def fetch(self, index: int) -> Event:
        return self._reads.event(index)
