"""What a type or a part of one takes is told in the same words by the command line, the docs and the templates."""

from __future__ import annotations

import inspect
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from events.claim import Characterisation, Claim
from events.decision import Decision
from events.registry import TYPES
from events.values.alias import Alias
from events.values.casualties import Casualties
from events.values.chain import Hop
from events.values.changed_field import ChangedField
from events.values.citation import Citation
from events.values.dates import Occurred
from events.values.estimate import Estimate
from events.values.person import Person
from events.values.place import Code, Place
from events.values.quantity import Quantity
from events.values.response import Response
from events.values.said import Said
from events.values.text import Text
from timeline.closest import meant
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
    "responds_to": Response,
    "chain": Hop,
    "codes": Code,
    "aliases": Alias,
    "said": Said[Text],
    "people": Person,
    "fields": ChangedField,
    "figures": Estimate,
}


def fields_of(model: type[BaseModel]) -> list[tuple[str, FieldInfo]]:
    """The model's fields as sheets spell them: required ones, its own, then what every claim or decision says."""
    fields = [(name, field) for name, field in model.model_fields.items() if name != "type"]
    common = next((kind.model_fields for kind in (Claim, Decision) if issubclass(model, kind)), {})
    fields.sort(key=lambda named: (not named[1].is_required(), named[0] in common))
    return [(field.alias or name, field) for name, field in fields]


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
    names = {str: "text", int: "number", bool: "true | false", dict: "group", list: "list"}
    return names.get(annotation, "see its meaning")


def no_type(name: str, *others: str) -> TimelineError:
    """Why `name` is none of the types, nor of the `others` that could stand here, with the nearest of them."""
    guess = meant(name, [*TYPES, *others])
    return TimelineError(f'"{name}" is not a type of event.{guess} The types are {", ".join(TYPES)}.')
