"""`timeline types` lists the vocabulary, and explains one type with an example that works."""

from __future__ import annotations

from difflib import get_close_matches
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import click

from events.base import Event
from events.registry import CLAIMS, TYPES
from events.values.quantity import Quantity
from events.values.said import Said
from timeline.cli.output import as_table
from timeline.errors import TimelineError


@click.command()
@click.argument("type_", metavar="[TYPE]", required=False)
def types(type_: str | None) -> None:
    """List the types of events, or explain TYPE."""
    if type_ is None:
        as_table(
            ("type", "kind", "what it says"),
            [(name, "claim" if name in CLAIMS else "ledger", first_line(found)) for name, found in TYPES.items()],
        )
        click.echo("\ntimeline types airstrike explains one of them.")
        return
    if type_ not in TYPES:
        near = get_close_matches(type_, TYPES, n=1)
        meant = f"Did you mean {near[0]}? " if near else ""
        raise TimelineError(f'"{type_}" is not a type of event. {meant}The types are {", ".join(TYPES)}.')
    found = TYPES[type_]
    click.echo(f"{type_} (version {found.version}): {first_line(found)}\n")
    as_table(
        ("field", "takes", "meaning"),
        [
            (
                field.alias or name,
                takes(field.annotation) + (" (required)" if field.is_required() else ""),
                field.description,
            )
            for name, field in found.model_fields.items()
            if name != "type"
        ],
    )
    click.echo(f"\nAn example, as one of a sheet's events:\n\n{indented(found.example)}")


def first_line(found: type[Event]) -> str:
    """What the type says, in one line."""
    return (found.__doc__ or "").strip().partition("\n")[0]


def indented(example: str) -> str:
    """The example as an item of a sheet's `events`."""
    first, *rest = example.rstrip().splitlines()
    return "\n".join([f"  - {first}", *(f"    {line}" for line in rest)])


def takes(annotation: Any) -> str:
    """What a field takes, in a few words."""
    if annotation is Said[Quantity]:
        return "quantity"
    if get_origin(annotation) is Literal:
        return " | ".join(map(str, get_args(annotation)))
    if isinstance(annotation, type) and issubclass(annotation, Said):
        return takes(annotation.model_fields["value"].annotation)
    if get_origin(annotation) is tuple:
        return f"list of {takes(get_args(annotation)[0])}"
    if parts := [part for part in get_args(annotation) if part not in (NoneType, Ellipsis)]:
        return takes(parts[0])
    return "text" if annotation is str else str(getattr(annotation, "__name__", annotation)).lower()
