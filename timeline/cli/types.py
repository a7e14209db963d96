"""`timeline types` lists the vocabulary, and explains one type with an example that works."""

from __future__ import annotations

import inspect
from difflib import get_close_matches
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import click
from pydantic import BaseModel

from events.claim import Characterisation, Claim
from events.registry import CLAIMS, TYPES
from events.values.casualties import Casualties
from events.values.chain import Hop
from events.values.citation import Citation
from events.values.dates import Occurred
from events.values.place import Code, Place
from events.values.quantity import Quantity
from events.values.said import Said
from events.values.text import Text
from timeline.cli.output import as_table
from timeline.errors import TimelineError
from timeline.sheets.sheet import Defaults, Sheet

#: What fields are made of, and what a sheet is made of, by the names that users meet.
PARTS: dict[str, type[BaseModel]] = {
    "sheet": Sheet,
    "defaults": Defaults,
    "occurred": Occurred,
    "place": Place,
    "casualties": Casualties,
    "characterised_as": Characterisation,
    "citation": Citation,
    "chain": Hop,
    "codes": Code,
    "said": Said[Text],
}


@click.command()
@click.argument("type_", metavar="[TYPE]", required=False)
def types(type_: str | None) -> None:
    """List the types of events, or explain TYPE, or a part of one such as casualties."""
    if type_ is None:
        as_table(
            ("type", "kind", "what it says"),
            [(name, "claim" if name in CLAIMS else "ledger", first_line(found)) for name, found in TYPES.items()],
        )
        click.echo(f"\ntimeline types airstrike explains one of them; so do the parts: {', '.join(PARTS)}.")
    elif type_ in TYPES:
        found = TYPES[type_]
        click.echo(f"{type_} (version {found.version}): {first_line(found)}\n")
        _fields(found)
        click.echo(f"\nAn example, as one of a sheet's events:\n\n{indented(found.example)}")
    elif type_ in PARTS:
        click.echo(f"{type_}: {first_line(PARTS[type_])}\n")
        _fields(PARTS[type_])
    else:
        near = get_close_matches(type_, [*TYPES, *PARTS], n=1)
        meant = f"Did you mean {near[0]}? " if near else ""
        raise TimelineError(f'"{type_}" is not a type of event. {meant}The types are {", ".join(TYPES)}.')


def _fields(model: type[BaseModel]) -> None:
    """A table of the model's fields: the required ones first, then a claim's own, then what every claim may have."""
    fields = [(name, field) for name, field in model.model_fields.items() if name != "type"]
    common = Claim.model_fields if issubclass(model, Claim) else {}
    fields.sort(key=lambda named: (not named[1].is_required(), named[0] in common))
    rows = [
        (
            (field.alias or name) + ("" if not field.is_required() else " (required)"),
            takes(field.annotation),
            field.description,
        )
        for name, field in fields
    ]
    as_table(("field", "takes", "meaning"), rows)
    if any("*" in row[1] for row in rows):
        click.echo("\n* also takes {value: …, wording: …, hedge: …}: see timeline types said.")


def first_line(found: type[BaseModel]) -> str:
    """What the type says, in one line."""
    return (inspect.getdoc(found) or "").partition("\n")[0]


def indented(example: str) -> str:
    """The example as an item of a sheet's `events`."""
    first, *rest = example.rstrip().splitlines()
    return "\n".join([f"  - {first}", *(f"    {line}" for line in rest)])


def takes(annotation: Any) -> str:
    """What a field takes, in a few words; a star marks what may be said in a certain way."""
    if isinstance(annotation, type) and issubclass(annotation, Said) and annotation is not Characterisation:
        return "quantity*" if annotation is Said[Quantity] else takes(annotation.model_fields["value"].annotation) + "*"
    for name, part in PARTS.items():
        if annotation is part:
            return name
    if get_origin(annotation) is Literal:
        return " | ".join(map(str, get_args(annotation)))
    if get_origin(annotation) is tuple:
        item = takes(get_args(annotation)[0])
        return item if item in PARTS else f"list of {item}"
    if get_origin(annotation) is dict:
        return f"{{name: {takes(get_args(annotation)[1])}}}"
    if parts := [part for part in get_args(annotation) if part not in (NoneType, Ellipsis)]:
        return takes(parts[0])
    names = {str: "text", bool: "true | false", dict: "group", list: "list"}
    return names.get(annotation, "see its meaning")
