"""Two bodies differ field by field: each leaf that one of them has otherwise, or alone, is one difference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic_core import to_json

from events.base import Event


class Difference(NamedTuple):
    """One field that changed: its path in words (`casualties[0].killed`) and its two values as JSON, None for none."""

    field: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        return f"{self.field}: {self.before or '(nothing)'} → {self.after or '(nothing)'}"


def differing(old: dict[str, Any], new: dict[str, Any]) -> list[Difference]:
    """What changed between two bodies, in the order of their fields: `strikes: 3 → 2`."""
    before, after = dict(_leaves(old)), dict(_leaves(new))
    return [
        Difference(name, before.get(name), after.get(name))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    ]


def changed(old: Event, new: Event) -> list[Difference]:
    """What a correction changes: the type, where that is another, then field by field."""
    return differing({"type": old.type, **old.body()}, {"type": new.type, **new.body()})


def _leaves(data: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves(value, f"{name}.{key}" if name else key)
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _leaves(value, f"{name}[{number}]")
    else:
        yield name.removesuffix(".value"), to_json(data).decode()
