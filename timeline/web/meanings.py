"""What an event's type and its fields mean is what its model says, and nothing else."""

from __future__ import annotations

from events.registry import CLAIMS, TYPES
from events.values.casualties import Casualties


def of_type(name: str) -> str:
    """What the type of event means; empty for a type that this release does not know."""
    found = TYPES.get(name)
    return " ".join((found.__doc__ or "").split()) if found else ""


def of_fields(name: str) -> dict[str, str]:
    """What each field of the type means."""
    found = TYPES.get(name)
    described = Casualties.model_fields | found.model_fields if found else {}
    return {field: told.description or "" for field, told in described.items()}


def dates(name: str) -> tuple[str, ...]:
    """The fields of the type that hold dates."""
    return tuple(CLAIMS[name].date_fields()) if name in CLAIMS else ()
