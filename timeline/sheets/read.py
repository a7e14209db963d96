"""Whatever people keep events in is read into validated events, or refused whole with every fault of every file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import IO, Literal

from timeline.errors import Fault, Faults
from timeline.files import explained
from timeline.regular import NoFile, opened
from timeline.sheets.json import read_json, read_json_lines
from timeline.sheets.marks import Document, in_order
from timeline.sheets.reads import Reads
from timeline.sheets.sheet import Sheet, read_sheet
from timeline.sheets.single import Read, single
from timeline.sheets.text import MARK, SPREADSHEETS, shown
from timeline.sheets.told import Lookup, Sources
from timeline.sheets.yaml import read_yaml

Form = Literal["yaml", "json", "jsonl"]

#: What a file is, by the end of its name.
FORMS: dict[str, Form] = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}
STDIN = "standard input"
#: Bytes of it that are read at once.
PIECE = 1 << 16


class Faulty(Faults):
    """An input has faults. `reads` are its sound events all the same, and `documents` those that are not sound."""

    def __init__(self, faults: Iterable[Fault], reads: Reads, documents: Sequence[Document]) -> None:
        super().__init__(faults)
        self.reads = reads
        self.documents = documents


def read(
    paths: Sequence[str], recorded: Lookup = lambda key: None, progress: Callable[[int], None] = lambda done: None
) -> Reads:
    """The events of the files at `paths`, in their order; `-` is standard input.

    `recorded` finds the sources that were recorded before: words for a day are reckoned from their publication.
    `progress` is told how many are read.

    Raises Faulty with every fault of every file.
    """
    reading = _Reading(Sources(recorded), progress)
    for path in paths:
        try:
            with _standard_input() if path == "-" else _opened(path) as file:
                form = _sniff(file) if path == "-" else _form(path)
                reading.file(file, STDIN if path == "-" else path, form)
        except Faults as unreadable:
            reading.faults += unreadable.faults
    return reading.done()


def parse(raw: bytes, file: str, form: Form, sources: Sources | None = None) -> Reads:
    """The events in `raw`, which messages call `file`. Raises Faulty with every fault of it, in its order."""
    reading = _Reading(sources or Sources())
    reading.file(BytesIO(raw), file, form)
    return reading.done()


class _Reading:
    """One input while it is being read."""

    def __init__(self, sources: Sources, progress: Callable[[int], None] = lambda done: None) -> None:
        self.sources = sources
        self.progress = progress
        self.reads = Reads()
        self.faults: list[Fault] = []
        self.documents: list[Document] = []

    def file(self, file: IO[bytes], name: str, form: Form) -> None:
        """Add what a file holds, which messages call `name`."""
        before = len(self.reads), len(self.faults)
        for document in _documents(file, name, form):
            if isinstance(document, Faults):
                self.faults += document.faults
                continue
            found, wrong = _events(document, self.sources)
            self.reads.add(found)
            self.progress(len(self.reads))
            if faults := in_order([*document.faults, *wrong]):
                self.faults += faults
                self.documents.append(document)
        if before == (len(self.reads), len(self.faults)):
            self.faults.append(Fault("There is no event here.", "Write one, or a sheet with events:.", file=name))

    def done(self) -> Reads:
        """What was read. Raises Faulty."""
        if self.faults:
            raise Faulty(self.faults, self.reads, self.documents)
        return self.reads


def _documents(file: IO[bytes], name: str, form: Form) -> Iterable[Document | Faults]:
    if form == "jsonl":
        yield from read_json_lines(_rows(file, name), name)
        return
    with _readable(name):
        raw = file.read()
    yield read_yaml(raw, name) if form == "yaml" else read_json(raw, name)


def _rows(file: IO[bytes], name: str) -> Iterator[bytes]:
    with _readable(name):
        yield from file


def _events(document: Document, sources: Sources) -> tuple[list[Read], list[Fault]]:
    """One event, a list of events, or a sheet."""
    data = document.data
    if isinstance(data, dict) and "type" not in data and not Sheet.model_fields.keys().isdisjoint(data):
        return read_sheet(document, sources)
    reads: list[Read] = []
    faults: list[Fault] = []
    for index, item in enumerate(data) if isinstance(data, list) else [(None, data)]:
        found = single(document, () if index is None else (index,), item, sources)
        if isinstance(found, Read):
            reads.append(found)
        else:
            faults += found
    return reads, faults


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    with ExitStack() as closing:
        with _readable(path):
            file = closing.enter_context(opened(path))
        yield file


@contextmanager
def _standard_input() -> Iterator[IO[bytes]]:
    """Standard input as a file of which the beginning can be read twice."""
    with ExitStack() as closing:
        with explained(gettempdir()):
            file = closing.enter_context(TemporaryFile(prefix="timeline-"))
        for some in _pieces_of_standard_input():
            with explained(gettempdir()):
                file.write(some)
        with explained(gettempdir()):
            file.seek(0)
        yield file


def _pieces_of_standard_input() -> Iterator[bytes]:
    if sys.stdin is None:
        raise Faults([Fault("Standard input is closed.", "Name a file.", file=STDIN)])
    while True:
        with _readable(STDIN):
            some = sys.stdin.buffer.read(PIECE)
        if not some:
            return
        yield some


@contextmanager
def _readable(path: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise Faults([Fault("There is no such file.", "Look at its name and folder.", file=path)]) from None
    except NoFile as problem:
        raise Faults([Fault(f"{problem} Or pass it on: timeline append - < {path}")]) from None
    except IsADirectoryError:
        raise Faults([Fault("This is a folder.", "Name the files in it.", file=path)]) from None
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise Faults([Fault(f"It cannot be read: {error}.", file=path)]) from None


def _form(path: str) -> Form:
    ending = Path(path).suffix
    if form := FORMS.get(ending.lower()):
        return form
    told = f"{shown(ending)} is no kind of file known here." if ending else "The file's name has no ending."
    remedy = f"Use {', '.join(FORMS)}."
    if ending.lower() in (".csv", *SPREADSHEETS):
        remedy += " A list of places: timeline import places. Any other table: let a script make JSON lines of it."
    raise Faults([Fault(told, remedy, file=path)])


def _sniff(file: IO[bytes]) -> Form:
    """What standard input holds: JSON begins with a bracket, JSON lines with one on each of its first two lines."""
    start = file.read(1_000_000)
    file.seek(0)
    rows = [row for row in start.removeprefix(MARK).split(b"\n") if row.strip()][:2]
    opened = [row.lstrip()[:1] for row in rows]
    if opened == [b"{", b"{"]:
        return "jsonl"
    return "json" if opened and opened[0] in (b"{", b"[") else "yaml"
