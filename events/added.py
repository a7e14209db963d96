"""What another package adds to the vocabulary is whole and takes nothing that is taken, or it is refused by name.

A package names a module under the entry point group `incident_timeline.types` (PyPA specification of entry points);
the types are found in it as in our own modules.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any, Literal, get_args, get_origin

from events.base import Event
from events.claim import Claim
from events.values.said import Attributed

GROUP = "incident_timeline.types"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
#: What foreign code raises while it is imported: whatever else it may raise is no mistake in a type.
_FAILURES = (ImportError, SyntaxError, AttributeError, LookupError, NameError, RuntimeError, TypeError, ValueError)


class Unusable(TypeError):
    """A package adds what is no type of event, or one that is there already. The text names the package."""


def defined(module: ModuleType) -> Iterator[type[Event]]:
    """The types of events that `module` itself defines."""
    for thing in vars(module).values():
        if isinstance(thing, type) and issubclass(thing, Event) and thing.__module__ == module.__name__:
            yield thing


def added(known: dict[str, type[Event]]) -> dict[str, type[Event]]:
    """The types that installed packages add to the `known` ones. Raises Unusable for the first that cannot be taken."""
    found: dict[str, type[Event]] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (_package(entry), entry.value)):
        for type_ in _types(entry):
            if problem := _problem(type_, {**known, **found}):
                raise _unusable(entry, f"{type_.__name__}, which {problem}")
            found[type_.model_fields["type"].default] = type_
    return found


def _types(entry: EntryPoint) -> list[type[Event]]:
    """The types in the module that `entry` names."""
    if entry.attr:
        raise _unusable(entry, f'"{entry.value}", which is no module. Name the module alone: "{entry.module}"')
    try:
        types = list(defined(importlib.import_module(entry.module)))
    except _FAILURES as problem:
        raise _unusable(entry, f"{entry.module}, which cannot be imported: {problem}") from problem
    if not types:
        raise _unusable(entry, f"{entry.module}, which defines no type of event")
    return types


def _problem(type_: type[Event], known: dict[str, type[Event]]) -> str:
    """Why `type_` cannot be taken beside those `known`; empty where it can."""
    if missing := sorted(_missing(type_)):
        return f"lacks {', '.join(missing)}. See docs/new-types.md"
    name = type_.model_fields["type"].default
    if name in known:
        return f'has the name "{name}", which {_of(known[name])} has already'
    if not issubclass(type_, Claim):
        return ""
    for other in known.values():
        if issubclass(other, Claim) and other.table == type_.table:
            return f'has the table "{type_.table}", which {_of(other)} has already'
    for field, info in type_.model_fields.items():
        if field not in Claim.model_fields and not _said(info.annotation):
            return f"has the field {field}, which does not say who says it. Write Said[…], such as Said[Text]"
    return ""


def _missing(type_: type[Event]) -> Iterator[str]:
    """The parts that the type needs and has not, or has in no form that can be used."""
    field = type_.model_fields.get("type")
    names = get_args(field.annotation) if field and get_origin(field.annotation) is Literal else ()
    if not field or names != (field.default,) or not _NAME.fullmatch(field.default):
        yield "type"
    if not isinstance(getattr(type_, "example", None), str):
        yield "example"
    if not inspect.getdoc(type_) or "__doc__" not in vars(type_) or type_.__doc__ is None:
        yield "a docstring"
    if issubclass(type_, Claim) and not _NAME.fullmatch(str(getattr(type_, "table", ""))):
        yield "table"
    yield from getattr(type_, "__abstractmethods__", ())


def _said(annotation: Any) -> bool:
    """Whether a field of this annotation holds a value with how it is said."""
    return any(isinstance(part, type) and issubclass(part, Attributed) for part in (annotation, *get_args(annotation)))


def _of(type_: type[Event]) -> str:
    return f"{type_.__name__} of {type_.__module__}"


def _package(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else "(unknown)"


def _unusable(entry: EntryPoint, what: str) -> Unusable:
    return Unusable(f"The package {_package(entry)} adds {what}. Mend it, or uninstall it.")
