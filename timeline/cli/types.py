"""`timeline types` lists the vocabulary, and explains one type with an example that works."""

from __future__ import annotations

import click
from pydantic import BaseModel

from events.registry import CLAIMS, TYPES
from timeline.cli.output import as_table
from timeline.sheets.fields import PARTS, fields_of, first_line, indented, no_type, takes


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
        raise no_type(type_, *PARTS)


def _fields(model: type[BaseModel]) -> None:
    rows = [
        (name + (" (required)" if field.is_required() else ""), takes(field.annotation), field.description)
        for name, field in fields_of(model)
    ]
    as_table(("field", "takes", "meaning"), rows)
    if any("*" in row[1] for row in rows):
        click.echo("\n* also takes {value: …, wording: …, hedge: …}: see timeline types said.")
