"""Whatever people keep events in is read into validated events, or refused whole with every fault of every file."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from timeline.errors import Fault, Faults
from timeline.sheets.json import read_json, read_json_lines
from timeline.sheets.marks import Document, in_order
from timeline.sheets.sheet import Sheet, read_sheet
from timeline.sheets.single import Read, single
from timeline.sheets.text import shown
from timeline.sheets.told import Lookup, Sources
from timeline.sheets.yaml import read_yaml

Form = Literal["yaml", "json", "jsonl"]

#: What a file is, by the end of its name.
FORMS: dict[str, Form] = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}
STDIN = "standard input"


class Faulty(Faults):
    """An input has faults. `reads` are its sound events all the same, and `documents` whatever could be read."""

    def __init__(self, faults: Iterable[Fault], reads: Sequence[Read], documents: Sequence[Document]) -> None:
        super().__init__(faults)
        self.reads = reads
        self.documents = documents


def read(paths: Sequence[str], recorded: Lookup = lambda key: None) -> list[Read]:
    """The events of the files at `paths`, in their order; `-` is standard input.

    `recorded` finds the sources that were recorded before: words for a day are reckoned from their publication.

    Raises Faulty with every fault of every file.
    """
    reads: list[Read] = []
    faults: list[Fault] = []
    documents: list[Document] = []
    sources = Sources(recorded)
    for path in paths:
        try:
            raw = sys.stdin.buffer.read() if path == "-" else _contents(path)
            form = _sniff(raw) if path == "-" else _form(path)
            found = parse(raw, STDIN if path == "-" else path, form, sources)
            reads += found
            documents += {id(read.document): read.document for read in found}.values()
        except Faulty as faulty:
            faults += faulty.faults
            reads += faulty.reads
            documents += faulty.documents
        except Faults as unreadable:
            faults += unreadable.faults
    if faults:
        raise Faulty(faults, reads, documents)
    return reads


def parse(raw: bytes, file: str, form: Form, sources: Sources | None = None) -> list[Read]:
    """The events in `raw`, which messages call `file`. Raises Faulty with every fault of it, in its order."""
    reads: list[Read] = []
    faults: list[Fault] = []
    documents: list[Document] = []
    sources = sources or Sources()
    for document in _documents(raw, file, form):
        if isinstance(document, Faults):
            faults += document.faults
            continue
        documents.append(document)
        found, wrong = _events(document, sources)
        reads += found
        faults += in_order([*document.faults, *wrong])
    if not reads and not faults:
        faults.append(Fault("There is no event here.", "Write one, or a sheet with events:.", file=file))
    if faults:
        raise Faulty(faults, reads, documents)
    return reads


def _documents(raw: bytes, file: str, form: Form) -> Iterable[Document | Faults]:
    if form == "jsonl":
        return read_json_lines(raw.split(b"\n"), file)
    return [read_yaml(raw, file) if form == "yaml" else read_json(raw, file)]


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


def _contents(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise Faults([Fault("There is no such file.", "Look at its name and folder.", file=path)]) from None
    except IsADirectoryError:
        raise Faults([Fault("This is a folder.", "Name the files in it.", file=path)]) from None
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise Faults([Fault(f"It cannot be read: {error}.", file=path)]) from None


def _form(path: str) -> Form:
    ending = Path(path).suffix
    if form := FORMS.get(ending.lower()):
        return form
    raise Faults([Fault(f"{shown(ending)} is no kind of file known here.", f"Use {', '.join(FORMS)}.", file=path)])


def _sniff(raw: bytes) -> Form:
    """What standard input holds: JSON begins with a bracket, JSON lines with one on each of its first two lines."""
    rows = [row for row in raw.removeprefix(b"\xef\xbb\xbf")[:1_000_000].split(b"\n") if row.strip()][:2]
    opened = [row.lstrip()[:1] for row in rows]
    if opened == [b"{", b"{"]:
        return "jsonl"
    return "json" if opened and opened[0] in (b"{", b"[") else "yaml"
