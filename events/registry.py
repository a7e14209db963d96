"""Every event type is found by being in a module of `claims/` or `ledger/`, or of a package that adds types.

Nothing else needs to be told of it.
"""

from __future__ import annotations

import functools
import importlib
import operator
import pkgutil
from collections.abc import Iterator
from typing import Annotated, Any, cast

from pydantic import ConfigDict, Field, TypeAdapter

from events import claims, ledger
from events.added import added, defined
from events.base import Event
from events.claim import Claim


def _found() -> Iterator[type[Event]]:
    for package in (claims, ledger):
        for module in pkgutil.iter_modules(package.__path__):
            yield from defined(importlib.import_module(f"{package.__name__}.{module.name}"))


def _all() -> dict[str, type[Event]]:
    """Every event type by its name, claims first, both in alphabetical order."""
    own = {found.model_fields["type"].default: found for found in _found()}
    return dict(sorted({**own, **added(own)}.items(), key=lambda named: (not issubclass(named[1], Claim), named[0])))


#: Every event type by its name, claims first, both in alphabetical order.
TYPES: dict[str, type[Event]] = _all()
CLAIMS: dict[str, type[Claim]] = {name: found for name, found in TYPES.items() if issubclass(found, Claim)}


@functools.cache
def adapter() -> TypeAdapter[Event]:
    """The union of all types, discriminated on `type`."""
    kinds: Any = functools.reduce(operator.or_, TYPES.values())
    # Errors begin with the title, which would be the names of all types.
    return TypeAdapter(cast("Any", Annotated[kinds, Field(discriminator="type")]), config=ConfigDict(title="Event"))


def parse(data: dict[str, Any]) -> Event:
    """The event that `data`, with its `type`, says. Raises pydantic.ValidationError with every fault."""
    return adapter().validate_python(data)


def is_known(type_: str, version: int) -> bool:
    """Whether this release, with the packages that are installed, can read events of this type and version."""
    return type_ in TYPES and TYPES[type_].version == version


def load(type_: str, version: int, body: dict[str, Any]) -> Event:
    """The event stored under `type_` and `version`. Raises LookupError for one that this release does not know."""
    found = TYPES.get(type_)
    if found is None or version != found.version:
        raise LookupError(
            f"This release of incident-timeline does not know {type_} version {version}. Install a newer one, "
            "or the package that adds the type."
        )
    return found.model_validate(body)
