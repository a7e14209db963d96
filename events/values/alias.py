"""An alias is one spelling of a name, as somebody writes it; the same name in two languages is two aliases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from pydantic import Field

from events.values.frozen import Bare
from events.values.text import Language, Text


class Alias(Bare):
    """Another name or spelling. A bare name is enough."""

    bare: ClassVar[str] = "name"

    name: Text = Field(description="The name, in whatever script.")
    language: Language | None = Field(None, description="Its language, as a BCP 47 tag: en, ps, fa-AF.")


def check_aliases(name: str, aliases: Iterable[Alias]) -> None:
    """Raise ValueError where an alias is given twice, or says in no language what is the name already."""
    told: set[tuple[str, str | None]] = {(name, None)}
    for alias in aliases:
        if (alias.name, alias.language) in told:
            raise ValueError(f'"{alias.name}" is given twice. Write each spelling once.')
        told.add((alias.name, alias.language))
