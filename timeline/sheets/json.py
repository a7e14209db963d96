"""JSON is read as written: every number keeps its digits, every name is given once, and NaN is no number (RFC 8259).

Reading is done by Python's own scanner in C; where each value stands is found out only when a fault has to be shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from string import whitespace
from typing import Any, Literal

from timeline.errors import Fault, Faults
from timeline.sheets.marks import Document, Marks, Path, Row, spell
from timeline.sheets.syntax import misread_json
from timeline.sheets.text import DEPTH, MARK, Lines, decode, in_utf16, shown, unseen

_TOKEN = re.compile(r'"[^"\\]*(?:\\(?:.|\Z)[^"\\]*)*(?:"|\Z)|[\[\]{}:,]|[^\s\[\]{}:,"]+', re.DOTALL)
Kind = Literal["key", "again", "value"]
#: Escapes that may stand for a character that `unseen` refuses.
_ESCAPED = re.compile(r"\\u(?:00[0189]|007[fF]|2028|2029|[dD][89a-fA-F]|[fF][eE][fF][fF]|[fF]{3})|\\[bf]")
#: What alone leaves a file or a line empty. Other blanks, which a text is stripped of by itself, are faults.
_BLANKS = whitespace
#: With its sign. No longer integer is exact in JSON (RFC 8259 §6), and Python refuses some with a ValueError.
_DIGITS = 17


class _Doubtful(Exception):
    """Raised inside Python's reader by what is JSON, and yet nothing that anybody can have meant."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise _Doubtful
    return data


def _first(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two of one name the first, as in a sheet."""
    return dict(reversed(pairs))


def _no_constant(word: str) -> Any:
    raise _Doubtful


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= _DIGITS else digits


_STRICT = json.JSONDecoder(object_pairs_hook=_once, parse_float=str, parse_int=_whole, parse_constant=_no_constant)
#: Reads what `_STRICT` refuses, so that the other faults of the same text can be told too.
_LENIENT = json.JSONDecoder(object_pairs_hook=_first, parse_float=str, parse_int=_whole, parse_constant=str)


def read_json(raw: bytes, file: str, first: int = 1) -> Document:
    """The document in `raw`, whose first line is the file's line `first`. Raises Faults if it is not JSON in UTF-8."""
    text = decode(raw, file, first)
    if not text.strip(_BLANKS):
        raise Faults([Fault("The file is empty.", "See whether it was saved, and whether it is the one.", file=file)])
    _refuse_depth(text, file, first)
    try:
        try:
            data = _STRICT.decode(text)
            doubtful = _ESCAPED.search(text) is not None or unseen(text) is not None
        except _Doubtful:
            data, doubtful = _LENIENT.decode(text), True
    except json.JSONDecodeError as error:
        raise Faults([misread_json(error, Lines(text, first), file)]) from None
    faults = tuple(_doubts(text, Lines(text, first), file)) if doubtful else ()
    try:
        if doubtful:
            json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which is no text that a model could judge
        raise Faults(faults) from None
    return Document(data, file, lambda: _scan(text, Lines(text, first)), faults)


def read_json_line(row: Row, file: str) -> Document:
    """The document in one line. Raises Faults as `read_json`."""
    return replace(read_json(row.content, file, row.number), row=row)


def read_json_lines(rows: Iterable[bytes], file: str) -> Iterator[Document | Faults]:
    """A document for each line that is not blank, or the faults of one that cannot be read."""
    number = 1
    for row in rows:
        if row.removeprefix(MARK).strip():
            try:
                yield read_json_line(Row(number, row.rstrip()), file)
            except Faults as faults:
                yield faults
                if number == 1 and in_utf16(row):
                    return  # no later line could be read either
        # A carriage return within the line ends a line for editors, and so for `Lines`.
        number += 1 + row.rstrip(b"\r\n").count(b"\r")


def _refuse_depth(text: str, file: str, first: int) -> None:
    if text.count("[") + text.count("{") <= DEPTH:
        return
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth > DEPTH:
            line, column = Lines(text, first).at(token.start())
            problem = f"This is nested more than {DEPTH} levels deep."
            raise Faults([Fault(problem, "Take it apart.", "", file, line, column)])


def _walk(text: str) -> Iterator[tuple[Kind, Path, int, str]]:
    """Every key and value of a text that is JSON: which of both, its path, its offset and its token.

    A key that its group has already is "again"; what lies below it must not be taken for the first one's.
    """
    stack: list[tuple[Path, int | None]] = []
    seen: set[Path] = set()
    named: Path = ()
    naming = False
    for token in _TOKEN.finditer(text):
        word, offset = token[0], token.start()
        above, index = stack[-1] if stack else ((), None)
        if word in ("]", "}"):
            stack.pop()
            naming = False
        elif word == ",":
            naming = index is None
            if index is not None:
                stack[-1] = (above, index + 1)
        elif word == ":":
            naming = False
        elif naming:
            key = json.loads(word)
            named = (*above, key)
            yield ("again" if named in seen else "key"), named, offset, word
            if named in seen:
                named = (*above, f"{key} (again)")
            seen.add(named)
        else:
            path = named if index is None else (*above, index)
            yield "value", path, offset, word
            if word in ("[", "{"):
                stack.append((path, 0 if word == "[" else None))
                naming = word == "{"


def _scan(text: str, lines: Lines) -> Marks:
    marks = Marks()
    for kind, path, offset, _ in _walk(text):
        (marks.values if kind == "value" else marks.keys).setdefault(path, lines.at(offset))
    return marks


def _doubts(text: str, lines: Lines, file: str) -> Iterator[Fault]:
    """What is JSON, and yet nothing that anybody can have meant."""
    first: dict[Path, int] = {}
    for kind, path, offset, word in _walk(text):
        line, column = lines.at(offset)
        if kind == "key":
            first[path] = line
        if kind == "again":
            problem = f"{shown(path[-1])} is written twice, first in line {first[path]}."
            yield Fault(problem, "Write it once.", spell(path), file, line, column)
        elif word in ("NaN", "Infinity", "-Infinity"):
            yield Fault(f"{word} is no number.", "Write unknown in quotes.", spell(path), file, line, column)
        elif word.startswith('"') and (found := unseen(json.loads(word))):
            problem = f"The text holds the invisible character {found[1]}."
            yield Fault(problem, "Delete it.", spell(path), file, line, column)
