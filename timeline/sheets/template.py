"""A template follows from the models alone: filled in it is a valid sheet, so that a new type has one by itself.

Every field stands on a line of its own, below what it takes and means. The required ones are there to be filled in,
the others behind a `#`: delete it, and the line is a field.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from events.base import Event
from events.claim import Claim
from events.decision import Decision
from events.ledger.source_recorded import SourceRecorded
from events.values.citation import Citation
from events.values.frozen import Bare
from timeline.sheets.fields import fields_of, first_line, takes
from timeline.sheets.sheet import Sheet
from timeline.sheets.text import brief

#: Columns of the longest line of prose.
WIDTH = 100
_HOW = (
    "Fill in {what}. To use a field that has a # before it, such as #note: delete the #.",
    "Save and close, and the sheet is appended. Close without a change, and nothing is stored.",
    "In brackets stands what a field takes; timeline types explains it, such as timeline types occurred.",
    "What has a * may also be {value: …, wording: …, hedge: …}.",
)
#: What a citation leaves to its sheet.
_BORROWED = {(Citation, "source")}


@dataclass(frozen=True, slots=True)
class Known:
    """What is recorded already and the author may mean: sources and incidents by their names, each with its title.

    `source` is the key of the one that the sheet is about; without it the sheet describes a new one.
    """

    source: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    incidents: Mapping[str, str] = field(default_factory=dict)


def template(type_: type[Event], schema: str, known: Known) -> str:
    """A sheet with one event of `type_` to be filled in.

    `schema` is the address of the schema of sheets, for editors that know it.
    """
    lines = [f"# yaml-language-server: $schema={schema}"]
    what = "what is decided, and why" if issubclass(type_, Decision) else "what the source says"
    for text in (f"{type_.model_fields['type'].default}: {first_line(type_)}", _HOW[0].format(what=what), *_HOW[1:]):
        lines += _prose(text, "")
    if issubclass(type_, Decision):
        lines += _recorded("The incidents that are declared:", "#   ", known.incidents)
    if issubclass(type_, Claim):
        lines += _head(known)
    lines += ["", "events:", f"  - type: {type_.model_fields['type'].default}"]
    lines += _fields(type_, "    ", type_.example)
    return "\n".join(lines) + "\n"


def _head(known: Known) -> Iterator[str]:
    """What stands above a sheet's events."""
    parts = Sheet.model_fields
    yield ""
    if known.source:
        yield f"source: {known.source}"
    else:
        yield from _prose(str(parts["source"].description), "")
        yield "source:"
        yield from _fields(SourceRecorded, "  ")
        yield from _recorded("Or one that is recorded, in place of all these lines:", "#source: ", known.sources)
    for name, part in parts.items():
        if name not in ("source", "events"):
            yield ""
            yield from _field(name, part, "")
            if name == "incidents":
                yield from _recorded("Declared already, and needing no line here:", "#   ", known.incidents)


def _recorded(text: str, before: str, names: Mapping[str, str]) -> Iterator[str]:
    if names:
        yield from _prose(text, "")
    for name, title in names.items():
        yield f"{before}{name}  # {brief(title)}"


def _fields(model: type[BaseModel], indent: str, example: str = "") -> Iterator[str]:
    for name, info in fields_of(model):
        if (model, name) not in _BORROWED:
            yield from _field(name, info, indent, example)


def _field(name: str, info: FieldInfo, indent: str, example: str = "") -> Iterator[str]:
    """What the field takes and means, and the line on which it is written; with the fields of a required group."""
    required, group = info.is_required(), info.annotation
    told = f"({takes(group)}) {'Must be given. ' if required else ''}{info.description}"
    if required and isinstance(group, type) and issubclass(group, BaseModel) and not issubclass(group, Bare):
        yield from _prose(told, indent)
        yield f"{indent}{name}:"
        yield from _fields(group, indent + "  ")
        return
    such = re.search(rf"^{re.escape(name)}: (.+)$", example, re.MULTILINE)
    yield from _prose(told + (f" Such as: {such[1]}" if such else ""), indent)
    yield f"{indent}{'' if required else '#'}{name}:"


def _prose(text: str, indent: str) -> Iterable[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=f"{indent}# ",
        subsequent_indent=f"{indent}#   ",
        break_long_words=False,
        break_on_hyphens=False,
    )
