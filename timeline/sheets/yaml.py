"""A sheet's YAML is data and nothing else: every scalar is the text that was written, every key is written once.

YAML 1.1 turns `2015` into a number, `NO` into false and `2015-08-26` into a date; here nothing is turned into
anything, and the models decide. Anchors, aliases, tags and second documents are refused, because nobody who codes a
source needs them and each of them can make a small file mean something that its reader does not see.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from timeline.errors import Fault, Faults
from timeline.sheets.marks import Document, Marks, Path, Position, spell
from timeline.sheets.syntax import misread
from timeline.sheets.text import DEPTH, Lines, brief, decode, shown, unseen

_TABBED = re.compile(r"(?:^|(?<=[\r\n])) *\t[ \t]*(?=[^\s#])")
_Node = ScalarEvent | SequenceStartEvent | MappingStartEvent | AliasEvent
_EMPTY: dict[type, type] = {MappingStartEvent: dict, SequenceStartEvent: list, AliasEvent: type(None)}
_NULL = ("", "~", "null", "Null", "NULL")


def read_yaml(raw: bytes, file: str) -> Document:
    """The document in `raw`. Raises Faults if it is not YAML in UTF-8; lesser faults come with the document."""
    text = decode(raw, file)
    _refuse_unseen(text, file)
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in (error.problem or ""):
            _refuse_depth(text, file)
        raise Faults([*builder.faults, misread(error, text, file)]) from None
    except yaml.YAMLError as error:  # a reader error: it has no mark
        raise Faults([*builder.faults, Fault(f"This is not YAML: {error}.", file=file)]) from None
    if builder.data is None:
        raise Faults([Fault("The file is empty.", "Write events: and the first event below it.", file=file)])
    return Document(builder.data, file, lambda: builder.marks, tuple(builder.faults))


def _refuse_depth(text: str, file: str) -> None:
    """Refuses at its place what is nested too deep: LibYAML reads ahead of it, and may give up before it is told."""
    builder = _Builder(file)
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        builder.take(event)


def _refuse_unseen(text: str, file: str) -> None:
    """What YAML would misread without a word about the place: invisible characters and tabs that indent."""
    tabbed = list(_TABBED.finditer(text))
    if tabbed:
        line, column = Lines(text).at(tabbed[0].end() - len(tabbed[0][0].lstrip(" ")))
        more = f", and {len(tabbed) - 1} more lines" if len(tabbed) > 1 else ""
        fault = Fault(f"A tab indents this line{more}.", "Use blanks instead of tabs.", "", file, line, column)
        raise Faults([fault])
    if found := unseen(text):
        line, column = Lines(text).at(found[0])
        raise Faults([Fault(f"Here is the invisible character {found[1]}.", "Delete it.", "", file, line, column)])


class _Builder:
    """Builds data and marks out of YAML's events, without recursion, so that no nesting can exhaust anything."""

    def __init__(self, file: str) -> None:
        self.data: Any = None
        self.marks = Marks()
        self.faults: list[Fault] = []
        self._file = file
        self._stack: list[tuple[Any, Path]] = []
        #: The key whose value comes next, with its position; None where a key must come.
        self._key: tuple[str, Position] | None = None
        self._documents = 0

    def take(self, event: Event) -> None:
        mark = event.start_mark
        position: Position = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(position, "A second document begins here.", "Delete the line ---, or make it a file.")
        elif isinstance(event, SequenceEndEvent | MappingEndEvent):
            self._stack.pop()
            self._key = None
        elif isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent | AliasEvent):
            self._node(event, position)

    def _node(self, event: _Node, position: Position) -> None:
        if self._stack and isinstance(self._stack[-1][0], dict) and self._key is None:
            self._take_key(event, position)
            return
        path = self._place(position)
        self._check(event, path, position)
        if isinstance(event, ScalarEvent):
            plain = not event.style
            value: Any = None if plain and event.value in _NULL else event.value
            if found := unseen(event.value):
                self._fault(path, position, f"The text holds the invisible character {found[1]}.", "Delete it.")
            # An empty value has no place of its own: its key is what the author sees.
            here = self._key[1] if plain and not event.value and self._key else position
        else:
            value, here = _EMPTY[type(event)](), position
        self.marks.values.setdefault(path, here)
        self._put(value)
        self._key = None
        if isinstance(value, dict | list):
            if len(self._stack) >= DEPTH:
                self._stop(position, f"This is nested more than {DEPTH} levels deep.", "Take it apart.")
            self._stack.append((value, path))

    def _place(self, position: Position) -> Path:
        """The path of the value that begins here; the key's position is noted."""
        if not self._stack:
            return ()
        parent, above = self._stack[-1]
        if isinstance(parent, list):
            return (*above, len(parent))
        key, where = self._key or ("", position)
        path = (*above, key)
        if path in self.marks.keys:
            first = self.marks.keys[path][0]
            self._fault(path, where, f"{shown(key)} is written twice, first in line {first}.", "Write it once.")
            # What lies below must not be taken for the first one's.
            path = (*above, f"{key} (again)")
        self.marks.keys.setdefault(path, where)
        return path

    def _put(self, value: Any) -> None:
        if not self._stack:
            self.data = value
            return
        parent = self._stack[-1][0]
        if isinstance(parent, list):
            parent.append(value)
        elif self._key:
            parent.setdefault(self._key[0], value)

    def _take_key(self, event: _Node, position: Position) -> None:
        if not isinstance(event, ScalarEvent):
            self._stop(position, "A field's name must be a word here.", "Write name: value.")
        path = (*self._stack[-1][1], event.value)
        self._check(event, path, position)
        name = event.value.strip()
        if not name or (not event.style and name in _NULL):
            self._fault(path, position, "A field's name is missing before this colon.", "Write name: value.")
        elif name != event.value:
            # Text copied from a web page or a word processor is indented with these.
            self._fault(path, position, f"A no-break space stands beside {shown(name)}.", "Use ordinary blanks.")
        elif found := unseen(name):
            self._fault(path, position, f"The name holds the invisible character {found[1]}.", "Delete it.")
        self._key = (event.value, position)

    def _check(self, event: _Node, path: Path, position: Position) -> None:
        if isinstance(event, AliasEvent):
            self._fault(
                path, position, f"*{brief(event.anchor or '')} is an alias.", "Write the value in full, or quote it."
            )
        elif event.anchor:
            self._fault(path, position, f"&{brief(event.anchor)} is an anchor.", "Leave it out, or quote the text.")
        elif event.tag and event.tag != "!":
            self._fault(
                path,
                position,
                f"{brief(event.tag.replace('tag:yaml.org,2002:', '!!'))} is a tag.",
                "Leave it out, or quote the text.",
            )

    def _fault(self, path: Path, position: Position, problem: str, remedy: str) -> None:
        self.faults.append(Fault(problem, remedy, spell(path), self._file, *position))

    def _stop(self, position: Position, problem: str, remedy: str) -> NoReturn:
        raise Faults([*self.faults, Fault(problem, remedy, "", self._file, *position)])
